using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.HubSpot;

internal static class HubSpotServices
{
    /// <summary>The way to HubSpot. The host binds <see cref="HubSpotOptions"/>.</summary>
    public static IServiceCollection AddHubSpotClient(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddOptions<HubSpotOptions>().PostConfigure(UseDefaults).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HubSpotOptions>, HubSpotOptionsValidator>());

        // The factory's own log lines would show addresses with values in them. The handler renews its connections itself.
        AddWayOut(services, HubSpotTransport.ClientName, HubSpotTransport.Handler);
        AddWayOut(services, HubSpotTransport.FilesName, HubSpotTransport.FilesHandler);
        services.TryAddSingleton<HubSpotTransport>();
        services.TryAddSingleton<HubSpotMetrics>();
        services.TryAddSingleton<HubSpotClientFactory>();
        return services;
    }

    // Binding adds to a list that is not empty, so the defaults come after it.
    private static void UseDefaults(HubSpotOptions options)
    {
        options.Scopes = options.Scopes.Count > 0 ? options.Scopes : HubSpotOptions.DefaultScopes;
        options.OptionalScopes = options.OptionalScopes.Count > 0 ? options.OptionalScopes : HubSpotOptions.DefaultOptionalScopes;
        options.JournalHosts = options.JournalHosts.Count > 0 ? options.JournalHosts : HubSpotOptions.DefaultJournalHosts;
    }

    private static void AddWayOut(IServiceCollection services, string name, Func<HttpMessageHandler> handler) =>
        services.AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(handler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
}
