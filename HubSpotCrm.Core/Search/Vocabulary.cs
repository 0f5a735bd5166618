using System.Numerics;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>The words of one index: what a word that was typed with a slip may have meant, and which words hold letters within them.</summary>
internal sealed class Vocabulary
{
    /// <summary>More ways to spell a word differently than this are not tried.</summary>
    public const int MostSimilar = 40;

    /// <summary>Letters that stand within words behind more beginnings than this are looked for behind the commonest of them only.</summary>
    public const int MostBeginnings = 1_000;

    private const int ShortestNear = 3;
    private readonly WordLists _words;
    private readonly WordLists? _newer;

    public Vocabulary(IEnumerable<string> words, long lastPlace)
        : this(new WordLists(words), null, lastPlace)
    {
    }

    private Vocabulary(WordLists words, WordLists? newer, long lastPlace) => (_words, _newer, LastPlace) = (words, newer, lastPlace);

    /// <summary>The newest place in the index whose words are here.</summary>
    public long LastPlace { get; }

    private IEnumerable<WordLists> All => _newer is null ? [_words] : [_words, _newer];

    public static Vocabulary Read(SqliteConnection connection, SearchIndexSchema schema)
    {
        var last = LastPlaceOf(connection, schema);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT term FROM {schema.Vocabulary}";
        using var reader = command.ExecuteReader();
        return new Vocabulary(Terms(reader), last);
    }

    public static long LastPlaceOf(SqliteConnection connection, SearchIndexSchema schema)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT max(seq) FROM {schema.Sequence}";
        return command.ExecuteScalar() as long? ?? 0;
    }

    /// <summary>This with some words more, which take the place of those that were added before.</summary>
    public Vocabulary With(IEnumerable<string> newer, long lastPlace) => new(_words, new WordLists(newer), lastPlace);

    /// <summary>Whether a word of letters begins so.</summary>
    public bool Knows(string beginning) => All.Any(words => words.Ascii.Knows(beginning) || words.Wide.Knows(beginning));

    /// <summary>
    /// The beginnings of words, up to and with these letters: <c>schmidt</c> and <c>goldschmidt</c> for <c>chmidt</c>. A word has the letters when it begins so.
    /// Those of most words first, at most <see cref="MostBeginnings"/>; empty when the letters stand in no word.
    /// </summary>
    public IReadOnlyList<string> BeginningsWith(string letters)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var words in All)
        {
            words.AddBeginningsWith(letters, found);
        }

        return [.. found.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Key).Take(MostBeginnings)];
    }

    /// <summary>Words, and beginnings of words, that may have been meant by what was typed; empty when too short, or when none is near. The nearest first.</summary>
    public IReadOnlyList<string> Similar(string typed)
    {
        var slips = Spelling.Forgiven(typed);
        return slips == 0 || !typed.All(char.IsLetter) ? [] : [.. Within(typed, slips, areWhole: false).Select(one => one.Word).Take(MostSimilar)];
    }

    /// <summary>Whole words that are nearest to what was typed, with one slip more than is forgiven; empty for one or two letters. The nearest first.</summary>
    public IReadOnlyList<NearWord> Near(string typed, int most) =>
        typed.Length < ShortestNear || !typed.All(char.IsLetter) ? [] : [.. Within(typed, Spelling.Forgiven(typed) + 1, areWhole: true).Take(most)];

    private IEnumerable<NearWord> Within(string typed, int slips, bool areWhole)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var words in All)
        {
            Walk(words.Ascii, 0, words.Ascii.Count, 0, typed, slips, areWhole, new DistanceRows(typed, typed.Length + slips + 1), found);
            Walk(words.Wide, 0, words.Wide.Count, 0, typed, slips, areWhole, new DistanceRows(typed, typed.Length + slips + 1), found);
        }

        return found.OrderBy(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => new NearWord(one.Key, one.Value));
    }

    // All words from low to high begin with the same letters, as many as deep. Numbers have no slips of spelling that could be told from others.
    private static void Walk<T>(WordBuffer<T> words, int low, int high, int depth, string typed, int slips, bool areWhole, DistanceRows rows, Dictionary<string, int> found)
        where T : unmanaged, IBinaryInteger<T>
    {
        while (low < high)
        {
            if (words.LengthOf(low) == depth)
            {
                low++;
                continue;
            }

            var letter = words.LetterOf(low, depth);
            var next = words.After(letter, depth, low, high);
            if (char.IsLetter(letter))
            {
                rows.Push(letter);
                var isFound = rows.Distance <= slips && (words.LengthOf(low) == depth + 1 || (!areWhole && depth + 1 >= typed.Length));
                if (isFound)
                {
                    found.TryAdd(words.BeginningOf(low, depth + 1), rows.Distance);
                }

                if (rows.Least <= slips && (areWhole || !isFound))
                {
                    Walk(words, low, next, depth + 1, typed, slips, areWhole, rows, found);
                }

                rows.Pop();
            }

            low = next;
        }
    }

    private static IEnumerable<string> Terms(SqliteDataReader reader)
    {
        while (reader.Read())
        {
            yield return reader.GetString(0);
        }
    }

    // Telephone numbers are most of an index's words, and hold no letters.
    private sealed class WordLists
    {
        private readonly WordBuffer<byte> _digits;

        public WordLists(IEnumerable<string> words)
        {
            var (ascii, wide, digits) = (new List<string>(), new List<string>(), new List<string>());
            foreach (var word in words)
            {
                (word.All(char.IsAsciiDigit) ? digits : System.Text.Ascii.IsValid(word) ? ascii : wide).Add(word);
            }

            (Ascii, Wide, _digits) = (new WordBuffer<byte>(ascii), new WordBuffer<char>(wide), new WordBuffer<byte>(digits));
        }

        public WordBuffer<byte> Ascii { get; }

        public WordBuffer<char> Wide { get; }

        public void AddBeginningsWith(string letters, Dictionary<string, int> found)
        {
            if (System.Text.Ascii.IsValid(letters))
            {
                Ascii.AddBeginningsWith(letters, found);
            }

            if (letters.All(char.IsAsciiDigit))
            {
                _digits.AddBeginningsWith(letters, found);
            }

            Wide.AddBeginningsWith(letters, found);
        }
    }
}

/// <summary>A word of an index, and by how many slips it differs from one that was typed.</summary>
internal readonly record struct NearWord(string Word, int Distance);
