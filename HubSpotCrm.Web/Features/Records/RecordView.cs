using HubSpotCrm.Core.Crm;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>An open record as the drawer shows it, whatever its kind.</summary>
/// <param name="Subtitle">A second line under the name; null when there is nothing to say.</param>
public sealed record RecordView(
    ObjectType Type,
    string Id,
    string Title,
    string? Subtitle,
    DateTimeOffset UpdatedAt,
    bool IsArchived,
    string? HubSpotUrl,
    IReadOnlyList<RecordProperty> Properties,
    IReadOnlyList<AssociatedRecord> Associations,
    IReadOnlyList<PropertyVersion> History)
{
    /// <summary>The properties that come first.</summary>
    public IReadOnlyList<string> KeyProperties { get; init; } = [];

    /// <summary>Of the record's money, ISO 4217; null when it is not known.</summary>
    public string? Currency { get; init; }

    /// <summary>Archived here, and HubSpot still has it.</summary>
    public bool IsBeingArchived { get; init; }

    /// <summary>Stands above the properties; null for nothing.</summary>
    public RenderFragment? Summary { get; init; }
}

/// <summary>A property and its new value, as HubSpot takes it.</summary>
/// <param name="Seen">What the editor showed when it was opened; null for no value. Who saw something else than is there now must not overwrite it unseen.</param>
public sealed record PropertyChange(string Property, string Value, string? Seen);

/// <summary>What to do with an edit that HubSpot did not take.</summary>
public enum EditChoice
{
    Retry,
    Discard,
    KeepHubSpots,
    OverwriteWithMine,
}

/// <summary>A choice for one edit.</summary>
public sealed record EditDecision(string EditId, EditChoice Choice);

/// <summary>Properties under one heading.</summary>
public sealed record PropertyGroup(string Label, IReadOnlyList<RecordProperty> Properties);

/// <summary>The order in which a record's properties are shown.</summary>
public static class PropertyGroups
{
    private static readonly Dictionary<string, string> KnownGroups = new()
    {
        ["contactinformation"] = "Contact information",
        ["companyinformation"] = "Company information",
        ["dealinformation"] = "Deal information",
        ["emailinformation"] = "Email information",
        ["analyticsinformation"] = "Analytics",
        ["conversioninformation"] = "Conversion",
        ["socialmediainformation"] = "Social media",
        ["contactlcs"] = "Lifecycle stage dates",
    };

    /// <summary>Key facts first, then HubSpot's groups by name. Without <paramref name="withEmpty"/> only properties that hold a value, are key facts or have an open edit.</summary>
    public static IReadOnlyList<PropertyGroup> Of(RecordView view, bool withEmpty)
    {
        var shown = view.Properties
            .Where(property => !(property.Definition.IsHidden || property.Definition.IsArchived) || HasSomething(property))
            .ToList();
        var key = view.KeyProperties
            .Select(name => shown.FirstOrDefault(property => property.Definition.Name == name))
            .OfType<RecordProperty>()
            .ToList();
        var groups = shown
            .Except(key)
            .Where(property => withEmpty || HasSomething(property))
            .GroupBy(property => LabelOf(property.Definition.GroupName))
            .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => new PropertyGroup(group.Key, [.. group.OrderBy(property => property.Definition.Label, StringComparer.OrdinalIgnoreCase)]));
        return [new PropertyGroup("Key facts", key), .. groups];
    }

    /// <summary>How many properties <see cref="Of"/> leaves out because they are empty.</summary>
    public static int CountEmpty(RecordView view) =>
        Of(view, withEmpty: true).Sum(group => group.Properties.Count) - Of(view, withEmpty: false).Sum(group => group.Properties.Count);

    private static bool HasSomething(RecordProperty property) => !string.IsNullOrEmpty(property.Value) || property.EditState != EditState.None;

    /// <summary>The name of a group of properties as people read it; HubSpot tells only its internal one.</summary>
    public static string LabelOf(string? group)
    {
        if (string.IsNullOrWhiteSpace(group))
        {
            return "Other";
        }

        if (KnownGroups.TryGetValue(group, out var known))
        {
            return known;
        }

        var words = group.Replace('_', ' ').Trim();
        return words.Length == 0 ? "Other" : Words.Capital(words);
    }
}
