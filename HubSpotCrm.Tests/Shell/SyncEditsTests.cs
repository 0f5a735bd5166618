using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Shell;

/// <summary>The sync page's edits: on their way, in conflict, settled, and many at once.</summary>
public sealed class SyncEditsTests : IAsyncDisposable
{
    private readonly ShellContext _context = new();

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
        dialogs.FindAll("table.conflict tbody tr")[1].TextContent.Should().Contain("No conflict, mine is saved");
        dialogs.FindAll("td.chosen").Should().BeEmpty("nobody has chosen yet");
        dialogs.Markup.Should().Contain("Jonas Weidmann");
        dialogs.FindAll("button").Single(button => button.TextContent == "Save 1 field").HasAttribute("disabled").Should().BeTrue("nothing is chosen yet");
        await dialogs.FindAll("input[type=radio]")[1].ChangeAsync(new() { Value = true });
        await dialogs.FindAll("button").Single(button => button.TextContent == "Save 1 field").ClickAsync(new());
        await opening;

        _context.Edits.Calls.Should().Equal("resolve e1 jobtitle: KeepHubSpots");
    }

    [Fact]
    public async Task Each_field_in_conflict_has_its_own_choice_and_a_third_value_is_typed_and_refused_beside_its_field()
    {
        var dialogs = _context.RenderDialogs();
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1, Conflicts = 1 });
        _context.Edits.Open.Add(FakeEditService.Make(
            "e1", "Conflict", "Changed.",
            new EditedProperty("jobtitle", "Buyer", "Head", "Lead", new DateTimeOffset(2026, 11, 12, 9, 12, 0, TimeSpan.Zero), "Jonas Weidmann") { IsConcerned = true },
            new EditedProperty("phone", "1", "2", "3", new DateTimeOffset(2026, 11, 12, 9, 30, 0, TimeSpan.Zero), "an import") { IsConcerned = true }));
        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => page.Find(".banner button"));
        var opening = page.Find(".banner button").ClickAsync(new());
        dialogs.WaitForAssertion(() => dialogs.FindAll("fieldset").Should().HaveCount(2));
        AngleSharp.Dom.IElement Save() => dialogs.FindAll("button").Single(button => button.TextContent == "Save 2 fields");
        dialogs.FindAll("table.conflict tbody tr").Select(row => row.TextContent).Should().SatisfyRespectively(
            first => first.Should().Contain("Jonas Weidmann"), second => second.Should().Contain("an import"));

        await dialogs.FindAll("[data-field=phone] input[type=radio]")[0].ChangeAsync(new() { Value = true });
        Save().HasAttribute("disabled").Should().BeTrue("one field has no choice yet");
        await dialogs.FindAll("[data-field=jobtitle] input[type=radio]")[2].ChangeAsync(new() { Value = true });
        dialogs.Find("[data-field=jobtitle] .another input").GetAttribute("value").Should().Be("Head", "the own value is where typing begins");
        await dialogs.Find("[data-field=jobtitle] .another input").InputAsync(new() { Value = "Partner" });
        dialogs.FindAll("table.conflict tbody tr")[0].TextContent.Should().Contain("Partner");

        _context.Edits.ResolveFailure = new HubSpotCrm.Core.Common.InvalidInput("Job title", "too long.");
        await Save().ClickAsync(new());
        dialogs.Find("[data-field=jobtitle]").TextContent.Should().Contain("too long.");

        _context.Edits.ResolveFailure = null;
        await Save().ClickAsync(new());
        await opening;
        _context.Edits.Calls.Should().Equal("resolve e1 phone: OverwriteWithMine, jobtitle: SaveAnother Partner");
    }

    [Fact]
    [Trait("Seed", "S35")]
    public async Task The_values_of_edits_read_as_they_do_in_the_record()
    {
        var dialogs = _context.RenderDialogs();
        _context.Services.GetRequiredService<Web.Circuits.CurrentActor>().UseZone("Europe/Berlin");
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1, Conflicts = 1 });
        EditedProperty[] values =
        [
            new EditedProperty("next_call", null, "2026-09-30T22:00:00.000Z", "2026-10-02T06:30:00.000Z") { IsConcerned = true },
            new EditedProperty("interests", "gas", "gas;liquid"), new EditedProperty("newsletter", "false", "true"), new EditedProperty("birthday", "1980-02-01", "1980-02-10"),
        ];
        _context.Edits.Open.Add(FakeEditService.Make("e1", "Conflict", "Changed.", values));
        _context.Edits.SettledEdits.Add(new(FakeEditService.Make("e9", "Confirmed", null, values), null));
        var bulk = FakeBulkEditService.Make("b1", BulkEditProgress.Done, 3, 1, conflicts: 2) with { Changes = new Dictionary<string, string> { ["interests"] = "liquid;solid" } };
        _context.BulkEdits.Bulks.Add(bulk);
        string[] said = ["1 Oct 2026, 00:00", "Gas, Liquid", "Yes", "10 Feb 1980"];

        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => page.Find("table.outbox").TextContent.Should().ContainAll(said));
        page.WaitForAssertion(() => page.Find(".settled [data-edit-id=e9]").TextContent.Should().ContainAll(said).And.NotContain("22:00"));
        page.WaitForAssertion(() => page.Find(".bulkedits [data-bulk=b1]").TextContent.Should().Contain("Interests to “Liquid, Solid”"));
        var rows = _context.Render<BulkEditRows>(one => one.Add(part => part.Bulk, bulk).Add(part => part.Definitions, FakeDefinitionService.Account));
        _context.BulkEdits.Rows.Add(FakeEditService.Make("r1", "Confirmed", null, values));
        rows.Render(one => one.Add(part => part.Bulk, bulk with { Confirmed = 2 }));
        rows.WaitForAssertion(() => rows.Find("tbody").TextContent.Should().ContainAll(said));

        var opening = page.Find(".banner button").ClickAsync(new());
        dialogs.WaitForAssertion(() => dialogs.Find("table.conflict tbody").TextContent.Should().ContainAll([.. said, "2 Oct 2026, 08:30"]));
        dialogs.FindAll("table.conflict [data-label^='Mine']").Select(cell => cell.GetAttribute("title")).Should().Equal(said);
        await dialogs.FindAll("button").Single(button => button.TextContent == "Decide later").ClickAsync(new());
        await opening;
    }

    [Fact]
    public void An_archive_on_its_way_says_that_it_is_of_the_whole_record()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle with { OpenEdits = 1 });
        _context.Edits.Open.Add(FakeEditService.Make("e1", "Queued") with { Kind = EditKind.Archive, Properties = [] });

        var page = _context.Render<SyncPage>();

        page.WaitForAssertion(() => page.Find("table.outbox tbody").TextContent.Should().Contain("Archive").And.Contain("the whole record").And.NotContain("empty"));
    }

    [Fact]
    [Trait("Seed", "S35")]
    public async Task A_bulk_edit_shows_how_far_it_is_with_rate_and_time_left_and_can_be_stopped()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle);
        _context.BulkEdits.Bulks.Add(FakeBulkEditService.Make("b1", BulkEditProgress.Sending, 1000, 100, 900));
        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => page.Find("[data-bulk=b1] [role=progressbar]").GetAttribute("aria-valuenow").Should().Be("10"));

        _context.Clock.Advance(TimeSpan.FromSeconds(5));
        _context.BulkEdits.Bulks[0] = FakeBulkEditService.Make("b1", BulkEditProgress.Sending, 1000, 600, 397, 1, 2);
        _context.News.Raise();

        page.WaitForAssertion(() => page.Find("[data-bulk=b1]").TextContent.Should().ContainAll("603 of 1,000 done", "101/s", "3 s left", "600 confirmed", "1 conflict", "2 rejected"));
        await page.FindAll("[data-bulk=b1] button").Single(button => button.TextContent == "Cancel what is not sent").ClickAsync(new());
        await page.FindAll("[data-bulk=b1] button").Single(button => button.TextContent == "Send rejected again").ClickAsync(new());
        await page.FindAll("[data-bulk=b1] button").Single(button => button.TextContent == "Discard the rest").ClickAsync(new());
        _context.BulkEdits.Calls.Should().Equal("cancel b1", "retry b1", "discard b1");
        page.FindAll("[data-bulk=b1] [data-undo]").Should().BeEmpty("it is still running");
    }

    [Fact]
    [Trait("Seed", "S35")]
    public async Task Settled_edits_are_listed_and_undone_one_by_one_or_a_whole_bulk_edit_with_the_reason_where_not()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle);
        var bulk = FakeBulkEditService.Make("b1", BulkEditProgress.Done, 120, 120);
        _context.BulkEdits.Bulks.Add(bulk);
        _context.BulkEdits.Rows.Add(FakeEditService.Make("r1", "Confirmed") with { BulkEditId = "b1" });
        _context.Edits.SettledEdits.AddRange([new(null, bulk), new(FakeEditService.Make("e9", "Confirmed"), null), new(FakeEditService.Make("e8", "Discarded", "Taken back before it was sent."), null)]);
        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => page.FindAll(".settled tbody tr").Should().HaveCount(3));
        page.FindAll(".settled tbody tr")[0].TextContent.Should().ContainAll("120 contacts", "Job title to “Buyer”", "120 confirmed");
        page.FindAll(".settled tbody tr")[2].QuerySelectorAll("button").Should().BeEmpty("it was never sent");

        await page.Find(".settled [data-edit-id=e9] button").ClickAsync(new());
        _context.Edits.Calls.Should().Equal("revert e9");
        _context.Edits.RevertFailure = new EditNotUndone("HubSpot has another value.");
        await page.Find(".settled [data-edit-id=e9] button").ClickAsync(new());
        _context.Services.GetRequiredService<Web.Circuits.Toasts>().Shown[^1].Text.Should().Contain("HubSpot has another value.");

        await page.Find(".settled [data-bulk=b1] button").ClickAsync(new());
        _context.BulkEdits.Calls.Should().Equal("undo b1");
        page.WaitForAssertion(() => page.Find(".bulkedits [data-bulk=undo-b1]").TextContent.Should().Contain("Undo of a bulk edit"));
        page.WaitForAssertion(() => page.FindAll(".bulkedits [data-bulk=undo-b1] tbody tr").Should().HaveCount(1), TimeSpan.FromSeconds(5));
    }

    [Fact]
    [Trait("Seed", "S35")]
    public async Task A_refresh_that_answers_late_leaves_the_chosen_records_of_a_bulk_edit()
    {
        var bulk = FakeBulkEditService.Make("b1", BulkEditProgress.Sending, 3, 1, conflicts: 1);
        _context.BulkEdits.Rows.AddRange([FakeEditService.Make("r1", "Confirmed"), FakeEditService.Make("r2", "Conflict"), FakeEditService.Make("r3", "Confirmed")]);
        var rows = _context.Render<BulkEditRows>(one => one.Add(part => part.Bulk, bulk));
        rows.WaitForAssertion(() => rows.FindAll("tbody tr").Should().HaveCount(3));
        var slow = new TaskCompletionSource();
        _context.BulkEdits.Reading = which => which == BulkRows.All ? slow.Task : Task.CompletedTask;
        rows.Render(one => one.Add(part => part.Bulk, bulk with { Confirmed = 2 }));

        await Choice(rows, "Needs you").ClickAsync(new());
        await rows.InvokeAsync(slow.SetResult);
        await rows.InvokeAsync(() => Task.CompletedTask);

        Choice(rows, "Needs you").GetAttribute("aria-pressed").Should().Be("true");
        rows.FindAll("tbody tr").Should().HaveCount(1);
    }

    [Fact]
    [Trait("Seed", "S35")]
    public async Task A_refresh_meanwhile_reads_the_records_of_a_bulk_edit_that_were_chosen_last()
    {
        var bulk = FakeBulkEditService.Make("b1", BulkEditProgress.Sending, 2, 1, conflicts: 1);
        _context.BulkEdits.Rows.AddRange([FakeEditService.Make("r1", "Confirmed"), FakeEditService.Make("r2", "Conflict")]);
        var rows = _context.Render<BulkEditRows>(one => one.Add(part => part.Bulk, bulk));
        rows.WaitForAssertion(() => rows.FindAll("tbody tr").Should().HaveCount(2));
        var (chosen, all) = (new TaskCompletionSource(), new TaskCompletionSource());
        _context.BulkEdits.Reading = which => which == BulkRows.NeedUser ? chosen.Task : all.Task;

        var choosing = Choice(rows, "Needs you").ClickAsync(new());
        rows.Render(one => one.Add(part => part.Bulk, bulk with { Confirmed = 2 }));
        await rows.InvokeAsync(chosen.SetResult);
        await choosing;
        await rows.InvokeAsync(all.SetResult);
        await rows.InvokeAsync(() => Task.CompletedTask);

        rows.WaitForAssertion(() => Choice(rows, "Needs you").GetAttribute("aria-pressed").Should().Be("true"));
        rows.WaitForAssertion(() => rows.FindAll("tbody tr").Should().HaveCount(1));
    }

    [Fact]
    [Trait("Seed", "S35")]
    public async Task A_refresh_that_answers_late_leaves_the_page_of_settled_edits()
    {
        _context.Sync.Become(FakeSyncService.InTheMiddle);
        _context.Edits.SettledEdits.AddRange(Enumerable.Range(1, 30).Select(number => new SettledEdit(FakeEditService.Make($"e{number}", "Confirmed"), null)));
        var page = _context.Render<SyncPage>();
        page.WaitForAssertion(() => page.FindAll(".settled tbody tr").Should().HaveCount(25));
        var slow = new TaskCompletionSource();
        _context.Edits.ReadingSettled = offset => offset == 0 ? slow.Task : Task.CompletedTask;
        await page.InvokeAsync(_context.News.Raise);

        await page.Find("[aria-label='Older edits']").ClickAsync(new());
        await page.InvokeAsync(slow.SetResult);
        await page.InvokeAsync(() => Task.CompletedTask);

        page.FindAll(".settled tbody tr").Should().HaveCount(5);
        page.Find("[aria-label='Pages of settled edits']").TextContent.Should().Contain("26–30 of 30");
    }

    [Fact]
    [Trait("Seed", "S35")]
    public void A_viewer_sees_bulk_edits_and_settled_ones_and_can_change_nothing()
    {
        _context.SignIn(Role.Viewer);
        _context.Sync.Become(FakeSyncService.InTheMiddle);
        _context.BulkEdits.Bulks.Add(FakeBulkEditService.Make("b1", BulkEditProgress.Done, 4, 1, 0, 1, 2));
        _context.Edits.SettledEdits.Add(new(FakeEditService.Make("e9", "Confirmed"), null));

        var page = _context.Render<SyncPage>();

        page.WaitForAssertion(() => page.Find(".bulkedits").TextContent.Should().Contain("1 confirmed"));
        page.FindAll(".bulkedits button, .settled button").Should().BeEmpty();
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

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static AngleSharp.Dom.IElement Choice(IRenderedComponent<BulkEditRows> rows, string text) =>
        rows.FindAll(".seg button").Single(button => button.TextContent == text);

    private static string Outbox(IRenderedComponent<SyncPage> page) => page.Find("table.outbox").TextContent;
}
