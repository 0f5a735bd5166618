using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Components.Layout;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Connection;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Shell;

/// <summary>Parts that are on every page, and the connection page.</summary>
public sealed class ShellPartTests : IAsyncDisposable
{
    private readonly ShellContext _context = new();

    [Theory]
    [InlineData(SyncState.Off, null, "Not connected")]
    [InlineData(SyncState.FirstSync, null, "Syncing contacts 73 %")]
    [InlineData(SyncState.Live, 23, "Synced 23 s ago")]
    [InlineData(SyncState.Live, 3 * 3600, "Stale 3 h")]
    [InlineData(SyncState.Waiting, 120, "Waiting, synced 2 min ago")]
    [InlineData(SyncState.Paused, 23, "Sync paused")]
    [InlineData(SyncState.ReconnectNeeded, 23, "HubSpot rejected token")]
    public void The_chip_says_how_fresh_the_copy_is(SyncState state, int? secondsAgo, string text)
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle with { State = state, SyncedAt = secondsAgo is { } ago ? _context.Clock.GetUtcNow().AddSeconds(-ago) : null });

        var chip = _context.Render<FreshnessChip>();

        chip.Find("a").TextContent.Should().Be(text);
        chip.Find("a").GetAttribute("href").Should().Be("/sync");
    }

    [Fact]
    public void The_chip_grows_old_by_itself()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle with { State = SyncState.Live, SyncedAt = _context.Clock.GetUtcNow() });
        var chip = _context.Render<FreshnessChip>();

        _context.Clock.Advance(TimeSpan.FromSeconds(40));

        chip.WaitForAssertion(() => chip.Find("a").TextContent.Should().Be("Synced 40 s ago"));
    }

    [Fact]
    public void The_announcer_says_the_newest_text_at_most_twice_a_second()
    {
        var announcer = _context.Services.GetRequiredService<Announcer>();
        var region = _context.Render<LiveAnnouncer>();

        announcer.Say("311 contacts");
        announcer.Say("312 contacts");
        region.Find("[aria-live=polite]").TextContent.Should().BeEmpty();
        _context.Clock.Advance(TimeSpan.FromMilliseconds(500));

        region.WaitForAssertion(() => region.Find("[aria-live=polite]").TextContent.Should().Be("312 contacts"));
    }

    [Fact]
    public void The_navigation_names_the_pages_that_exist_and_marks_the_present_one()
    {
        _context.Connection.Become(FakeConnectionService.Sandbox);
        _context.Sync.Become(FakeSyncService.InTheMiddle with { Conflicts = 2 });
        _context.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo("/sync");

        var menu = _context.Render<NavMenu>();

        menu.FindAll("a").Select(link => link.GetAttribute("href")).Should().Equal("/", "/contacts", "/companies", "/deals", "/campaigns", "/analytics", "/search", "/sync", "/settings/connection");
        menu.Find("a[aria-current=page]").TextContent.Should().Contain("Sync").And.Contain("2 conflicts");
        menu.Markup.Should().ContainAll("Nordwind Instruments", "4827193", "Europe/Berlin");
    }

    [Fact]
    [Trait("Seed", "S16")]
    public void The_navigation_counts_what_the_lists_show_and_follows_the_news()
    {
        _context.Connection.Become(FakeConnectionService.Sandbox);
        _context.Sync.Become(FakeSyncService.InTheMiddle);
        var menu = _context.Render<NavMenu>();
        menu.WaitForAssertion(() => menu.Find("a[href='/contacts'] .n").TextContent.Should().Be("120", "9,204 were read, and 120 are live"));

        _context.Contacts.Contacts.RemoveAt(0);
        _context.Feed.Publish(new RecordsChanged(ObjectType.Contact, ["1"]));
        _context.Clock.Advance(LiveChanges.OtherInterval);

        menu.WaitForAssertion(() => menu.Find("a[href='/contacts'] .n").TextContent.Should().Be("119"));
    }

    [Fact]
    public void Who_has_no_role_sees_no_numbers()
    {
        _context.SignIn(Role.Nobody);
        _context.Connection.Become(FakeConnectionService.Sandbox);
        var menu = _context.Render<NavMenu>();

        _context.Services.GetRequiredService<LiveCounts>().Present.Should().NotBeNull();
        menu.FindAll(".n").Should().BeEmpty();
    }

    [Fact]
    public void The_connection_page_shows_the_account_the_method_and_what_is_missing()
    {
        _context.Connection.Become(FakeConnectionService.Sandbox with { MissingScopes = ["crm.objects.deals.write"] });

        var page = _context.Render<ConnectionPage>();

        page.Markup.Should().ContainAll("Nordwind Instruments", "4827193", "Europe/Berlin", "EUR, USD, JPY", "OAuth 2.0", "crm.objects.deals.write", "Missing", "12 Nov 2026, 14:00", "Katharina Lindqvist");
    }

    [Theory]
    [InlineData(0, "disconnect keep")]
    [InlineData(1, "disconnect erase")]
    public async Task Disconnecting_asks_what_happens_to_the_copy(int choice, string call)
    {
        var dialogs = _context.RenderDialogs();
        _context.Connection.Become(FakeConnectionService.Sandbox);
        var page = _context.Render<ConnectionPage>();

        var opening = page.Find(".ph button").ClickAsync(new());
        dialogs.WaitForAssertion(() => dialogs.FindAll("input[type=radio]").Should().HaveCount(2));
        await dialogs.FindAll("input[type=radio]")[choice].ChangeAsync(new() { Value = true });
        await dialogs.Find("button.btn.p").ClickAsync(new());
        await opening;

        _context.Connection.Calls.Should().Equal(call);
        page.WaitForAssertion(() => page.Markup.Should().Contain("No HubSpot account is connected"));
    }

    [Fact]
    public async Task Resetting_the_sandbox_says_what_is_lost_and_leads_to_the_connect_page()
    {
        var dialogs = _context.RenderDialogs();
        _context.Connection.Become(FakeConnectionService.Sandbox);
        var button = _context.Render<ResetSandbox>();

        var opening = button.Find("button").ClickAsync(new());
        dialogs.WaitForAssertion(() => dialogs.Markup.Should().ContainAll("Every change that was made in the sandbox is lost", "discarded", "history are erased", "disconnected"));
        _context.Connection.Calls.Should().BeEmpty("nothing is done before the answer");
        await dialogs.Find("button.btn.d").ClickAsync(new());
        await opening;

        _context.Connection.Calls.Should().Equal("reset sandbox");
        new Uri(_context.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri).AbsolutePath.Should().Be("/connect");
    }

    [Theory]
    [InlineData("Cancel", null)]
    [InlineData("Reset data", "Not reset. The sandbox is off.")]
    public async Task A_reset_that_is_taken_back_or_fails_changes_nothing_and_says_why(string answer, string? message)
    {
        var dialogs = _context.RenderDialogs();
        var messages = _context.Render<MudBlazor.MudSnackbarProvider>();
        _context.Connection.Become(FakeConnectionService.Sandbox);
        _context.Connection.Failure = new SandboxOff();
        var button = _context.Render<ResetSandbox>();

        var opening = button.Find("button").ClickAsync(new());
        dialogs.WaitForAssertion(() => dialogs.FindAll("button").Should().NotBeEmpty());
        await dialogs.FindAll("button").Single(choice => choice.TextContent == answer).ClickAsync(new());
        await opening;

        _context.Connection.Calls.Should().BeEmpty();
        if (message is not null)
        {
            messages.WaitForAssertion(() => messages.Markup.Should().Contain(message));
        }

        new Uri(_context.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri).AbsolutePath.Should().Be("/");
    }

    [Fact]
    public void A_viewer_can_neither_disconnect_nor_reconnect()
    {
        _context.SignIn(Role.Viewer);
        _context.Connection.Become(FakeConnectionService.Sandbox with { State = ConnectionState.ReconnectNeeded, Reason = "The token was revoked." });

        var page = _context.Render<ConnectionPage>();

        page.FindAll("button").Should().BeEmpty();
        page.FindAll("form").Should().BeEmpty();
    }

    [Theory]
    [InlineData("Katharina Lindqvist", "KL")]
    [InlineData("Ōtani", "Ō")]
    [InlineData("anne-marie da silva", "AS")]
    [InlineData("", "?")]
    public void Initials_are_taken_from_the_first_and_last_name(string name, string initials) => UserMenu.Initials(name).Should().Be(initials);

    [Theory]
    [InlineData(0, "now")]
    [InlineData(-23, "23 s ago")]
    [InlineData(-250, "4 min 10 s ago")]
    [InlineData(-3 * 3600, "3 h ago")]
    [InlineData(-26 * 3600, "yesterday")]
    [InlineData(-5 * 86400, "5 days ago")]
    [InlineData(-60 * 86400, "13 Sep 2026")]
    [InlineData(90, "in 1 min 30 s")]
    public void Times_are_told_as_people_tell_them(int seconds, string text) =>
        _context.Services.GetRequiredService<Formats>().Relative(_context.Clock.GetUtcNow().AddSeconds(seconds)).Should().Be(text);

    [Fact]
    public void Times_are_shown_in_the_browsers_zone_else_in_the_accounts()
    {
        var formats = _context.Services.GetRequiredService<Formats>();
        var current = _context.Services.GetRequiredService<CurrentActor>();
        var at = new DateTimeOffset(2026, 11, 12, 23, 30, 0, TimeSpan.Zero);

        formats.DateAndTime(at).Should().Be("12 Nov 2026, 23:30");
        _context.Connection.Become(FakeConnectionService.Sandbox);
        formats.DateAndTime(at).Should().Be("13 Nov 2026, 00:30");
        current.UseZone("America/New_York");
        formats.DateAndTime(at).Should().Be("12 Nov 2026, 18:30");
        current.UseZone("Nowhere/At all");
        current.Zone.Should().Be("America/New_York");
    }

    [Fact]
    public void Numbers_and_money_do_not_depend_on_the_servers_culture()
    {
        Formats.Number(12_481).Should().Be("12,481");
        Formats.Number((long?)null).Should().Be("—");
        Formats.Money(212_000m, "EUR").Should().Be("€212,000");
        Formats.Money(-12.5m, "USD").Should().Be("−US$12.50");
        Formats.Money(8_400_000m, "JPY").Should().Be("¥8,400,000");
        Formats.Money(7m, "XOF").Should().Be("XOF 7");
        Formats.MoneyThousandths(198_000_500, "EUR").Should().Be("€198,000.50");
        Formats.Percent(0.9999).Should().Be("99 %");
        Formats.Count(1, "contact").Should().Be("1 contact");
        Formats.Count(2_513, "company", "companies").Should().Be("2,513 companies");
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
