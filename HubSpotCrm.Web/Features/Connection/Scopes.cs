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

    /// <summary>What a scope shows; its own name when it is not one of ours.</summary>
    public static string Describe(string name) => All.FirstOrDefault(scope => scope.Name == name)?.Shows ?? name;
}
