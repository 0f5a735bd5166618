using System.Text.Json;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Core.Search.Meaning;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>
/// A query as statements over one kind of record. Names of tables and columns come from <see cref="SearchIndexSchema"/> and
/// <see cref="FieldCatalog"/> only, everything from outside is a parameter.
/// </summary>
internal sealed class RecordSql
{
    private readonly SearchIndexSchema _index;
    private readonly string _table;
    private readonly string _activity;
    private readonly SqlParameters _parameters = new();
    private readonly List<string> _conditions = [];
    private readonly RecordQuery _query;
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
    /// <param name="exceptField">A field whose own filters do not count, for its facet: those that stand in no group.</param>
    public static Result<RecordSql> Build(ObjectType type, RecordQuery query, AccountDefinitions definitions, FilterDays days, string? exceptField = null)
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
        sql.Text = TextHits.Of(type, query.Text, sql._parameters);

        if (FilterLimits.Check(query.Filters) is { } tooMuch)
        {
            return tooMuch;
        }

        var filters = new FilterSql(new SqliteFilterDialect(sql._parameters), definitions, days);
        foreach (var filter in query.Filters)
        {
            var condition = filter is FieldFilter one && one.Field == exceptField ? (string?)null : filters.Condition(type, filter, "c");
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
    public static InvalidInput NoSuchField(ObjectType type, string name) => FieldFaults.NoSuchField(type, name);

    /// <summary>To be called before any other statement is made, within the same transaction.</summary>
    /// <inheritdoc cref="TextHits.Settle"/>
    public void Settle(SqliteConnection connection, int most, Func<Vocabulary> words, Synonyms synonyms, AccountDefinitions definitions, IReadOnlyList<long> meant) =>
        Text?.Settle(connection, _query.Depth, most, words, synonyms, definitions, meant);

    /// <summary>
    /// A text without a sort key: the order of the index is the ranking, and FTS5 stops when it has enough.
    /// Read <see cref="Places"/>, then <see cref="PageAt"/>.
    /// </summary>
    public bool IsRanked => Text is not null && _order is null;

    /// <summary>What the text finds; null without one.</summary>
    public TextHits? Text { get; private set; }

    /// <summary>The places in the index, best first, as far as the window reaches or a total is counted: one pass serves both.</summary>
    public IReadOnlyList<long> ReadPlaces(SqliteConnection connection, int counted) =>
        Text is { Places: { } places } && _conditions.Count == 0 ? places : RowReading.ReadAll(Places(connection, counted), row => row.GetInt64(0));

    /// <inheritdoc cref="ReadPlaces"/>
    public SqliteCommand Places(SqliteConnection connection, int counted) => Command(connection, $"""
        SELECT {Text!.Place} FROM {Source("")}{Where()}
        ORDER BY {Text.Order} LIMIT {_parameters.Add(Math.Max(counted, (long)_query.Offset + _query.Limit))}
        """);

    /// <inheritdoc cref="TextHits.Wholes"/>
    public List<long> WholePlaces(SqliteConnection connection) => Text!.Wholes(connection, _table, _conditions);

    /// <summary>The rows at these places, in this order.</summary>
    public SqliteCommand PageAt(SqliteConnection connection, string columns, IEnumerable<long> places) => Command(connection, $"""
        SELECT {columns} FROM json_each({_parameters.Add(JsonSerializer.Serialize(places))}) AS place
        CROSS JOIN {_index.Sequence} AS s ON s.seq = place.value CROSS JOIN {_table} AS c ON c.key = s.key ORDER BY place.key
        """);

    /// <summary>The rows of these keys, in this order.</summary>
    public SqliteCommand PageOf(SqliteConnection connection, string columns, IEnumerable<long> keys) => Command(connection, $"""
        SELECT {columns} FROM json_each({_parameters.Add(JsonSerializer.Serialize(keys))}) AS asked CROSS JOIN {_table} AS c ON c.key = asked.value ORDER BY asked.key
        """);

    /// <summary>The keys of the records at these places, in this order.</summary>
    public List<long> KeysAt(SqliteConnection connection, IReadOnlyList<long> places) => places.Count == 0 ? [] : RowReading.ReadAll(
        Command(connection, $"""
            SELECT s.key FROM json_each({_parameters.Add(JsonSerializer.Serialize(places))}) AS place CROSS JOIN {_index.Sequence} AS s ON s.seq = place.value ORDER BY place.key
            """),
        row => row.GetInt64(0));

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
    public SqliteCommand Facet(SqliteConnection connection, RecordField field)
    {
        var from = Source("", needsColumns: true);

        // Spellings apart: which of them SQLite would show for all is left to chance.
        var value = field.Typed is { } typed ? $"c.{typed.Column}" : new SqliteFilterDialect(_parameters).Value(field, "c");
        return Command(connection, $"SELECT {value}, count(*) FROM {from}{Where()} GROUP BY 1 COLLATE BINARY");
    }

    // The text leads where there is one: hits are few, or the page is full soon.
    private string Source(string joins, bool needsColumns = false) => Text is null
        ? $"{_table} AS c{joins}"
        : Text.Source(_table, withRecords: _conditions.Count > 0 || _order is not null || needsColumns) + joins;

    private string Where()
    {
        var all = string.Join(" AND ", Text?.Condition is { } match ? _conditions.Prepend(match) : _conditions);
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
