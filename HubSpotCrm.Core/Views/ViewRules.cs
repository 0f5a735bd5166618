using System.Globalization;
using System.Text;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Core.Views;

/// <summary>What a view may be named and hold.</summary>
public static class ViewRules
{
    /// <summary>Characters of a name.</summary>
    public const int LongestName = 60;

    /// <summary>Characters of a state: a hundred filters with long values.</summary>
    public const int LongestState = FilterCodec.MostCharacters;

    /// <summary>Views of one user and kind of record.</summary>
    public const int MostViews = 200;

    /// <summary>The name of the list that is no view: <c>All contacts</c>.</summary>
    public static string NameOfAll(ObjectType type) => $"All {type.Plural()}";

    /// <summary>The name without outer and doubled spaces, or why it cannot be one.</summary>
    public static Result<string> Name(ObjectType type, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return new InvalidInput("Name", "type a name.");
        }

        if (name.Length > LongestName)
        {
            return new InvalidInput("Name", $"at most {LongestName} characters; this one has {name.Length}.");
        }

        if (name.EnumerateRunes().Any(IsUnseen))
        {
            return new InvalidInput("Name", "it holds a character that cannot be seen. Type the name again.");
        }

        var clean = string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return KeyOf(clean) == KeyOf(NameOfAll(type)) ? new ViewNameTaken(clean) : clean;
    }

    /// <summary>The state as given, or why it cannot be kept.</summary>
    public static Result<string> State(string? state)
    {
        if (state is null || state.Length > LongestState)
        {
            return new InvalidInput("View", $"what the list shows is longer than {LongestState:N0} characters. Take some filter values out.");
        }

        return state.StartsWith('?') || state.Any(letter => letter is < ' ' or > '~')
            ? new InvalidInput("View", "a view keeps the query of a list's address, escaped and without its question mark.")
            : state;
    }

    /// <summary>Names with the same key are taken for the same.</summary>
    internal static string KeyOf(string name) => name.Normalize(NormalizationForm.FormKC).ToUpperInvariant();

    // Marks that turn the direction of text would change how the rest of the page reads.
    private static bool IsUnseen(Rune rune) => rune == Rune.ReplacementChar
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
