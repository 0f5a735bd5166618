using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>Cells of fields and properties that a kind's own columns do not show.</summary>
internal static class FieldCells
{
    // A cell is one line; the whole text is in the record.
    private const int LongestText = 200;

    /// <summary>The cell of a field of the catalog, by its kind.</summary>
    /// <param name="value">As <see cref="RecordKind{T}.ValueOf"/> gives it.</param>
    /// <param name="currency">Of the record's money.</param>
    public static CellValue Of(ObjectType type, FieldDefinition field, object? value, CellContext context, string currency) => (field.Kind, value) switch
    {
        (FieldKind.Choice, string { Length: > 0 } text) => new CellValue.Plain(string.Join(
            ", ", PropertyText.Choices(text).Select(choice => FilterText.LabelOf(type, field, choice, context.Definitions)))),
        (FieldKind.Money, decimal amount) => new CellValue.Quantity(Formats.Money(amount, currency)),
        (FieldKind.Percent, decimal share) => Share(share),
        (FieldKind.Number, decimal share) when FieldUnits.IsShare(field) => Share(share),
        (FieldKind.Number, decimal number) => new CellValue.Quantity(Formats.Number(number, digits: 3)),
        (FieldKind.Money or FieldKind.Number or FieldKind.Percent, _) => new CellValue.Quantity(Formats.None),
        (FieldKind.Instant, DateTimeOffset day) when field.IsDay => new CellValue.Plain(Formats.Date(DateOnly.FromDateTime(day.UtcDateTime))),
        (FieldKind.Instant, DateTimeOffset at) => new CellValue.Moment(at),
        (FieldKind.Text, string text) => Text(text),
        _ => new CellValue.Plain(null),
    };

    /// <summary>The cell of a property as HubSpot keeps it; what cannot be read as its type is shown as it came.</summary>
    /// <param name="currency">Of the record's money.</param>
    public static CellValue Of(PropertyDefinition definition, string? value, CellContext context, string currency)
    {
        if (string.IsNullOrEmpty(value))
        {
            return definition.Type == PropertyType.Number ? new CellValue.Quantity(Formats.None) : new CellValue.Plain(null);
        }

        if (definition is { Type: PropertyType.DateTime, IsMultiple: false, RefersToOwner: false } && PropertyText.InstantIn(value) is { } at)
        {
            return new CellValue.Moment(at);
        }

        var text = PropertyText.Of(definition, value, context.Definitions, currency);
        return definition.Type == PropertyType.Number ? new CellValue.Quantity(text) : Text(text);
    }

    private static CellValue.Quantity Share(decimal share) => new(Formats.Number(share * 100, digits: 1) + " %");

    private static CellValue.Plain Text(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return new CellValue.Plain(line.Length <= LongestText ? line : line[..(char.IsHighSurrogate(line[LongestText - 1]) ? LongestText - 1 : LongestText)] + "…");
    }
}
