using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Web.Features.Connection;

/// <summary>A permission of HubSpot, in words.</summary>
internal sealed record Scope(string Name, string Shows, bool Writes, bool Required);

/// <summary>The permissions the portal asks for today, and what of them is missing.</summary>
internal static class Scopes
{
    public const string ReadCampaigns = "marketing.campaigns.read";
    public const string ReadRevenue = "marketing.campaigns.revenue.read";
    public const string ReadMarketingEmails = "marketing.email.read";
    private const string ReadEmails = "sales-email-read";

    /// <summary>What to do about a permission that was not granted.</summary>
    public const string Remedy = "If the account's subscription allows it, add what is missing to the app in HubSpot, then connect again.";

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
        new(ReadCampaigns, "Campaigns: budget, spend, assets", Writes: false, Required: false),
        new(ReadRevenue, "Revenue and ROI of campaigns", Writes: false, Required: false),
        new("marketing.campaigns.write", "Create, edit and delete campaigns", Writes: true, Required: false),
        new(ReadMarketingEmails, "Marketing emails and their rates", Writes: false, Required: false),
        new(ReadEmails, "Emails in timelines", Writes: false, Required: false),
        new("crm.schemas.contacts.read", "Names of contact fields", Writes: false, Required: false),
        new("crm.schemas.companies.read", "Names of company fields", Writes: false, Required: false),
        new("crm.schemas.deals.read", "Names of deal fields", Writes: false, Required: false),
    ];

    /// <summary>What a scope shows; its own name when it is not known here.</summary>
    public static string Describe(string name) =>
        name == "oauth" ? "Signing in at HubSpot" : Find(name)?.Shows ?? name;

    /// <summary>Null for a scope that the portal does not ask for.</summary>
    public static Scope? Find(string name) => All.FirstOrDefault(scope => scope.Name == name);

    /// <summary>HubSpot's name of the permission to read a kind of record; a timeline's entries are read as their contacts are.</summary>
    public static string ToRead(ObjectType type) => type switch
    {
        ObjectType.Company or ObjectType.Deal => $"crm.objects.{type.Plural()}.read",
        ObjectType.Campaign => ReadCampaigns,
        ObjectType.MarketingEmail => ReadMarketingEmails,
        ObjectType.Email => ReadEmails,
        _ => "crm.objects.contacts.read",
    };

    /// <summary>
    /// What was not granted when the account was connected, and what HubSpot has refused since: a subscription can end, and a token's
    /// scopes may not be known. A refusal that names no scope is taken for one of the scope to read.
    /// </summary>
    public static IReadOnlyList<string> Missing(ConnectionStatus connection, SyncStatus sync) =>
        [.. connection.MissingScopes.Concat(LeftOut(sync).SelectMany(one => one.MissingScopes is { Count: > 0 } named ? named : [ToRead(one.Type)])).Distinct(StringComparer.Ordinal)];

    /// <summary>The kinds of record that HubSpot refuses for want of a permission.</summary>
    public static IEnumerable<ObjectProgress> LeftOut(SyncStatus sync) => sync.Objects.Where(one => one.MissingScopes is not null);
}
