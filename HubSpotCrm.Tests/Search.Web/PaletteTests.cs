using AngleSharp.Dom;
using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Features.Palette;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Search;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Search.Web;

/// <summary>What the palette offers. The keys are the browser's, and walked there.</summary>
[Trait("Seed", "S05")]
public sealed class PaletteTests : IAsyncLifetime
{
    private readonly ShellContext _screen = new();
    private readonly FakeUnifiedSearch _search = new();
    private readonly FakeRecentService _recents = new();
    private readonly FakeViews _views = new();

    public ValueTask InitializeAsync()
    {
        _screen.Services.AddSingleton<IUnifiedSearch>(_search);
        _screen.Services.AddSingleton<IRecentService>(_recents);
        _screen.Services.AddSingleton<ISavedViewService>(_views);
        _screen.Services.AddRecordKinds();
        _screen.Services.AddSingleton<HitReader>();
        _search.Contacts.AddRange(Enumerable.Range(1, 31).Select(number => FakeContactService.Make(number, $"Anna {number:D4}") with { Company = "Helvetia", Email = null }));
        _search.Companies.AddRange(Enumerable.Range(1, 9).Select(number => new Company { Key = number, Id = $"{number}", Name = $"Anna Works {number}" }));
        _search.Deals.AddRange(Enumerable.Range(1, 9).Select(number => new Deal { Key = number, Id = $"{number}", Name = $"Renewal {number}", Company = "Annapurna", Amount = 74_300, Currency = "EUR" }));
        _search.Campaigns.AddRange(Enumerable.Range(1, 9).Select(number => new Campaign { Key = number, Id = $"c{number}", Name = $"Anna fair {number}" }));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _screen.DisposeAsync();

    [Fact]
    public void Before_anything_is_typed_stand_what_was_used_last_views_pages_and_actions()
    {
        _recents.Searches.Add("otters");
        _recents.Records.Add(new RecentRecord(ObjectType.Company, "7", "Aurelia SE"));
        _views.Views.Add(View("v1", "Open in Berlin"));
        var palette = Ask("");

        Headings(palette).Should().Equal("Recent", "Saved views", "Pages", "Actions");
        Options(palette).Should().HaveCount(PaletteList.Most);
        Hrefs(palette).Should().StartWith("/companies?id=7").And.Contain("/contacts?view=v1").And.Contain("/deals");
        palette.Find("[data-fill]").GetAttribute("data-fill").Should().Be("otters");
    }

    [Fact]
    [Trait("Seed", "S06")]
    public void Records_come_in_groups_with_counts_and_the_second_line_says_why()
    {
        var palette = Ask("anna");

        Headings(palette).Should().Equal("Contacts 5 of 31", "Companies 5 of 9", "Deals 5 of 9", "Campaigns 4 of 9", "Actions");
        Options(palette).Should().HaveCount(PaletteList.Most);
        Words(Options(palette)[0]).Should().Contain("Name · Helvetia");
        var deal = Options(palette).Single(option => option.GetAttribute("href") == "/deals?id=1");
        Words(deal).Should().Contain("Company: Annapurna").And.Contain("€74,300");
        deal.QuerySelectorAll("mark").Select(mark => mark.TextContent).Should().Equal("Anna");
        Words(Options(palette)[^1]).Should().Contain("Search everything for “anna”").And.Contain("58 results in 4 types");
        Options(palette)[^1].GetAttribute("href").Should().Be("/search?q=anna");
    }

    [Fact]
    public void A_list_box_of_options_is_told_to_screen_readers()
    {
        var palette = Ask("anna");

        palette.Find("[role=listbox]").GetAttribute("data-for").Should().Be("anna");
        palette.FindAll("[role=group]").Should().OnlyContain(group => palette.Find("#" + group.GetAttribute("aria-labelledby")) != null);
        Options(palette).Select(option => option.Id).Should().OnlyHaveUniqueItems().And.StartWith("palette-0");
        Options(palette).Should().OnlyContain(option => option.GetAttribute("tabindex") == "-1" && option.HasAttribute("aria-selected"));
        palette.Find("[role=status]").TextContent.Should().Be("58 records");
    }

    [Fact]
    public void One_record_that_is_found_is_told_as_one()
    {
        _search.Companies.Add(new Company { Key = 77, Id = "77", Name = "Zebulon" });

        Ask("zebulon").Find("[role=status]").TextContent.Should().Be("1 record");
    }

    [Fact]
    public void A_page_called_just_so_comes_first()
    {
        _search.Companies.Add(new Company { Key = 77, Id = "77", Name = "Deals and Sons" });

        Headings(Ask("deals"))[0].Should().Be("Pages");
        Headings(Ask("deal"))[0].Should().StartWith("Companies");
    }

    [Theory]
    [InlineData(">", 9)]
    [InlineData("> new", 4)]
    [InlineData(">theme", 1)]
    public void After_the_mark_there_are_actions_alone_and_nothing_is_searched(string text, int count)
    {
        var palette = Ask(text);

        Headings(palette).Should().Equal("Actions");
        Options(palette).Should().HaveCount(count);
        _search.Asked.Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S23")]
    public void Who_may_not_edit_is_offered_no_new_record()
    {
        _screen.SignIn(Role.Viewer);

        Ask(">").Markup.Should().NotContain("New contact").And.NotContain("Sync now").And.Contain("Keyboard shortcuts");
    }

    [Fact]
    [Trait("Seed", "S10")]
    public void The_newest_text_wins_and_Enter_is_not_told_of_an_older_answer()
    {
        _search.Gates[("anna", ObjectType.Deal)] = new TaskCompletionSource();
        var palette = Ask("anna");
        palette.Find("[role=listbox]").GetAttribute("data-for").Should().NotBe("anna");

        Ask("renewal", palette);

        palette.WaitForAssertion(() => palette.Find("[role=listbox]").GetAttribute("data-for").Should().Be("renewal"));
        _search.Cancelled.Should().Equal("anna");
        Headings(palette)[0].Should().Be("Deals 5 of 9");
    }

    [Fact]
    [Trait("Seed", "S06")]
    public void Where_nothing_is_found_stands_what_may_have_been_meant()
    {
        _search.Suggestions.Add(new Suggestion("anna", new Total(58, true)));
        var palette = Ask("ammma");

        palette.WaitForAssertion(() => Headings(palette).Should().Equal("Did you mean", "Actions"));
        palette.Find("[data-fill]").GetAttribute("data-fill").Should().Be("anna");
        palette.Find("[role=status]").TextContent.Should().Be("No record matches");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void A_kind_that_fails_says_so_below_the_others()
    {
        _search.Failures[ObjectType.Deal] = new NotSearched(ObjectType.Deal);
        var palette = Ask("anna");

        palette.Find(".problems").TextContent.Should().Contain("The deals could not be searched.");
        Headings(palette)[0].Should().StartWith("Contacts");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void Without_an_account_pages_and_actions_still_work()
    {
        _search.Failure = new NotConnected();
        var palette = Ask("sett");

        palette.Find(".problems").TextContent.Should().Contain("No HubSpot account is connected.");
        Hrefs(palette).Should().Contain("/settings/connection");
    }

    [Fact]
    public void Views_are_found_by_their_names()
    {
        _views.Views.AddRange([View("v1", "Open in Berlin"), View("v2", "Lost")]);

        Headings(Ask("berl open")).Should().Contain("Saved views");
        Hrefs(Ask("berl open")).Should().Contain("/contacts?view=v1").And.NotContain("/contacts?view=v2");
    }

    [Fact]
    public void What_is_opened_is_kept_with_the_text_that_led_there()
    {
        Options(Ask("anna"))[0].Click();

        _recents.Searches.Should().Equal("anna");
        _recents.Records.Should().ContainSingle().Which.Id.Should().Be("1");
    }

    [Fact]
    public void Sync_is_asked_for_and_said()
    {
        var palette = Ask(">sync now");
        Options(palette).Single().Click();

        _screen.Sync.Calls.Should().NotBeEmpty();
        _screen.Services.GetRequiredService<Toasts>().Shown.Should().ContainSingle().Which.Text.Should().Be("Looking for changes in HubSpot.");
    }

    [Fact]
    public void It_says_as_of_when_the_copy_is()
    {
        _screen.Sync.Become(SyncStatus.Off with { State = SyncState.Live, SyncedAt = _screen.Clock.GetUtcNow() });

        Ask("anna").Find(".asof").TextContent.Should().Be("as of 14:02:00");
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("'; DROP TABLE contact; --")]
    [InlineData("(?i)^.*$")]
    [InlineData("👩‍👩‍👧‍👦 مرحبا \u202eainos")]
    [InlineData("\u0000\u001f")]
    [InlineData("#99999999999999999999999")]
    public void Whatever_was_typed_is_shown_as_text(string text)
    {
        var palette = Ask(text);

        palette.FindAll("img").Should().BeEmpty();
        palette.FindAll("[role=listbox]").Should().HaveCount(1);
        Options(palette).Should().NotBeEmpty();
    }

    [Fact]
    public void The_shell_has_its_pages_before_any_server_answers()
    {
        var shell = _screen.Render<PaletteShell>();

        shell.Find("[role=combobox]").GetAttribute("aria-controls").Should().Be("palette-list");
        shell.FindAll("[role=option]").Select(option => option.GetAttribute("href")).Should().Equal(PaletteCommands.Pages.Select(page => page.Href));
    }

    [Fact]
    public void The_sheet_of_keys_names_every_page()
    {
        var sheet = _screen.Render<KeySheet>();

        sheet.FindAll("[data-go]").Select(row => row.GetAttribute("data-go")).Should().Equal("o", "c", "m", "d", "p", "a", "s", "y", ",");
        sheet.FindAll("[data-go]").Select(row => row.GetAttribute("data-href")).Should().Equal(PaletteCommands.Pages.Select(page => page.Href));
    }

    private static SavedView View(string id, string name) => new(id, ObjectType.Contact, name, ViewIcon.Table, "", false, "u1", "Katharina Lindqvist", 1);

    private IRenderedComponent<PaletteResults> Ask(string text, IRenderedComponent<PaletteResults>? palette = null)
    {
        if (palette is null)
        {
            return _screen.Render<PaletteResults>(parameters => parameters.Add(one => one.Text, text).Add(one => one.Asked, 1));
        }

        palette.Render(parameters => parameters.Add(one => one.Text, text).Add(one => one.Asked, 1));
        return palette;
    }

    private static List<string> Headings(IRenderedComponent<PaletteResults> palette) =>
        [.. palette.FindAll(".grp").Select(heading => string.Join(' ', heading.Children.Select(child => child.TextContent).Where(text => text.Length > 0)))];

    private static IReadOnlyList<IElement> Options(IRenderedComponent<PaletteResults> palette) => palette.FindAll("[role=option]");

    private static IEnumerable<string?> Hrefs(IRenderedComponent<PaletteResults> palette) => Options(palette).Select(option => option.GetAttribute("href"));

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Views that are only read.</summary>
    private sealed class FakeViews : ISavedViewService
    {
        public List<SavedView> Views { get; } = [];

        public Task<Result<IReadOnlyList<SavedView>>> ListAsync(Actor actor, ObjectType? type, CancellationToken cancellationToken) =>
            Task.FromResult<Result<IReadOnlyList<SavedView>>>(Views.ToList());

        public Task<Result<SavedView>> FindAsync(Actor actor, string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Result<SavedView>> CreateAsync(Actor actor, NewView view, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Result<SavedView>> ChangeAsync(Actor actor, string id, ViewChange change, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Result<Done>> DeleteAsync(Actor actor, string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Result<SavedView>> RestoreAsync(Actor actor, string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Result<Done>> PinAsync(Actor actor, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Result<Done>> SetDefaultAsync(Actor actor, ObjectType type, string? id, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
