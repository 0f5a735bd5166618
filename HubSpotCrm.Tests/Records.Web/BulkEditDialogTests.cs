using AngleSharp.Dom;
using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Tests.Support;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Records.Web;

[Trait("Seed", "S35")]
public sealed class BulkEditDialogTests
{
    private static readonly BulkPreview Preview = new(
        3, 1, 1, 1, [("This contact was deleted.", 1)],
        [
            new("2", "Person Two", new Dictionary<string, string?> { ["jobtitle"] = "Clerk" }, new Dictionary<string, string> { ["jobtitle"] = "Buyer" }, null),
            new("3", "Person Three", new Dictionary<string, string?>(), new Dictionary<string, string>(), "This contact was deleted."),
        ]);

    [Fact]
    public async Task Rows_are_chosen_by_box_with_Shift_up_to_here_and_all_that_match()
    {
        await using var screen = new RecordScreen().Open();
        screen.Page.FindAll(".bulk").Should().BeEmpty();

        await Box(screen, 0).ClickAsync(new MouseEventArgs());
        await Box(screen, 3).ClickAsync(new MouseEventArgs { ShiftKey = true });
        screen.Page.Find("[data-testid=selected]").TextContent.Should().Be("4 selected");
        screen.Rows.Count(row => row.ClassList.Contains("sel")).Should().Be(4);
        screen.Said.Should().Contain("4 selected");

        await screen.Page.Find("[data-select-all]").ClickAsync(new());
        screen.Page.Find("[data-testid=selected]").TextContent.Should().Be("120 selected");
        screen.Page.FindAll("[data-select-all]").Should().BeEmpty();

        await screen.Page.Find("[data-clear-selection]").ClickAsync(new());
        screen.Page.FindAll(".bulk").Should().BeEmpty();
        screen.Page.FindAll("nav.pages").Should().HaveCount(1, "the way through the pages is back");
    }

    [Fact]
    public async Task Another_question_drops_what_was_chosen_and_another_page_keeps_it()
    {
        await using var screen = new RecordScreen().Open();
        await Box(screen, 0).ClickAsync(new MouseEventArgs());
        screen.Navigation.NavigateTo("/contacts?page=2");
        screen.Eventually(() => screen.Page.Find("[data-testid=selected]").TextContent.Should().Be("1 selected"));

        screen.Search("aurelia");

        screen.Eventually(() => screen.Page.FindAll(".bulk").Should().BeEmpty());
    }

    [Fact]
    public async Task A_viewer_has_no_boxes()
    {
        await using var screen = new RecordScreen(role: Role.Viewer).Open();

        screen.Page.FindAll("[data-row-check], .c-check").Should().BeEmpty();
    }

    [Fact]
    public async Task A_property_gets_the_editor_that_fits_a_preview_and_is_applied_to_the_chosen_rows()
    {
        await using var screen = await OpenedAsync();
        screen.BulkEdits.Previewed = (_, _) => Preview;
        screen.Dialogs.FindAll("select option").Select(option => option.GetAttribute("value")).Should().Contain("jobtitle").And.NotContain(["createdate", "hubspotscore", "hs_object_id"]);
        screen.Dialogs.Find("[data-preview]").HasAttribute("disabled").Should().BeTrue();

        await screen.Dialogs.Find("select").ChangeAsync(new() { Value = "lifecyclestage" });
        screen.Dialogs.FindAll(".value .mud-select").Should().NotBeEmpty();
        await screen.Dialogs.Find("select").ChangeAsync(new() { Value = "jobtitle" });
        await screen.Dialogs.Find(".value input").InputAsync(new() { Value = "Buyer" });
        await screen.Dialogs.Find("[data-preview]").ClickAsync(new());

        var preview = screen.Dialogs.Find("[data-testid=bulk-preview]").TextContent;
        preview.Should().ContainAll("1 of 3 changes.", "1 has the value already.", "1 cannot be edited.", "Person Two", "Clerk", "Buyer", "This contact was deleted.");
        await screen.Dialogs.Find("[data-apply]").ClickAsync(new());

        var started = screen.BulkEdits.Started.Should().ContainSingle().Subject;
        started.Values.Should().BeEquivalentTo(new Dictionary<string, string> { ["jobtitle"] = "Buyer" });
        ((ChosenRecords)started.Records).Ids.Should().HaveCount(3);
        screen.Dialogs.Find("[data-testid=bulk-progress]").TextContent.Should().Contain("Queued 0 of 3");
        screen.Dialogs.Find("a.link").GetAttribute("href").Should().Be("/sync?bulk=b1");
    }

    [Fact]
    public async Task The_dialog_follows_the_bulk_edit_until_it_is_done()
    {
        await using var screen = await OpenedAsync();
        screen.BulkEdits.Previewed = (_, _) => Preview;
        await ChooseAsync(screen, "jobtitle", "Buyer");
        await screen.Dialogs.Find("[data-preview]").ClickAsync(new());
        await screen.Dialogs.Find("[data-apply]").ClickAsync(new());

        screen.BulkEdits.Bulks[0] = FakeBulkEditService.Make("b1", BulkEditProgress.Done, 3, 2, rejected: 1);
        screen.Time.Advance(TimeSpan.FromSeconds(1));
        screen.News.Raise();

        screen.Eventually(() => screen.Dialogs.Find("[data-testid=bulk-progress]").TextContent.Should().ContainAll("Done.", "2 confirmed", "1 rejected"));
        await screen.Dialogs.Find("[data-close]").ClickAsync(new());
        screen.Eventually(() => screen.Page.FindAll(".bulk").Should().BeEmpty("what was chosen is done"));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_said_beside_its_property_and_another_value_asks_for_another_preview()
    {
        await using var screen = await OpenedAsync();
        screen.BulkEdits.Previewed = (edit, _) => edit.Values["jobtitle"] == "Buyer" ? Preview : new InvalidInput("Job title", "too long.");
        await ChooseAsync(screen, "jobtitle", "No");
        await screen.Dialogs.Find("[data-preview]").ClickAsync(new());
        screen.Dialogs.Find(".value").TextContent.Should().Contain("too long.");

        await screen.Dialogs.Find(".value input").InputAsync(new() { Value = "Buyer" });
        await screen.Dialogs.Find("[data-preview]").ClickAsync(new());
        screen.Dialogs.FindAll("[data-apply]").Should().HaveCount(1);
        await screen.Dialogs.Find(".value input").InputAsync(new() { Value = "Buyers" });
        screen.Dialogs.FindAll("[data-apply]").Should().BeEmpty("what is applied was looked at");
    }

    [Fact]
    public async Task A_preview_of_values_that_were_changed_meanwhile_is_dropped()
    {
        await using var screen = await OpenedAsync();
        var slow = new TaskCompletionSource();
        screen.BulkEdits.Previewed = (_, _) => Preview;
        screen.BulkEdits.Looking = edit => edit.Values["jobtitle"] == "Buyer" ? slow.Task : Task.CompletedTask;
        await ChooseAsync(screen, "jobtitle", "Buyer");
        var first = screen.Dialogs.Find("[data-preview]").ClickAsync(new());
        await screen.Dialogs.Find(".value input").InputAsync(new() { Value = "Buyers" });
        screen.Dialogs.Find("[data-preview]").HasAttribute("disabled").Should().BeFalse("the new value need not wait for the old one's preview");

        slow.SetResult();
        await first;

        screen.Dialogs.FindAll("[data-apply]").Should().BeEmpty("nobody looked at what the new value changes");
        await screen.Dialogs.Find("[data-preview]").ClickAsync(new());
        await screen.Dialogs.Find("[data-apply]").ClickAsync(new());
        screen.BulkEdits.Started.Should().ContainSingle().Which.Values["jobtitle"].Should().Be("Buyers");
    }

    [Fact]
    public async Task The_values_of_a_preview_read_as_they_do_in_the_record()
    {
        await using var screen = await OpenedAsync();
        screen.Services.GetRequiredService<HubSpotCrm.Web.Circuits.CurrentActor>().UseZone("Europe/Berlin");
        screen.BulkEdits.Previewed = (_, _) => new BulkPreview(
            5, 1, 4, 0, [],
            [new("2", "Person Two", new Dictionary<string, string?> { ["next_call"] = "2026-09-30T22:00:00.000Z", ["newsletter"] = "true" }, new Dictionary<string, string> { ["next_call"] = "2026-10-02T06:30:00.000Z", ["newsletter"] = "false", ["interests"] = "gas;liquid" }, null)]);
        await ChooseAsync(screen, "jobtitle", "Buyer");
        await screen.Dialogs.Find("[data-preview]").ClickAsync(new());

        screen.Dialogs.Find("[data-testid=bulk-preview] tbody").TextContent.Should().ContainAll("1 Oct 2026, 00:00", "2 Oct 2026, 08:30", "Yes", "No", "empty", "Gas, Liquid");
    }

    [Fact]
    public async Task Several_properties_are_changed_at_once_each_only_once()
    {
        await using var screen = await OpenedAsync();
        screen.BulkEdits.Previewed = (_, _) => Preview;
        await ChooseAsync(screen, "jobtitle", "Buyer");
        await screen.Dialogs.Find("[data-add-property]").ClickAsync(new());
        screen.Dialogs.FindAll("select")[1].QuerySelectorAll("option").Select(option => option.GetAttribute("value")).Should().NotContain("jobtitle");
        await screen.Dialogs.FindAll("select")[1].ChangeAsync(new() { Value = "phone" });
        await screen.Dialogs.Find("[data-preview]").ClickAsync(new());
        await screen.Dialogs.Find("[data-apply]").ClickAsync(new());

        screen.BulkEdits.Started.Single().Values.Should().BeEquivalentTo(new Dictionary<string, string> { ["jobtitle"] = "Buyer", ["phone"] = "" });
    }

    [Fact]
    public async Task A_service_that_fails_leaves_the_dialog_with_what_was_typed()
    {
        await using var screen = await OpenedAsync();
        screen.BulkEdits.Previewed = (_, _) => throw new InvalidOperationException("The database is gone.");
        await ChooseAsync(screen, "jobtitle", "Buyer");
        await screen.Dialogs.Find("[data-preview]").ClickAsync(new());

        screen.Dialogs.Markup.Should().Contain("could not be saved").And.NotContain("The database is gone.");
        screen.Dialogs.Find(".value input").GetAttribute("value").Should().Be("Buyer");
    }

    private static IElement Box(RecordScreen screen, int row) => screen.Page.FindAll("[data-row-check]")[row];

    private static async Task<RecordScreen> OpenedAsync()
    {
        var screen = new RecordScreen().Open();
        await Box(screen, 0).ClickAsync(new MouseEventArgs());
        await Box(screen, 2).ClickAsync(new MouseEventArgs { ShiftKey = true });
        _ = screen.Page.Find("[data-edit-selection]").ClickAsync(new());
        screen.Eventually(() => screen.Dialogs.FindAll("[data-testid=bulk-edit]").Should().HaveCount(1));
        screen.Dialogs.Markup.Should().Contain("Edit 3 contacts");
        return screen;
    }

    private static async Task ChooseAsync(RecordScreen screen, string property, string value)
    {
        await screen.Dialogs.Find("select").ChangeAsync(new() { Value = property });
        await screen.Dialogs.Find(".value input").InputAsync(new() { Value = value });
    }
}
