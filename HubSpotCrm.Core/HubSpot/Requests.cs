namespace HubSpotCrm.Core.HubSpot;

/// <summary>Who waits for a call: people go before sync.</summary>
internal enum CallPriority
{
    Interactive,
    Background,

    /// <summary>A person's, but many: in line with sync, and part of what a day keeps for people.</summary>
    Bulk,

    /// <summary>Sync that can wait: takes the places that all others leave.</summary>
    Spare,
}

/// <summary>HubSpot's documented sizes.</summary>
internal static class HubSpotLimits
{
    public const int ListPage = 100;
    public const int ListPageWithHistory = 50;
    public const int Batch = 100;
    public const int BatchWithHistory = 50;
    public const int AssociationBatch = 1000;
    public const int AssociationWrites = 2000;
    public const int CampaignPage = 100;
    public const int CampaignBatch = 50;
    public const int EmailPage = 100;
    public const int SearchPage = 200;
    public const int SearchWindow = 10_000;

    /// <summary>Bytes of property names that fit a URL on every known proxy.</summary>
    public const int NamesInUrl = 5 * 1024;
}

/// <summary>A page of the list API. <paramref name="Associations"/> are types in the plural.</summary>
internal sealed record ListRequest(
    IReadOnlyList<string> Properties,
    IReadOnlyList<string>? PropertiesWithHistory = null,
    IReadOnlyList<string>? Associations = null,
    string? After = null,
    int Limit = HubSpotLimits.ListPage,
    bool Archived = false);

internal sealed record ReadRequest(
    IReadOnlyList<string> Properties,
    IReadOnlyList<string>? PropertiesWithHistory = null,
    IReadOnlyList<string>? Associations = null,
    string? IdProperty = null,
    bool Archived = false);

internal sealed record BatchReadRequest(
    IReadOnlyList<string> Ids,
    IReadOnlyList<string> Properties,
    IReadOnlyList<string>? PropertiesWithHistory = null,
    string? IdProperty = null,
    bool Archived = false);

/// <summary>Filters must all hold. One sort only, as HubSpot allows.</summary>
internal sealed record SearchRequest(
    IReadOnlyList<SearchFilter> Filters,
    SearchSort? Sort = null,
    IReadOnlyList<string>? Properties = null,
    string? After = null,
    int Limit = HubSpotLimits.SearchPage,
    string? Query = null);

/// <param name="Operator">HubSpot's name: <c>GTE</c>, <c>EQ</c>, <c>BETWEEN</c>, …</param>
internal sealed record SearchFilter(string Property, string Operator, string? Value = null, string? HighValue = null, IReadOnlyList<string>? Values = null);

internal sealed record SearchSort(string Property, bool Descending = false);

/// <summary>An association of a record that is being made.</summary>
/// <param name="ToType">HubSpot's plural.</param>
/// <param name="TypeId">Null for HubSpot's default kind between the two types.</param>
internal sealed record NewAssociation(string ToType, string ToId, int? TypeId = null, string Category = AssociationTypeIds.HubSpotDefined);

/// <summary>Two records whose association is written or removed.</summary>
internal sealed record AssociationPair(string FromId, string ToId);

/// <param name="Category"><c>HUBSPOT_DEFINED</c> or <c>USER_DEFINED</c>.</param>
internal sealed record AssociationLabel(string Category, int TypeId);

/// <summary>A record of a batch that makes records.</summary>
internal sealed record BatchCreate(IReadOnlyDictionary<string, string> Properties, IReadOnlyList<NewAssociation>? Associations = null);

/// <summary>A record of a batch that changes records.</summary>
/// <param name="Id">HubSpot's id, or the value of <paramref name="IdProperty"/>.</param>
internal sealed record BatchChange(string Id, IReadOnlyDictionary<string, string> Properties, string? IdProperty = null);

/// <summary>A page of campaigns, newest change first unless <paramref name="Sort"/> says otherwise.</summary>
/// <param name="Properties">Without any HubSpot sends none.</param>
internal sealed record CampaignListRequest(
    IReadOnlyList<string> Properties, string? After = null, int Limit = HubSpotLimits.CampaignPage, string Sort = "-updatedAt", string? Name = null);

/// <summary>A page of marketing e-mails.</summary>
/// <param name="Properties">Names of fields, so that the large content stays out.</param>
internal sealed record MarketingEmailRequest(
    IReadOnlyList<string> Properties, string? After = null, int Limit = HubSpotLimits.EmailPage, string? Sort = null,
    DateTimeOffset? UpdatedAfter = null, bool Archived = false);

/// <summary>Whose touch made a contact count for a campaign. HubSpot's words in paths.</summary>
internal static class CampaignTouch
{
    public const string First = "contactFirstTouch";
    public const string Last = "contactLastTouch";
    public const string Influenced = "influencedContacts";
}
