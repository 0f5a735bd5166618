using System.Net;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>Who reaches what without signing in, and with too low a role.</summary>
public sealed class AccessTests
{
    private static readonly string[] Open = ["/sign-in", "/health/live", "/health/ready"];

    [Fact]
    public async Task A_stranger_gets_nothing_but_the_doors()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();
        List<string> answered = [];
        foreach (var path in Paths(portal))
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
            {
                using var request = new HttpRequestMessage(method, path);
                request.Headers.Accept.ParseAdd("text/html");
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    answered.Add(path);
                }
            }
        }

        answered.Distinct().Should().BeSubsetOf(Open);
    }

    [Theory]
    [InlineData("/contacts")]
    [InlineData("/sync?state=x")]
    [InlineData("/settings/connection")]
    [InlineData("/no/such/page")]
    public async Task A_stranger_is_led_to_the_sign_in_page_and_back(string path)
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();

        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.Should().Be("/sign-in?returnUrl=" + Uri.EscapeDataString(path));
    }

    [Fact]
    public async Task A_program_without_a_session_gets_401_and_no_page()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();
        client.DefaultRequestHeaders.Accept.Clear();

        using var answer = await client.GetAsync("/contacts", TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_circuit_is_closed_to_strangers_and_to_foreign_pages()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var stranger = portal.CreateClient();
        using var user = await portal.SignInAsync(Role.Viewer);

        using var negotiated = await stranger.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, TestContext.Current.CancellationToken);
        negotiated.StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        (await NegotiateAsync(user, "https://evil.example")).Should().Be(HttpStatusCode.Forbidden);
        (await NegotiateAsync(user, "null")).Should().Be(HttpStatusCode.Forbidden);
        (await NegotiateAsync(user, portal.Address.GetLeftPart(UriPartial.Authority))).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_says_no_more_than_ok_to_strangers_and_the_parts_to_administrators()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var stranger = portal.CreateClient();
        using var admin = await portal.SignInAsync();

        (await stranger.GetStringAsync("/health/live", TestContext.Current.CancellationToken)).Should().Be("ok");
        (await stranger.GetStringAsync("/health/ready", TestContext.Current.CancellationToken)).Should().Be("ok");
        (await admin.GetStringAsync("/health/ready", TestContext.Current.CancellationToken)).Should().Contain("\"database\":\"ok\"").And.Contain("\"keys\":\"ok\"");
    }

    [Fact]
    public async Task HubSpot_being_down_does_not_make_the_portal_unready()
    {
        await using var portal = await PortalFactory.StartAsync();
        portal.Connection.Become(FakeConnectionService.Sandbox with { State = Core.Connection.ConnectionState.ReconnectNeeded });
        portal.Sync.Become(FakeSyncService.InTheMiddle with { State = Core.Sync.SyncState.Waiting });
        using var stranger = portal.CreateClient();

        using var answer = await stranger.GetAsync("/health/ready", TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_damaged_database_makes_the_portal_unready()
    {
        await using var portal = await PortalFactory.StartAsync();
        foreach (var file in Directory.EnumerateFiles(portal.DataFolder, "app.db*"))
        {
            await File.WriteAllTextAsync(file, "not a database", TestContext.Current.CancellationToken);
        }

        using var stranger = portal.CreateClient();
        using var answer = await stranger.GetAsync("/health/ready", TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Be("fail");
    }

    private static IEnumerable<string> Paths(PortalFactory portal) => portal.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
        .Where(path => !path.StartsWith("/sandbox", StringComparison.Ordinal))
        .Select(path => System.Text.RegularExpressions.Regex.Replace(path, "{[^}]*}", "x"))
        .Append("/contacts?id=1")
        .Distinct();

    private static async Task<HttpStatusCode> NegotiateAsync(HttpClient client, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
