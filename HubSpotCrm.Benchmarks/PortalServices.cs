using HubSpotCrm.Core;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Benchmarks;

/// <summary>The portal's own services on a folder of their own.</summary>
internal static class PortalServices
{
    public static ServiceProvider Build(string folder, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<AccountSettings>(() => ("EUR", "Europe/Berlin"));
        services.AddHubSpotCrmCore();
        services.Configure<StorageOptions>(options => options.DataDirectory = folder);
        configure?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
