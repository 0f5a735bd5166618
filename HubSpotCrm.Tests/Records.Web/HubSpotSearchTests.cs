using Bunit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Integration;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Tests.Records.Web;

/// <summary>The parts that can be put on any page.</summary>
public sealed class HubSpotSearchTests : IAsyncDisposable
{
    private readonly RecordScreen _screen = new();
    private readonly List<SearchOutcome<Contact>> _outcomes = [];

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    [Trait("Seed", "S18")]
    public void Rows_of_ones_own_are_searched_filtered_and_sorted_and_handed_on()
    {
        var search = Render(_screen.Contacts.Contacts);
        search.Find("[data-testid=count]").TextContent.Should().Contain("120 contacts");

        search.TypeSearch("aurelia");
        _screen.Time.Advance(SearchBox.InputDelay);
        search.WaitForAssertion(() => _outcomes.Should().HaveCount(1));
        search.FindAll(".facets button")[0].Click();
        search.FindAll(".fields .opt").First(field => field.TextContent.Contains("Stage")).Click();
        search.WaitForAssertion(() => search.FindAll(".values label").Select(value => (value.Children[1].TextContent, value.Children[2].TextContent)).Should()
            .Equal(("Lead", "80"), ("Customer", "40")));
        search.FindAll(".values input[type=checkbox]")[1].Change(true);
        search.WaitForAssertion(() => _outcomes.Should().HaveCount(2));
        search.FindAll("button[data-key=s]")[0].Click();
        search.Find("#sort-menu select").Change("score");
        search.FindAll("#sort-menu footer button")[0].Click();

        search.WaitForAssertion(() => _outcomes.Should().HaveCount(3));
        var last = _outcomes[^1];
        last.Text.Should().Be("aurelia");
        last.Filters.Should().BeEquivalentTo(new[] { new AnyOf("stage", ["customer"]) });
        last.Sort.Should().Equal(new SortKey("score", true));
        last.Results.Should().HaveCount(40).And.OnlyContain(contact => contact.LifecycleStage == "customer");
        last.Results.Should().BeInDescendingOrder(contact => contact.LeadScore);
        _screen.Contacts.Finds.Should().BeEmpty("the rows are given");
    }

    [Fact]
    public void In_rows_of_ones_own_me_is_the_user_as_well()
    {
        var search = Render([FakeContactService.Make(1), FakeContactService.Make(2) with { OwnerId = "12" }]);

        search.Find("input[data-page-search]").Input("owner:me");
        search.Find("input[data-page-search]").KeyDown(Key.Enter);

        search.WaitForAssertion(() => _outcomes.Should().ContainSingle().Which.Results.Select(contact => contact.Id).Should().Equal("1"));
        _outcomes[0].Filters.Should().Equal(new AnyOf("owner", [OwnFilters.Me]));
    }

    [Fact]
    [Trait("Seed", "S18")]
    public void Without_rows_the_mirror_is_asked()
    {
        var search = Render(null);

        search.TypeSearch("0012");
        _screen.Time.Advance(SearchBox.InputDelay);

        search.WaitForAssertion(() => _outcomes.Should().ContainSingle().Which.Results.Select(contact => contact.Id).Should().Equal("12"));
        _outcomes[0].Total.Should().Be(new Total(1, true));
    }

    [Fact]
    [Trait("Seed", "S18")]
    public void The_count_and_the_loading_of_the_page_around_it_are_shown()
    {
        var search = _screen.Render<HubSpotSearch<Contact>>(one => one.Add(search => search.TotalCount, 12_481).Add(search => search.Loading, true));

        search.Find("[data-testid=count]").TextContent.Should().Contain("12,481 contacts");
        search.Find("[data-testid=count]").GetAttribute("aria-busy").Should().Be("true");
    }

    [Fact]
    [Trait("BadInput", "a kind of record that the rows are not")]
    public void A_wrong_type_of_data_is_refused_with_its_name()
    {
        var render = () => _screen.Render<HubSpotSearch<Contact>>(one => one.Add(search => search.DataType, "deals"));

        render.Should().Throw<ArgumentException>().WithMessage("DataType is \"deals\", and the rows are contacts.*");
    }

    [Fact]
    [Trait("BadInput", "a search that fails")]
    public void A_search_that_fails_says_why_and_hands_nothing_on()
    {
        _screen.Contacts.Failure = new NotConnected();
        var search = Render(null);

        search.TypeSearch("0012");
        _screen.Time.Advance(SearchBox.InputDelay);

        search.WaitForAssertion(() => search.Find(".banner").TextContent.Should().Contain("No HubSpot account is connected"));
        _outcomes.Should().BeEmpty();
    }

    [Fact]
    public void Empty_values_come_last_in_both_directions_and_ranges_leave_them_out()
    {
        Contact[] data = [FakeContactService.Make(1) with { LeadScore = null }, FakeContactService.Make(2), FakeContactService.Make(3)];
        string[] Ids(RecordQuery query) => [.. DataSearch.Find(new HubSpotCrm.Web.Features.Contacts.ContactKind(), data, query, AccountDefinitions.Empty, TimeProvider.System.GetUtcNow()).Select(contact => contact.Id)];

        Ids(new RecordQuery("", [], [new SortKey("score", true)])).Should().Equal("3", "2", "1");
        Ids(new RecordQuery("", [], [new SortKey("score", false)])).Should().Equal("2", "3", "1");
        Ids(new RecordQuery("", [new NumberRange("score", null, null)], [])).Should().HaveCount(3);
        Ids(new RecordQuery("", [new NumberRange("score", 3, null)], [])).Should().Equal("3");
        Ids(new RecordQuery("", [new Not(new EitherOf([new NumberRange("score", 3, null), new TextTest("name", TextOperator.Ends, "0002")]))], [])).Should().Equal("1");
        Ids(new RecordQuery("", [new HasValue("gone")], [])).Should().BeEmpty();
        Ids(new RecordQuery("person 0002", [], [])).Should().Equal("2");
    }

    [Theory]
    [Trait("Seed", "S17")]
    [InlineData("/contacts", "Contacts")]
    [InlineData("/companies?q=a", "Companies")]
    [InlineData("/deals", "Deals")]
    [InlineData("/campaigns/", "Campaigns")]
    public void The_route_says_the_tab(string address, string heading)
    {
        _screen.Navigation.NavigateTo(address);

        var page = _screen.Render<HubSpotIntegration>();

        page.WaitForAssertion(() => page.Find("h1").TextContent.Should().Be(heading));
        page.FindAll(".embed").Should().BeEmpty("the navigation of the shell is its tab bar");
    }

    [Fact]
    [Trait("Seed", "S17")]
    public void Inside_another_page_it_has_its_own_tabs_and_says_how_it_is_connected()
    {
        _screen.Connection.Become(FakeConnectionService.Sandbox);
        _screen.Navigation.NavigateTo("/some/other/page?q=mine");
        _screen.Deals.Rows.Add(RecordKindTests.Fleet);
        var part = _screen.Render<HubSpotIntegration>(one => one.Add(integration => integration.Tab, IntegrationTab.Contacts));
        part.Find(".embed .pill").TextContent.Should().NotContain("Not connected");

        part.FindAll(".embed .tabs button").First(tab => tab.TextContent == "Deals").Click();
        part.WaitForAssertion(() => part.Find("tbody tr[data-row] th").TextContent.Should().Contain("ICP-MS fleet"));
        part.Find("tbody tr[data-row] th a").Click();
        part.WaitForAssertion(() => part.Find(".drawer h2").TextContent.Should().Be("ICP-MS fleet"));
        part.Find("[aria-label=Close]").Click();
        part.WaitForAssertion(() => part.FindAll(".drawer").Should().BeEmpty());

        _screen.Address.Should().Be("/some/other/page?q=mine");
    }

    [Fact]
    [Trait("Seed", "S17")]
    public void It_has_a_tab_for_each_part_and_each_shows_its_own()
    {
        _screen.Connection.Become(FakeConnectionService.Sandbox);
        var part = _screen.Render<HubSpotIntegration>(one => one.Add(integration => integration.Tab, IntegrationTab.Overview));

        var tabs = part.FindAll(".embed .tabs button").Select(tab => tab.TextContent).ToList();
        tabs.Should().Equal("Overview", "Contacts", "Companies", "Deals", "Campaigns", "Analytics");
        foreach (var tab in tabs)
        {
            part.FindAll(".embed .tabs button").First(one => one.TextContent == tab).Click();
            part.WaitForAssertion(() => part.Find("h1").TextContent.Should().Be(tab));
            part.Find(".embed [aria-current=page]").TextContent.Should().Be(tab);
        }
    }

    [Theory]
    [Trait("Seed", "S17")]
    [InlineData(ConnectionState.None, "Not connected")]
    [InlineData(ConnectionState.ReconnectNeeded, "HubSpot rejected token")]
    [InlineData(ConnectionState.Connected, "Nordwind Instruments")]
    public void Inside_another_page_it_follows_the_state_of_the_connection(ConnectionState state, string text)
    {
        var part = _screen.Render<HubSpotIntegration>(one => one.Add(integration => integration.Tab, IntegrationTab.Contacts));

        _screen.Connection.Become(FakeConnectionService.Sandbox with { State = state });

        part.WaitForAssertion(() => part.Find(".embed .pill").TextContent.Trim().Should().Be(text));
        part.Find(".embed .pill").GetAttribute("href").Should().Be("/settings/connection");
    }

    [Fact]
    [Trait("Seed", "S18")]
    public void Days_of_rows_of_ones_own_are_the_accounts()
    {
        // Ten minutes to midnight in UTC is the next day in Berlin, where the account is.
        var late = FakeContactService.Make(1) with { LastActivityDate = new DateTimeOffset(2026, 11, 10, 23, 50, 0, TimeSpan.Zero) };
        var search = Render([late]);
        search.FindAll(".facets button")[0].Click();
        search.FindAll(".fields .opt").First(field => field.TextContent.Contains("Last activity")).Click();
        search.Find(".range").TextContent.Should().Contain("Days of the account, Europe/Berlin.");

        search.FindAll(".range input")[0].Change("2026-11-11");
        search.WaitForAssertion(() => _outcomes[^1].Results.Should().HaveCount(1));
        search.FindAll(".range input")[0].Change("2026-11-12");

        search.WaitForAssertion(() => _outcomes[^1].Results.Should().BeEmpty());
    }

    private IRenderedComponent<HubSpotSearch<Contact>> Render(IReadOnlyList<Contact>? data)
    {
        _screen.Render<MudBlazor.MudPopoverProvider>();
        return _screen.Render<HubSpotSearch<Contact>>(one => one
            .Add(search => search.DataType, "contacts").Add(search => search.Data, data).Add(search => search.OnSearch, _outcomes.Add));
    }
}
