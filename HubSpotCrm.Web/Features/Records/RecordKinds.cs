using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Campaigns;
using HubSpotCrm.Web.Features.Companies;
using HubSpotCrm.Web.Features.Contacts;
using HubSpotCrm.Web.Features.Deals;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The kinds of record that have a list, each with the service that keeps it.</summary>
internal static class RecordKinds
{
    public static IServiceCollection AddRecordKinds(this IServiceCollection services) => services
        .AddSingleton<LiveCounts>()
        .AddKind<Contact, IContactService, ContactKind>()
        .AddKind<Company, ICompanyService, CompanyKind>()
        .AddKind<Deal, IDealService, DealKind>()
        .AddKind<Campaign, ICampaignService, CampaignKind>();

    private static IServiceCollection AddKind<T, TService, TKind>(this IServiceCollection services)
        where TService : class, IRecordService<T>
        where TKind : RecordKind<T> => services
        .AddTransient<IRecordService<T>>(provider => provider.GetRequiredService<TService>())
        .AddSingleton<RecordKind<T>, TKind>();
}
