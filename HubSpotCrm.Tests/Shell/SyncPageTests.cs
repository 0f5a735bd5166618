using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Components.Layout;
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
        menu.WaitForAssertion(() => menu.Find("a[href='/contacts'] .n").TextContent.Should().Be("120", "the list has so many"));
        menu.FindAll("a[href='/campaigns'] .n").Should().BeEmpty();
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<SyncPage> page, string text) =>
        page.FindAll(".ph button").Single(button => button.TextContent == text);

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
