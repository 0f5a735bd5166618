using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Core.Columns;

/// <summary>A statement over the copy with its values.</summary>
internal sealed record ColumnStatement(string Sql, IReadOnlyList<object> Values);

/// <summary>
/// A query as statements over the copy, which answer with keys: the rows themselves come from the mirror. Names of tables and columns come from the
/// layout only, everything from outside is a parameter.
/// </summary>
internal sealed class ColumnSql
{
    /// <summary>The temporary table of what a text finds: places in the search index, and their order.</summary>
    public const string Hits = "hits";

    // Rows up to the end of a window, of which DuckDB keeps the best in passing.
    private const int MostBounded = 1000;

    private readonly ObjectType _type;
    private readonly List<object> _parameters = [];
    private readonly List<string> _conditions = [];
    private readonly List<string> _joins = [];
    private readonly List<(string Value, string Direction)> _order = [];
    private readonly ColumnFilterDialect _dialect;
    private (string Value, bool IsDescending)? _first;
    private bool _hasHits;
    private int _conditionValues;

    /// <summary>Rows depend on those of other tables.</summary>
    public bool HasRelated { get; private set; }

    /// <summary>The table of hits has not all of them: rows behind the last one, and with them a total, may be missing.</summary>
    public bool HasBestHitsOnly { get; private set; }

    /// <summary>To find a row costs more than to keep it until all are counted.</summary>
    public bool CountsAtOnce => HasRelated || _hasHits;

    /// <summary>The query names a property that the copy keeps as what it was before the account changed it.</summary>
    public bool IsOutdated => _dialect.IsOutdated;

    private ColumnSql(ObjectType type, ColumnLayout layout, AccountDefinitions definitions) => (_type, _dialect) = (type, new ColumnFilterDialect(layout, definitions, _parameters));

    /// <param name="without">Keys of records that are left out.</param>
    /// <param name="exceptField">A field whose own filters do not count, for its facet: those that stand in no group.</param>
    public static Result<ColumnSql> Build(
        ObjectType type, RecordQuery query, IReadOnlyCollection<long> without, AccountDefinitions definitions, FilterDays days, ColumnLayout layout, string? exceptField = null)
    {
        var sql = new ColumnSql(type, layout, definitions);
        var filters = new FilterSql(sql._dialect, definitions, days);
        sql.HasRelated = query.Filters.Any(LeadsAway);
        foreach (var filter in query.Filters.Where(filter => filter is not FieldFilter one || one.Field != exceptField))
        {
            var condition = filters.Condition(type, filter, "c");
            if (!condition.Succeeded)
            {
                return condition.As<ColumnSql>();
            }

            if (condition.Value is { } text)
            {
                sql._conditions.Add(text);
            }
        }

        sql.Without(without);

        // Behind those of the conditions: DuckDB takes no statement whose numbers have a gap, and not every one sorts.
        sql._conditionValues = sql._parameters.Count;
        var keys = RecordOrder.KeysOf(type, query.Sort, definitions);
        if (!keys.Succeeded)
        {
            return keys.As<ColumnSql>();
        }

        sql.Order(keys.Value);
        return sql;
    }

    /// <summary>Only rows that stand in the table of hits, in its order where no other was asked for.</summary>
    public void JoinHits(bool bestOnly) => (_hasHits, HasBestHitsOnly) = (true, bestOnly);

    /// <summary>
    /// The first sort key of a window's last row: no row behind that value can be in the window. DuckDB finds it without looking at most rows, which
    /// it does for one sort key only. Null where the first key is no number.
    /// </summary>
    public ColumnStatement? LastValue(int offset, int limit) => !CountsAtOnce && limit > 0 && offset + limit <= MostBounded && FirstNumber is ({ } value, var isDescending)
        ? new($"SELECT {value} FROM {Source}{Where} ORDER BY {value} {(isDescending ? "DESC" : "ASC")} NULLS LAST LIMIT 1 OFFSET {ColumnTables.Number(offset + limit - 1)}", ConditionValues)
        : null;

    /// <summary>The keys of a window.</summary>
    /// <param name="last">What <see cref="LastValue"/> gave; null: all rows are looked at.</param>
    public ColumnStatement Keys(int offset, int limit, long? last = null)
    {
        var where = last is { } bound && FirstNumber is var (value, isDescending)
            ? $"{(_conditions.Count == 0 ? " WHERE" : $"{Where} AND")} {value} {(isDescending ? ">=" : "<=")} {ColumnTables.Number(bound)}"
            : Where;
        return new(
            $"{With()}SELECT c.key FROM {Source}{string.Concat(_joins)}{where} ORDER BY {string.Join(", ", Terms.Select(term => $"{term.Value} {term.Direction}"))} LIMIT {ColumnTables.Number(limit)} OFFSET {ColumnTables.Number(offset)}", _parameters);
    }

    /// <summary>The keys of a window, and with each the number of all rows: for conditions that cost more than the rows they leave.</summary>
    public ColumnStatement KeysAndCount(int offset, int limit)
    {
        var order = Terms;
        var columns = string.Concat(order.Select((term, at) => $", {term.Value} AS o{ColumnTables.Number(at)}"));
        return new ColumnStatement(
            $"""
            {With($"found AS MATERIALIZED (SELECT c.key AS key{columns} FROM {Source}{string.Concat(_joins)}{Where})")}SELECT key, (SELECT count(*) FROM found) FROM found
            ORDER BY {string.Join(", ", order.Select((term, at) => $"o{ColumnTables.Number(at)} {term.Direction}"))} LIMIT {ColumnTables.Number(limit)} OFFSET {ColumnTables.Number(offset)}
            """,
            _parameters);
    }

    /// <summary>All keys in their own order, at most so many.</summary>
    public ColumnStatement AllKeys(int most) => new($"{With()}SELECT c.key FROM {Source}{Where} ORDER BY c.key LIMIT {ColumnTables.Number(most)}", ConditionValues);

    /// <summary>The number of rows, counted up to <paramref name="cap"/> where given.</summary>
    public ColumnStatement Count(int? cap = null) => new(
        cap is { } most
            ? $"{With()}SELECT count(*) FROM (SELECT 1 FROM {Source}{Where} LIMIT {ColumnTables.Number(most)})"
            : $"{With()}SELECT count(*) FROM {Source}{Where}",
        ConditionValues);

    /// <summary>
    /// The values of text and choice fields with their counts, one row per value: the number of the field, the value, the count. NULL counts the rows without one.
    /// Null when <see cref="IsOutdated"/>.
    /// </summary>
    public ColumnStatement? Facets(IReadOnlyList<RecordField> fields)
    {
        var names = fields.Select(field => _dialect.FacetValue(field, "c")).ToList();
        if (IsOutdated)
        {
            return null;
        }

        if (names.Count == 1)
        {
            return new ColumnStatement($"{With()}SELECT 0, {names[0]}, count(*) FROM {Source}{Where} GROUP BY ALL", ConditionValues);
        }

        // One pass over the rows, whatever the number of fields.
        var inner = string.Join(", ", names.Select((name, at) => $"{name} AS f{ColumnTables.Number(at)}"));
        var outer = Enumerable.Range(0, names.Count).Select(at => $"f{ColumnTables.Number(at)}").ToList();
        var which = $"CASE {string.Join(" ", outer.Select((name, at) => $"WHEN GROUPING({name}) = 0 THEN {ColumnTables.Number(at)}"))} END";
        return new ColumnStatement(
            $"""
            {With()}SELECT {which}, coalesce({string.Join(", ", outer)}), count(*) FROM (SELECT {inner} FROM {Source}{Where})
            GROUP BY GROUPING SETS ({string.Join(", ", outer.Select(name => $"({name})"))})
            """,
            ConditionValues);
    }

    private List<object> ConditionValues => _parameters[.._conditionValues];

    private string With(params IEnumerable<string> further) =>
        string.Join(", ", _dialect.Sets.Concat(further)) is { Length: > 0 } tables ? $"WITH {tables} " : "";

    private string Source => _hasHits ? $"{_type.Singular()} AS c JOIN {Hits} AS h ON h.place = c.place" : $"{_type.Singular()} AS c";

    private string Where => _conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions)}";

    private (string Value, bool IsDescending)? FirstNumber => _order.Count == 0 ? ($"c.{ColumnFields.ActivityOf(_type)}", true) : _first;

    private IReadOnlyList<(string Value, string Direction)> Terms => _order.Count > 0 ? _order
        : _hasHits ? [("h.rank", "ASC")]
        : [($"c.{ColumnFields.ActivityOf(_type)}", "DESC NULLS LAST"), ("c.key", "DESC")];

    private void Without(IReadOnlyCollection<long> keys)
    {
        if (keys.Count > 0)
        {
            _conditions.Add($"c.key NOT IN (SELECT unnest({Parameter(keys.ToList())}::BIGINT[]))");
        }
    }

    private void Order(IReadOnlyList<OrderKey> keys)
    {
        foreach (var (field, descending, choices) in keys)
        {
            if (_dialect.SortValue(field, "c") is not { } value)
            {
                continue;
            }

            var direction = descending ? "DESC" : "ASC";
            if (_order.Count == 0 && choices.Count == 0 && _dialect.SortsByNumber(field))
            {
                _first = (value, descending);
            }

            if (choices.Count > 0)
            {
                var rank = $"rank_{ColumnTables.Number(_joins.Count)}";
                _joins.Add($" LEFT JOIN (SELECT unnest({Parameter(choices.ToList())}::VARCHAR[]) AS value, generate_subscripts({Parameter(choices.ToList())}::VARCHAR[], 1) AS place) AS {rank} ON {rank}.value = {value}");
                _order.Add(($"{value} IS NULL", "ASC"));
                _order.Add(($"coalesce({rank}.place, {ColumnTables.Number(choices.Count + 1)})", direction));
            }

            _order.Add((value, $"{direction} NULLS LAST"));
        }

        if (keys.Count > 0)
        {
            _order.Add(("c.key", keys[0].Descending ? "DESC" : "ASC"));
        }
    }

    private static bool LeadsAway(FilterNode node) => node switch
    {
        Related => true,
        Not not => LeadsAway(not.Node),
        AllOf all => all.Nodes.Any(LeadsAway),
        EitherOf either => either.Nodes.Any(LeadsAway),
        _ => false,
    };

    private string Parameter(object value)
    {
        _parameters.Add(value);
        return $"${ColumnTables.Number(_parameters.Count)}";
    }
}
