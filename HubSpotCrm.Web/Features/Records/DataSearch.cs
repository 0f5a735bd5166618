using System.Globalization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>Text, filters and sort over rows in memory, as the mirror understands them; of a row only the fields of its list are known.</summary>
internal static class DataSearch
{
    public static IReadOnlyList<T> Find<T>(RecordKind<T> kind, IReadOnlyList<T> data, RecordQuery query, AccountDefinitions definitions, DateTimeOffset now)
    {
        var filters = new FilterEvaluation(definitions, FilterDays.At(definitions.Zone, now));
        var words = TextFolding.Fold(query.Text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => new TextMatch(word)).ToArray();
        var found = data
            .Where(row => words.All(word => kind.SearchedFields(row).Any(field => word.IsIn(field.Text))))
            .Where(row => query.Filters.All(filter => filters.Holds(kind.Type, new Row<T>(kind, row), filter)));
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

        // A choice is ordered by what is shown of it.
        object? Comparable(T row, string field) => kind.ValueOf(row, field) is string text && FieldCatalog.Find(kind.Type, field) is { Kind: FieldKind.Choice } choice
            ? FilterText.LabelOf(kind.Type, choice, text, definitions)
            : kind.ValueOf(row, field);
    }

    public static FacetValue[] Facet<T>(RecordKind<T> kind, IReadOnlyList<T> data, RecordQuery query, string field, AccountDefinitions definitions, DateTimeOffset now) =>
    [
        .. Find(kind, data, query with { Filters = [.. query.Filters.Where(filter => filter is not FieldFilter one || one.Field != field)] }, definitions, now)
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

    private sealed class Row<T>(RecordKind<T> kind, T row) : IFilteredRecord
    {
        public object? ValueOf(RecordField field) => field.Typed is { } typed ? kind.ValueOf(row, typed.Name) : null;

        public IEnumerable<IFilteredRecord> Related(ObjectType type) => [];
    }
}
