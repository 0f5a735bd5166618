using System.Text.Json;
using System.Text.RegularExpressions;
using HubSpotCrm.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>The whole way of a newcomer, against the portal as a process with its own sandbox.</summary>
[Trait("Kind", "Browser")]
public sealed class WholePathTests(Chromium chromium)
{
    private const string ControlKey = "key-of-the-test";

    [Theory]
    [InlineData(null, "2026-09")]
    [InlineData("v3", "v3")]
    [Trait("Seed", "S10")]
    [Trait("Seed", "S16")]
    [Trait("Seed", "S22")]
    public async Task A_newcomer_connects_searches_edits_and_a_second_screen_sees_it(string? setting, string version)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var portal = ServerProcess.Start(
            "HubSpotCrm.Web",
            ServerProcess.FreeAddress(),
            [$"--Portal:DataDirectory={folder.Path}", "--Sandbox:Contacts=600", $"--Sandbox:ControlKey={ControlKey}"],
            setting is null ? null : new Dictionary<string, string> { ["HUBSPOT_API_VERSION"] = setting });
        await portal.WaitUntilReadyAsync("/health/ready", cancellationToken);
        var link = await portal.LineAsync(line => line.Contains("/setup?code=", StringComparison.Ordinal), cancellationToken);
        link.Should().MatchRegex(@"^http://127\.0\.0\.1:\d+/setup\?code=[0-9A-Za-z_-]+$", "it stands alone on its line");

        await using var window = await chromium.NewWindowAsync();
        var anna = new PortalJourney(await window.NewPageAsync(), portal.Address);
        await anna.SetUpAsync(link);
        await Expect(anna.Page.Locator("h1")).ToBeFocusedAsync();
        await anna.Page.Keyboard.PressAsync("Tab");
        (await anna.Page.EvaluateAsync<string>("() => `${document.activeElement.textContent.trim()}: ${getComputedStyle(document.activeElement).outlineStyle}`"))
            .Should().Be("Explore sandbox: solid", "whoever uses the keyboard sees where he is");
        await anna.ExploreSandboxAsync();
        await anna.ConsentAsync();
        await anna.WaitForRowsAsync();
        var live = (await DumpAsync(portal.Address, cancellationToken)).Count(record => !record.GetProperty("archived").GetBoolean());
        await Expect(anna.Page.GetByText(new Regex($"of {live}$")).First).ToBeVisibleAsync(new() { Timeout = 90_000 });

        var id = await anna.FirstIdAsync();
        var before = await RecordAsync(portal.Address, id, cancellationToken);
        var lastName = before.GetProperty("lastname").GetString()!;
        await anna.SearchAsync(lastName[..Math.Min(3, lastName.Length)]);
        await Expect(anna.Page.Locator($"a[href*='id={id}']").First).ToBeVisibleAsync();

        // The second screen looks at the same record before it is changed.
        var second = new PortalJourney(await window.NewPageAsync(), portal.Address);
        await second.OpenRecordAsync(id);
        await anna.OpenRecordAsync(id);
        await anna.EditAsync("jobtitle", "Keeper of the otters");

        await Expect(second.Property("jobtitle")).ToContainTextAsync("Keeper of the otters");
        await Eventually.HoldsAsync(
            async () => (await RecordAsync(portal.Address, id, cancellationToken)).GetProperty("jobtitle").GetString() == "Keeper of the otters",
            TimeSpan.FromSeconds(30),
            () => "HubSpot does not have the new job title.",
            cancellationToken);
        await Expect(anna.Property("jobtitle")).Not.ToContainTextAsync("Saving");
        await Expect(second.Property("jobtitle")).Not.ToContainTextAsync("Saving");
        await ExpectVersionAsync(portal.Address, version, id, cancellationToken);
    }

    // What the sandbox was really asked, by its own log: of the records each call in this version, and none in another.
    private static async Task ExpectVersionAsync(Uri portal, string version, string edited, CancellationToken cancellationToken)
    {
        var log = JsonDocument.Parse(await AskAsync(portal, "calls", cancellationToken)).RootElement;
        var calls = log.EnumerateArray()
            .Select(call => (Method: call.GetProperty("method").GetString()!, Path: call.GetProperty("path").GetString()!))
            .Where(call => call.Path.StartsWith("/crm/", StringComparison.Ordinal) || call.Path.StartsWith("/marketing/", StringComparison.Ordinal) || call.Path.StartsWith("/oauth/", StringComparison.Ordinal))
            .ToList();
        var contacts = version == "v3" ? "/crm/v3/objects/contacts" : $"/crm/objects/{version}/contacts";
        calls.Should().Contain(("GET", contacts)).And.Contain(("POST", contacts + "/search")).And.Contain(("PATCH", $"{contacts}/{edited}"));

        // Associations have no v3 that tells their types.
        calls.Select(call => call.Path).Where(path => !path.StartsWith("/crm/v4/", StringComparison.Ordinal) || version != "v3")
            .Should().OnlyContain(path => path.Contains($"/{version}/", StringComparison.Ordinal) || path.EndsWith($"/{version}", StringComparison.Ordinal) || path == "/oauth/authorize");
    }

    private static async Task<JsonElement> RecordAsync(Uri portal, string id, CancellationToken cancellationToken) =>
        (await DumpAsync(portal, cancellationToken)).Single(record => record.GetProperty("id").GetString() == id).GetProperty("properties");

    // What HubSpot holds, asked of the sandbox itself.
    private static async Task<IReadOnlyList<JsonElement>> DumpAsync(Uri portal, CancellationToken cancellationToken)
    {
        var dump = await AskAsync(portal, "dump?type=contacts", cancellationToken);
        return [.. dump.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static async Task<string> AskAsync(Uri portal, string question, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler) { BaseAddress = portal };
        client.DefaultRequestHeaders.Add("X-Sandbox-Control", ControlKey);
        return await client.GetStringAsync($"/sandbox/_sandbox/{question}", cancellationToken);
    }
}
