using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Sync.Push;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Benchmarks.Sync;

/// <summary>The portal's sync, outbox and intake of webhooks as they run in it, connected to a sandbox under HubSpot's limits.</summary>
internal sealed class LivePortal : IAsyncDisposable
{
    private const string WebhookPath = "/api/hubspot/webhooks";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hubspotcrm-live-");
    private readonly WebApplication _web;
    private readonly ServiceProvider _services;

    // Not all of the portal's own: the one that restores a stored connection needs keys.
    private readonly IReadOnlyList<IHostedService> _running;

    private LivePortal(WebApplication web, TimeSpan interval)
    {
        _web = web;
        Services = _services = PortalServices.Build(_folder.FullName, services =>
        {
            services.Configure<HubSpotOptions>(options =>
                (options.ClientId, options.ClientSecret, options.RedirectUri) = (SandboxProcess.ClientId, SandboxProcess.ClientSecret, SandboxProcess.Callback));
            services.Configure<SyncOptions>(options => (options.FastInterval, options.WebhookUrl) = (interval, WebhookAddress));
        });
        _running = [Services.GetRequiredService<SyncEngine>(), ActivatorUtilities.CreateInstance<OutboxSender>(Services)];
    }

    public IServiceProvider Services { get; }

    /// <summary>Where the sandbox delivers.</summary>
    public string WebhookAddress => _web.Urls.First() + WebhookPath;

    /// <summary>Ends when the first sync is complete.</summary>
    /// <param name="interval">Between two rounds of the fast lane.</param>
    public static async Task<LivePortal> StartAsync(SandboxProcess sandbox, TimeSpan interval, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        LivePortal? portal = null;
        var web = builder.Build();
        web.MapPost(WebhookPath, async (HttpRequest request, CancellationToken aborted) => await portal!.TakeAsync(request, aborted));
        await web.StartAsync(cancellationToken);
        portal = new LivePortal(web, interval);
        var services = portal.Services;
        await services.GetRequiredService<StorageStartup>().PrepareAsync(cancellationToken);
        var client = services.GetRequiredService<HubSpotClientFactory>().For(
            new HubSpotEndpoint(sandbox.Address, "2026-09", IsSandbox: true), new FixedTokenSource(await sandbox.AuthorizeAsync(cancellationToken)), isOAuth: true);
        var account = (await client.AccountAsync(cancellationToken)).Value;
        await services.GetRequiredService<MirrorHost>().OpenAsync(account.AccountId, cancellationToken);
        services.GetRequiredService<HubSpotSession>().Set(client);
        foreach (var running in portal._running)
        {
            await running.StartAsync(cancellationToken);
        }

        var engine = services.GetRequiredService<SyncEngine>();
        while (engine.Status is not { State: SyncState.Live } status || status.Objects.Count < SyncKinds.All.Count || status.Objects.Any(entry => !entry.IsComplete))
        {
            await Task.Delay(Look, cancellationToken);
        }

        return portal;
    }

    /// <summary>Ids of live contacts.</summary>
    public Task<List<string>> ContactsAsync(int count, CancellationToken cancellationToken) => Services.GetRequiredService<MirrorHost>().Current!.ReadAsync(
        connection =>
        {
            var ids = new List<string>();
            using var statement = new Statement(connection, null, "SELECT hubspot_id FROM record WHERE type = $p0 AND archived = 0 AND raw IS NOT NULL ORDER BY hubspot_id LIMIT $p1", 2);
            using var reader = statement.Read((int)ObjectType.Contact, count);
            while (reader.Read())
            {
                ids.Add(reader.GetString(0));
            }

            return ids;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var running in _running)
        {
            await running.StopAsync(CancellationToken.None);
        }

        await _web.DisposeAsync();
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<IResult> TakeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var delivery = new WebhookDelivery(
            request.Method, body.ToArray(), request.Headers["X-HubSpot-Signature-v3"].FirstOrDefault(), request.Headers["X-HubSpot-Request-Timestamp"].FirstOrDefault());
        var taken = await Services.GetRequiredService<IWebhookIntake>().TakeAsync(delivery, cancellationToken);
        return taken.Succeeded ? TypedResults.NoContent() : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
