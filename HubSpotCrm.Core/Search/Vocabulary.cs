using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>The words of one index that consist of letters, in the order of their letters; numbers have no slips of spelling that could be told from others.</summary>
internal sealed class Vocabulary
{
    /// <summary>More ways to spell a word differently than this are not tried.</summary>
    public const int MostSimilar = 40;

    private readonly string[] _words;

    public Vocabulary(IEnumerable<string> words, long lastPlace)
    {
        _words = [.. words.Where(word => word.All(char.IsLetter)).Distinct()];
        Array.Sort(_words, StringComparer.Ordinal);
        LastPlace = lastPlace;
    }

    /// <summary>The newest place in the index when this was read: a newer one means that there may be words more.</summary>
    public long LastPlace { get; }

    public static Vocabulary Read(SqliteConnection connection, SearchIndexSchema schema)
    {
        var last = LastPlaceOf(connection, schema);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT term FROM {schema.Vocabulary} WHERE term >= 'a'";
        using var reader = command.ExecuteReader();
        return new Vocabulary(Terms(reader), last);
    }

    public static long LastPlaceOf(SqliteConnection connection, SearchIndexSchema schema)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT max(seq) FROM {schema.Sequence}";
        return command.ExecuteScalar() as long? ?? 0;
    }

    /// <summary>Whether a word begins so.</summary>
    public bool Knows(string beginning)
    {
        var at = First(beginning, 0, _words.Length);
        return at < _words.Length && _words[at].StartsWith(beginning, StringComparison.Ordinal);
    }

    /// <summary>Words, and beginnings of words, that may have been meant by what was typed; empty when too short, or when none is near. The nearest first.</summary>
    public IReadOnlyList<string> Similar(string typed)
    {
        var slips = Spelling.Forgiven(typed);
        if (slips == 0 || !typed.All(char.IsLetter))
        {
            return [];
        }

        var found = new List<(string Word, int Distance)>();
        Walk(0, _words.Length, 0, new DistanceRows(typed, typed.Length + slips + 1));
        return [.. found.OrderBy(one => one.Distance).ThenBy(one => one.Word, StringComparer.Ordinal).Select(one => one.Word).Take(MostSimilar)];

        // All words from low to high begin with the same letters, as many as deep.
        void Walk(int low, int high, int depth, DistanceRows rows)
        {
            while (low < high)
            {
                if (_words[low].Length == depth)
                {
                    low++;
                    continue;
                }

                var letter = _words[low][depth];
                var next = After(letter, depth, low, high);
                rows.Push(letter);
                if (rows.Distance <= slips && (depth + 1 >= typed.Length || _words[low].Length == depth + 1))
                {
                    found.Add((_words[low][..(depth + 1)], rows.Distance));
                }
                else if (rows.Least <= slips)
                {
                    Walk(low, next, depth + 1, rows);
                }

                rows.Pop();
                low = next;
            }
        }
    }

    private static IEnumerable<string> Terms(SqliteDataReader reader)
    {
        while (reader.Read())
        {
            yield return reader.GetString(0);
        }
    }

    // The first word from low on that has another letter there.
    private int After(char letter, int depth, int low, int high)
    {
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_words[middle].Length > depth && _words[middle][depth] > letter)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private int First(string beginning, int low, int high)
    {
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_words[middle], beginning) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
