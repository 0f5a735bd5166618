using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>Small changes of texts.</summary>
public static class Words
{
    /// <summary><c>Contact</c></summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary><c>marketing emails</c>: the plural in a text, where HubSpot's paths have a hyphen.</summary>
    public static string Plural(ObjectType type) => type.Plural().Replace('-', ' ');

    /// <summary><c>a, b and c</c></summary>
    public static string List(IReadOnlyList<string> items, string last) =>
        items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.SkipLast(1))} {last} {items[^1]}";
}
