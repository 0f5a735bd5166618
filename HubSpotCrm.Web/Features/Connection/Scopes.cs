namespace HubSpotCrm.Web.Features.Connection;

/// <summary>A permission of HubSpot, in words.</summary>
internal sealed record Scope(string Name, string Shows, bool Writes, bool Required);

/// <summary>The permissions the portal asks for today.</summary>
internal static class Scopes
{
    public static IReadOnlyList<Scope> All { get; } =
    [
        new("crm.objects.contacts.read", "Contacts, lead score, lifecycle", Writes: false, Required: true),
        new("crm.objects.companies.read", "Companies and their links", Writes: false, Required: true),
        new("crm.objects.deals.read", "Deals, pipelines, stages", Writes: false, Required: true),
        new("crm.objects.owners.read", "Owner names in place of numbers", Writes: false, Required: true),
        new("crm.objects.contacts.write", "Edit contacts", Writes: true, Required: false),
        new("crm.objects.companies.write", "Edit companies", Writes: true, Required: false),
        new("crm.objects.deals.write", "Move deals, edit amount and close date", Writes: true, Required: false),
    ];

    // What an account may grant besides, so that a list of permissions does not say its names twice.
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["oauth"] = "Signing in at HubSpot",
        ["crm.schemas.contacts.read"] = "Names of contact fields",
        ["crm.schemas.companies.read"] = "Names of company fields",
        ["crm.schemas.deals.read"] = "Names of deal fields",
        ["marketing.campaigns.read"] = "Campaigns",
        ["marketing.campaigns.write"] = "Create and edit campaigns",
        ["marketing.campaigns.revenue.read"] = "Revenue of campaigns",
        ["marketing.email.read"] = "Marketing emails",
        ["sales-email-read"] = "Emails in timelines",
    };

    /// <summary>What a scope shows; its own name when it is not known here.</summary>
    public static string Describe(string name) =>
        All.FirstOrDefault(scope => scope.Name == name)?.Shows ?? Others.GetValueOrDefault(name, name);
}
