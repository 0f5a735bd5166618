using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync;

/// <summary>The properties whose every change is kept.</summary>
internal static class TrackedProperties
{
    private static readonly string[] Contacts = ["lifecyclestage", "hs_lead_status", "hubspot_owner_id"];
    private static readonly string[] Companies = ["lifecyclestage", "hubspot_owner_id"];
    private static readonly string[] Deals = ["dealstage", "pipeline", "amount", "closedate", "hubspot_owner_id", "hs_manual_forecast_category"];

    public static IReadOnlyList<string> Of(ObjectType type) => type switch
    {
        ObjectType.Contact => Contacts,
        ObjectType.Company => Companies,
        ObjectType.Deal => Deals,
        _ => [],
    };
}
