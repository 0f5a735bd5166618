using System.Globalization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>Text, filters and sort over rows in memory, as the mirror understands them.</summary>
internal static class DataSearch
{
    public static IReadOnlyList<T> Find<T>(RecordKind<T> kind, IReadOnlyList<T> data, RecordQuery query, AccountDefinitions definitions)
    {
        var words = TextFolding.Fold(query.Text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => new TextMatch(word)).ToArray();
        var found = data
            .Where(row => words.All(word => kind.SearchedFields(row).Any(field => word.IsIn(field.Text))))
            .Where(row => query.Filters.All(filter => Holds(kind.ValueOf(row, filter.Field), filter, ZoneOf(filter))));
        IOrderedEnumerable<T>? sorted = null;
        foreach (var key in query.Sort)
        {
            // Empty values come last in both directions.
            sorted = sorted is null ? found.OrderBy(row => kind.ValueOf(row, key.Field) is null) : sorted.ThenBy(row => kind.ValueOf(row, key.Field) is null);
            sorted = key.Descending
                ? sorted.ThenByDescending(row => Comparable(row, key.Field), Values)
                : sorted.ThenBy(row => Comparable(row, key.Field), Values);
        }

        return [.. sorted ?? found];

        // A day that has no zone is kept as midnight UTC.
        TimeZoneInfo ZoneOf(FieldFilter filter) => FieldCatalog.Find(kind.Type, filter.Field) is { IsDay: true } ? TimeZoneInfo.Utc : definitions.Zone;

        // A choice is ordered by what is shown of it.
        object? Comparable(T row, string field) => kind.ValueOf(row, field) is string text && FieldCatalog.Find(kind.Type, field) is { Kind: FieldKind.Choice } choice
            ? FilterText.LabelOf(kind.Type, choice, text, definitions)
            : kind.ValueOf(row, field);
    }

    public static FacetValue[] Facet<T>(RecordKind<T> kind, IReadOnlyList<T> data, RecordQuery query, string field, AccountDefinitions definitions) =>
    [
        .. Find(kind, data, query with { Filters = [.. query.Filters.Where(filter => filter.Field != field)] }, definitions)
            .GroupBy(row => kind.ValueOf(row, field) as string ?? "")
            .Select(group => new FacetValue(group.Key, group.Count()))
            .OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.Ordinal),
    ];

    private static readonly Comparer<object?> Values = Comparer<object?>.Create((one, other) => (one, other) switch
    {
        (string left, string right) => CultureInfo.InvariantCulture.CompareInfo.Compare(left, right, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace),
        (IComparable left, not null) when left.GetType() == other.GetType() => left.CompareTo(other),
        _ => (one is null ? 0 : 1) - (other is null ? 0 : 1),
    });

    private static bool Holds(object? value, FieldFilter filter, TimeZoneInfo zone) => (filter, value) switch
    {
        (AnyOf any, _) => any.Values.Count == 0 || any.Values.Contains(value as string ?? ""),
        (NumberRange range, decimal number) => !(number < range.From) && !(number > range.To),
        (NumberRange range, _) => range is { From: null, To: null },
        (DateRange range, DateTimeOffset at) when DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime) is var day => !(day < range.From) && !(day > range.To),
        (DateRange range, _) => range is { From: null, To: null },
        _ => true,
    };
}
