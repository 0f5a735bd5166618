using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Views;

namespace HubSpotCrm.Tests.Views;

/// <summary>The address of a list that stands on a view: what it says, what wins, and what is too long to say.</summary>
public sealed class ListAddressTests
{
    private static readonly SavedView Labs = View("labs", "cols=email,score&country=Germany&size=25&sort=-score");

    private static ViewSet Views { get; } = new(ObjectType.Contact, [Labs, View("broken", "cols=email,gone_property&sort=gone_property")], FakeDefinitionService.Account);

    [Fact]
    public void A_view_as_it_is_saved_is_named_and_nothing_else()
    {
        var read = ListAddress.Read("?view=labs&page=2&id=77", Views, null);

        read.State.ValuesOf("country").Should().Equal("Germany");
        read.State.Should().Match<ListState>(state => state.View == "labs" && state.Size == 25 && state.Page == 2 && state.Record == "77");
        read.State.Columns.Should().Equal("email", "score");
        ListAddress.Write(read.State, Views).Should().Be("id=77&page=2&view=labs");
        Views.IsChanged(read.State).Should().BeFalse();
    }

    [Fact]
    public void What_the_address_says_wins_over_the_view_and_is_not_saved()
    {
        var read = ListAddress.Read("?view=labs&country=Austria", Views, null);

        read.State.ValuesOf("country").Should().Equal("Austria");
        read.State.Should().Match<ListState>(state => state.View == "labs" && state.Size == ListState.DefaultSize && state.Columns.Count == 0);
        Views.IsChanged(read.State).Should().BeTrue();
        ListAddress.Write(read.State, Views).Should().Be("country=Austria&view=labs");
    }

    [Fact]
    public void A_view_whose_last_filter_was_taken_out_shows_all_and_stays_the_view()
    {
        var cleared = new ListState(ObjectType.Contact) { View = "labs" };

        var address = ListAddress.Write(cleared, Views);

        address.Should().Be("view=labs&q=");
        ListAddress.Read(address, Views, null).State.Should().Be(cleared);
    }

    [Theory]
    [InlineData("")]
    [InlineData("view=all")]
    [InlineData("view=labs")]
    [InlineData("view=labs&q=")]
    [InlineData("cols=email,nickname&country=Germany&view=labs&widths=email:240")]
    [InlineData("id=5&page=3&q=anna&sort=-score,name,nickname&tab=history&view=all")]
    public void Writing_what_was_read_gives_the_address_back(string query)
    {
        var read = ListAddress.Read(query, Views, null);

        read.Ignored.Should().BeEmpty();
        ListAddress.Write(read.State, Views).Should().Be(query);
    }

    [Fact]
    public void A_view_that_the_user_does_not_have_is_told_and_the_rest_of_the_address_counts()
    {
        ListAddress.Read("view=theirs&country=Germany", Views, null).Should().Match<ListedAddress>(read =>
            read.IsViewMissing && read.SaysList && read.State.View == null && read.State.ValuesOf("country").Count == 1);
        ListAddress.Read("view=theirs&id=5", Views, null).Should().Match<ListedAddress>(read => read.IsViewMissing && !read.SaysList && read.State.Record == "5");
    }

    [Fact]
    public void Parts_of_a_view_that_the_account_does_not_have_any_more_are_named()
    {
        var read = ListAddress.Read("view=broken", Views, null);

        read.Ignored.Should().BeEquivalentTo("cols", "sort");
        read.State.Columns.Should().Equal("email");
        read.State.Sort.Should().BeEmpty();
        Views.IsChanged(read.State).Should().BeFalse("nobody changed anything");
    }

    [Fact]
    public void An_address_that_is_too_long_is_kept_under_a_short_id()
    {
        var filtered = new ListState(ObjectType.Contact) { View = "labs", Record = "9" }
            .WithFilter(new AnyOf("city", [.. Enumerable.Range(0, 90).Select(at => $"Bad Kleinkirchheim an der Donau {at}")]));
        var state = filtered with { Page = 2 };

        var address = ListAddress.Write(state, Views);

        address.Length.Should().BeLessThan(120);
        var id = ListAddress.KeptIn(address)!;
        id.Should().Be(ListStates.IdOf(ObjectType.Contact, ListAddress.ToKeep(state)!));
        var read = ListAddress.Read(address, Views, ListAddress.ToKeep(state));
        read.State.Should().Be(state);
        read.SaysList.Should().BeTrue();
        ListAddress.Read(address, Views, null).Ignored.Should().Equal("state");
    }

    [Fact]
    [Trait("BadInput", "a thousand values in one filter")]
    public void A_group_of_a_thousand_values_is_kept_under_a_short_id_and_read_whole()
    {
        var values = new AnyOf("city", [.. Enumerable.Range(0, FilterLimits.MostValues).Select(at => $"Town, {at}")]);
        var state = new ListState(ObjectType.Contact).WithFilters([new EitherOf([values, new NumberRange("score", 80, null)])]);

        ListAddress.IsTooLong(state).Should().BeFalse();
        var read = ListAddress.Read(ListAddress.Write(state, Views), Views, ListAddress.ToKeep(state));

        read.Ignored.Should().BeEmpty();
        read.State.Filters.Should().Equal(state.Filters);
    }

    [Fact]
    public void A_short_address_is_kept_nowhere() => ListAddress.ToKeep(Views.StateOf("labs")).Should().BeNull();

    [Fact]
    public void A_link_to_copy_says_all_that_the_list_shows_whoever_sees_the_view()
    {
        ListAddress.WriteWhole(Views.StateOf("labs")).Should().Be("cols=email,score&country=Germany&size=25&sort=-score&view=labs");
        ListAddress.WriteWhole(new ListState(ObjectType.Contact)).Should().BeEmpty();
    }

    [Fact]
    public void The_plain_list_is_named_where_another_one_opens()
    {
        var views = new ViewSet(ObjectType.Contact, [Labs with { IsDefault = true }], FakeDefinitionService.Account);

        ListAddress.Write(views.Plain, views).Should().Be("view=all");
        ListAddress.Read("view=all", views, null).State.Should().Be(views.Plain);
        ListAddress.Write(Views.Plain, Views).Should().BeEmpty();
    }

    [Theory]
    [InlineData("cols=", "cols")]
    [InlineData("cols=nothing,of,these", "cols")]
    [InlineData("cols=email,nothing", "cols")]
    [InlineData("cols=email,email", "cols")]
    [InlineData("widths=email", "widths")]
    [InlineData("widths=email:0", "widths")]
    [InlineData("widths=email:-5", "widths")]
    [InlineData("widths=email:99999999999", "widths")]
    [InlineData("widths=nothing:100", "widths")]
    [InlineData("sort=nothing", "sort")]
    [InlineData("layout=board", "layout")]
    [InlineData("view=a/b", "view")]
    [InlineData("view=%00", "view")]
    [InlineData("state=nothing", "state")]
    [InlineData("colour=blue", "colour")]
    public void Parts_that_are_unknown_or_malformed_are_named_and_do_no_harm(string query, string named) =>
        ListAddress.Read(query, Views, null).Ignored.Should().Equal(named);

    [Fact]
    public void Columns_may_be_any_property_and_are_named_once()
    {
        var read = ListAddress.Read("cols=nickname,jobtitle,title,p.nickname,email&layout=table", Views, null);

        read.State.Columns.Should().Equal("nickname", "title", "email");
        ListAddress.Write(read.State, Views).Should().Be("cols=nickname,title,email");
    }

    [Fact]
    public void A_company_has_a_size_and_its_list_another()
    {
        var views = new ViewSet(ObjectType.Company, [], FakeDefinitionService.Account);
        var state = new ListState(ObjectType.Company) { Size = 100 }.WithFilter(new NumberRange("size", 10, 50));

        var address = ListAddress.Write(state, views);

        address.Should().Be("rows=100&size=10..50");
        ListAddress.Read(address, views, null).State.Should().Be(state);
    }

    private static SavedView View(string id, string state) => new(id, ObjectType.Contact, id, ViewIcon.Table, state, false, "u1", "Anna", 1);
}
