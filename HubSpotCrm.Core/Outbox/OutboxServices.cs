using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HubSpotCrm.Core.Outbox;

internal static class OutboxServices
{
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.TryAddSingleton<HubSpotSession>();
        services.TryAddSingleton<MirrorWriter>();
        services.TryAddSingleton<OutboxSignal>();
        services.TryAddSingleton<OutboxNews>();
        services.TryAddSingleton<OutboxStore>();
        services.TryAddSingleton<OutboxQueue>();
        services.TryAddSingleton<OutboxDelivery>();
        services.TryAddSingleton<BulkEditStore>();
        services.TryAddSingleton<BulkPreparation>();
        services.TryAddSingleton<CurrentTarget>(provider =>
        {
            var session = provider.GetRequiredService<HubSpotSession>();
            var mirrors = provider.GetRequiredService<MirrorHost>();
            return () => ConnectedTarget.Of(session, mirrors);
        });
        services.TryAddSingleton<IEditService, EditService>();
        services.TryAddSingleton<IBulkEditService, BulkEditService>();
        services.AddHostedService<OutboxSender>();
        return services;
    }
}
