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
    private const int LongestCountryCode = 3;

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
        var numbers = PhoneForms(folded);
        return numbers.Count > 0 ? $"{string.Join(" OR ", numbers.Select(Prefix))} OR ({match})" : match;
    }

    private static bool IsPartOfWord(UnicodeCategory category) => category
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        or UnicodeCategory.PrivateUse;

    // Words hold neither quotes nor operators, so a quoted word is always one token.
    private static string Prefix(string word) => $"\"{word}\"*";

    // The ways a number may be kept that was typed so: together; without "00", a "0" of the trunk, or "(0)"; and within the country, where
    // nothing tells how long the country's code is. Empty when the text is no telephone number.
    private static IReadOnlyList<string> PhoneForms(string folded)
    {
        var typed = folded.Trim();
        if (typed.Length > MaximumWordLength || !typed.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '+' or '(' or ')' or '-' or '.' or '/'))
        {
            return [];
        }

        var together = Digits(typed);
        if (together.Length < MinimumJoinedDigits)
        {
            return [];
        }

        var plain = Digits(typed.Replace("(0)", "", StringComparison.Ordinal));
        var forms = new List<string> { together, plain, plain.TrimStart('0') };
        if (typed[0] == '+' || plain.StartsWith("00", StringComparison.Ordinal))
        {
            var international = plain.TrimStart('0');
            for (var code = 1; code <= LongestCountryCode && international.Length - code >= MinimumJoinedDigits; code++)
            {
                forms.AddRange([international[code..], $"0{international[code..].TrimStart('0')}"]);
            }
        }

        return [.. forms.Where(form => form.Length >= MinimumJoinedDigits).Distinct()];
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
