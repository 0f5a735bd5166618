using System.Globalization;
using System.Net;
using System.Text;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync.Push;
using HubSpotCrm.Sandbox.Webhooks;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>The address that HubSpot calls.</summary>
public sealed class WebhookEndpointTests
{
    private const string Path = "/api/hubspot/webhooks";
    private const string Public = "https://crm.example.com/api/hubspot/webhooks";
    private const string Secret = "a-secret-of-the-tests";
    private const string Body = """[{"eventId":1,"subscriptionId":2,"portalId":4827193,"occurredAt":3,"subscriptionType":"contact.propertyChange","objectId":501}]""";

    [Fact]
    public async Task Without_an_address_it_is_not_there()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();

        (await SendAsync(client, Body)).Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    [Trait("Fault", "F44")]
    [Trait("BadInput", "a webhook that HubSpot did not sign")]
    public async Task What_HubSpot_did_not_sign_is_refused_and_what_it_did_has_one_effect()
    {
        await using var portal = await StartAsync();
        var mirror = await portal.Services.GetRequiredService<MirrorHost>().OpenAsync("4827193", TestContext.Current.CancellationToken);
        using var client = portal.CreateClient();

        (await SendAsync(client, Body)).Should().Be(HttpStatusCode.NoContent);
        (await SendAsync(client, Body)).Should().Be(HttpStatusCode.NoContent, "HubSpot may deliver twice");
        (await SendAsync(client, Body, sign: Body + " ")).Should().Be(HttpStatusCode.Unauthorized);
        (await SendAsync(client, Body, secret: "another")).Should().Be(HttpStatusCode.Unauthorized);
        (await SendAsync(client, Body, age: TimeSpan.FromMinutes(6))).Should().Be(HttpStatusCode.Unauthorized);
        (await SendAsync(client, Body, isSigned: false)).Should().Be(HttpStatusCode.Unauthorized);

        (await Inbox.CountAsync(mirror, TestContext.Current.CancellationToken)).Should().Be(1);
    }

    [Fact]
    [Trait("BadInput", "a webhook body that is none, or without end")]
    public async Task A_body_that_is_no_list_or_too_long_is_refused()
    {
        await using var portal = await StartAsync();
        await portal.Services.GetRequiredService<MirrorHost>().OpenAsync("4827193", TestContext.Current.CancellationToken);
        using var client = portal.CreateClient();

        (await SendAsync(client, "{}")).Should().Be(HttpStatusCode.BadRequest);
        (await SendAsync(client, new string(' ', (1024 * 1024) + 1))).Should().Be(HttpStatusCode.RequestEntityTooLarge);
        using var read = await client.GetAsync(new Uri(Path, UriKind.Relative), TestContext.Current.CancellationToken);
        read.StatusCode.Should().NotBe(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("BadInput", "more webhooks than HubSpot sends")]
    public async Task A_flood_is_turned_away_and_other_pages_answer()
    {
        await using var portal = await StartAsync();
        await portal.Services.GetRequiredService<MirrorHost>().OpenAsync("4827193", TestContext.Current.CancellationToken);
        using var client = portal.CreateClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => SendAsync(client, Body, isSigned: false)));

        answers.Should().OnlyContain(answer => answer == HttpStatusCode.Unauthorized || answer == HttpStatusCode.TooManyRequests)
            .And.Contain(HttpStatusCode.TooManyRequests).And.Contain(HttpStatusCode.Unauthorized);
        using var page = await client.GetAsync(new Uri("/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
        page.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_no_account_is_connected_HubSpot_is_asked_to_come_again()
    {
        await using var portal = await StartAsync();
        using var client = portal.CreateClient();

        (await SendAsync(client, Body)).Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    private static Task<PortalFactory> StartAsync() => PortalFactory.StartAsync(portal =>
    {
        portal.Settings["Sync:WebhookUrl"] = Public;
        portal.Settings["HubSpot:ClientId"] = "an-app";
        portal.Settings["HubSpot:ClientSecret"] = Secret;
        portal.Settings["HubSpot:RedirectUri"] = "https://crm.example.com/api/hubspot/oauth/callback";
    });

    // Signed for the configured address: the one that a proxy passes on is another.
    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string body, string? sign = null, string secret = Secret, TimeSpan age = default, bool isSigned = true)
    {
        var timestamp = (TimeProvider.System.GetUtcNow() - age).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (isSigned)
        {
            request.Headers.Add("X-HubSpot-Signature-v3", WebhookSender.Sign(secret, new Uri(Public), Encoding.UTF8.GetBytes(sign ?? body), timestamp));
            request.Headers.Add("X-HubSpot-Request-Timestamp", timestamp);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
