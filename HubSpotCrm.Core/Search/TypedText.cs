using System.Text;

namespace HubSpotCrm.Core.Search;

/// <summary>A search text as it was typed, and what it asks of an index.</summary>
/// <param name="Words">The words, folded, in the order they were typed.</param>
/// <param name="Beginnings">An FTS5 expression: every word begins one of the record's, in any order.</param>
/// <param name="Wholes">An FTS5 expression: every word is one of the record's.</param>
/// <param name="Parts">An expression over runs of three letters that every record with these words within its own fulfils, and some others do; null when all words are shorter.</param>
/// <param name="Id">HubSpot's id, from <c>#123</c>; null when none was asked for.</param>
internal sealed record TypedText(IReadOnlyList<string> Words, string Beginnings, string Wholes, string? Parts, string? Id)
{
    private const int RunLength = 3;
    private const int LongestId = 20;

    // Of a long text the first words tell enough.
    private const int MostRuns = 60;

    /// <summary>Null when the text has no word.</summary>
    public static TypedText? Of(string typed)
    {
        if (SearchWords.ToMatch(typed) is not { } beginnings)
        {
            return null;
        }

        var words = SearchWords.Of(TextFolding.Fold(typed)).Distinct().Take(SearchWords.MaximumQueryWords).ToList();
        var runs = words.SelectMany(Runs).Distinct().Take(MostRuns).ToList();
        return new TypedText(
            words,
            beginnings,
            string.Join(" AND ", words.Select(word => $"\"{word}\"")),
            runs.Count == 0 ? null : string.Join(" AND ", runs.Select(run => $"\"{run}\"")),
            IdOf(typed.AsSpan().Trim()));
    }

    /// <summary>Whether a field says just this: the same words in the same order.</summary>
    public bool IsWhole(string? field) => !string.IsNullOrEmpty(field) && SearchWords.Of(TextFolding.Fold(field)).Distinct().SequenceEqual(Words);

    /// <summary>Whether the word is long enough to be looked for within others.</summary>
    public static bool HasRuns(string word) => word.EnumerateRunes().Count() >= RunLength;

    private static IEnumerable<string> Runs(string word)
    {
        var letters = word.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        for (var at = 0; at + RunLength <= letters.Count; at++)
        {
            yield return string.Concat(letters.Skip(at).Take(RunLength));
        }
    }

    private static string? IdOf(ReadOnlySpan<char> typed) =>
        typed is ['#', .. var id] && id.Length is > 0 and <= LongestId && id.IndexOfAnyExceptInRange('0', '9') < 0 ? id.ToString() : null;
}
