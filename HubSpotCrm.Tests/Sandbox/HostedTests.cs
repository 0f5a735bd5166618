using System.Net;
using System.Net.Http.Headers;
using HubSpotCrm.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class HostedTests
{
    [Fact]
    public async Task Below_a_prefix_pages_obey_the_host_and_the_API_its_own_token()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddHubSpotSandbox(options => (options.Contacts, options.Token, options.ClientId) = (20, "t", "id"));
        await using var app = builder.Build();
        var sandbox = app.MapHubSpotSandbox("/sandbox");
        sandbox.Pages.Add(endpoint => endpoint.RequestDelegate = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "t");

        (await StatusAsync(client, "/sandbox/oauth/authorize?client_id=id")).Should().Be(HttpStatusCode.Forbidden);
        (await StatusAsync(client, "/sandbox/oauth/authorize.css")).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(client, "/sandbox/crm/objects/2026-09/contacts")).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(client, "/sandbox/_sandbox/state")).Should().Be(HttpStatusCode.NotFound);
        (await StatusAsync(client, "/crm/objects/2026-09/contacts")).Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
