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
    /// <summary>Where the beginnings of words find fewer rows than this, what stands within words is found as well.</summary>
    public const int Enough = 20;

    private const int LongestNameInMessage = 64;

    // Of so many of the most recently active that hold the words as they are, those come first of which a field says just that.
    private const int MostWholes = 100;
    private readonly SearchIndexSchema _index;
    private readonly string _table;
    private readonly string _activity;
    private readonly SqlParameters _parameters = new();
    private readonly List<string> _conditions = [];
    private readonly RecordQuery _query;
    private readonly ObjectType _type;
    private TypedText? _text;
    private string? _match;
    private string? _few;
    private RecordOrder? _order;

    private RecordSql(ObjectType type, RecordQuery query)
    {
        _type = type;
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
        if (TypedText.Of(query.Text) is { } typed)
        {
            sql._text = typed;
            sql._match = sql._parameters.Add(typed.Beginnings);
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
    /// To be called before any other statement is made, within the same transaction. Which rows a text finds is settled by the text alone, so that a
    /// filter only takes from them: those with words that begin so; where these are few, behind them those with such letters within a word; where they
    /// are still few, those with words that are spelt nearly so. An id finds its record and nothing else.
    /// </summary>
    /// <param name="most">More rows of each of the latter two than this are not looked for.</param>
    /// <param name="words">The words of this index; asked for when needed.</param>
    public void Settle(SqliteConnection connection, int most, Func<Vocabulary> words)
    {
        if (_text is null)
        {
            return;
        }

        var places = RowReading.ReadAll(
            Command(connection, _text.Id is { } id
                ? $"SELECT s.seq FROM record AS r CROSS JOIN {_index.Sequence} AS s ON s.key = r.key WHERE r.type = {(int)_type} AND r.hubspot_id = {_parameters.Add(id)}"
                : $"SELECT rowid FROM {_index.Search} WHERE {_index.Search} MATCH {_match} ORDER BY rowid DESC LIMIT {Enough}"),
            row => row.GetInt64(0));
        if (places.Count == Enough)
        {
            return;
        }

        if (_text is { Parts: { } parts, Id: null })
        {
            // A word of one or two letters stands within nearly all others: it still has to begin one.
            var within = string.Concat(_text.Words.Select(word => TypedText.HasRuns(word)
                ? $" AND instr(s.text, {_parameters.Add(word)}) > 0"
                : $" AND instr(' ' || s.text, {_parameters.Add($" {word}")}) > 0"));
            places.AddRange(RowReading.ReadAll(
                Command(connection, $"""
                    SELECT s.seq FROM {_index.Parts} CROSS JOIN {_index.Sequence} AS s ON s.seq = {_index.Parts}.rowid
                    WHERE {_index.Parts} MATCH {_parameters.Add(parts)}{within} ORDER BY {_index.Parts}.rowid DESC LIMIT {_parameters.Add(most)}
                    """),
                row => row.GetInt64(0)));
        }

        if (places.Count < Enough && _text.Id is null && _text.Respelt(words()) is { } respelt)
        {
            places.AddRange(RowReading.ReadAll(
                Command(connection, $"SELECT rowid FROM {_index.Search} WHERE {_index.Search} MATCH {_parameters.Add(respelt)} ORDER BY rowid DESC LIMIT {_parameters.Add(most)}"),
                row => row.GetInt64(0)));
        }

        _few = _parameters.Add(JsonSerializer.Serialize(places.Distinct()));
    }

    /// <summary>
    /// A text without a sort key: the order of the index is the ranking, and FTS5 stops when it has enough.
    /// Read <see cref="Places"/>, then <see cref="PageAt"/>.
    /// </summary>
    public bool IsRanked => _match is not null && _order is null;

    /// <summary>The places in the index, best first, as far as the window reaches or a total is counted: one pass serves both.</summary>
    public SqliteCommand Places(SqliteConnection connection, int counted)
    {
        var place = _few is null ? $"{_index.Search}.rowid" : "hit.value";
        var order = _few is null ? $"{place} DESC" : "hit.key";
        return Command(connection, $"""
            SELECT {place} FROM {Source("")}{Where()}
            ORDER BY {order} LIMIT {_parameters.Add(Math.Max(counted, (long)_query.Offset + _query.Limit))}
            """);
    }

    /// <summary>Of the most recently active rows with the very words of the text, those of which a field says just that.</summary>
    public List<long> WholePlaces(SqliteConnection connection)
    {
        var fields = WholeFields.Of(_type);
        var search = $"SELECT rowid AS place FROM {_index.Search} WHERE {_index.Search} MATCH {_parameters.Add(_text!.Wholes)} ORDER BY rowid DESC LIMIT {MostWholes}";
        var conditions = _conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions)}";
        var rows = RowReading.ReadAll(
            Command(connection, $"""
                SELECT s.seq, {string.Join(", ", fields.Select(field => $"c.{field}"))} FROM ({search}) AS whole
                CROSS JOIN {_index.Sequence} AS s ON s.seq = whole.place CROSS JOIN {_table} AS c ON c.key = s.key{conditions} ORDER BY s.seq DESC
                """),
            row => (Place: row.GetInt64(0), IsWhole: WholeFields.Texts(_type, row).Any(_text.IsWhole)));
        return [.. rows.Where(row => row.IsWhole).Select(row => row.Place)];
    }

    /// <summary>The rows at these places, in this order.</summary>
    public SqliteCommand PageAt(SqliteConnection connection, string columns, IEnumerable<long> places) => Command(connection, $"""
        SELECT {columns} FROM json_each({_parameters.Add(JsonSerializer.Serialize(places))}) AS place
        CROSS JOIN {_index.Sequence} AS s ON s.seq = place.value CROSS JOIN {_table} AS c ON c.key = s.key ORDER BY place.key
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

        if (_few is not null)
        {
            return $"json_each({_few}) AS hit CROSS JOIN {_index.Sequence} AS s ON s.seq = hit.value CROSS JOIN {_table} AS c ON c.key = s.key{joins}";
        }

        return _conditions.Count > 0 || _order is not null || needsColumns
            ? $"{_index.Search} CROSS JOIN {_index.Sequence} AS s ON s.seq = {_index.Search}.rowid CROSS JOIN {_table} AS c ON c.key = s.key{joins}"
            : _index.Search;
    }

    private string Where()
    {
        var conditions = _match is null || _few is not null ? _conditions : _conditions.Prepend($"{_index.Search} MATCH {_match}");
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
