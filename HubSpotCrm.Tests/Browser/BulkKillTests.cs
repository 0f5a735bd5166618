using System.Text.Json;
using HubSpotCrm.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>kill -9 in the middle of a bulk edit of ten thousand records.</summary>
[Trait("Kind", "Process")]
[Collection(nameof(KillTests))]
public sealed class BulkKillTests(Chromium chromium)
{
    private const int Contacts = 10_200;
    private const string Title = "Keeper of the otters";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Fault", "F37")]
    [Trait("Seed", "S35")]
    public async Task Ten_thousand_records_of_one_bulk_edit_arrive_though_the_portal_is_killed_twice_and_are_undone()
    {
        await using var world = await PortalAndSandbox.StartAsync(Contacts, latency: 0, Cancellation, sandboxArguments: ["--engagements", "0"]);
        await using var window = await chromium.NewWindowAsync();
        var page = await window.NewPageAsync();
        var journey = await world.ConnectAsync(page, Cancellation);
        await world.UntilAsync(world.IsSynced, Patience, Cancellation);
        var before = await TitlesAsync(world);
        before.Count.Should().BeGreaterThanOrEqualTo(10_000);
        await world.ControlAsync("latency", new { ms = 250 }, Cancellation);

        await journey.OpenContactsAsync();
        await page.Locator("thead input[type=checkbox]").ClickAsync();
        await page.Locator("[data-select-all]").ClickAsync();
        await page.Locator("[data-edit-selection]").ClickAsync();
        await page.Locator("[data-testid=bulk-edit] select").SelectOptionAsync("jobtitle");
        await page.Locator("[data-testid=bulk-edit] input").FillAsync(Title);
        await page.Locator("[data-preview]").ClickAsync();
        await page.Locator("[data-apply]").ClickAsync(new() { Timeout = 60_000 });
        await KillAmidAsync(world, page, from: 500, to: before.Count - 3_000);
        await KillAmidAsync(world, page, from: 4_000, to: before.Count);

        await Eventually.HoldsAsync(async () => await ChangedAsync(world) == before.Count, Patience, () => string.Join('\n', world.Portal.Output), Cancellation);
        await world.ControlAsync("latency", new { ms = 0 }, Cancellation);
        await journey.OpenAsync("/sync");
        var settled = page.GetByRole(AriaRole.Row, new() { NameRegex = new($"^{before.Count:N0} contacts") });
        await Expect(settled).ToContainTextAsync($"{before.Count:N0} confirmed", new() { Timeout = 120_000 });
        await settled.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo") }).ClickAsync();
        await Eventually.HoldsAsync(async () => await ChangedAsync(world) == 0, Patience, () => string.Join('\n', world.Portal.Output), Cancellation);

        (await TitlesAsync(world)).Should().Equal(before);
        (await WritesAsync(world)).Should().OnlyContain(path => path.EndsWith("/batch/update", StringComparison.Ordinal), "no record is sent on its own");
    }

    // Some of the records have the value, and others do not yet.
    private static async Task KillAmidAsync(PortalAndSandbox world, IPage page, int from, int to)
    {
        var changed = 0;
        await Eventually.HoldsAsync(
            async () => (changed = await ChangedAsync(world)) >= from, Patience, () => $"{changed} have changed. Output:\n{string.Join('\n', world.Portal.Output)}", Cancellation);
        changed.Should().BeLessThan(to, "the kill must hit the middle");
        await world.KillAndStartAsync(page, Cancellation);
    }

    private static async Task<int> ChangedAsync(PortalAndSandbox world) => (await TitlesAsync(world)).Values.Count(title => title == Title);

    /// <summary>The title of each live contact as HubSpot has it.</summary>
    private static async Task<SortedDictionary<string, string?>> TitlesAsync(PortalAndSandbox world)
    {
        var titles = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        var dump = await world.Sandbox.GetStringAsync("/_sandbox/dump?type=contacts", Cancellation);
        foreach (var line in dump.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var record = JsonDocument.Parse(line);
            if (!record.RootElement.GetProperty("archived").GetBoolean())
            {
                titles.Add(
                    record.RootElement.GetProperty("id").GetString()!,
                    record.RootElement.GetProperty("properties").TryGetProperty("jobtitle", out var title) ? title.GetString() : null);
            }
        }

        return titles;
    }

    private static async Task<IReadOnlyList<string>> WritesAsync(PortalAndSandbox world)
    {
        using var calls = JsonDocument.Parse(await world.Sandbox.GetStringAsync("/_sandbox/calls", Cancellation));
        return [.. calls.RootElement.EnumerateArray()
            .Where(call => call.GetProperty("path").GetString()!.Contains("/contacts", StringComparison.Ordinal))
            .Where(call => call.GetProperty("method").GetString() == "PATCH" || call.GetProperty("path").GetString()!.Contains("/update", StringComparison.Ordinal))
            .Select(call => call.GetProperty("path").GetString()!)];
    }
}
