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
        services.AddOptions<HubSpotOptions>().PostConfigure(UseDefaultScopes).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HubSpotOptions>, HubSpotOptionsValidator>());

        // The factory's own log lines would show addresses with values in them. The handler renews its connections itself.
        services.AddHttpClient(HubSpotTransport.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(HubSpotTransport.Handler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.TryAddSingleton<HubSpotTransport>();
        services.TryAddSingleton<HubSpotMetrics>();
        services.TryAddSingleton<HubSpotClientFactory>();
        return services;
    }

    // Binding adds to a list that is not empty, so the defaults come after it.
    private static void UseDefaultScopes(HubSpotOptions options)
    {
        options.Scopes = options.Scopes.Count > 0 ? options.Scopes : HubSpotOptions.DefaultScopes;
        options.OptionalScopes = options.OptionalScopes.Count > 0 ? options.OptionalScopes : HubSpotOptions.DefaultOptionalScopes;
    }
}
