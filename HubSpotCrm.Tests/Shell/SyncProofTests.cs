using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Components.Layout;
using HubSpotCrm.Web.Features.Sync;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Shell;

/// <summary>The parts of the sync page that prove what sync did, and the banner of the other pages.</summary>
public sealed class SyncProofTests : IAsyncDisposable
{
    private readonly ShellContext _context = new();

    private DateTimeOffset Now => _context.Clock.GetUtcNow();

    private SyncStatus Live => new(
        SyncState.Live,
        [
            new ObjectProgress(ObjectType.Contact, 12_481, 12_481, 0, null, true, null, Now.AddSeconds(-22)) { NextRun = Now.AddSeconds(8) },
            new ObjectProgress(ObjectType.Deal, 1_806, 1_806, 0, null, true, null, Now.AddSeconds(-30)),
            new ObjectProgress(ObjectType.Campaign, 61, 61, 0, null, true, null, Now.AddMinutes(-4)),
        ],
        Now.AddSeconds(-23), null, null, 88, 190)
    {
        CompleteTo = Now.AddHours(-1),
    };

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [Fact]
    public void The_facts_say_up_to_when_all_is_here_how_far_behind_it_is_and_what_is_left_of_the_day()
    {
        _context.Sync.Become(Live with { Today = new DailyCalls(112_480, 625_000, 562_500, Now) });
        var facts = Render().FindAll(".facts > div").Select(fact => fact.TextContent).ToList();

        facts[0].Should().ContainAll("Complete to", "12 Nov 2026, 13:02:00", "what was archived follows within the hour, what was deleted at night");
        facts[1].Should().ContainAll("Behind HubSpot by", "23 s");
        facts[3].Should().ContainAll("API calls today", "112,480", "17 % of 625,000", "sync may use 90 %", "88 of 190 in the last 10 s");
        _context.Connection.Become(FakeConnectionService.Sandbox);
        _context.Render<NavMenu>().Find(".acct").TextContent.Should().ContainAll("API calls today", "17 %");
    }

    [Fact]
    public void Without_a_daily_limit_the_facts_show_the_calls_of_ten_seconds()
    {
        _context.Sync.Become(Live);

        Render().Find("[data-calls]").TextContent.Should().ContainAll("API calls in 10 s", "88", "of 190 allowed", "HubSpot states no daily limit").And.NotContain("today");
    }

    [Fact]
    public void The_facts_grow_old_by_themselves()
    {
        _context.Sync.Become(Live);
        var page = Render();

        _context.Clock.Advance(TimeSpan.FromSeconds(10));

        page.WaitForAssertion(() => page.FindAll(".facts > div")[1].TextContent.Should().Contain("33 s"));
    }

    [Fact]
    public void Each_kind_shows_what_the_last_day_brought_and_when_it_is_looked_at_next()
    {
        _context.Sync.Become(Live);
        _context.Report.Totals.Add(new SyncTotals(ObjectType.Contact, 12, 345, 6, 2, 789));
        Rows(Render())[0].TextContent.Should().ContainAll("14:01:38", "in 8 s", "Up to date");

        At("/sync?objects=day");
        var day = Rows(Render());

        day[0].TextContent.Should().ContainAll("Contacts", "12", "345", "6", "2", "789");
        day[1].QuerySelectorAll("td.num").Select(cell => cell.TextContent.Trim()).Should().Equal("0", "0", "0", "0", "0");
    }

    [Fact]
    public async Task An_administrator_has_a_kind_read_again_from_its_menu()
    {
        _context.Sync.Become(Live);
        var page = Render();
        page.FindAll("[role=menu]").Should().BeEmpty();

        await page.Find("tr[data-type=deals] .rowmenu > button").ClickAsync(new());
        page.FindAll("[role=menuitem]").Select(item => item.TextContent).Should().Equal("Resync");
        await page.Find("[role=menuitem]").ClickAsync(new());

        _context.Sync.Calls.Should().Equal("resync deals");
        page.FindAll("[role=menu]").Should().BeEmpty();
        _context.Services.GetRequiredService<Toasts>().Shown[^1].Text.Should().Be("All deals are read again.");
    }

    [Theory]
    [InlineData(true, new[] { "let go contacts" })]
    [InlineData(false, new string[0])]
    public async Task Held_records_are_shown_and_go_only_after_a_word(bool isMeant, string[] calls)
    {
        var dialogs = _context.RenderDialogs();
        _context.Sync.Become(Live);
        _context.Report.Checks.Add(Check(ObjectType.Contact, CheckKind.Reconciliation, -600, 1000, 960, held: 40));
        var page = Render();
        page.WaitForAssertion(() => Rows(page)[0].TextContent.Should().Contain("40 held"));

        await page.Find("tr[data-type=contacts] .rowmenu > button").ClickAsync(new());
        page.FindAll("[role=menuitem]").Select(item => item.TextContent).Should().Equal("Resync", "Let go 40");
        var choosing = page.FindAll("[role=menuitem]")[1].ClickAsync(new());
        dialogs.WaitForAssertion(() => dialogs.Markup.Should().Contain("Let 40 contacts go?"));
        _context.Sync.Calls.Should().BeEmpty("nothing is done before the answer");
        await dialogs.FindAll("button").Single(button => button.TextContent == (isMeant ? "Let go 40" : "Leave them")).ClickAsync(new());
        await choosing;

        _context.Sync.Calls.Should().Equal(calls);
    }

    [Fact]
    public async Task A_menu_is_walked_by_arrow_keys_and_left_by_escape()
    {
        _context.Sync.Become(Live);
        _context.Report.Checks.Add(Check(ObjectType.Contact, CheckKind.Reconciliation, -600, 1000, 960, held: 40));
        var page = Render();
        page.WaitForAssertion(() => Rows(page)[0].TextContent.Should().Contain("held"));
        await page.Find(".rowmenu > button").ClickAsync(new());
        page.Find(".rowmenu > button").GetAttribute("aria-expanded").Should().Be("true");

        await page.Find(".rowmenu").TriggerEventAsync("onkeydown", new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "ArrowDown" });
        await page.Find(".rowmenu").TriggerEventAsync("onkeydown", new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Escape" });

        page.FindAll("[role=menu]").Should().BeEmpty();
        page.Find(".rowmenu > button").GetAttribute("aria-expanded").Should().Be("false");
    }

    [Fact]
    public void The_newest_comparison_of_each_kind_says_whether_the_copy_equals_HubSpot()
    {
        _context.Sync.Become(Live);
        _context.Report.Checks.AddRange(
        [
            Check(ObjectType.Contact, CheckKind.Reconciliation, -36_000, 12_400, 12_400),
            Check(ObjectType.Contact, CheckKind.Manual, -1_320, 12_481, 12_481, 200, 200),
            Check(ObjectType.Deal, CheckKind.Manual, -1_320, 1_806, 1_807, 200, 199, drift: 1),
        ]);
        var page = Render();

        page.WaitForAssertion(() => Result(page, "contacts").TextContent.Should().ContainAll("12,481", "200 of 200", "Equal", "13:40"));
        Result(page, "deals").TextContent.Should().ContainAll("1,806", "1,807", "199 of 200", "1 differed");
        Result(page, "campaigns").TextContent.Should().ContainAll("61", "Read whole", "13:58");
    }

    [Theory]
    [InlineData(1_806, 1_807, "1 apart")]
    [InlineData(1_806, 1_806, "Equal")]
    public void Counts_that_differ_are_not_called_equal(long here, long there, string result)
    {
        _context.Sync.Become(Live);
        _context.Report.Checks.Add(Check(ObjectType.Deal, CheckKind.Manual, -60, here, there, 200, 200));
        var page = Render();

        page.WaitForAssertion(() => Result(page, "deals").TextContent.Should().Contain(result));
        Result(page, "contacts").TextContent.Should().Contain("Not yet");
    }

    [Fact]
    public async Task A_comparison_is_asked_for_shows_how_far_it_is_and_is_announced_when_it_ends()
    {
        List<string> said = [];
        _context.Services.GetRequiredService<Announcer>().Said += said.Add;
        _context.Sync.Become(Live);
        var page = Render();

        await page.Find(".checks header button").ClickAsync(new());
        _context.Sync.Calls.Should().Equal("check now");
        _context.Sync.Become(Live with { Checking = [ObjectType.Deal] });
        page.WaitForAssertion(() => page.Find(".checks [role=progressbar]").GetAttribute("aria-valuenow").Should().Be("1"));
        page.Find(".checks").TextContent.Should().ContainAll("1 of 2 compared", "Comparing");
        page.Find(".checks header button").GetAttribute("aria-disabled").Should().Be("true");
        await page.Find(".checks header button").ClickAsync(new());
        _context.Sync.Calls.Should().HaveCount(1, "one comparison at a time");

        _context.Report.Checks.AddRange([Check(ObjectType.Contact, CheckKind.Manual, -2, 5, 5, 5, 5), Check(ObjectType.Deal, CheckKind.Manual, -1, 5, 5, 5, 5)]);
        _context.Sync.Become(Live);

        page.WaitForAssertion(() => Result(page, "deals").TextContent.Should().Contain("Equal"));
        page.FindAll(".checks [role=progressbar]").Should().BeEmpty();
        said.Should().Equal("Comparison done: 2 of 2 kinds equal");
    }

    [Fact]
    public async Task A_comparison_that_ends_between_two_looks_of_the_status_is_seen_to_run_and_announced_all_the_same()
    {
        List<string> said = [];
        _context.Services.GetRequiredService<Announcer>().Said += said.Add;
        _context.Sync.Become(Live);
        var page = Render();

        await page.Find(".checks header button").ClickAsync(new());
        page.Find(".checks header button").GetAttribute("aria-disabled").Should().Be("true");
        page.Find(".checks").TextContent.Should().Contain("0 of 2 compared");
        _context.Sync.Become(Live with { Lanes = [Compared(ObjectType.Contact)] });
        page.Find(".checks header button").GetAttribute("aria-disabled").Should().Be("true", "deals are still to be compared");

        _context.Report.Checks.AddRange([Check(ObjectType.Contact, CheckKind.Manual, -2, 5, 5, 5, 5), Check(ObjectType.Deal, CheckKind.Manual, -1, 5, 5, 5, 5)]);
        _context.Sync.Become(Live with { Lanes = [Compared(ObjectType.Contact), Compared(ObjectType.Deal)] });

        page.WaitForAssertion(() => said.Should().Equal("Comparison done: 2 of 2 kinds equal"));
        page.Find(".checks header button").GetAttribute("aria-disabled").Should().Be("false");
    }

    [Theory]
    [InlineData(SyncState.Paused)]
    [InlineData(SyncState.Waiting)]
    public async Task A_comparison_that_cannot_run_now_does_not_keep_the_button(SyncState state)
    {
        _context.Sync.Become(Live);
        var page = Render();
        await page.Find(".checks header button").ClickAsync(new());

        _context.Sync.Become(Live with { State = state });

        page.WaitForAssertion(() => page.Find(".checks header button").GetAttribute("aria-disabled").Should().Be("false"));
    }

    [Theory]
    [InlineData(Role.Viewer, 0, 0, 0)]
    [InlineData(Role.Editor, 1, 1, 0)]
    [InlineData(Role.Admin, 1, 1, 3)]
    public void Each_role_is_offered_what_it_may_do(Role role, int checks, int retries, int menus)
    {
        _context.SignIn(role);
        _context.Sync.Become(Live);
        _context.Report.Quarantine.Add(Unreadable("501"));

        var page = Render();

        page.WaitForAssertion(() => page.FindAll(".quarantine tbody tr").Should().HaveCount(1));
        page.FindAll(".checks header button").Should().HaveCount(checks);
        page.FindAll(".quarantine tbody button").Should().HaveCount(retries);
        page.FindAll(".rowmenu").Should().HaveCount(menus);
    }

    [Fact]
    public void Runs_are_drawn_by_half_hours_with_a_table_to_read()
    {
        var half = new DateTimeOffset(2026, 11, 12, 3, 30, 0, TimeSpan.Zero);
        _context.Sync.Become(Live);
        _context.Report.Activity.AddRange([new SyncActivity(half, 4, 30, 1, "HubSpot does not answer."), new SyncActivity(half.AddHours(8), 44, 3_174, 0, null)]);
        var page = Render();

        page.WaitForAssertion(() => page.FindAll(".activity svg.chart rect").Should().HaveCount(2));
        page.Find(".activity svg title").TextContent.Should().Be("48 runs, 1 failed and was tried again; 3,204 records changed.");
        page.Find(".activity rect.failed title").TextContent.Should().ContainAll("03:30", "30 records changed", "HubSpot does not answer.");
        page.FindAll(".activity svg text").Select(text => text.TextContent).Should().Equal("03:30 failed", "yesterday 14:30", "02:30", "14:30");
        page.Find(".activity header button").Click();

        page.FindAll(".activity tbody tr").Select(row => row.TextContent).Should().SatisfyRespectively(
            newest => newest.Should().ContainAll("11:30", "44", "3,174"), oldest => oldest.Should().ContainAll("03:30", "4", "30", "1"));
    }

    [Fact]
    public void A_quiet_day_says_so()
    {
        _context.Sync.Become(Live);
        var page = Render();

        page.WaitForAssertion(() => page.Find(".activity").TextContent.Should().Contain("Nothing changed and nothing failed."));
        page.FindAll(".activity svg.chart").Should().BeEmpty();
    }

    [Fact]
    public void The_history_of_runs_goes_page_by_page_and_a_failed_run_says_why()
    {
        _context.Sync.Become(Live);
        for (var run = 0; run < 25; run++)
        {
            _context.Report.Runs.Add(new SyncRunEntry("fast", ObjectType.Contact, Now.AddMinutes(-run), TimeSpan.FromSeconds(2), 0, run + 1, 0, 3, run == 11 ? "HubSpot is limiting our calls." : null));
        }

        At("/sync?runs=2&drift=3");
        var page = Render();

        page.WaitForAssertion(() => page.FindAll(".runs tbody tr").Should().HaveCount(10));
        page.FindAll(".runs tbody tr")[0].TextContent.Should().ContainAll("Changes: contacts", "11 updated in 2 s", "Done");
        page.FindAll(".runs tbody tr")[1].TextContent.Should().Contain("HubSpot is limiting our calls.");
        page.Find(".runs nav").TextContent.Should().Contain("11–20 of 25");
        page.FindAll(".runs nav a").Select(link => link.GetAttribute("href")).Should().Equal("/sync?drift=3", "/sync?runs=3&drift=3");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    [InlineData("2147483647")]
    [Trait("BadInput", "a page that does not exist")]
    public void A_page_that_does_not_exist_shows_one_that_does(string page)
    {
        _context.Sync.Become(Live);
        _context.Report.Runs.AddRange(Enumerable.Range(0, 12).Select(run => new SyncRunEntry("fast", ObjectType.Contact, Now, TimeSpan.Zero, 0, 1, 0, 1, null)));
        At($"/sync?runs={page}&drift={page}&values={page}&objects={page}");

        var shown = Render();

        shown.WaitForAssertion(() => shown.FindAll(".runs tbody tr").Count.Should().Be(page == "2147483647" ? 2 : 10));
        Rows(shown)[0].QuerySelectorAll("[role=progressbar]").Should().HaveCount(1, "what an address names and is not known is not shown");
    }

    [Fact]
    public void Lanes_are_named_in_words_with_what_they_do_and_why_they_fail()
    {
        _context.Sync.Become(Live with
        {
            Lanes =
            [
                new LaneStatus("retention", null, null, Now.AddHours(3), null),
                new LaneStatus("fast", ObjectType.Contact, Now.AddSeconds(-9), Now.AddSeconds(21), null),
                new LaneStatus("fast", ObjectType.Deal, Now.AddSeconds(-20), Now.AddSeconds(10), "HubSpot does not answer: refused."),
                new LaneStatus("something-new", null, Now, null, null),
                new LaneStatus("journal", null, Now.AddSeconds(-3), Now.AddSeconds(2), "HubSpot has no webhooks journal for this app."),
            ],
        });
        var lanes = Render().FindAll(".lanes tbody tr");

        lanes.Select(lane => lane.GetAttribute("data-lane")).Should().Equal("fast", "journal", "retention", "something-new");
        lanes[0].TextContent.Should().ContainAll("Changes", "9 s ago", "Looks for what changed", "Deals: HubSpot does not answer: refused.", "in 10 s");
        lanes[1].TextContent.Should().ContainAll("Webhooks journal", "Reads what HubSpot writes down", "HubSpot has no webhooks journal for this app.");
        lanes[2].TextContent.Should().ContainAll("Old logs", "Not yet run", "in 3 h");
        lanes[3].TextContent.Should().Contain("Something-new");
    }

    [Fact]
    public void Differences_are_listed_with_links_and_whether_they_are_healed()
    {
        _context.Sync.Become(Live);
        _context.Report.Drift.AddRange(
        [
            new DriftEntry(ObjectType.Contact, "501", DriftKind.Values, "The same version has other values in HubSpot.", Now.AddMinutes(-5), Now.AddMinutes(-5).AddSeconds(2)),
            new DriftEntry(ObjectType.Note, "77", DriftKind.Missing, "Was not here.", Now.AddMinutes(-6), null),
        ]);
        var page = Render();

        page.WaitForAssertion(() => page.FindAll(".drift tbody tr").Should().HaveCount(2));
        page.FindAll(".drift tbody tr")[0].TextContent.Should().ContainAll("Contact 501", "Other values than in HubSpot", "Healed", "2 s");
        page.Find(".drift tbody a").GetAttribute("href").Should().Be("/contacts?id=501");
        page.FindAll(".drift tbody tr")[1].TextContent.Should().ContainAll("Note 77", "Missing here", "Still different");
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_shows_its_reason_and_is_read_again()
    {
        _context.Sync.Become(Live);
        _context.Report.Quarantine.Add(Unreadable("501"));
        var page = Render();
        page.WaitForAssertion(() => page.Find(".quarantine tbody tr").TextContent.Should().ContainAll("Deal 501", "Amount", "N/A", "is no number"));

        await page.Find(".quarantine tbody button").ClickAsync(new());
        _context.Services.GetRequiredService<Toasts>().Shown[^1].Text.Should().Contain("still sends a value that cannot be read");
        _context.Report.Retried = _context.Report.Quarantine.Clear;
        await page.Find(".quarantine tbody button").ClickAsync(new());

        _context.Report.Calls.Should().Equal("retry deals 501", "retry deals 501");
        page.WaitForAssertion(() => page.Find(".quarantine").TextContent.Should().Contain("None: every value fits"));
        _context.Services.GetRequiredService<Toasts>().Shown[^1].Text.Should().Be("Read again: the value fits now.");
    }

    [Fact]
    public void The_size_of_the_copy_and_the_waiting_hints_are_told()
    {
        _context.Sync.Become(Live);
        Storage().Should().ContainAll("12.4 MB", "1,234", "56,789", "Off");
        _context.Report.Push = new PushStatus(true, 17, Now.AddSeconds(-4));

        Storage().Should().ContainAll("17 waiting", "Last one 4 s ago");

        string Storage()
        {
            var page = Render();
            page.WaitForAssertion(() => page.Find(".storage dl"));
            return page.Find(".storage").TextContent;
        }
    }

    [Fact]
    public void A_report_that_cannot_be_read_says_why_in_its_place_and_is_asked_again()
    {
        _context.Sync.Become(Live);
        _context.Report.Unread = new InvalidInput("Report", "cannot be read now.");
        var page = Render();
        page.WaitForAssertion(() => page.Find(".runs").TextContent.Should().Contain("cannot be read now."));
        page.Find(".facts").TextContent.Should().Contain("Complete to", "the rest of the page stays");

        _context.Report.Unread = null;
        page.FindAll(".runs button").Single(button => button.TextContent == "Retry").Click();

        page.WaitForAssertion(() => page.Find(".runs").TextContent.Should().Contain("None yet."));
    }

    [Fact]
    public void What_lanes_did_since_appears_by_itself()
    {
        _context.Sync.Become(Live);
        var page = Render();
        page.WaitForAssertion(() => page.Find(".runs").TextContent.Should().Contain("None yet."));

        _context.Report.Runs.Add(new SyncRunEntry("fast", ObjectType.Deal, Now, TimeSpan.FromSeconds(1), 0, 1, 0, 1, null));
        _context.Sync.Become(Live with { Lanes = [new LaneStatus("fast", ObjectType.Deal, Now, Now.AddSeconds(30), null)] });

        page.WaitForAssertion(() => page.Find(".runs").TextContent.Should().Contain("Changes: deals"));
    }

    [Theory]
    [InlineData(SyncState.Live, 23, WaitReason.Other, null)]
    [InlineData(SyncState.Live, 299, WaitReason.Other, null)]
    [InlineData(SyncState.Live, 720, WaitReason.Other, "Sync is behind. Data as of 12 Nov 2026, 13:50:00, 12 min old. 3 edits wait.")]
    [InlineData(SyncState.Waiting, 30, WaitReason.NoAnswer, null)]
    [InlineData(SyncState.Waiting, 720, WaitReason.NoAnswer, "HubSpot does not answer. Data as of 12 Nov 2026, 13:50:00, 12 min old. 3 edits wait.")]
    [InlineData(SyncState.Waiting, 720, WaitReason.Limited, "HubSpot limits our calls. Data as of 12 Nov 2026, 13:50:00, 12 min old. 3 edits wait.")]
    [InlineData(SyncState.Waiting, 720, WaitReason.Other, "Sync is waiting. The disk is full. Data as of 12 Nov 2026, 13:50:00, 12 min old. 3 edits wait.")]
    [InlineData(SyncState.Paused, 720, WaitReason.Other, "Sync is paused. Data as of 12 Nov 2026, 13:50:00, 12 min old. 3 edits wait.")]
    [InlineData(SyncState.FirstSync, null, WaitReason.Other, null)]
    [InlineData(SyncState.Off, null, WaitReason.Other, null)]
    public void Every_page_says_when_its_data_is_old(SyncState state, int? secondsAgo, WaitReason reason, string? text)
    {
        At("/contacts");
        _context.Sync.Become(Live with { State = state, SyncedAt = secondsAgo is { } ago ? Now.AddSeconds(-ago) : null, Reason = reason, Message = "The disk is full.", OpenEdits = 3 });

        var banner = _context.Render<SyncBanner>();

        (banner.FindAll(".banner .grow").Count == 0 ? null : string.Join(' ', banner.Find(".banner .grow").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Should().Be(text);
    }

    [Fact]
    public void The_banner_comes_when_the_data_grows_old_and_is_left_to_the_sync_page_there()
    {
        At("/contacts");
        _context.Sync.Become(Live with { State = SyncState.Waiting, Reason = WaitReason.NoAnswer });
        var banner = _context.Render<SyncBanner>();
        banner.FindAll(".banner").Should().BeEmpty();

        _context.Clock.Advance(TimeSpan.FromMinutes(1));
        banner.WaitForAssertion(() => banner.Find(".banner").TextContent.Should().Contain("HubSpot does not answer."));
        _context.Services.GetRequiredService<NavigationManager>().NavigateTo("/sync");

        banner.WaitForAssertion(() => banner.FindAll(".banner").Should().BeEmpty());
        Render().Find(".banner.warn").TextContent.Should().Contain("Data as of");
    }

    private static QuarantinedValue Unreadable(string id) => new(ObjectType.Deal, id, "amount", "N/A", "is no number", new DateTimeOffset(2026, 11, 12, 9, 0, 0, TimeSpan.Zero));

    private LaneStatus Compared(ObjectType type) => new("check", type, Now, null, null);

    private SyncCheckEntry Check(ObjectType type, CheckKind kind, int seconds, long here, long there, int sampled = 0, int equal = 0, int drift = 0, int held = 0) =>
        new(type, kind, Now.AddSeconds(seconds), TimeSpan.FromSeconds(2), here, there, sampled, equal, drift, held, null);

    private static IReadOnlyList<AngleSharp.Dom.IElement> Rows(IRenderedComponent<SyncPage> page) => page.FindAll("table.progress tbody tr");

    private static AngleSharp.Dom.IElement Result(IRenderedComponent<SyncPage> page, string kind) => page.Find($".checks tr[data-check='{kind}']");

    private IRenderedComponent<SyncPage> Render() => _context.Render<SyncPage>();

    private void At(string address) => _context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
}
