using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HubSpotCrm.Core.Connection;

internal static class ConnectionServices
{
    public static IServiceCollection AddConnection(this IServiceCollection services)
    {
        services.TryAddSingleton<ISandboxDirectory, NoSandbox>();
        services.TryAddSingleton<HubSpotSession>();
        services.TryAddSingleton<TokenProtection>();
        services.TryAddSingleton<PendingConsents>();
        services.TryAddSingleton<ConnectionTargets>();
        services.TryAddSingleton<ConnectionStore>();
        services.TryAddSingleton<ConnectionFeed>();
        services.TryAddSingleton<SessionOpener>();
        services.TryAddSingleton<AccountCopies>();
        services.TryAddSingleton<IConnectionService, ConnectionService>();
        services.AddHostedService<ConnectionRestore>();
        return services;
    }
}
