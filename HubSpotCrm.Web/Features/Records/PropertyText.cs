using System.Globalization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>HubSpot's property values as people read them, and the forms in which they are edited.</summary>
internal static class PropertyText
{
    // HubSpot tells of no property that its number is money.
    private static readonly HashSet<string> Money = ["amount", "annualrevenue", "total_revenue", "hs_budget_items_sum_amount", "hs_spend_items_sum_amount"];

    /// <summary>The value in words; what cannot be read as its type is shown as it came.</summary>
    /// <param name="currency">Of the record's money; null when it is not known.</param>
    public static string Of(PropertyDefinition definition, string? value, AccountDefinitions definitions, Formats formats, string? currency = null) =>
        definition is { Type: PropertyType.DateTime, IsMultiple: false, RefersToOwner: false } && InstantIn(value) is { } instant
            ? formats.DateAndTime(instant)
            : Of(definition, value, definitions, currency);

    /// <summary>A value that an edit found or makes, as it reads in the record; <c>empty</c> where there is none.</summary>
    public static string InEdit(AccountDefinitions definitions, ObjectType type, string property, string? value, Formats formats) =>
        string.IsNullOrEmpty(value) ? "empty"
        : definitions.FindProperty(type, property) is { } definition ? Of(definition, value, definitions, formats, CurrencyOf(type, definitions))
        : definitions.LabelOf(type, property, value);

    /// <summary>As the other overload, but a time is shown as it came: it is written in the zone of a user.</summary>
    public static string Of(PropertyDefinition definition, string? value, AccountDefinitions definitions, string? currency)
    {
        if (string.IsNullOrEmpty(value))
        {
            return Formats.None;
        }

        if (definition.IsMultiple)
        {
            return string.Join(", ", Choices(value).Select(choice => definitions.LabelOf(definition.ObjectType, definition.Name, choice)));
        }

        return definition.Type switch
        {
            PropertyType.Enumeration => definitions.LabelOf(definition.ObjectType, definition.Name, value),
            _ when definition.RefersToOwner => definitions.LabelOf(definition.ObjectType, definition.Name, value),
            PropertyType.Boolean => value switch { "true" => "Yes", "false" => "No", _ => value },
            PropertyType.Number when currency is not null && Money.Contains(definition.Name) => NumberIn(value) is { } amount ? Formats.Money(amount, currency) : value,
            PropertyType.Number when IsId(definition.Name) => value,
            PropertyType.Number => NumberIn(value) is { } number ? Formats.Number(number, digits: 12) : value,
            PropertyType.Date => DayIn(value) is { } day ? Formats.Date(day) : value,
            _ => value,
        };
    }

    /// <summary>The parts of a value that holds several choices.</summary>
    public static IReadOnlyList<string> Choices(string? value) =>
        (value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The value as its editor takes it: a date as <c>2026-11-24</c>, a time as the zone's <c>2026-11-24T16:20</c>, all else verbatim.</summary>
    public static string ToDraft(PropertyDefinition definition, string? value, TimeZoneInfo zone) => definition.Type switch
    {
        PropertyType.Date => DayIn(value)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
        PropertyType.DateTime => InstantIn(value) is { } instant
            ? TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture)
            : "",
        _ => value ?? "",
    };

    /// <summary>The editor's value as HubSpot takes it. What is not a time stays as typed, for the service to refuse with a reason.</summary>
    public static string FromDraft(PropertyDefinition definition, string draft, TimeZoneInfo zone)
    {
        if (definition.Type != PropertyType.DateTime || !DateTime.TryParse(draft, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return draft;
        }

        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        // A time that the clocks skip in spring does not exist; what people mean by it is an hour later.
        var existing = zone.IsInvalidTime(wall) ? wall.AddHours(1) : wall;
        return TimeZoneInfo.ConvertTimeToUtc(existing, zone).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
    }

    /// <summary>Null when the text is not a time that HubSpot writes: ISO 8601 or milliseconds since 1970.</summary>
    public static DateTimeOffset? InstantIn(string? value)
    {
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return milliseconds is >= -62_135_596_800_000 and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
        }

        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
    }

    // Deals and campaigns each have a currency of their own, of which an edit says nothing.
    private static string? CurrencyOf(ObjectType type, AccountDefinitions definitions) => type is ObjectType.Deal or ObjectType.Campaign ? null : definitions.Currency;

    // HubSpot gives ids the type of a number: hs_object_id, associatedcompanyid, hs_created_by.
    private static bool IsId(string name) => name is "hs_created_by" or "hs_modified_by"
        || name.EndsWith("_id", StringComparison.Ordinal) || name.EndsWith("companyid", StringComparison.Ordinal);

    private static DateOnly? DayIn(string? value)
    {
        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        return InstantIn(value) is { } instant ? DateOnly.FromDateTime(instant.UtcDateTime) : null;
    }

    private static decimal? NumberIn(string value) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
