using HubSpotCrm.Benchmarks.Filters;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Benchmarks.Postgres;

/// <summary>A statement with its values, which it names <c>$1</c>, <c>$2</c> ...</summary>
internal sealed record PostgresStatement(string Sql, IReadOnlyList<object> Values);

/// <summary>
/// The first page of a list as a question to PostgreSQL. Ranked as the portal ranks: rows of which a field says just what was typed, then the most recently
/// active; words that begin so, and letters within words where there is no such row (what the first answer of <see cref="SearchDepth.First"/> finds).
/// </summary>
internal sealed class PostgresQuestion
{
    // As TextHits: of so many of the most recently active with the very words, those come first of which a field says just that.
    private const int MostWholes = 100;
    private const int ShortestWithin = 3;
    private readonly ObjectType _type;
    private readonly RecordQuery _query;
    private readonly TypedText? _text;
    private readonly FilterDays _days;

    public PostgresQuestion(ObjectType type, RecordQuery query, DateTimeOffset now)
    {
        (_type, _query) = (type, query);
        _text = TypedText.Of(query.Text);
        _days = FilterDays.At(AccountData.Definitions.Zone, now);
    }

    /// <summary>Where the text begins no word, it may stand within one: then <see cref="Rows"/> and <see cref="Count"/> are asked again.</summary>
    public bool MayBeWithin => _text is { Id: null };

    /// <summary>A filter may leave nothing of what the text finds; whether it finds anything is asked with <see cref="Finds"/>.</summary>
    public bool HasFilters => _query.Filters.Count > 0;

    /// <summary>The rows of the page, best first; the key is the first column.</summary>
    public PostgresStatement Rows(bool isWithin)
    {
        var (parameters, table) = (new List<object>(), _type.Singular());
        var columns = string.Concat(PostgresColumns.Of(_type).Where(column => column.Property is null).Select(column => $", c.{column.Name}"));
        var where = Where(parameters, isWithin);
        if (_query.Sort.Count > 0 || _text is null)
        {
            return new($"SELECT c.key, c.hub_spot_id{columns} FROM {table} AS c{where} ORDER BY {Order(parameters)} LIMIT {ColumnTables.Number(_query.Limit)}", parameters);
        }

        if (isWithin || _text.Id is not null)
        {
            return new($"SELECT c.key, c.hub_spot_id{columns} FROM {table} AS c{where} ORDER BY c.place DESC LIMIT {ColumnTables.Number(_query.Limit)}", parameters);
        }

        var conditions = Conditions(parameters);
        var filtered = conditions.Count == 0 ? "" : $"JOIN {table} AS c ON c.key = w.key ";
        return new(
            $"""
            WITH recent AS (SELECT c.key, c.place FROM {table} AS c WHERE c.tsv @@ {Parameter(parameters, Lexemes(_text.Wholes))}::tsquery ORDER BY c.place DESC LIMIT {ColumnTables.Number(MostWholes)}),
            whole AS MATERIALIZED (SELECT w.key, recent.place FROM recent JOIN {table}_whole AS w ON w.key = recent.key {filtered}WHERE {string.Join(" AND ", conditions.Prepend($"{Parameter(parameters, Words(_text.Words))} = ANY(w.texts)"))}),
            hits AS (SELECT c.key, c.place FROM {table} AS c{where} ORDER BY c.place DESC LIMIT {ColumnTables.Number(_query.Limit)})
            SELECT c.key, c.hub_spot_id{columns}
            FROM (SELECT key, place, 0 AS rank FROM whole UNION ALL SELECT key, place, 1 FROM hits WHERE key NOT IN (SELECT key FROM whole)) AS found
            JOIN {table} AS c ON c.key = found.key ORDER BY found.rank, found.place DESC LIMIT {ColumnTables.Number(_query.Limit)}
            """,
            parameters);
    }

    /// <summary>The number of rows as far as lists count.</summary>
    public PostgresStatement Count(bool isWithin)
    {
        var parameters = new List<object>();
        return new($"SELECT count(*) FROM (SELECT 1 FROM {_type.Singular()} AS c{Where(parameters, isWithin)} LIMIT {ColumnTables.Number(RecordSearch.ExactTotal + 1)}) AS counted", parameters);
    }

    /// <summary>Whether a word begins so anywhere.</summary>
    public PostgresStatement Finds()
    {
        var parameters = new List<object>();
        return new($"SELECT EXISTS (SELECT 1 FROM {_type.Singular()} AS c WHERE {Match(parameters, isWithin: false)})", parameters);
    }

    /// <summary>
    /// An FTS5 expression of the portal's as a <c>tsquery</c>. Its words are quoted, hold neither quotes nor backslashes and are no text to be parsed:
    /// <c>"ann"* AND "schm"*</c> becomes <c>'ann':* &amp; 'schm':*</c>.
    /// </summary>
    public static string Lexemes(string match) => match
        .Replace("\"*", "':*", StringComparison.Ordinal).Replace('"', '\'').Replace(" AND ", " & ", StringComparison.Ordinal).Replace(" OR ", " | ", StringComparison.Ordinal);

    /// <summary>A field's words as they are compared with those that were typed.</summary>
    public static string Words(IEnumerable<string> words) => string.Join(' ', words.Distinct());

    private string Where(List<object> parameters, bool isWithin)
    {
        List<string> all = _text is null ? Conditions(parameters) : [Match(parameters, isWithin), .. Conditions(parameters)];
        return all.Count == 0 ? "" : $" WHERE {string.Join(" AND ", all)}";
    }

    private string Match(List<object> parameters, bool isWithin) => _text switch
    {
        { Id: { } id } => $"c.hub_spot_id = {Parameter(parameters, id)}",
        { } text when isWithin => string.Join(" AND ", text.Words.Select(word => word.EnumerateRunes().Count() < ShortestWithin
            ? $"c.tsv @@ {Parameter(parameters, $"'{word}':*")}::tsquery"
            : $"c.words LIKE {Parameter(parameters, $"%{PostgresFilterDialect.Pattern(word)}%")}")),
        _ => $"c.tsv @@ {Parameter(parameters, Lexemes(_text!.Beginnings))}::tsquery",
    };

    private List<string> Conditions(List<object> parameters)
    {
        var filters = new FilterSql(new PostgresFilterDialect(parameters), AccountData.Definitions, _days);
        return [.. _query.Filters.Select(filter => filters.Condition(_type, filter, "c").Value).OfType<string>()];
    }

    private string Order(List<object> parameters)
    {
        var keys = RecordOrder.KeysOf(_type, _query.Sort, AccountData.Definitions).Value;
        if (keys.Count == 0)
        {
            return $"c.{PostgresTables.ActivityOf(_type)} DESC NULLS LAST, c.key DESC";
        }

        var terms = new List<string>();
        foreach (var (field, descending, choices) in keys)
        {
            var (value, direction) = (PostgresTables.Compared(PostgresColumns.OfSort(field), "c."), PostgresTables.Direction(descending));
            if (choices.Count > 0)
            {
                terms.Add($"{value} IS NULL");
                terms.Add($"coalesce(array_position({Parameter(parameters, choices.ToArray())}, {value}), {ColumnTables.Number(choices.Count + 1)}) {direction}");
            }

            terms.Add($"{value} {direction} NULLS LAST");
        }

        return string.Join(", ", terms.Append($"c.key {PostgresTables.Direction(keys[0].Descending)}"));
    }

    private static string Parameter(List<object> parameters, object value)
    {
        parameters.Add(value);
        return $"${ColumnTables.Number(parameters.Count)}";
    }
}
