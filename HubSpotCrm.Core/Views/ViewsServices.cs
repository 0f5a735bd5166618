using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HubSpotCrm.Core.Views;

internal static class ViewsServices
{
    public static IServiceCollection AddViews(this IServiceCollection services)
    {
        services.TryAddSingleton<ViewFeed>();
        services.TryAddSingleton<ISavedViewService, SavedViewService>();
        services.TryAddSingleton<IListStateService, ListStateService>();
        return services;
    }
}
