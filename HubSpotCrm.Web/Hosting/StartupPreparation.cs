using HubSpotCrm.Core.Storage;
using HubSpotCrm.Web.Diagnostics;
using HubSpotCrm.Web.Security;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Web.Hosting;

/// <summary>Makes settings and storage ready before any other service starts and before the first request.</summary>
internal sealed class StartupPreparation(IServiceProvider services, StorageStartup storage, IOptions<StorageOptions> options, LogFile log) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        SettingsCheck.CheckOptions(services);
        await storage.PrepareAsync(cancellationToken);
        KeyRing.MakeFolder(options.Value.FullPath);
        log.Open();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
