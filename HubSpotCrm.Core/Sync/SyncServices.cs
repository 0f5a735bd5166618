using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync.Push;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Sync;

internal static class SyncServices
{
    /// <summary>Everything that brings HubSpot's records into the mirror, started with the host.</summary>
    internal static IServiceCollection AddSync(this IServiceCollection services)
    {
        // Asked when needed only: the connection needs sync's services as well.
        services.TryAddSingleton<AccountSettings>(provider => () =>
            provider.GetRequiredService<IConnectionService>().Status.Portal is { } portal ? (portal.Currency, portal.TimeZone) : ("USD", "UTC"));
        services.TryAddSingleton<ChangeFeed>();
        services.TryAddSingleton<SearchIndexWriter>();
        services.TryAddSingleton<DefinitionService>();
        services.TryAddSingleton<IDefinitionService>(provider => provider.GetRequiredService<DefinitionService>());
        services.TryAddSingleton<MirrorWriter>();
        services.TryAddSingleton<DefinitionSync>();
        services.TryAddSingleton<Backfill>();
        services.AddOptions<SyncOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SyncOptions>, SyncOptionsValidator>());
        services.TryAddSingleton<RecordRefresh>();
        services.TryAddSingleton<RecordBurial>();
        services.TryAddSingleton<AbsentRecords>();
        services.TryAddSingleton<Inbox>();
        services.TryAddSingleton<HintLane>();
        services.TryAddSingleton<JournalLane>();
        services.TryAddSingleton<IWebhookIntake, WebhookIntake>();
        services.TryAddSingleton<FastLane>();
        services.TryAddSingleton<SettledLane>();
        services.TryAddSingleton<AssociationSweep>();
        services.TryAddSingleton<Reconciliation>();
        services.TryAddSingleton<ValueSample>();
        services.TryAddSingleton<ManualCheck>();
        services.TryAddSingleton<Retention>();
        services.TryAddSingleton<ISyncReport, SyncReport>();
        services.TryAddSingleton<ArchivedSweep>();
        services.TryAddSingleton<ListSweep>();
        services.TryAddSingleton<TypedRebuild>();
        services.TryAddSingleton<IndexRenewal>();
        services.TryAddSingleton<CampaignReports>();
        services.TryAddSingleton<MarketingSync>();
        services.TryAddSingleton<SyncSteps>();
        services.TryAddSingleton<SyncEngine>();
        services.TryAddSingleton<ISyncService>(provider => provider.GetRequiredService<SyncEngine>());
        services.AddHostedService(provider => provider.GetRequiredService<SyncEngine>());
        return services;
    }
}
