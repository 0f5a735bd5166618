using System.Globalization;
using System.Text;

namespace HubSpotCrm.Core.Search;

/// <summary>The one way text is made comparable: for the index, for queries, for sorting and for marking what matched.</summary>
public static class TextFolding
{
    /// <summary>What is behind this many UTF-16 units is not folded: nobody searches for the middle of a pasted document.</summary>
    public const int MaximumLength = 4096;

    private const int ZeroWidthSpace = 0x200B;

    /// <summary>
    /// Lower case without accents, compatibility forms resolved: <c>Søren Łukasz Straße</c> becomes <c>soren lukasz strasse</c>.
    /// NUL and invisible format characters (direction marks, joiners, soft hyphens) are dropped; half a surrogate pair becomes U+FFFD.
    /// Letters that Unicode does not decompose are mapped to what people type for them. Never throws; at most
    /// <see cref="MaximumLength"/> units of the text are read.
    /// </summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaximumLength)
        {
            text = text[..MaximumLength];
        }

        if (Ascii.IsValid(text))
        {
            return FoldAscii(text);
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in Decompose(text).EnumerateRunes())
        {
            Append(folded, rune);
        }

        return folded.ToString();
    }

    // Most of an account is ASCII, and the index folds every record.
    private static string FoldAscii(string text)
    {
        var lower = text.ToLowerInvariant();
        return lower.Contains('\0') ? lower.Replace("\0", "", StringComparison.Ordinal) : lower;
    }

    private static string Decompose(string text)
    {
        // Normalize throws on half a surrogate pair, and on some systems on code points that are no characters.
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            valid.Append(IsNoncharacter(rune.Value) ? Rune.ReplacementChar : rune);
        }

        return valid.ToString().Normalize(NormalizationForm.FormKD);
    }

    private static bool IsNoncharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    private static void Append(StringBuilder folded, Rune rune)
    {
        if (rune.Value == ZeroWidthSpace)
        {
            folded.Append(' ');
            return;
        }

        if (rune.Value == 0 || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
        {
            return;
        }

        var lower = Rune.ToLowerInvariant(rune);
        if (Replacement(lower.Value) is { } replacement)
        {
            folded.Append(replacement);
        }
        else
        {
            folded.Append(lower);
        }
    }

    private static string? Replacement(int lower) => lower switch
    {
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' or 'ɖ' => "d",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ə' => "e",
        'ƒ' => "f",
        'ɨ' => "i",
        'ʉ' => "u",
        'ς' => "σ",
        // Apostrophes: O’Hara is typed O'Hara.
        '\u2018' or '\u2019' or '\u02BC' or '\u02B9' => "'",
        _ => null,
    };
}
