using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Core.Search.Meaning;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>How far a text is followed.</summary>
public enum SearchDepth
{
    /// <summary>Everything a text finds.</summary>
    Whole,

    /// <summary>What is found first: words that begin so, and what stands within words where there are none. The rest is asked for when that is little.</summary>
    First,
}

/// <summary>
/// Which places of an index a text finds. They are settled by the text alone, so that a filter only takes from them: words that begin so; where these
/// are few, behind them such letters within words; where they are still few, what all other texts of a record say, also in other words; then words that
/// are spelt nearly so, and among these those that a model calls close in meaning. An id finds its record and nothing else.
/// </summary>
internal sealed class TextHits
{
    /// <summary>Where fewer rows than this are found, the next way to find some is tried.</summary>
    public const int Enough = 20;

    // Of so many of the most recently active that hold the words as they are, those come first of which a field says just that.
    private const int MostWholes = 100;
    private readonly ObjectType _type;
    private readonly SearchIndexSchema _index;
    private readonly TypedText _text;
    private readonly SqlParameters _parameters;
    private readonly string _match;
    private readonly HashSet<long> _elsewhere = [];
    private readonly HashSet<long> _meant = [];
    private List<long>? _places;
    private string? _few;

    private TextHits(ObjectType type, TypedText text, SqlParameters parameters)
    {
        (_type, _index, _text, _parameters) = (type, SearchIndexSchema.Of(type), text, parameters);
        _match = parameters.Add(text.Beginnings);
    }

    /// <summary>Null when the text has no word: it leaves no row out.</summary>
    public static TextHits? Of(ObjectType type, string text, SqlParameters parameters) =>
        TypedText.Of(text) is { } typed ? new TextHits(type, typed, parameters) : null;

    /// <summary>Followed to its end, the text may find more.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Places whose search fields do not say what was typed; another text of the record does.</summary>
    public IReadOnlySet<long> Elsewhere => _elsewhere;

    /// <summary>Places that no word led to: they are close in meaning.</summary>
    public IReadOnlySet<long> Meant => _meant;

    /// <summary>The text in parts, with what each may mean.</summary>
    public IReadOnlyList<TypedPart> Parts { get; private set; } = [];

    /// <summary>There are more than are told, or there may be.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The places of all hits, best first, where they were settled to be few; else null, and <see cref="Source"/> has them.</summary>
    public IReadOnlyList<long>? Places => _places;

    /// <summary>The column with a row's place in the index.</summary>
    public string Place => _few is null ? $"{_index.Search}.rowid" : "hit.value";

    /// <summary>Best first, without the words <c>ORDER BY</c>.</summary>
    public string Order => _few is null ? $"{_index.Search}.rowid DESC" : "hit.key";

    /// <summary>Null when <see cref="Source"/> has the hits only.</summary>
    public string? Condition => _few is null ? $"{_index.Search} MATCH {_match}" : null;

    /// <summary>To be called before anything else is asked, within the same transaction.</summary>
    /// <param name="most">More rows of each way to find some are not looked for, but for the first.</param>
    /// <param name="words">The words of this index; asked for when needed.</param>
    /// <param name="meant">Keys of records that are close in meaning, nearest first.</param>
    public void Settle(
        SqliteConnection connection, SearchDepth depth, int most, Func<Vocabulary> words, Synonyms synonyms, AccountDefinitions definitions, IReadOnlyList<long> meant)
    {
        var places = _text.Id is { } id ? PlacesOfId(connection, id) : PlacesOf(connection, _text.Beginnings, Enough);
        if (_text.Id is null && places.Count == Enough)
        {
            return;
        }

        if (_text.Id is null)
        {
            Follow(connection, places, depth, most, words, synonyms, definitions, meant);
        }

        _places = [.. places.Distinct()];
        _few = _parameters.Add(JsonSerializer.Serialize(_places));
    }

    /// <summary>The places of the best hits, best first: at most so many, or all that were settled to be few.</summary>
    public IReadOnlyList<long> Read(SqliteConnection connection, int most = int.MaxValue) => _places
        ?? RowReading.ReadNumbers(Command(connection, $"SELECT rowid FROM {_index.Search} WHERE {Condition} ORDER BY {Order} LIMIT {_parameters.Add(most)}"));

    /// <summary>Where rows are read from: the hits, and with them their places as <c>s</c>, and the typed rows as <c>c</c>.</summary>
    public string Source(string table, bool withRecords) => (_few, withRecords) switch
    {
        ({ } few, _) => $"json_each({few}) AS hit CROSS JOIN {_index.Sequence} AS s ON s.seq = hit.value CROSS JOIN {table} AS c ON c.key = s.key",
        (null, true) => $"{_index.Search} CROSS JOIN {_index.Sequence} AS s ON s.seq = {_index.Search}.rowid CROSS JOIN {table} AS c ON c.key = s.key",
        (null, false) => _index.Search,
    };

    /// <summary>Of the most recently active rows with the very words of the text, the places of those of which a field says just that.</summary>
    public List<long> Wholes(SqliteConnection connection, string table, IReadOnlyList<string> conditions)
    {
        var fields = WholeFields.Of(_type);
        var search = $"SELECT rowid AS place FROM {_index.Search} WHERE {_index.Search} MATCH {_parameters.Add(_text.Wholes)} ORDER BY rowid DESC LIMIT {MostWholes}";
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        var rows = RowReading.ReadAll(
            Command(connection, $"""
                SELECT s.seq, {string.Join(", ", fields.Select(field => $"c.{field}"))} FROM ({search}) AS whole
                CROSS JOIN {_index.Sequence} AS s ON s.seq = whole.place CROSS JOIN {table} AS c ON c.key = s.key{where} ORDER BY s.seq DESC
                """),
            row => (Place: row.GetInt64(0), IsWhole: WholeFields.Texts(_type, row).Any(_text.IsWhole)));
        return [.. rows.Where(row => row.IsWhole).Select(row => row.Place)];
    }

    /// <summary>Of the records with these keys, those at some of the places: the words that the index has of their search fields.</summary>
    public Dictionary<long, string> TextsAt(IReadOnlySet<long> places, SqliteConnection connection, IEnumerable<long> keys)
    {
        var command = RowReading.ForKeys(connection, $"SELECT seq, key, text FROM {_index.Sequence} WHERE key IN (SELECT value FROM json_each($keys))", keys);
        return RowReading.ReadAll(command, row => (Place: row.GetInt64(0), Key: row.GetInt64(1), Text: row.GetString(2)))
            .Where(row => places.Contains(row.Place)).ToDictionary(row => row.Key, row => row.Text);
    }

    private void Follow(
        SqliteConnection connection, List<long> places, SearchDepth depth, int most, Func<Vocabulary> words, Synonyms synonyms, AccountDefinitions definitions, IReadOnlyList<long> meant)
    {
        if (places.Count == 0 || depth == SearchDepth.Whole)
        {
            places.AddRange(Look(_text.Within(words())));
        }

        if (depth == SearchDepth.First)
        {
            IsPartial = places.Count < Enough;
            return;
        }

        var certain = places.ToList();
        if (places.Count < Enough)
        {
            Parts = synonyms.Parts(_text.Words);
            var (further, isCut) = new FurtherHits(connection, _type, definitions).Find(_text, synonyms, most);
            IsCut |= isCut;
            _elsewhere.UnionWith(further.Except(places));
            places.AddRange(_elsewhere.OrderDescending());
        }

        if (places.Count < Enough)
        {
            places.AddRange(Look(_text.Respelt(words())));
        }

        if (certain.Count < Enough && meant.Count > 0)
        {
            var near = PlacesOfKeys(connection, meant);
            _meant.UnionWith(near.Except(places));
            var merged = RankFusion.Merge(certain, places, near);
            places.Clear();
            places.AddRange(merged);
        }

        // What was found before is found again, and counts once.
        IEnumerable<long> Look(string? match)
        {
            var found = match is null ? [] : PlacesOf(connection, match, most);
            IsCut |= found.Count == most;
            return found.Except(places).ToList();
        }
    }

    private List<long> PlacesOf(SqliteConnection connection, string match, int most) => RowReading.ReadAll(
        Command(connection, $"SELECT rowid FROM {_index.Search} WHERE {_index.Search} MATCH {_parameters.Add(match)} ORDER BY rowid DESC LIMIT {_parameters.Add(most)}"),
        row => row.GetInt64(0));

    private List<long> PlacesOfKeys(SqliteConnection connection, IReadOnlyList<long> keys) => RowReading.ReadAll(
        RowReading.ForKeys(connection, $"SELECT s.seq FROM json_each($keys) AS near CROSS JOIN {_index.Sequence} AS s ON s.key = near.value ORDER BY near.key", keys),
        row => row.GetInt64(0));

    private List<long> PlacesOfId(SqliteConnection connection, string id) => RowReading.ReadAll(
        Command(connection, $"SELECT s.seq FROM record AS r CROSS JOIN {_index.Sequence} AS s ON s.key = r.key WHERE r.type = {(int)_type} AND r.hubspot_id = {_parameters.Add(id)}"),
        row => row.GetInt64(0));

    private SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        _parameters.ApplyTo(command);
        return command;
    }
}
