namespace HubSpotCrm.Web.Features.Connection;

/// <summary>A permission of HubSpot, in words.</summary>
internal sealed record Scope(string Name, string Shows, bool Writes, bool Required);

/// <summary>The permissions that the portal asks for.</summary>
internal static class Scopes
{
    /// <summary>All of them but signing in itself, which every app has.</summary>
    public static IReadOnlyList<Scope> All { get; } =
    [
        new("crm.objects.contacts.read", "Contacts, lead score, lifecycle", Writes: false, Required: true),
        new("crm.objects.companies.read", "Companies and their links", Writes: false, Required: true),
        new("crm.objects.deals.read", "Deals, pipelines, stages", Writes: false, Required: true),
        new("crm.objects.owners.read", "Owner names in place of numbers", Writes: false, Required: true),
        new("crm.objects.contacts.write", "Create, edit and archive contacts", Writes: true, Required: false),
        new("crm.objects.companies.write", "Create, edit and archive companies", Writes: true, Required: false),
        new("crm.objects.deals.write", "Move deals, edit amount and close date", Writes: true, Required: false),
        new("marketing.campaigns.read", "Campaigns: budget, spend, assets", Writes: false, Required: false),
        new("marketing.campaigns.revenue.read", "Revenue and ROI of campaigns", Writes: false, Required: false),
        new("marketing.campaigns.write", "Create, edit and delete campaigns", Writes: true, Required: false),
        new("marketing.email.read", "Marketing emails and their rates", Writes: false, Required: false),
        new("sales-email-read", "Emails in timelines", Writes: false, Required: false),
        new("crm.schemas.contacts.read", "Names of contact fields", Writes: false, Required: false),
        new("crm.schemas.companies.read", "Names of company fields", Writes: false, Required: false),
        new("crm.schemas.deals.read", "Names of deal fields", Writes: false, Required: false),
    ];

    /// <summary>What a scope shows; its own name when it is not known here.</summary>
    public static string Describe(string name) =>
        name == "oauth" ? "Signing in at HubSpot" : All.FirstOrDefault(scope => scope.Name == name)?.Shows ?? name;
}
