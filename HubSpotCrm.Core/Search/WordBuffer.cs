using System.Numerics;

namespace HubSpotCrm.Core.Search;

/// <summary>Many words in little memory: one behind the other in the order of their letters, with the place of each.</summary>
/// <typeparam name="T">A byte where all letters are ASCII, else a UTF-16 unit.</typeparam>
internal sealed class WordBuffer<T>
    where T : unmanaged, IBinaryInteger<T>
{
    // No word holds it, and it is before all that one holds.
    private const char Between = '\n';
    private static readonly T Mark = T.CreateTruncating(Between);
    private readonly T[] _letters;
    private readonly int[] _starts;

    public WordBuffer(List<string> words)
    {
        words.Sort(StringComparer.Ordinal);
        _letters = new T[1 + words.Sum(word => word.Length + 1)];
        _starts = new int[words.Count + 1];
        _letters[0] = Mark;
        var at = 1;
        for (var index = 0; index < words.Count; index++)
        {
            _starts[index] = at;
            foreach (var letter in words[index])
            {
                _letters[at++] = T.CreateTruncating(letter);
            }

            _letters[at++] = Mark;
        }

        _starts[^1] = at;
    }

    public int Count => _starts.Length - 1;

    /// <summary>How many letters a word has, by its place.</summary>
    public int LengthOf(int index) => _starts[index + 1] - _starts[index] - 1;

    public char LetterOf(int index, int depth) => (char)uint.CreateTruncating(_letters[_starts[index] + depth]);

    /// <summary>So many letters of a word.</summary>
    public string BeginningOf(int index, int length) => Text(_letters.AsSpan(_starts[index], length));

    /// <summary>Whether a word begins so.</summary>
    public bool Knows(string beginning)
    {
        var (low, high) = (0, Count);
        for (var depth = 0; depth < beginning.Length && low < high; depth++)
        {
            low = beginning[depth] == 0 ? low : After((char)(beginning[depth] - 1), depth, low, high);
            high = After(beginning[depth], depth, low, high);
        }

        return low < high;
    }

    /// <summary>Of the words from low to high, which begin with the same letters up to this depth, the first with a later letter there.</summary>
    public int After(char letter, int depth, int low, int high)
    {
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (LengthOf(middle) > depth && LetterOf(middle, depth) > letter)
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

    /// <summary>Adds what stands before the letters and with them, from the beginning of each word that has them: <c>schmidt</c> for <c>chmidt</c>; and how many words begin so.</summary>
    public void AddBeginningsWith(string letters, Dictionary<string, int> found)
    {
        Span<T> part = stackalloc T[SearchWords.MaximumWordLength * 2];
        for (var at = 0; at < letters.Length; at++)
        {
            part[at] = T.CreateTruncating(letters[at]);
        }

        part = part[..letters.Length];
        ReadOnlySpan<T> all = _letters;
        ReadOnlySpan<T> last = [];
        var (count, from) = (0, 0);
        while (all[from..].IndexOf(part) is >= 0 and var ahead)
        {
            var end = from + ahead + part.Length;
            var beginning = all[(all[..(from + ahead)].LastIndexOf(Mark) + 1)..end];
            if (!beginning.SequenceEqual(last))
            {
                Keep(last, count);
                last = beginning;
                count = 0;
            }

            count++;
            from = end + all[end..].IndexOf(Mark);
        }

        Keep(last, count);

        void Keep(ReadOnlySpan<T> beginning, int words)
        {
            if (words > 0)
            {
                var key = Text(beginning);
                found[key] = found.GetValueOrDefault(key) + words;
            }
        }
    }

    private static string Text(ReadOnlySpan<T> letters)
    {
        Span<char> text = stackalloc char[letters.Length];
        for (var at = 0; at < letters.Length; at++)
        {
            text[at] = (char)uint.CreateTruncating(letters[at]);
        }

        return text.ToString();
    }
}
