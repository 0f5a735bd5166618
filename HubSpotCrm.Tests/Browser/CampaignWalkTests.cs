using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>A campaign from its making to its end, by clicks and keys; what HubSpot has of it is read by its own API.</summary>
[Trait("Kind", "Browser")]
public sealed class CampaignWalkTests(Chromium chromium)
{
    private const string Token = "token-of-the-test";
    private const string Campaigns = "/marketing/campaigns/2026-09";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    [Trait("Seed", "S04")]
    public async Task A_campaign_is_made_edited_and_deleted_and_HubSpot_has_each_of_the_three()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var world = await PortalAndSandbox.StartAsync(contacts: 400, latency: 0, cancellationToken, sandboxArguments: ["--token", Token, "--engagements", "0"]);
        await using var window = await chromium.NewWindowAsync();
        var journey = await world.ConnectAsync(await window.NewPageAsync(), cancellationToken);
        var page = journey.Page;
        await journey.OpenAsync("/campaigns");
        await journey.WaitForRowsAsync();

        // Made, by keys alone. A dialog takes the focus when it is there; what is typed before that would go nowhere.
        await page.Keyboard.PressAsync("n");
        var form = page.GetByTestId("new-record");
        await Expect(form).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.activeElement?.closest('.mud-dialog')");
        var (name, utm) = (form.Locator("[data-field=hs_name] input"), form.Locator("[data-field=hs_utm] input"));
        await name.PressSequentiallyAsync("Otter week");
        await Expect(name).ToHaveValueAsync("Otter week");
        await utm.PressSequentiallyAsync("otter_week");
        await Expect(utm).ToHaveValueAsync("otter_week");
        await utm.PressAsync("Enter");
        await Expect(form).ToHaveCountAsync(0);
        var id = "";
        await UntilAsync(async () => (id = await FindAsync("Otter week")).Length > 0, "HubSpot has no new campaign");
        (await ReadAsync("hs_utm")).Should().Be("otter_week");

        // Edited: the name, and a text of several lines.
        await journey.SearchAsync("otter week");
        await Expect(journey.Rows).ToHaveCountAsync(1);
        await journey.Rows.Locator("th a", new() { HasText = "Otter week" }).ClickAsync();
        await Expect(page.Locator(".drawer h2")).ToHaveTextAsync("Otter week");
        await EditAsync("hs_name", "Otter month");
        await Expect(page.Locator(".drawer h2")).ToHaveTextAsync("Otter month");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Show .* empty properties$") }).ClickAsync();
        await EditAsync("hs_goal", "Two hundred otters");
        await UntilAsync(async () => await ReadAsync("hs_name") == "Otter month" && await ReadAsync("hs_goal") == "Two hundred otters", "HubSpot lacks an edit");
        await Expect(page.Locator(".drawer")).Not.ToContainTextAsync("Saving");

        // The budget is a sum that HubSpot makes of items: nobody can type it here, and what is planned there is shown.
        await Expect(journey.Property("hs_budget_items_sum_amount").Locator("[data-edit]")).ToHaveCountAsync(0);
        using (var planned = await SendAsync(HttpMethod.Post, $"{Campaigns}/{id}/budget", new { name = "Fish", amount = 2500, order = 0 }))
        {
            planned.StatusCode.Should().Be(HttpStatusCode.Created);
        }

        await journey.OpenAsync("/sync");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync now" }).ClickAsync();
        await journey.OpenAsync($"/campaigns?id={id}");
        await Expect(page.Locator(".drawer .keyfacts")).ToContainTextAsync("2,500", new() { Timeout = 60_000 });

        // Deleted: held back while it can be taken back, then gone for good.
        await page.Locator(".drawer .actions").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.Locator("[data-undo]")).ToBeVisibleAsync();
        await Expect(page.Locator(".drawer")).ToHaveCountAsync(0);
        await UntilAsync(async () => await StatusAsync() == HttpStatusCode.NotFound, "HubSpot still has the campaign");
        (await FindAsync("Otter month")).Should().BeEmpty();
        await journey.OpenAsync("/campaigns?q=otter");
        await Expect(page.GetByText("No campaign matches")).ToBeVisibleAsync();

        async Task EditAsync(string property, string value)
        {
            var row = journey.Property(property);
            await row.Locator("[data-edit]").ClickAsync();
            var field = row.Locator("input, textarea").First;
            await Expect(field).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("ControlOrMeta+a");
            await page.Keyboard.TypeAsync(value);
            await row.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
            await Expect(row).ToContainTextAsync(value);

            // HubSpot's answer draws the record anew; the next edit begins after it.
            await Expect(page.Locator(".drawer")).Not.ToContainTextAsync("Saving", new() { Timeout = 60_000 });
        }

        Task UntilAsync(Func<Task<bool>> holds, string otherwise) =>
            Eventually.HoldsAsync(holds, Patience, () => $"{otherwise}. Output:\n{string.Join('\n', world.Portal.Output)}", cancellationToken);

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            return await world.Sandbox.SendAsync(request, cancellationToken);
        }

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await SendAsync(HttpMethod.Get, $"{Campaigns}/{id}");
            return answer.StatusCode;
        }

        async Task<string?> ReadAsync(string property)
        {
            using var answer = await SendAsync(HttpMethod.Get, $"{Campaigns}/{id}?properties={property}");
            answer.EnsureSuccessStatusCode();
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return body.GetProperty("properties").TryGetProperty(property, out var value) ? value.GetString() : null;
        }

        // The id of the one campaign of this name; empty when there is none.
        async Task<string> FindAsync(string name)
        {
            using var answer = await SendAsync(HttpMethod.Get, $"{Campaigns}?name={Uri.EscapeDataString(name)}&properties=hs_name");
            answer.EnsureSuccessStatusCode();
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return body.GetProperty("results").EnumerateArray().Select(campaign => campaign.GetProperty("id").GetString()!).SingleOrDefault() ?? "";
        }
    }
}
