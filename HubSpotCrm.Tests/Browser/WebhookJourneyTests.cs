using System.Text.RegularExpressions;
using HubSpotCrm.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>What HubSpot tells reaches a screen that is open, long before HubSpot would be asked again.</summary>
[Trait("Kind", "Browser")]
public sealed class WebhookJourneyTests(Chromium chromium)
{
    [Fact]
    [Trait("Seed", "S16")]
    public async Task A_change_that_HubSpot_tells_appears_on_the_open_record_and_the_sync_page_says_when_it_came()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var address = ServerProcess.FreeAddress();
        var target = new Uri(address, "/api/hubspot/webhooks").ToString();

        // Ten minutes is the longest that may be set: no change comes by asking while the test runs.
        await using var world = await PortalAndSandbox.StartAsync(
            contacts: 200, latency: 0, cancellationToken, portalArguments: [$"--Sync:WebhookUrl={target}", "--Sync:FastInterval=00:10:00"], address: address);
        await using var window = await chromium.NewWindowAsync();
        var page = await window.NewPageAsync();
        var journey = await world.ConnectAsync(page, cancellationToken);
        await Expect(page.GetByText(new Regex("^Synced")).First).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await world.UntilAsync(world.IsSynced, TimeSpan.FromSeconds(90), cancellationToken);
        await journey.WaitForRowsAsync();
        var id = await journey.FirstIdAsync();
        await journey.OpenRecordAsync(id);
        await world.ControlAsync("webhooks", new { url = target, types = Array.Empty<string>() }, cancellationToken);

        await world.ControlAsync($"records/contacts/{id}", new { properties = new { jobtitle = "Told by HubSpot" } }, cancellationToken);

        await Expect(journey.Property("jobtitle")).ToContainTextAsync("Told by HubSpot");
        await journey.OpenAsync("/sync");
        await Expect(page.Locator(".storage")).ToContainTextAsync(new Regex("0 waiting\\s*Last one"));
    }
}
