namespace HubSpotCrm.Core.HubSpot;

/// <summary>Who waits for a call: people go before sync.</summary>
internal enum CallPriority
{
    Interactive,
    Background,
}

/// <summary>HubSpot's documented sizes.</summary>
internal static class HubSpotLimits
{
    public const int ListPage = 100;
    public const int ListPageWithHistory = 50;
    public const int Batch = 100;
    public const int BatchWithHistory = 50;
    public const int AssociationBatch = 1000;
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
