using System.Text;
using HubSpotCrm.Core.Search.Meaning;

namespace HubSpotCrm.Core.Search;

/// <summary>A search text as it was typed, and what it asks of an index.</summary>
/// <param name="Words">The words, folded, in the order they were typed.</param>
/// <param name="Beginnings">An FTS5 expression: every word begins one of the record's, in any order.</param>
/// <param name="Wholes">An FTS5 expression: every word is one of the record's.</param>
/// <param name="Id">HubSpot's id, from <c>#123</c>; null when none was asked for.</param>
internal sealed record TypedText(IReadOnlyList<string> Words, string Beginnings, string Wholes, string? Id)
{
    // A word of one or two letters stands within nearly all others: it has to begin one.
    private const int ShortestWithin = 3;
    private const int LongestId = 20;

    /// <summary>Null when the text has no word.</summary>
    public static TypedText? Of(string typed)
    {
        if (SearchWords.ToMatch(typed) is not { } beginnings)
        {
            return null;
        }

        var words = SearchWords.Of(TextFolding.Fold(typed)).Distinct().Take(SearchWords.MaximumQueryWords).ToList();
        return new TypedText(words, beginnings, string.Join(" AND ", words.Select(Whole)), IdOf(typed.AsSpan().Trim()));
    }

    /// <summary>An FTS5 expression: every word stands within one of the record's. Null when no word of the index holds one of them, or none holds more than begin so.</summary>
    public string? Within(Vocabulary vocabulary)
    {
        var (parts, isMore) = (new List<string>(), false);
        foreach (var word in Words)
        {
            if (!IsLong(word))
            {
                parts.Add(Beginning(word));
                continue;
            }

            var beginnings = vocabulary.BeginningsWith(word);
            if (beginnings.Count == 0)
            {
                return null;
            }

            isMore |= beginnings.Any(beginning => beginning != word);
            parts.Add(AnyOf(beginnings));
        }

        return isMore ? string.Join(" AND ", parts) : null;
    }

    /// <summary>
    /// The words with what may have been meant by those that begin none of the index's: an FTS5 expression, or null when all are known, or one is like no word.
    /// A word that is known is taken as it is, so that a right name never brings others.
    /// </summary>
    public string? Respelt(Vocabulary vocabulary)
    {
        var (parts, isOther) = (new List<string>(), false);
        foreach (var word in Words)
        {
            if (!word.All(char.IsLetter) || vocabulary.Knows(word))
            {
                parts.Add(Beginning(word));
                continue;
            }

            var similar = vocabulary.Similar(word);
            if (similar.Count == 0)
            {
                return null;
            }

            isOther = true;
            parts.Add(AnyOf(similar));
        }

        return isOther ? string.Join(" AND ", parts) : null;
    }

    /// <summary>
    /// An FTS5 expression over all words of a record: it has every one of the parts of a text, or says it in other words.
    /// </summary>
    /// <param name="whole">Words that are not taken as beginnings, and neither are those of one or two letters.</param>
    public static string Further(IReadOnlyList<TypedPart> parts, IReadOnlySet<string> whole)
    {
        return string.Join(" AND ", parts.Select(part => part.Meanings.Count == 0
            ? All(part.Words, Term)
            : $"({string.Join(" OR ", part.Meanings.Select(said => $"({All(said, Whole)})").Prepend($"({All(part.Words, Term)})"))})"));

        // Beginnings have no index of their own there: one or two letters would put together half of it.
        string Term(string word) => IsLong(word) && !whole.Contains(word) ? Beginning(word) : Whole(word);

        static string All(IReadOnlyList<string> words, Func<string, string> term) => string.Join(" AND ", words.Select(term));
    }

    /// <summary>Whether a field says just this: the same words in the same order.</summary>
    public bool IsWhole(string? field) => !string.IsNullOrEmpty(field) && SearchWords.Of(TextFolding.Fold(field)).Distinct().SequenceEqual(Words);

    /// <summary>Long enough to be looked for where it stands within a word, or among all texts.</summary>
    public static bool IsLong(string word) => word.EnumerateRunes().Count() >= ShortestWithin;

    private static string AnyOf(IReadOnlyList<string> beginnings) => $"({string.Join(" OR ", beginnings.Select(Beginning))})";

    private static string Beginning(string word) => $"\"{word}\"*";

    private static string Whole(string word) => $"\"{word}\"";

    private static string? IdOf(ReadOnlySpan<char> typed) =>
        typed is ['#', .. var id] && id.Length is > 0 and <= LongestId && id.IndexOfAnyExceptInRange('0', '9') < 0 ? id.ToString() : null;
}
