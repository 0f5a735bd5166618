using HubSpotCrm.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>kill -9 against the portal, with HubSpot (the sandbox) in another process that goes on living.</summary>
[Trait("Kind", "Process")]
[Collection(nameof(KillTests))]
public sealed class KillTests(Chromium chromium)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    [Trait("Fault", "F37")]
    public async Task Ten_kills_in_mid_backfill_end_in_a_mirror_equal_to_HubSpot()
    {
        const int kills = 10;
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var world = await PortalAndSandbox.StartAsync(contacts: 2_200, latency: 120, cancellationToken);
        await using var window = await chromium.NewWindowAsync();
        var journey = await world.ConnectAsync(await window.NewPageAsync(), cancellationToken);

        // Some 3,300 records; each kill comes a little further into them, and never at a page's end on purpose.
        for (var kill = 1; kill <= kills; kill++)
        {
            var further = kill * 250;
            await world.UntilAsync(() => world.MirroredRecords() >= further, Patience, cancellationToken);
            world.IsSynced().Should().BeFalse("kill {0} must hit the first sync", kill);
            await Task.Delay(Random.Shared.Next(0, 120), cancellationToken);
            await world.KillAndStartAsync(journey.Page, cancellationToken);
        }

        await world.UntilAsync(world.IsSynced, Patience, cancellationToken);
        (await world.DifferencesAsync(cancellationToken)).Should().BeEmpty();
    }

    [Fact]
    [Trait("Fault", "F37")]
    public async Task Five_kills_with_edits_in_the_outbox_lose_none()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var world = await PortalAndSandbox.StartAsync(contacts: 60, latency: 0, cancellationToken);
        await using var window = await chromium.NewWindowAsync(width: 1400);
        var journey = await world.ConnectAsync(await window.NewPageAsync(), cancellationToken);
        await world.UntilAsync(world.IsSynced, Patience, cancellationToken);
        await journey.OpenContactsAsync();
        var id = await journey.FirstIdAsync();

        for (var kill = 1; kill <= 5; kill++)
        {
            // By turns: HubSpot is slow to take the change, takes it and loses the answer, is down.
            object fault = (kill % 3) switch
            {
                1 => new { method = "PATCH", path = "/crm/*", delayMs = 4_000 },
                2 => new { method = "PATCH", path = "/crm/*", kind = "reset", after = true },
                _ => new { method = "PATCH", path = "/crm/*", kind = "status", status = 503 },
            };
            await world.ControlAsync("faults", new[] { fault }, cancellationToken);
            await journey.OpenRecordAsync(id);
            await journey.EditAsync("jobtitle", $"Edited before kill {kill}");
            await journey.EditAsync("city", $"City {kill}");
            await Task.Delay(Random.Shared.Next(0, 1_500), cancellationToken);
            await world.KillAndStartAsync(journey.Page, cancellationToken);
            using (await world.Sandbox.DeleteAsync("/_sandbox/faults", cancellationToken))
            {
            }

            var expected = kill;
            await Eventually.HoldsAsync(
                async () => await world.HeldAsync(id, "jobtitle", cancellationToken) == $"Edited before kill {expected}"
                    && await world.HeldAsync(id, "city", cancellationToken) == $"City {expected}",
                Patience,
                () => $"HubSpot lacks an edit. Output:\n{string.Join('\n', world.Portal.Output)}",
                cancellationToken);
        }

        await journey.OpenRecordAsync(id);
        await Expect(journey.Property("jobtitle")).Not.ToContainTextAsync("Saving", new() { Timeout = 60_000 });
        await Expect(journey.Property("jobtitle")).ToContainTextAsync("Edited before kill 5");
        (await world.DifferencesAsync(cancellationToken)).Should().BeEmpty();
    }
}
