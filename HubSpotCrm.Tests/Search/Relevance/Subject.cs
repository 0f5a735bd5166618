using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>A record as the account holds it: what the rules of the relevance suite look at.</summary>
/// <param name="Labels">What people read for values that are codes: options, stage, owner.</param>
internal sealed record Subject(ObjectType Type, string Id, IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Labels)
{
    private List<string>? _texts;
    private HashSet<string>? _words;

    /// <summary>Live companies it belongs to, the primary one first.</summary>
    public List<Subject> Companies { get; } = [];

    /// <summary>Live contacts it is linked to.</summary>
    public List<Subject> Contacts { get; } = [];

    public string? this[string property] => Values.GetValueOrDefault(property);

    public string First => this["firstname"] ?? "";

    public string Last => this["lastname"] ?? "";

    public string Email => this["email"] ?? "";

    public string Name => Type switch
    {
        ObjectType.Contact => $"{First} {Last}".Trim(),
        ObjectType.Company => this["name"] ?? "",
        ObjectType.Deal => this["dealname"] ?? "",
        _ => this["hs_name"] ?? "",
    };

    /// <summary>The plain words of its name, as written.</summary>
    public string[] NameWords => [.. Name.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries).Where(IsPlain)];

    /// <summary>All that stands in it or is shown with it, names of related records included, folded.</summary>
    public IReadOnlyList<string> Texts => _texts ??=
    [
        .. Values.Values.Concat(Labels).Concat(Companies.Select(company => company.Name)).Concat(Contacts.Select(contact => contact.Name)).Select(TextFolding.Fold),
    ];

    /// <summary>The words of its texts; of a number with separators also all its digits together.</summary>
    public IReadOnlySet<string> Words => _words ??= [.. Texts.SelectMany(WordsOf), .. Texts.Select(DigitsOf).Where(digits => digits.Length > 0)];

    /// <summary>Letters a to z only, so that a case is about its own class and not about folding too.</summary>
    public static bool IsPlain(string word) => word.Length > 1 && word.All(char.IsAsciiLetter);

    public static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    public bool Contains(string text)
    {
        var folded = TextFolding.Fold(text);
        return Texts.Any(one => one.Contains(folded, StringComparison.Ordinal));
    }

    /// <summary>Whether each of the plain words begins a word of its.</summary>
    public bool HasWordsFrom(params ReadOnlySpan<string> plain)
    {
        foreach (var beginning in plain)
        {
            if (!Words.Any(word => word.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }
        }

        return true;
    }

    private static string[] WordsOf(string folded) =>
        string.Concat(folded.Select(letter => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) ? letter : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
