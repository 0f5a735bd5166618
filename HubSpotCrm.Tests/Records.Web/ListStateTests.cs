using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class ListStateTests
{
    private static ListState State => new(ObjectType.Contact);

    [Fact]
    [Trait("Seed", "S11")]
    public void Numbers_and_dates_sort_highest_first_and_text_from_A()
    {
        State.SortBy("score", false).Sort.Should().Equal(new SortKey("score", true));
        State.SortBy("active", false).Sort.Should().Equal(new SortKey("active", true));
        State.SortBy("name", false).Sort.Should().Equal(new SortKey("name", false));
    }

    [Fact]
    [Trait("Seed", "S11")]
    public void Sorting_again_turns_the_direction()
    {
        State.SortBy("name", false).SortBy("name", false).Sort.Should().Equal(new SortKey("name", true));
    }

    [Fact]
    [Trait("Seed", "S11")]
    public void Further_keys_join_the_first_and_turn_in_their_place()
    {
        var two = State.SortBy("company", false).SortBy("score", keepOthers: true);

        two.Sort.Should().Equal(new SortKey("company", false), new SortKey("score", true));
        two.SortBy("company", keepOthers: true).Sort.Should().Equal(new SortKey("company", true), new SortKey("score", true));
        two.SortBy("name", keepOthers: false).Sort.Should().Equal(new SortKey("name", false));
    }

    [Fact]
    [Trait("Seed", "S08")]
    public void An_untouched_range_filters_nothing()
    {
        State.WithFilter(new NumberRange("score", null, null)).Filters.Should().BeEmpty();
        State.WithFilter(new NumberRange("score", 1, 2)).WithFilter(new NumberRange("score", null, null)).Filters.Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void A_filter_that_is_there_already_is_not_added_again()
    {
        var once = State.WithFilter(new PeriodFilter("created", new RelativePeriod(PeriodDirection.This, PeriodUnit.Day))).WithFilter(new TextTest("email", TextOperator.Ends, "@x.com"));

        once.WithFilter(new PeriodFilter("created", new RelativePeriod(PeriodDirection.This, PeriodUnit.Day))).WithFilter(new TextTest("email", TextOperator.Ends, "@x.com")).Filters.Should().Equal(once.Filters);
        State.WithFilter(new NumberRange("score", null, 40) { IsUnder = true }).WithFilter(new NumberRange("score", null, 40) { IsOver = true, IsUnder = true })
            .Filters.Should().ContainSingle("over nothing is no bound");
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void A_value_is_chosen_and_taken_back()
    {
        var one = State.Toggle("country", "Germany");

        one.ValuesOf("country").Should().Equal("Germany");
        one.Toggle("country", "Austria").ValuesOf("country").Should().Equal("Germany", "Austria");
        one.Toggle("country", "Germany").Filters.Should().BeEmpty();
    }

    [Fact]
    public void Whatever_changes_the_rows_starts_at_the_first_page_and_keeps_the_open_record()
    {
        var third = State with { Page = 3, Record = "5" };

        foreach (var next in new[] { third.WithText("a"), third.Toggle("city", "Bern"), third.WithoutFilters(), third.SortBy("name", false) })
        {
            (next.Page, next.Record).Should().Be((1, "5"));
        }
    }

    [Fact]
    public void States_with_the_same_rows_are_told_by_their_lists()
    {
        var open = State with { Record = "5", Tab = RecordTab.History };

        open.Should().NotBe(State);
        open.List.Should().Be(State);
        open.Toggle("city", "Bern").Toggle("city", "Bern").Should().Be(open);
    }

    [Fact]
    public void A_filter_is_said_in_words()
    {
        var definitions = Support.FakeDefinitionService.Account;
        string Say(FieldFilter filter) => FilterText.Of(ObjectType.Contact, filter, definitions).Whole;

        Say(new AnyOf("owner", ["11"])).Should().Be("Owner is Katharina Lindqvist");
        Say(new AnyOf("stage", ["lead", "customer"])).Should().Be("Stage is any of Lead, Customer");
        Say(new AnyOf("city", ["A", "B", "C", "D", ""])).Should().Be("City is any of A, B, C and 2 more");
        Say(new AnyOf("country", [""])).Should().Be("Country is No country");
        Say(new NumberRange("score", 60, 100)).Should().Be("Score from 60 to 100");
        Say(new NumberRange("score", null, 40)).Should().Be("Score up to 40");
        Say(new DateRange("created", new DateOnly(2026, 1, 2), null)).Should().Be("Created from 2 Jan 2026");
    }
}
