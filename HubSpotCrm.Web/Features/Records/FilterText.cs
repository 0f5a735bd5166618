using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>A filter in words: <c>Country</c>, <c>is any of</c>, <c>DE, AT</c>.</summary>
public sealed record FilterText(string Field, string Label, string Operator, string Value)
{
    private const int MaximumNamed = 3;

    public string Whole => $"{Label} {Operator} {Value}";

    public static FilterText Of(ObjectType type, FieldFilter filter, AccountDefinitions definitions)
    {
        var field = FieldCatalog.Find(type, filter.Field);
        var label = field?.Label ?? filter.Field;
        return filter switch
        {
            AnyOf { Values.Count: 1 } any => new(filter.Field, label, "is", LabelOf(type, field, any.Values[0], definitions)),
            AnyOf any => new(filter.Field, label, "is any of", Named(any.Values.Select(value => LabelOf(type, field, value, definitions)).ToList())),
            NumberRange range when field is not null && FieldUnits.IsShare(field) => Range(filter.Field, label, Percent(range.From), Percent(range.To)),
            NumberRange range => Range(filter.Field, label, Number(range.From), Number(range.To)),
            DateRange range => Range(filter.Field, label, Day(range.From), Day(range.To)),
            _ => new(filter.Field, label, "", ""),
        };
    }

    /// <summary>The label of one value of a field; the empty value has a name of its own.</summary>
    public static string LabelOf(ObjectType type, FieldDefinition? field, string value, AccountDefinitions definitions) =>
        value.Length == 0 ? $"No {(field?.Label ?? "value").ToLowerInvariant()}"
        : field?.Property is { } property ? definitions.LabelOf(type, property, value)
        : value;

    private static FilterText Range(string field, string label, string? from, string? to) => (from, to) switch
    {
        ({ } low, { } high) => new(field, label, "from", $"{low} to {high}"),
        ({ } low, null) => new(field, label, "from", low),
        (null, { } high) => new(field, label, "up to", high),
        _ => new(field, label, "", ""),
    };

    private static string Named(List<string> values) => values.Count <= MaximumNamed
        ? string.Join(", ", values)
        : $"{string.Join(", ", values.Take(MaximumNamed))} and {values.Count - MaximumNamed} more";

    private static string? Number(decimal? number) => number is null ? null : Formats.Number(number, digits: 4);

    private static string? Percent(decimal? share) => share is null ? null : Formats.Number(share * 100, digits: 4) + " %";

    private static string? Day(DateOnly? day) => day is null ? null : Formats.Date(day);
}
