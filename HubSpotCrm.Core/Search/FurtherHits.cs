using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search.Meaning;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>When rows are read instead of being put together.</summary>
internal sealed record FurtherLimits
{
    /// <summary>A word is common when it begins words in the search fields of so many records.</summary>
    public int Common { get; init; } = 10_000;

    /// <summary>More rows than these take longer to read than those of a common word to put together.</summary>
    public int MostRead { get; init; } = 400;
}

/// <summary>
/// What all texts of a record together say. That index has no beginnings of words of its own, so the rows of a common one, as <c>com</c> or <c>inc</c>, would be
/// put together at every question: those that the other words leave are read instead, and looked into.
/// </summary>
internal sealed class FurtherHits(SqliteConnection connection, ObjectType type, AccountDefinitions definitions, FurtherLimits? limits = null)
{
    private static readonly HashSet<string> NoWord = [];
    private readonly SearchIndexSchema _index = SearchIndexSchema.Of(type);
    private readonly FurtherLimits _limits = limits ?? new FurtherLimits();

    /// <summary>The places, the most recently active first, at most so many; whether there may be more. None for a text of one or two letters.</summary>
    public (List<long> Places, bool IsCut) Find(TypedText text, Synonyms synonyms, int most)
    {
        var parts = synonyms.Parts(text.Words);
        if (!text.Words.Any(TypedText.IsLong))
        {
            return ([], false);
        }

        var words = parts.Where(part => part.Meanings.Count == 0).SelectMany(part => part.Words);
        var common = words.Where(word => TypedText.IsLong(word) && IsCommon(word)).ToHashSet(StringComparer.Ordinal);
        if (common.Count == 0 || parts.Count == 1)
        {
            return Cut(PlacesOf(TypedText.Further(parts, NoWord), most), most);
        }

        IReadOnlyList<TypedPart> others = [.. parts.Where(part => !part.Words.Any(common.Contains))];
        if (others.Count > 0 && PlacesOf(TypedText.Further(others, NoWord), _limits.MostRead + 1) is var few && few.Count <= _limits.MostRead)
        {
            return (Holding(few, common), false);
        }

        // Too many to read: a common word has to stand there as it was typed, but for the longest where all are common.
        if (others.Count == 0)
        {
            common.Remove(common.MaxBy(word => word.Length)!);
        }

        return (PlacesOf(TypedText.Further(parts, common), most), true);
    }

    private static (List<long> Places, bool IsCut) Cut(List<long> places, int most) => (places, places.Count == most);

    private bool IsCommon(string word)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM (SELECT 1 FROM {_index.Search} WHERE {_index.Search} MATCH $beginning LIMIT {_limits.Common})";
        command.Parameters.AddWithValue("$beginning", $"\"{word}\"*");
        return (long)command.ExecuteScalar()! == _limits.Common;
    }

    private List<long> PlacesOf(string match, int most)
    {
        var command = connection.CreateCommand();
        command.CommandText = $"SELECT rowid FROM {_index.Further} WHERE {_index.Further} MATCH $match ORDER BY rowid DESC LIMIT $most";
        command.Parameters.AddWithValue("$match", match);
        command.Parameters.AddWithValue("$most", most);
        return RowReading.ReadAll(command, row => row.GetInt64(0));
    }

    // The same words as the index has.
    private List<long> Holding(List<long> places, IReadOnlyCollection<string> beginnings)
    {
        var command = RowReading.ForKeys(connection, $"SELECT s.seq, s.key, s.text FROM json_each($keys) AS found CROSS JOIN {_index.Sequence} AS s ON s.seq = found.value", places);
        var rows = RowReading.ReadAll(command, row => (Place: row.GetInt64(0), Key: row.GetInt64(1), Text: row.GetString(2)));
        var further = new FurtherText(connection, null, definitions).Words(type, [.. rows.Select(row => row.Key)]);
        return [.. rows.Where(row => Holds($" {row.Text} {further.GetValueOrDefault(row.Key, "")}")).Select(row => row.Place)];

        bool Holds(string words) => beginnings.All(beginning => words.Contains($" {beginning}", StringComparison.Ordinal));
    }
}
