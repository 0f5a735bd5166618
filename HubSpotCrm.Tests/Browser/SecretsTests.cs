using System.Collections.Concurrent;
using System.Text;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>What nobody may find, wherever he looks.</summary>
[Trait("Kind", "Browser")]
public sealed class SecretsTests(Chromium chromium)
{
    private const string AccessToken = "known-access-token-b1c2d3e4f5a6";
    private const string RefreshToken = "known-refresh-token-9f8e7d6c5b4a";

    [Fact]
    [Trait("Seed", "S24")]
    public async Task No_token_or_secret_is_in_any_byte_of_databases_logs_and_pages()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var world = await PortalAndSandbox.StartAsync(
            contacts: 120, latency: 0, cancellationToken, ["--token", AccessToken], ["--Portal:LogLevel=Trace"]);
        // HubSpot's answer to the code names the token that the sandbox takes.
        await world.ControlAsync(
            "faults",
            new
            {
                method = "POST",
                path = "/oauth/2026-09/token",
                status = 200,
                headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" },
                body = $$"""{"token_type":"bearer","access_token":"{{AccessToken}}","refresh_token":"{{RefreshToken}}","expires_in":1800,"scopes":[{{string.Join(',', HubSpotOptions.DefaultScopes.Concat(HubSpotOptions.DefaultOptionalScopes).Select(scope => $"\"{scope}\""))}}]}""",
            },
            cancellationToken);

        await using var window = await chromium.NewWindowAsync(width: 1400);
        var seen = new ConcurrentQueue<byte[]>();
        var page = await window.NewPageAsync();
        Watch(page, world.Portal.Address, seen);
        string? code = null;
        page.Request += (_, request) => code ??= CodeIn(request.Url);

        var journey = await world.ConnectAsync(page, cancellationToken);
        await world.UntilAsync(world.IsSynced, TimeSpan.FromMinutes(2), cancellationToken);
        await journey.OpenContactsAsync();
        var id = await journey.FirstIdAsync();
        await journey.SearchAsync("an");
        await journey.OpenRecordAsync(id);
        await journey.EditAsync("jobtitle", "Keeper of secrets");
        await Eventually.HoldsAsync(
            async () => await world.HeldAsync(id, "jobtitle", cancellationToken) == "Keeper of secrets", TimeSpan.FromSeconds(60), () => "The edit did not arrive.", cancellationToken);
        foreach (var path in (string[])["/sync", "/settings/connection", "/connect?step=hubspot"])
        {
            await page.GotoAsync(new Uri(world.Portal.Address, path).ToString());
            await Expect(page.Locator("h1").First).ToBeVisibleAsync();
            seen.Enqueue(Encoding.UTF8.GetBytes(await page.ContentAsync()));
        }

        seen.Should().HaveCountGreaterThan(10, "pages, scripts and the circuit's messages were watched");
        code.Should().NotBeNullOrEmpty("the consent led back with a code");
        var secrets = new Dictionary<string, string>
        {
            ["access token"] = AccessToken,
            ["refresh token"] = RefreshToken,
            ["client secret"] = PortalAndSandbox.ClientSecret,
            ["authorization code"] = code!,
            ["password"] = PortalJourney.Password,
        };

        // The write-ahead log is still beside the database: nothing is tidied up before the search.
        await world.Portal.KillAsync();
        var files = Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).ToList();
        files.Should().Contain(file => file.EndsWith("app.db", StringComparison.Ordinal)).And.Contain(file => file.EndsWith(".log", StringComparison.Ordinal));
        var log = string.Join('\n', files.Where(file => file.EndsWith(".log", StringComparison.Ordinal)).Select(File.ReadAllText));
        log.Contains(" TRC ", StringComparison.Ordinal).Should().BeTrue("the log is at Trace level");
        log.Contains("HubSpot token exchange: 200", StringComparison.Ordinal).Should().BeTrue("it tells of HubSpot's calls");

        var places = files.Select(file => (Name: Path.GetFileName(file), Bytes: File.ReadAllBytes(file)))
            .Concat(seen.Select((bytes, number) => ($"what the browser got, {number}", bytes)))
            .Append(("the console", Encoding.UTF8.GetBytes(string.Join('\n', world.Portal.Output))));
        var found =
            from place in places
            from secret in secrets
            where Contains(place.Item2, secret.Value)
            select $"{secret.Key} in {place.Item1}";
        found.Should().BeEmpty();
    }

    private static bool Contains(byte[] bytes, string secret) =>
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0
        || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) >= 0
        || bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('='))) >= 0;

    private static string? CodeIn(string url) =>
        url.Contains("/oauth/callback", StringComparison.Ordinal)
            ? Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(url).Query).TryGetValue("code", out var code) ? code.ToString() : null
            : null;

    // Bodies, headers but the cookies and the redirect that carries the code to us, and the frames of the circuit.
    private static void Watch(IPage page, Uri portal, ConcurrentQueue<byte[]> seen)
    {
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
            seen.Enqueue(frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? ""));
        page.Response += async (_, response) =>
        {
            if (!response.Url.StartsWith(portal.ToString(), StringComparison.Ordinal) || response.Status is >= 300 and < 400)
            {
                return;
            }

            try
            {
                seen.Enqueue(await response.BodyAsync());
                seen.Enqueue(Encoding.UTF8.GetBytes(response.Url));
            }
            catch (PlaywrightException)
            {
                // The page was left before the body was read; it comes again with the next visit.
            }
        };
    }
}
