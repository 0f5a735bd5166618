namespace HubSpotCrm.Core.Search;

/// <summary>What a list asks for: text, filters (all of which must hold), sort keys in order, and the window of rows.</summary>
/// <param name="Text">As typed; every word must be the beginning of a word of a search field. Empty: all.</param>
/// <param name="Sort">Empty: best first with text, else most recently active first.</param>
public sealed record RecordQuery(
    string Text,
    IReadOnlyList<FilterNode> Filters,
    IReadOnlyList<SortKey> Sort,
    int Offset = 0,
    int Limit = 50)
{
    public const int MaximumLimit = 200;

    /// <summary>HubSpot's names of properties whose values the rows carry beside their typed ones.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>How far <see cref="Text"/> is followed.</summary>
    public SearchDepth Depth { get; init; }

    /// <summary>What is only close in meaning is not looked for.</summary>
    internal bool ByWordsOnly { get; init; }

    /// <summary>HubSpot's ids of records that are left out of rows, counts and facets alike.</summary>
    internal IReadOnlyCollection<string> Without { get; init; } = [];

    /// <summary>Everything, first page.</summary>
    public static RecordQuery All { get; } = new("", [], []);
}

/// <summary>Empty values come last in both directions.</summary>
public sealed record SortKey(string Field, bool Descending);

/// <summary>One value of a field and how many rows have it under the query's other filters.</summary>
public sealed record FacetValue(string Value, int Count);

/// <summary>The values of several fields with their counts.</summary>
public sealed class Facets(IReadOnlyDictionary<string, IReadOnlyList<FacetValue>> values)
{
    /// <summary>Most frequent first; throws <see cref="KeyNotFoundException"/> for a field that was not asked for.</summary>
    public IReadOnlyList<FacetValue> Of(string field) => values[field];
}
