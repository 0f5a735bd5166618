using System.Text;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>A piece of a text; a match is what the search asked for.</summary>
public readonly record struct TextPart(string Text, bool IsMatch);

/// <summary>Finds in a shown text what a search text matched: words that begin with a searched word, folded as the index folds them.</summary>
public sealed class TextMatch
{
    // As the index: shorter pieces stand in every other word.
    private const int ShortestWithin = 3;
    private readonly string[] _words;
    private readonly HashSet<string> _within;

    public TextMatch(string search)
        : this([.. Words(FoldSafely(search)).Distinct().OrderByDescending(word => word.Length)], [])
    {
    }

    private TextMatch(string[] words, HashSet<string> within) => (_words, _within) = (words, within);

    public bool IsEmpty => _words.Length == 0;

    /// <summary>For a record with these texts: a searched word that begins none of their words is looked for within them.</summary>
    public TextMatch For(IEnumerable<string?> texts)
    {
        var open = _words.Where(word => word.Length >= ShortestWithin).ToHashSet();
        foreach (var text in texts.TakeWhile(_ => open.Count > 0).OfType<string>())
        {
            open.RemoveWhere(word => new TextMatch([word], []).IsIn(text));
        }

        return open.Count == 0 ? this : new TextMatch(_words, open);
    }

    /// <summary>Whether a word of the text begins with one of the searched words.</summary>
    public bool IsIn(string? text) => !IsEmpty && !string.IsNullOrEmpty(text) && Mark(text).Any(part => part.IsMatch);

    /// <summary>The text in pieces that together are the text.</summary>
    public IReadOnlyList<TextPart> Mark(string text)
    {
        if (IsEmpty || text.Length == 0)
        {
            return [new TextPart(text, false)];
        }

        var (folded, origin) = FoldWithOrigin(text);
        var parts = new List<TextPart>();
        var plainFrom = 0;
        for (var at = 0; at < folded.Length;)
        {
            var length = MatchAt(folded, at, IsWordStart(folded, at));
            if (length == 0)
            {
                at++;
                continue;
            }

            // A match may end inside a letter that folds to two, as ß does: the letter is marked whole.
            var last = origin[at + length - 1];
            var (from, to) = (origin[at], origin.Skip(at + length).FirstOrDefault(next => next > last, text.Length));
            if (from >= plainFrom && to > from)
            {
                Add(parts, text[plainFrom..from], false);
                Add(parts, text[from..to], true);
                plainFrom = to;
            }

            at += length;
        }

        Add(parts, text[plainFrom..], false);
        return parts;
    }

    private int MatchAt(string folded, int at, bool isStart) =>
        _words.FirstOrDefault(word => (isStart || _within.Contains(word)) && string.CompareOrdinal(folded, at, word, 0, word.Length) == 0)?.Length ?? 0;

    private static bool IsWordStart(string folded, int at) =>
        char.IsLetterOrDigit(folded[at]) && (at == 0 || !char.IsLetterOrDigit(folded[at - 1]));

    private static void Add(List<TextPart> parts, string text, bool isMatch)
    {
        if (text.Length > 0)
        {
            parts.Add(new TextPart(text, isMatch));
        }
    }

    private static IEnumerable<string> Words(string folded)
    {
        var from = -1;
        for (var at = 0; at <= folded.Length; at++)
        {
            var inWord = at < folded.Length && char.IsLetterOrDigit(folded[at]);
            if (inWord && from < 0)
            {
                from = at;
            }
            else if (!inWord && from >= 0)
            {
                yield return folded[from..at];
                from = -1;
            }
        }
    }

    // Folding shortens and lengthens text, so each folded letter remembers where its original stands; the last entry is the end.
    private static (string Folded, int[] Origin) FoldWithOrigin(string text)
    {
        var folded = new StringBuilder();
        var origin = new List<int>();
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var letter in TextFolding.Fold(rune.ToString()))
            {
                folded.Append(letter);
                origin.Add(at);
            }

            at += rune.Utf16SequenceLength;
        }

        origin.Add(text.Length);
        return (folded.ToString(), [.. origin]);
    }

    private static string FoldSafely(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => TextFolding.Fold(rune.ToString())));
}
