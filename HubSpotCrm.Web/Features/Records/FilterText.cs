using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>A filter in words: <c>Country</c>, <c>is any of</c>, <c>DE, AT</c>. A group has its whole sentence for a value.</summary>
public sealed record FilterText(FilterNode Filter, string Label, string Operator, string Value)
{
    private const int MaximumNamed = 3;

    public string Whole => Label.Length == 0 ? Value : $"{Label} {Operator} {Value}".TrimEnd();

    /// <summary>Tells it from the other filters of a list.</summary>
    public string Key => FilterCodec.Write([Filter]);

    public static FilterText Of(ObjectType type, FilterNode node, AccountDefinitions definitions) => node switch
    {
        FieldFilter filter => Of(type, node, filter, isNot: false, definitions),
        Not { Node: FieldFilter filter } => Of(type, node, filter, isNot: true, definitions),
        _ => new(node, "", "", Words.Capital(new FilterWords(definitions).Of(type, node))),
    };

    /// <summary>The label of one value of a field; the empty value has a name of its own.</summary>
    public static string LabelOf(ObjectType type, FieldDefinition? field, string value, AccountDefinitions definitions) =>
        value.Length == 0 ? $"No {(field?.Label ?? "value").ToLowerInvariant()}"
        : field?.Property is { } property ? definitions.LabelOf(type, property, value)
        : value;

    private static FilterText Of(ObjectType type, FilterNode node, FieldFilter filter, bool isNot, AccountDefinitions definitions)
    {
        var field = RecordFields.Find(type, filter.Field, definitions);
        var label = field?.Label ?? filter.Field;
        var not = isNot ? "not " : "";
        return filter switch
        {
            AnyOf { Values: [""] } when isNot => new(node, label, "is", "known"),
            AnyOf { Values.Count: 1 } any => new(node, label, isNot ? "is not" : "is", LabelOf(field, any.Values[0], definitions)),
            AnyOf any => new(node, label, isNot ? "is none of" : "is any of", Named(any.Values.Select(value => LabelOf(field, value, definitions)).ToList())),
            NumberRange range => Range(node, label, not, Number(range.From, field), Number(range.To, field), range.IsOver, range.IsUnder),
            DateRange range => Range(node, label, not, Day(range.From), Day(range.To), false, false),
            PeriodFilter { Period: var period } => new(node, label, isNot ? "is not" : "is", (period.Count is null ? "" : "in the ") + PeriodWords.Write(period)),
            TextTest test => new(node, label, Test(test.Operator, isNot), test.Text),
            HasValue => new(node, label, "is", isNot ? "not known" : "known"),
            _ => new(node, label, "", ""),
        };
    }

    private static string LabelOf(RecordField? field, string value, AccountDefinitions definitions) =>
        value.Length == 0 ? $"No {(field?.Label ?? "value").ToLowerInvariant()}"
        : field is null ? value
        : FieldChoices.LabelOf(field, value, definitions);

    private static FilterText Range(FilterNode node, string label, string not, string? from, string? to, bool isOver, bool isUnder) => (from, to) switch
    {
        ({ } low, { } high) => new(node, label, not + (isOver ? "over" : "from"), $"{low} {(isUnder ? "and under" : "to")} {high}"),
        ({ } low, null) => new(node, label, not + (isOver ? "over" : "from"), low),
        (null, { } high) => new(node, label, not + (isUnder ? "under" : "up to"), high),
        _ => new(node, label, "", ""),
    };

    private static string Test(TextOperator how, bool isNot) => (how, isNot) switch
    {
        (TextOperator.Contains, false) => "contains",
        (TextOperator.Contains, true) => "does not contain",
        (TextOperator.Begins, false) => "begins with",
        (TextOperator.Begins, true) => "does not begin with",
        (TextOperator.Ends, false) => "ends with",
        (TextOperator.Ends, true) => "does not end with",
        _ => isNot ? "is not" : "is",
    };

    private static string Named(List<string> values) => values.Count <= MaximumNamed
        ? string.Join(", ", values)
        : $"{string.Join(", ", values.Take(MaximumNamed))} and {values.Count - MaximumNamed} more";

    private static string? Number(decimal? number, RecordField? field) => number switch
    {
        null => null,
        { } share when field?.IsShare == true => Formats.Number(Math.Clamp(share, decimal.MinValue / 100, decimal.MaxValue / 100) * 100, digits: 4) + " %",
        _ => Formats.Number(number, digits: 4),
    };

    private static string? Day(DateOnly? day) => day is null ? null : Formats.Date(day);
}
