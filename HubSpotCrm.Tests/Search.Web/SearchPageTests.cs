using AngleSharp.Dom;
using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace HubSpotCrm.Tests.Search.Web;

/// <summary>The page that searches all kinds of record.</summary>
[Trait("Seed", "S05")]
public sealed class SearchPageTests : IAsyncLifetime
{
    private readonly ShellContext _screen = new();
    private readonly FakeUnifiedSearch _search = new();
    private readonly FakeRecentService _recents = new();
    private readonly BrowserNavigation _browser = new();

    private IRenderedComponent<SearchPage> Page { get; set; } = null!;

    public ValueTask InitializeAsync()
    {
        _screen.Services.AddSingleton<NavigationManager>(_browser);
        _screen.Services.AddSingleton<IUnifiedSearch>(_search);
        _screen.Services.AddSingleton<IRecentService>(_recents);
        _screen.Services.AddRecordKinds();
        _screen.Services.AddSingleton<HitReader>();
        _screen.AddBunitPersistentComponentState();
        _screen.SetRendererInfo(new RendererInfo("Server", true));
        _search.Contacts.AddRange([FakeContactService.Make(1, "Aurélia Schönberg") with { Company = "Helvetia", Email = null }, FakeContactService.Make(2, "Bo Berg") with { Company = "Aurelia SE" }]);
        _search.Companies.Add(new Company { Key = 7, Id = "7", Name = "Aurelia SE", City = "Basel" });
        _search.Deals.AddRange(Enumerable.Range(1, 8).Select(number => new Deal { Key = number, Id = $"{number}", Name = $"Aurelia renewal {number}", Amount = 1000 * number, Currency = "EUR" }));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _screen.DisposeAsync();

    [Fact]
    public void Records_stand_in_groups_with_their_counts_and_a_link_to_the_whole_list()
    {
        Open("/search?q=aurelia");

        Groups().Should().Equal("Contacts 2", "Companies 1", "Deals 8", "Campaigns 0");
        Group("Deals").QuerySelectorAll("a[data-hit]").Should().HaveCount(SearchPage.Rows);
        Group("Deals").QuerySelector("header a")!.GetAttribute("href").Should().Be("/deals?q=aurelia");
        Group("Campaigns").TextContent.Should().Contain("No campaign matches.");
        Count().Should().StartWith("11 records");
    }

    [Fact]
    public void One_record_that_is_found_is_told_as_one()
    {
        var said = new List<string>();
        _screen.Services.GetRequiredService<HubSpotCrm.Web.Circuits.Announcer>().Said += said.Add;
        _search.Companies.Add(new Company { Key = 77, Id = "77", Name = "Zebulon" });

        Open("/search?q=zebulon");

        Page.WaitForAssertion(() => said.Should().Equal("1 record"));
        Count().Should().StartWith("1 record").And.NotStartWith("1 records");
    }

    [Fact]
    [Trait("Seed", "S06")]
    public void Each_record_says_why_it_was_found_with_what_matched_marked()
    {
        Open("/search?q=aurelia");

        var hits = Group("Contacts").QuerySelectorAll("a[data-hit]");
        hits[0].QuerySelectorAll("mark").Select(mark => mark.TextContent).Should().Equal("Aurélia");
        Words(hits[0]).Should().Contain("Name · Helvetia");
        Words(hits[1]).Should().Contain("Company: Aurelia SE");
        hits[1].QuerySelectorAll("mark").Select(mark => mark.TextContent).Should().Equal("Aurelia");
        hits[0].QuerySelector(".aside")!.TextContent.Should().Be("Score 1");
    }

    [Fact]
    public void A_record_opens_within_the_list_of_the_same_text()
    {
        Open("/search?q=aurelia");

        Group("Deals").QuerySelector("a[data-hit]")!.GetAttribute("href").Should().Be("/deals?id=1&q=aurelia");
        Group("Deals").QuerySelector("a[data-hit]")!.Click();

        _recents.Searches.Should().Equal("aurelia");
        _recents.Records.Should().ContainSingle().Which.Should().Match<RecentRecord>(record => record.Type == ObjectType.Deal && record.Id == "1");
    }

    [Fact]
    [Trait("Seed", "S10")]
    public void Typing_searches_300_ms_after_the_last_key_and_takes_no_entry_of_the_history()
    {
        Open("/search");
        Type("aur");
        _screen.Clock.Advance(SearchBox.InputDelay - TimeSpan.FromMilliseconds(1));
        Type("aurelia");
        _screen.Clock.Advance(SearchBox.InputDelay - TimeSpan.FromMilliseconds(1));
        _search.Asked.Should().BeEmpty();

        _screen.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Page.WaitForAssertion(() => Groups().Should().HaveCount(4));
        _search.Asked.Should().Equal("aurelia");
        _browser.Entries.Should().Equal("", "search?q=aurelia");
    }

    [Fact]
    [Trait("Seed", "S10")]
    public void The_newest_text_wins_and_older_ones_are_cancelled()
    {
        var gate = _search.Gates[("aurelia", ObjectType.Contact)] = new TaskCompletionSource();
        Open("/search?q=aurelia");
        Search("bo");

        Page.WaitForAssertion(() => Count().Should().StartWith("1 record"));
        gate.SetResult();

        _search.Cancelled.Should().Equal("aurelia");
        Count().Should().StartWith("1 record");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void What_was_found_before_stays_dimmed_and_after_a_second_each_kind_is_shown_as_it_comes()
    {
        Open("/search?q=bo");
        var gate = _search.Gates[("aurelia", ObjectType.Deal)] = new TaskCompletionSource();
        Search("aurelia");
        Page.WaitForAssertion(() => Page.Find(".groups").ClassList.Should().Contain("old"));
        Groups().Should().StartWith("Contacts 1");

        _screen.Clock.Advance(UnifiedLoader.SlowAfter);

        Page.WaitForAssertion(() => Count().Should().Be("Still searching 2 of 4 types…"));
        Groups().Should().Equal("Contacts 2", "Companies 1");
        gate.SetResult();
        Page.WaitForAssertion(() => Groups().Should().HaveCount(4));
        Count().Should().StartWith("11 records");
    }

    [Fact]
    public void A_total_that_is_not_exact_is_counted_to_its_end()
    {
        _search.Cap = 5;
        _search.Counts[ObjectType.Deal] = 12_345;
        Open("/search?q=aurelia");

        Page.WaitForAssertion(() => Groups().Should().Contain("Deals 12,345"));
        Count().Should().StartWith("12,348 records");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void A_kind_that_fails_says_so_and_the_others_are_shown()
    {
        _search.Failures[ObjectType.Company] = new NotSearched(ObjectType.Company);
        Open("/search?q=aurelia");

        Group("Companies").TextContent.Should().Contain("The companies could not be searched.");
        Groups().Should().Contain("Deals 8");
        _search.Failures.Clear();
        Group("Companies").QuerySelector("button")!.Click();

        Page.WaitForAssertion(() => Groups().Should().Contain("Companies 1"));
    }

    [Theory]
    [Trait("Seed", "S30")]
    [InlineData(true, "No HubSpot account is connected")]
    [InlineData(false, "Records are not yours to see")]
    public void One_reason_for_all_kinds_is_said_once(bool isUnconnected, string title)
    {
        _search.Failure = isUnconnected ? new NotConnected() : new NotAllowed("view records");
        Open("/search?q=aurelia");

        Page.Find(".empty h2").TextContent.Should().Be(title);
        Page.FindAll(".groups").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S06")]
    public void Where_nothing_is_found_other_texts_and_the_last_ones_are_one_click_away()
    {
        _search.Suggestions.Add(new Suggestion("aurelia", new Total(11, true)));
        _recents.Searches.AddRange(["zzz", "bo"]);
        Open("/search?q=zzz");

        Page.WaitForAssertion(() => Page.Find(".empty h2").TextContent.Should().Be("Nothing matches “zzz”"));
        Page.WaitForAssertion(() => Page.Find("a.meant").GetAttribute("href").Should().Be("/search?q=aurelia"));
        Words(Page.Find("a.meant")).Should().Be("aurelia 11");
        Page.FindAll(".recents a").Select(link => link.GetAttribute("href")).Should().Equal("/search?q=bo");
    }

    [Fact]
    public void Without_a_text_stands_what_was_looked_for_last_and_can_be_forgotten()
    {
        _recents.Searches.Add("bo");
        _recents.Records.Add(new RecentRecord(ObjectType.Company, "7", "Aurelia SE"));
        Open("/search");

        Page.FindAll(".recents a").Select(link => link.GetAttribute("href")).Should().Equal("/search?q=bo", "/companies?id=7");
        Page.FindAll("button").Single(button => button.TextContent == "Clear").Click();

        Page.WaitForAssertion(() => Page.FindAll(".recents").Should().BeEmpty());
        Page.Find(".hintline").TextContent.Should().Contain("#123");
        _search.Asked.Should().BeEmpty();
    }

    [Fact]
    public void It_says_as_of_when_the_copy_is_that_was_searched_in()
    {
        _screen.Sync.Become(SyncStatus.Off with { State = SyncState.Live, SyncedAt = _screen.Clock.GetUtcNow() });
        Open("/search?q=aurelia");

        Count().Should().Be("11 records · searched local copy as of 14:02");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void A_kind_that_HubSpot_does_not_share_is_left_out_and_named()
    {
        _screen.Connection.Become(FakeConnectionService.Sandbox with { MissingScopes = ["marketing.campaigns.read"] });
        Open("/search?q=aurelia");

        Groups().Should().NotContain("Campaigns 0");
        Page.Markup.Should().Contain("HubSpot does not share its campaigns");
    }

    [Fact]
    [Trait("Seed", "S06")]
    public void An_id_says_that_it_was_the_id()
    {
        _search.Contacts.Add(FakeContactService.Make(55, "Name #55"));
        Open("/search?q=%2355");

        Words(Group("Contacts").QuerySelector("a[data-hit]")!).Should().Contain("Record ID");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("'; DROP TABLE contact; --")]
    [InlineData("(?i)^.*$")]
    [InlineData("👩‍👩‍👧‍👦 مرحبا \u202eainos")]
    [InlineData("a\u0000b\u001fc")]
    public void Whatever_was_typed_is_shown_as_text(string text)
    {
        Open($"/search?q={Uri.EscapeDataString(text)}");

        Page.WaitForAssertion(() => Page.Find(".empty h2").TextContent.Should().Be($"Nothing matches “{ListState.Clean(text)}”"));
        Page.FindAll("script").Should().BeEmpty();
    }

    [Fact]
    public void A_text_of_ten_thousand_characters_is_cut_to_what_can_be_searched_for()
    {
        Open($"/search?q={new string('a', 10_000)}");

        _search.Asked.Should().Equal(new string('a', ListState.MaximumText));
    }

    private void Open(string address)
    {
        _browser.NavigateTo(address);
        _browser.Dispatch = action => _screen.Renderer.Dispatcher.InvokeAsync(action);
        _screen.Render<MudPopoverProvider>();
        Page = _screen.Render<SearchPage>();
    }

    private void Type(string text) => Page.TypeSearch(text);

    private void Search(string text)
    {
        Type(text);
        _screen.Clock.Advance(SearchBox.InputDelay);
    }

    private string Count() => Words(Page.Find("[data-testid=count]"));

    private IEnumerable<string> Groups() => Page.FindAll(".groups section").Select(group => Words(group.QuerySelector("h2")!) + " " + Words(group.QuerySelector("header .t2")!));

    private IElement Group(string heading) => Page.FindAll(".groups section").Single(group => group.QuerySelector("h2")!.TextContent == heading);

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
