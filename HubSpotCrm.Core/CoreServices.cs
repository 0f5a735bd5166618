using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HubSpotCrm.Core;

/// <summary>The only way to register Core.</summary>
public static class CoreServices
{
    /// <summary>Everything the portal can do. The host binds the option sections and adds logging.</summary>
    public static IServiceCollection AddHubSpotCrmCore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<StorageOptions>();
        services.AddAppDatabase();
        services.TryAddSingleton<StorageStartup>();
        services.TryAddSingleton<MirrorHost>();
        services.AddColumns();
        services.AddSearch();
        services.AddAudit();
        services.AddHubSpotClient();
        services.AddConnection();
        services.AddSync();
        services.AddRecords();
        services.AddOutbox();
        services.AddAnalytics();
        services.AddViews();
        return services;
    }
}
