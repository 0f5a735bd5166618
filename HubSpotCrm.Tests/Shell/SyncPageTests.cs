using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Components.Layout;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Shell;

/// <summary>The sync page.</summary>
public sealed class SyncPageTests : IAsyncDisposable
{
    private readonly ShellContext _context = new();

    [Fact]
    public void Each_object_shows_done_total_rate_time_left_and_state()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle);

        var page = _context.Render<SyncPage>();

        var rows = page.FindAll("table.progress tbody tr");
        rows[0].TextContent.Should().ContainAll("Contacts", "73 %", "9,204", "12,481", "412/s", "8 s", "Running");
        rows[1].TextContent.Should().ContainAll("Companies", "100 %", "2,513", "14:01:22", "Up to date");
        rows[2].TextContent.Should().ContainAll("Deals", "—", "Waits for its turn");
        page.Find("[role=progressbar]").GetAttribute("aria-label").Should().Be("Contacts sync");
        page.Find("[role=progressbar]").GetAttribute("aria-valuenow").Should().Be("73");
    }

    [Fact]
    public void Each_object_has_its_name_in_words()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle with { Objects = [new ObjectProgress(ObjectType.MarketingEmail, 3, null, 0, null, false, null), new ObjectProgress(ObjectType.Email, 0, null, 0, null, false, null)] });

        _context.Render<SyncPage>().FindAll("table.progress tbody th").Select(name => name.TextContent).Should().Equal("Marketing emails", "Emails");
        _context.Render<FreshnessChip>().Find("a").TextContent.Should().Be("Syncing marketing emails");
    }

    [Fact]
    public void The_page_follows_the_sync_without_being_asked()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle);
        var page = _context.Render<SyncPage>();

        _context.Sync.Become(FakeSyncService.InTheMiddle with { State = SyncState.Waiting, Message = "HubSpot limits our calls.", NextAttemptAt = _context.Clock.GetUtcNow().AddSeconds(9) });

        page.WaitForAssertion(() => page.Find(".banner.warn").TextContent.Should().Contain("HubSpot limits our calls. Next attempt in 9 s."));
    }

    [Fact]
    public async Task An_administrator_pauses_resumes_and_cancels()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle);
        var page = _context.Render<SyncPage>();

        await Button(page, "Pause").ClickAsync(new());
        page.WaitForAssertion(() => page.Markup.Should().Contain("Sync is paused."));
        await Button(page, "Resume").ClickAsync(new());
        await Button(page, "Cancel").ClickAsync(new());
        page.WaitForAssertion(() => page.Markup.Should().Contain("It goes on from there"));
        await Button(page, "Start again").ClickAsync(new());

        _context.Sync.Calls.Should().Equal("pause", "resume", "cancel", "resume");
    }

    [Theory]
    [InlineData(Role.Viewer, new string[0])]
    [InlineData(Role.Editor, new[] { "Sync now" })]
    [InlineData(Role.Admin, new[] { "Pause", "Sync now" })]
    public void Each_role_sees_what_it_may_do(Role role, string[] buttons)
    {
        _context.SignIn(role);
        _context.Sync.Become(FakeSyncService.InTheMiddle with { State = SyncState.Live });

        var page = _context.Render<SyncPage>();

        page.FindAll(".ph button").Select(button => button.TextContent).Should().Equal(buttons);
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void An_outbox_that_cannot_be_read_says_why_and_not_that_it_is_empty()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1 });
        _context.Edits.Unread = new InvalidInput("Outbox", "cannot be read now.");
        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => page.Markup.Should().Contain("cannot be read now."));
        page.Markup.Should().NotContain("nothing on its way");

        _context.Edits.Unread = null;
        page.FindAll("button").Single(button => button.TextContent == "Retry").Click();

        page.WaitForAssertion(() => page.Markup.Should().Contain("nothing on its way to HubSpot").And.NotContain("cannot be read now."));
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void Without_an_account_the_page_says_what_to_do()
    {
        var page = _context.Render<SyncPage>();

        page.Markup.Should().Contain("Never synced");
        page.Find("a.btn").GetAttribute("href").Should().Be("/connect");
    }

    [Fact]
    public void A_copy_that_cannot_be_used_is_said_with_the_way_to_rebuild_it()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle with { State = SyncState.CopyUnusable, Message = "mirror-501.db is damaged." });

        var page = _context.Render<SyncPage>();

        page.Find(".banner.bad").TextContent.Should().Contain("The local copy cannot be used.").And.Contain("mirror-501.db is damaged.");
        page.Find(".banner a").GetAttribute("href").Should().Be("/settings/connection");
        page.FindAll(".ph button").Should().BeEmpty("there is nothing to pause and nothing to ask for");
    }

    [Fact]
    public void Screen_readers_hear_the_quarters_only()
    {
        List<string> said = [];
        _context.Services.GetRequiredService<Web.Circuits.Announcer>().Said += said.Add;
        _context.Sync.Become(First(0));
        var page = _context.Render<SyncPage>();

        foreach (var done in (long[])[10, 24, 25, 30, 49, 50, 74, 76, 99, 100])
        {
            _context.Sync.Become(First(done));
        }

        page.WaitForAssertion(() => said.Should().Equal("First sync 25 percent done", "First sync 50 percent done", "First sync 75 percent done", "First sync 100 percent done"));
    }

    [Fact]
    public void The_outbox_shows_what_was_what_is_wanted_and_who_must_act()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 3, Conflicts = 1 });
        _context.Edits.Open.AddRange([FakeEditService.Conflict, FakeEditService.Make("e2", "Sending"), FakeEditService.Make("e3", "Rejected", "HubSpot says no")]);
        _context.Definitions.Definitions = new AccountDefinitions([], [], [], "EUR", "UTC");

        var page = _context.Render<SyncPage>();

        page.WaitForAssertion(() => page.FindAll("table.outbox tbody tr").Should().HaveCount(4));
        page.Markup.Should().Contain("1 conflict needs you.");
        page.FindAll("table.outbox tbody tr")[0].TextContent.Should().ContainAll("Contact 101", "Buyer", "Head of purchasing", "Conflict", "Resolve");
        page.FindAll(".seg button").Select(button => button.TextContent.Trim()).Should().Equal("All 3", "Waiting 1", "Needs you 2");
    }

    [Fact]
    public async Task A_conflict_shows_base_mine_and_theirs_and_saves_what_is_chosen()
    {
        var dialogs = _context.RenderDialogs();
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1, Conflicts = 1 });
        _context.Edits.Open.Add(FakeEditService.Conflict);
        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => page.Find(".banner button"));

        var opening = page.Find(".banner button").ClickAsync(new());
        dialogs.WaitForAssertion(() => dialogs.Markup.Should().Contain("Two people changed this contact"));

        dialogs.Find("table.conflict tbody tr").TextContent.Should().ContainAll("Buyer", "Head of purchasing", "Purchasing lead");
        dialogs.FindAll("table.conflict tbody tr")[1].TextContent.Should().Contain("Same, nothing to do");
        dialogs.Markup.Should().Contain("Jonas Weidmann");
        dialogs.FindAll("button").Single(button => button.TextContent == "Save 1 field").HasAttribute("disabled").Should().BeTrue("nothing is chosen yet");
        await dialogs.FindAll("input[type=radio]")[1].ChangeAsync(new() { Value = true });
        await dialogs.FindAll("button").Single(button => button.TextContent == "Save 1 field").ClickAsync(new());
        await opening;

        _context.Edits.Calls.Should().Equal("resolve e1 KeepHubSpots");
    }

    [Theory]
    [InlineData("Send again", "retry e3")]
    [InlineData("Discard my value", "discard e3")]
    public async Task A_rejected_edit_is_sent_again_or_taken_back(string choice, string call)
    {
        var dialogs = _context.RenderDialogs();
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1 });
        _context.Edits.Open.Add(FakeEditService.Make("e3", "Rejected", "HubSpot says: not one of the allowed options"));
        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => page.Find("td.num button"));

        var opening = page.Find("td.num button").ClickAsync(new());
        dialogs.WaitForAssertion(() => dialogs.Markup.Should().Contain("HubSpot says: not one of the allowed options"));
        await dialogs.FindAll("button").Single(button => button.TextContent == choice).ClickAsync(new());
        await opening;

        _context.Edits.Calls.Should().Equal(call);
    }

    [Fact]
    public void A_viewer_sees_the_outbox_and_no_way_to_change_it()
    {
        _context.SignIn(Role.Viewer);
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1 });
        _context.Edits.Open.Add(FakeEditService.Make("e3", "Rejected", "no"));

        var page = _context.Render<SyncPage>();

        page.WaitForAssertion(() => page.Markup.Should().Contain("Rejected by HubSpot"));
        page.FindAll("td.num button").Should().BeEmpty();
    }

    [Fact]
    public void A_status_of_sync_reads_the_list_again_only_when_the_number_of_open_edits_changed()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1 });
        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => _context.Edits.Reads.Should().Be(1));

        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1, CallsPerTenSeconds = 3 });
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 2 });

        page.WaitForAssertion(() => _context.Edits.Reads.Should().Be(2));
    }

    [Fact]
    public void News_of_the_outbox_reads_its_list_again()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1 });
        _context.Edits.Open.Add(FakeEditService.Make("e1", "Queued"));
        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => Outbox(page).Should().Contain("Queued"));

        // The number of open edits stays one, so sync has nothing to tell.
        _context.Edits.Open[0] = FakeEditService.Make("e1", "Rejected", "HubSpot says no");
        _context.News.Raise();

        page.WaitForAssertion(() => Outbox(page).Should().Contain("Rejected by HubSpot").And.NotContain("Queued"));
    }

    [Fact]
    public void Much_news_of_the_outbox_reads_its_list_once_and_once_more_after_the_last()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1 });
        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => _context.Edits.Reads.Should().Be(1));

        foreach (var _ in Enumerable.Range(0, 50))
        {
            _context.News.Raise();
        }

        page.WaitForAssertion(() => _context.Edits.Reads.Should().Be(2));
        _context.Clock.Advance(LiveChanges.ShownInterval);
        page.WaitForAssertion(() => _context.Edits.Reads.Should().Be(3));
    }

    [Fact]
    public async Task A_page_that_was_left_hears_no_news_of_the_outbox()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1 });
        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => _context.Edits.Reads.Should().Be(1));

        await _context.DisposeComponentsAsync();
        _context.News.Raise();

        _context.Edits.Reads.Should().Be(1);
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void What_HubSpot_does_not_share_is_named_with_its_permissions_and_what_to_do()
    {
        _context.Sync.Become(WithoutMarketing);

        var page = _context.Render<SyncPage>();

        page.Find(".banner.warn").TextContent.Should().ContainAll("Left out: campaigns, marketing emails.", "marketing.campaigns.read, marketing.email.read", "add what is missing to the app in HubSpot, then connect again");
        page.Find(".banner.warn a").GetAttribute("href").Should().Be("/settings/connection");
        var rows = page.FindAll("table.progress tbody tr");
        rows[0].TextContent.Should().ContainAll("Contacts", "100 %", "Up to date");
        rows[1].TextContent.Should().ContainAll("Campaigns", "Not granted").And.NotContain("0 %");
        rows[2].TextContent.Should().ContainAll("Marketing emails", "Not granted");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void What_HubSpot_does_not_share_holds_up_neither_the_share_of_the_first_sync_nor_shows_a_number_in_the_menu()
    {
        _context.Connection.Become(FakeConnectionService.Sandbox);
        _context.Sync.Become(WithoutMarketing with { State = SyncState.FirstSync, Objects = [new ObjectProgress(ObjectType.Contact, 30, 120, 1, null, false, null), .. WithoutMarketing.Objects.Skip(1)] });

        _context.Render<SyncPage>().Find(".overall").TextContent.Should().Be("25 % of all records");
        var menu = _context.Render<Web.Components.Layout.NavMenu>();
        menu.Find("a[href='/contacts'] .n").TextContent.Should().Be("30");
        menu.FindAll("a[href='/campaigns'] .n").Should().BeEmpty();
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<SyncPage> page, string text) =>
        page.FindAll(".ph button").Single(button => button.TextContent == text);

    private static string Outbox(IRenderedComponent<SyncPage> page) => page.Find("table.outbox").TextContent;

    // The second names no scope, as HubSpot does at times.
    private static SyncStatus WithoutMarketing { get; } = new(
        SyncState.Live,
        [
            new ObjectProgress(ObjectType.Contact, 120, 120, 0, null, true, null),
            new ObjectProgress(ObjectType.Campaign, 0, null, 0, null, false, "HubSpot did not grant: marketing.campaigns.read.", MissingScopes: ["marketing.campaigns.read"]),
            new ObjectProgress(ObjectType.MarketingEmail, 0, null, 0, null, false, "HubSpot does not allow this call.", MissingScopes: []),
        ],
        null, null);

    private static SyncStatus First(long done) =>
        new(SyncState.FirstSync, [new ObjectProgress(ObjectType.Contact, done, 100, 1, null, done == 100, null)], null, null);
}
