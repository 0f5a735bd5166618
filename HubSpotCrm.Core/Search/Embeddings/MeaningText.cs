using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>
/// What a record is about, as the model gets it: its name, what it does and where, and what a campaign is for, its notes included. Of no other record the
/// notes, and of none an e-mail address or a telephone number: they mean nothing, or are nobody else's business.
/// </summary>
internal static class MeaningText
{
    /// <summary>To be raised with every change of what <see cref="Of"/> puts together: vectors of texts that were put together otherwise are made anew.</summary>
    public const int Version = 1;

    /// <summary>What counts of one value, in characters.</summary>
    private const int LongestValue = 600;

    /// <summary>Models for short texts read some 250 words; what is behind them is not looked at.</summary>
    private const int Longest = 1_200;

    private static readonly string[] ContactNames = ["firstname", "lastname"];
    private static readonly string[] ContactMatters = ["jobtitle", "job_function", "company", "industry", "city", "country"];
    private static readonly string[] CompanyMatters = ["industry", "type", "description", "about_us", "city", "country"];
    private static readonly string[] DealMatters = ["dealtype", "description"];
    private static readonly string[] CampaignMatters = ["hs_goal", "hs_audience", "hs_notes"];

    /// <summary>The whole, a line for each matter; empty for a record that says nothing of itself.</summary>
    /// <param name="raw">The record's properties as HubSpot sent them.</param>
    public static string Of(ObjectType type, string raw, AccountDefinitions definitions)
    {
        using var properties = JsonDocument.Parse(raw);
        var name = string.Join(' ', NamesOf(type).Select(one => Value(properties, type, one, definitions)).OfType<string>());
        var lines = Matters(properties, type, definitions).Select(matter => $"{matter.Label}: {matter.Text}");
        var text = string.Join('\n', name.Length > 0 ? lines.Prepend(name) : lines);
        return Cut(text, Longest);
    }

    /// <summary>What it does and where, for people: a list without names and labels.</summary>
    public static string Summary(ObjectType type, string raw, AccountDefinitions definitions)
    {
        using var properties = JsonDocument.Parse(raw);
        return string.Join(", ", Matters(properties, type, definitions).Select(matter => matter.Text));
    }

    /// <summary>Tells a changed text from the one whose vector is kept.</summary>
    public static long HashOf(ReadOnlySpan<char> text, long seed = 0) => (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text), seed);

    private static List<FurtherField> Matters(JsonDocument properties, ObjectType type, AccountDefinitions definitions)
    {
        var matters = new List<FurtherField>();
        foreach (var name in MattersOf(type))
        {
            if (Value(properties, type, name, definitions) is { } value)
            {
                matters.Add(new FurtherField(definitions.FindProperty(type, name)?.Label ?? name, value));
            }
        }

        return matters;
    }

    private static string[] NamesOf(ObjectType type) => type switch
    {
        ObjectType.Contact => ContactNames,
        ObjectType.Deal => ["dealname"],
        ObjectType.Campaign => ["hs_name"],
        _ => ["name"],
    };

    private static string[] MattersOf(ObjectType type) => type switch
    {
        ObjectType.Contact => ContactMatters,
        ObjectType.Deal => DealMatters,
        ObjectType.Campaign => CampaignMatters,
        _ => CompanyMatters,
    };

    private static string? Value(JsonDocument properties, ObjectType type, string name, AccountDefinitions definitions)
    {
        if (!properties.RootElement.TryGetProperty(name, out var property) || Text(property) is not { } raw || string.IsNullOrWhiteSpace(raw))
        {
            return null;
        }

        var text = definitions.FindProperty(type, name)?.Type != PropertyType.Enumeration ? raw
            : string.Join(", ", raw.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => definitions.LabelOf(type, name, one)));
        return Cut(text.Trim(), LongestValue);
    }

    // Half of a pair that an escape brought is no text.
    private static string? Text(JsonElement property)
    {
        try
        {
            return property.ValueKind == JsonValueKind.String ? property.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
