using FsCheck.Xunit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Tests.Search.Filters;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Views;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class FilterUrlTests
{
    private static readonly ListState State = new(ObjectType.Contact);

    [Fact]
    [Trait("Seed", "S07")]
    public void Simple_filters_keep_their_keys_and_the_rest_stands_in_one()
    {
        var state = State.WithFilters(
        [
            new AnyOf("country", ["DE", "AT"]),
            new NumberRange("score", 80, null) { IsOver = true },
            new AnyOf("country", ["AT"]),
            new Not(new Related(ObjectType.Deal, new NumberRange("amount", 50_000, null))),
        ]);

        ListUrl.Write(state).Should().Be("country=DE,AT&f=1:score:num(%3E80..),country:in(AT),not(deal(amount:num(50000..)))");
        ListUrl.Parse(ObjectType.Contact, ListUrl.Write(state)).State.Filters.Should().Equal(state.Filters);
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(FilterTrees)])]
    [Trait("Seed", "S07")]
    public bool Every_tree_survives_the_address_of_a_list(TypedTree tree)
    {
        var state = new ListState(tree.Type).WithFilters([tree.Node]);
        var address = ListUrl.Write(state);
        var parsed = ListUrl.Parse(tree.Type, address);
        return ListAddress.IsTooLong(state)
            || (parsed.Ignored.Count == 0 && ListUrl.Write(parsed.State) == address && parsed.State.Filters.ToHashSet().SetEquals(state.Filters));
    }

    [Theory]
    [Trait("BadInput", "a filter in a link that is not understood")]
    [InlineData("f=2:country:in(DE)&score=1..2", new[] { "2:country:in(DE)" })]
    [InlineData("f=1:country:in(DE),later(1)&score=1..2", new[] { "later(1)" })]
    [InlineData("f=&score=1..2", new string[0])]
    [InlineData("f=' OR 1=1 --&score=1..2", new[] { "' OR 1=1 --" })]
    public void A_filter_that_is_not_understood_is_named_and_the_others_hold(string address, string[] ignored)
    {
        var parsed = ListUrl.Parse(ObjectType.Contact, address);

        parsed.Ignored.Should().Equal(ignored);
        parsed.State.FilterOf("score").Should().Be(new NumberRange("score", 1, 2));
    }

    [Fact]
    [Trait("Seed", "S12")]
    public void Every_kind_of_filter_has_words_for_its_chip()
    {
        var definitions = new FilterWorld().Definitions;
        string Say(string typed) => FilterText.Of(ObjectType.Contact, FilterGrammar.Read(ObjectType.Contact, typed, definitions).Filters.Single(), definitions).Whole;

        Say("-country:DE").Should().Be("Country is none of DE, Germany");
        Say("score>80").Should().Be("Score over 80");
        Say("-score:60..100").Should().Be("Score not from 60 to 100");
        Say("active:last-30-days").Should().Be("Last activity is in the last 30 days");
        Say("created:today").Should().Be("Created is today");
        Say("email~*@x.com").Should().Be("Email ends with @x.com");
        Say("-has:phone").Should().Be("Phone is not known");
        Say("lead_tier:gold").Should().Be("Lead tier is Gold");
        Say("deal.amount>50k").Should().Be("That have a deal whose amount is over 50,000");
        Say("country:A OR city:B").Should().Be("In A or in B");
        FilterText.Of(ObjectType.Contact, new AnyOf("gone", ["x"]), definitions).Whole.Should().Be("gone is x");
    }

    [Fact]
    public void The_menu_of_a_field_changes_its_own_filter_alone()
    {
        var tree = new EitherOf([new AnyOf("country", ["AT"]), new HasValue("city")]);
        var over = new NumberRange("score", 80, null) { IsOver = true };
        var state = State.WithFilters([new AnyOf("country", ["DE"]), tree, over]);

        state.Toggle("country", "DE").Filters.Should().Equal(tree, over);
        state.WithFilter(new NumberRange("score", 1, 2)).Filters.Should().Contain(over).And.Contain(new NumberRange("score", 1, 2));
        state.WithoutFilter(tree).Filters.Should().Equal(new AnyOf("country", ["DE"]), over);
    }
}
