using System.Globalization;
using System.Text;

namespace HubSpotCrm.Core.Search;

/// <summary>The one way text is made comparable: for the index, for queries, for sorting and for marking what matched.</summary>
internal static class TextFolding
{
    /// <summary>
    /// Lower case without accents, compatibility forms resolved: <c>Søren Łukasz Straße</c> becomes <c>soren lukasz strasse</c>.
    /// NUL is dropped. Letters that Unicode does not decompose are mapped to what people type for them.
    /// </summary>
    public static string Fold(string text)
    {
        var decomposed = text.Normalize(NormalizationForm.FormKD);
        var folded = new StringBuilder(decomposed.Length);
        foreach (var letter in decomposed)
        {
            if (letter == '\0' || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            var lower = char.ToLowerInvariant(letter);
            if (Replacement(lower) is { } replacement)
            {
                folded.Append(replacement);
            }
            else
            {
                folded.Append(lower);
            }
        }

        return folded.ToString();
    }

    private static string? Replacement(char lower) => lower switch
    {
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        _ => null,
    };
}
