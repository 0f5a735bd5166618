using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HubSpotCrm.Core.Crm;

internal static class RecordsServices
{
    public static IServiceCollection AddRecords(this IServiceCollection services)
    {
        services.TryAddSingleton<RecordReading>();
        services.TryAddSingleton<RecordSources>();
        services.TryAddSingleton<IContactService, ContactService>();
        services.TryAddSingleton<ICompanyService, CompanyService>();
        services.TryAddSingleton<IDealService, DealService>();
        services.TryAddSingleton<ICampaignService, CampaignService>();
        services.TryAddSingleton<ITimelineService, TimelineService>();
        return services;
    }
}
