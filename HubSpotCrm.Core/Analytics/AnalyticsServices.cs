using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HubSpotCrm.Core.Analytics;

internal static class AnalyticsServices
{
    public static IServiceCollection AddAnalytics(this IServiceCollection services)
    {
        services.TryAddSingleton<IAnalyticsService, AnalyticsService>();
        return services;
    }
}
