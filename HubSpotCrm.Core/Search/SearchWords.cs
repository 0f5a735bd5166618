using System.Globalization;
using System.Text;

namespace HubSpotCrm.Core.Search;

/// <summary>Cuts folded text into the words that are indexed and asked for. The index's tokenizer only splits at the spaces made here.</summary>
internal static class SearchWords
{
    /// <summary>Characters of a word that count; the rest of a longer one is ignored on both sides.</summary>
    public const int MaximumWordLength = 64;

    /// <summary>Words of a search text that count.</summary>
    public const int MaximumQueryWords = 12;

    private const int MinimumJoinedDigits = 7;

    /// <summary>Runs of letters and digits; a symbol such as an emoji is a word of its own. Everything else separates.</summary>
    public static IEnumerable<string> Of(string folded)
    {
        var word = new StringBuilder();
        var length = 0;
        foreach (var rune in folded.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (IsPartOfWord(category))
            {
                if (length++ < MaximumWordLength)
                {
                    word.Append(rune);
                }

                continue;
            }

            if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
                length = 0;
            }

            if (category == UnicodeCategory.OtherSymbol && rune != Rune.ReplacementChar)
            {
                yield return rune.ToString();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    /// <summary>
    /// The FTS5 expression for a text as typed: every word the beginning of an indexed word, in any order. Null when the text has no word.
    /// A text that is a phone number also finds the number written together.
    /// </summary>
    public static string? ToMatch(string typed)
    {
        var folded = TextFolding.Fold(typed);
        var words = Of(folded).Distinct().Take(MaximumQueryWords).ToList();

        // What begins another word is found whenever that one is.
        words.RemoveAll(word => words.Exists(other => other.Length > word.Length && other.StartsWith(word, StringComparison.Ordinal)));
        if (words.Count == 0)
        {
            return null;
        }

        // Long words first: they have the fewest hits, and the others are only looked up there.
        var match = string.Join(" AND ", words.OrderByDescending(word => word.Length).Select(Prefix));
        return words.Count > 1 && JoinedDigits(folded) is { } number ? $"{Prefix(number)} OR ({match})" : match;
    }

    private static bool IsPartOfWord(UnicodeCategory category) => category
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        or UnicodeCategory.PrivateUse;

    // Words hold neither quotes nor operators, so a quoted word is always one token.
    private static string Prefix(string word) => $"\"{word}\"*";

    private static string? JoinedDigits(string folded)
    {
        if (folded.Length > MaximumWordLength || !folded.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '+' or '(' or ')' or '-' or '.' or '/'))
        {
            return null;
        }

        var digits = string.Concat(folded.Where(char.IsAsciiDigit));
        return digits.Length >= MinimumJoinedDigits ? digits : null;
    }
}
