namespace HubSpotCrm.Core.Search;

/// <summary>What a list asks for: text, filters (all must hold), sort keys in order, and the window of rows.</summary>
/// <param name="Text">As typed; every word must be the beginning of a word of a search field. Empty: all.</param>
/// <param name="Sort">Empty: best first with text, else most recently active first.</param>
public sealed record RecordQuery(
    string Text,
    IReadOnlyList<FieldFilter> Filters,
    IReadOnlyList<SortKey> Sort,
    int Offset = 0,
    int Limit = 50)
{
    public const int MaximumLimit = 200;

    /// <summary>HubSpot's ids of records that are left out of rows, counts and facets alike.</summary>
    internal IReadOnlyCollection<string> Without { get; init; } = [];

    /// <summary>Everything, first page.</summary>
    public static RecordQuery All { get; } = new("", [], []);
}

/// <summary>One condition on one field of <see cref="FieldCatalog"/>.</summary>
public abstract record FieldFilter(string Field);

/// <summary>The value is one of these (internal values, ids); the empty string stands for "no value".</summary>
public sealed record AnyOf(string Field, IReadOnlyList<string> Values) : FieldFilter(Field);

/// <summary>Bounds are inclusive; a null bound is open.</summary>
public sealed record NumberRange(string Field, decimal? From, decimal? To) : FieldFilter(Field);

/// <summary>Days in the account's zone, both inclusive; a null bound is open.</summary>
public sealed record DateRange(string Field, DateOnly? From, DateOnly? To) : FieldFilter(Field);

/// <summary>Empty values come last in both directions.</summary>
public sealed record SortKey(string Field, bool Descending);

/// <summary>One value of a field and how many rows have it under the query's other filters.</summary>
public sealed record FacetValue(string Value, int Count);
