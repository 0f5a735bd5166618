namespace HubSpotCrm.Core.Search;

/// <summary>
/// How far two words are apart: letters that are missing, too many, or others, and two neighbours that changed places, each counted once
/// (optimal string alignment, a restricted form of the distance of Damerau and Levenshtein).
/// </summary>
public static class Spelling
{
    private const int OneFrom = 4;
    private const int TwoFrom = 8;

    /// <summary>How many slips a typed word is forgiven: none up to three letters, one from four, two from eight on.</summary>
    public static int Forgiven(string word) => word.Length >= TwoFrom ? 2 : word.Length >= OneFrom ? 1 : 0;

    /// <summary>Whether the word, or as much of its beginning as was typed or more, is within so many slips of what was typed.</summary>
    public static bool Begins(string word, string typed, int slips)
    {
        var rows = new DistanceRows(typed, word.Length + 1);
        for (var length = 1; length <= word.Length; length++)
        {
            rows.Push(word[length - 1]);
            if (rows.Distance <= slips && (length >= typed.Length || length == word.Length))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The table behind the distance, a row for each letter of the word it is compared with; letters come and go at its end.</summary>
internal sealed class DistanceRows
{
    private readonly string _typed;
    private readonly List<int[]> _rows;
    private readonly List<char> _word;

    public DistanceRows(string typed, int capacity)
    {
        _typed = typed;
        _rows = new List<int[]>(capacity + 1) { Enumerable.Range(0, typed.Length + 1).ToArray() };
        _word = new List<char>(capacity);
    }

    /// <summary>From the typed word to the letters so far.</summary>
    public int Distance => _rows[_word.Count][^1];

    /// <summary>What no further letters can bring the distance below.</summary>
    public int Least { get; private set; }

    public void Push(char letter)
    {
        var (above, at) = (_rows[_word.Count], _word.Count + 1);
        if (_rows.Count == at)
        {
            _rows.Add(new int[_typed.Length + 1]);
        }

        var row = _rows[at];
        row[0] = at;
        var least = at;
        for (var column = 1; column <= _typed.Length; column++)
        {
            var cost = _typed[column - 1] == letter ? 0 : 1;
            var best = Math.Min(Math.Min(above[column] + 1, row[column - 1] + 1), above[column - 1] + cost);
            if (at > 1 && column > 1 && _typed[column - 1] == _word[^1] && _typed[column - 2] == letter)
            {
                best = Math.Min(best, _rows[at - 2][column - 2] + 1);
            }

            row[column] = best;
            least = Math.Min(least, best);
        }

        _word.Add(letter);

        // A change of places reaches back two rows.
        Least = at > 1 ? Math.Min(least, _rows[at - 1].Min()) : least;
    }

    public void Pop() => _word.RemoveAt(_word.Count - 1);
}
