using System.Text.Json;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>
/// A query as statements over one kind of record. Names of tables and columns come from <see cref="SearchIndexSchema"/> and
/// <see cref="FieldCatalog"/> only, everything from outside is a parameter.
/// </summary>
internal sealed class RecordSql
{
    private const int LongestNameInMessage = 64;
    private readonly SearchIndexSchema _index;
    private readonly string _table;
    private readonly string _activity;
    private readonly SqlParameters _parameters = new();
    private readonly List<string> _conditions = [];
    private readonly RecordQuery _query;
    private string? _match;
    private RecordOrder? _order;

    private RecordSql(ObjectType type, RecordQuery query)
    {
        _index = SearchIndexSchema.Of(type);
        _table = type.Singular();

        // Of a campaign HubSpot tells no activity.
        _activity = type == ObjectType.Campaign ? "modified_at" : "last_activity_at";
        _query = query;
    }

    /// <summary>Checks the query and prepares its parts.</summary>
    /// <param name="exceptField">A field whose own filters do not count, for its facet.</param>
    public static Result<RecordSql> Build(ObjectType type, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, string? exceptField = null)
    {
        if (query.Limit is < 1 or > RecordQuery.MaximumLimit)
        {
            return new InvalidInput("Rows per page", $"between 1 and {RecordQuery.MaximumLimit}.");
        }

        if (query.Offset < 0)
        {
            return new InvalidInput("Page", "the first row cannot be before the first.");
        }

        var sql = new RecordSql(type, query);
        if (SearchWords.ToMatch(query.Text) is { } match)
        {
            sql._match = sql._parameters.Add(match);
        }

        var filters = new RecordFilters(zone, sql._parameters);
        foreach (var filter in query.Filters)
        {
            if (FieldCatalog.Find(type, filter.Field) is not { } field)
            {
                return NoSuchField(type, filter.Field);
            }

            var condition = filter.Field == exceptField ? (string?)null : filters.Condition(field, filter);
            if (!condition.Succeeded)
            {
                return condition.As<RecordSql>();
            }

            if (condition.Value is { } text)
            {
                sql._conditions.Add(text);
            }
        }

        if (query.Without.Count > 0)
        {
            sql._conditions.Add($"c.hub_spot_id NOT IN (SELECT value FROM json_each({sql._parameters.Add(JsonSerializer.Serialize(query.Without))}))");
        }

        var order = RecordOrder.Of(type, query.Sort, definitions, sql._parameters);
        sql._order = order.Succeeded ? order.Value : null;
        return order.Succeeded ? sql : order.As<RecordSql>();
    }

    /// <summary>The one record of a key.</summary>
    public static RecordSql OfKey(ObjectType type, long key)
    {
        var sql = new RecordSql(type, RecordQuery.All with { Limit = 1 });
        sql._conditions.Add($"c.key = {sql._parameters.Add(key)}");
        return sql;
    }

    /// <summary>The failure for a field that the catalog does not have.</summary>
    public static InvalidInput NoSuchField(ObjectType type, string name) => new(
        name.Length > LongestNameInMessage ? name[..LongestNameInMessage] + "…" : name, $"{type.Plural()} have no such field.");

    /// <summary>
    /// A text without a sort key: the order of the index is the ranking, and FTS5 stops when it has enough.
    /// Read <see cref="Places"/>, then <see cref="PageAt"/>.
    /// </summary>
    public bool IsRanked => _match is not null && _order is null;

    /// <summary>The places in the index, best first, as far as the window reaches or a total is counted: one pass serves both.</summary>
    public SqliteCommand Places(SqliteConnection connection, int counted) => Command(connection, $"""
        SELECT {_index.Search}.rowid FROM {Source("")}{Where()}
        ORDER BY {_index.Search}.rowid DESC LIMIT {_parameters.Add(Math.Max(counted, (long)_query.Offset + _query.Limit))}
        """);

    /// <summary>The rows at these places, best first.</summary>
    public SqliteCommand PageAt(SqliteConnection connection, string columns, IEnumerable<long> places) => Command(connection, $"""
        SELECT {columns} FROM {_index.Sequence} AS s CROSS JOIN {_table} AS c ON c.key = s.key
        WHERE s.seq IN (SELECT value FROM json_each({_parameters.Add(JsonSerializer.Serialize(places))})) ORDER BY s.seq DESC
        """);

    /// <summary>The rows of the window. The keys are found first and the columns fetched for them alone.</summary>
    public SqliteCommand Page(SqliteConnection connection, string columns)
    {
        var joins = _order?.Joins ?? "";
        var orderBy = _order?.OrderBy ?? $"c.{_activity} DESC, c.key DESC";
        return Command(connection, $"""
            {_order?.With}SELECT {columns} FROM (
                SELECT c.key AS key FROM {Source(joins)}{Where()} ORDER BY {orderBy}
                LIMIT {_parameters.Add(_query.Limit)} OFFSET {_parameters.Add(_query.Offset)}) AS p
            CROSS JOIN {_table} AS c ON c.key = p.key{joins} ORDER BY {orderBy}
            """);
    }

    /// <summary>The number of rows, counted up to <paramref name="cap"/> where given.</summary>
    public SqliteCommand Count(SqliteConnection connection, int? cap = null) => Command(connection, cap is { } most
        ? $"SELECT count(*) FROM (SELECT 1 FROM {Source("")}{Where()} LIMIT {_parameters.Add(most)})"
        : $"SELECT count(*) FROM {Source("")}{Where()}");

    /// <summary>HubSpot's ids of all rows, whatever the window, at most so many.</summary>
    public SqliteCommand Ids(SqliteConnection connection, int most) => Command(
        connection, $"SELECT c.hub_spot_id FROM {Source("", needsColumns: true)}{Where()} ORDER BY c.key LIMIT {_parameters.Add(most)}");

    /// <summary>The values of a field and their counts; a null value counts the rows without one.</summary>
    public SqliteCommand Facet(SqliteConnection connection, FieldDefinition field)
    {
        var from = Source("", needsColumns: true);
        return Command(connection, $"SELECT c.{field.Column}, count(*) FROM {from}{Where()} GROUP BY c.{field.Column}");
    }

    // The text leads where there is one: hits are few, or the page is full soon.
    private string Source(string joins, bool needsColumns = false)
    {
        if (_match is null)
        {
            return $"{_table} AS c{joins}";
        }

        return _conditions.Count > 0 || _order is not null || needsColumns
            ? $"{_index.Search} CROSS JOIN {_index.Sequence} AS s ON s.seq = {_index.Search}.rowid CROSS JOIN {_table} AS c ON c.key = s.key{joins}"
            : _index.Search;
    }

    private string Where()
    {
        var conditions = _match is null ? _conditions : _conditions.Prepend($"{_index.Search} MATCH {_match}");
        var all = string.Join(" AND ", conditions);
        return all.Length == 0 ? "" : $" WHERE {all}";
    }

    private SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        _parameters.ApplyTo(command);
        return command;
    }
}
