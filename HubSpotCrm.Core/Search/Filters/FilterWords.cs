using System.Globalization;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>What filters mean, as a person would say it: <c>contacts that have a company in Germany and that have a deal whose amount is over 50,000</c>.</summary>
public sealed class FilterWords(AccountDefinitions definitions)
{
    private const int MostNamed = 3;
    private const int LongestText = 60;

    /// <summary><c>contacts in Germany</c>; without filters the kind alone.</summary>
    /// <param name="isOne">Of a single record: <c>contact that has a deal</c>.</param>
    public string Of(ObjectType type, IReadOnlyList<FilterNode> filters, bool isOne = false)
    {
        var kind = isOne ? type.Singular() : type.Plural();
        return filters.Count > 0 && FilterTree.Normal(new AllOf(filters)) is { } normal ? $"{kind} {Clauses(type, normal, !isOne)}" : kind;
    }

    /// <summary>One filter without the kind of record: <c>whose score is over 80</c>, <c>in Germany or in Austria</c>.</summary>
    public string Of(ObjectType type, FilterNode filter) => FilterTree.Normal(filter) is { } normal ? Clauses(type, normal, isMany: true) : "of any kind";

    // Without brackets around the whole.
    private string Clauses(ObjectType type, FilterNode node, bool isMany) => node switch
    {
        AllOf all => Listed([.. all.Nodes.Select(one => Clause(type, one, isMany))], "and"),
        EitherOf either => Listed([.. either.Nodes.Select(one => Clause(type, one, isMany))], "or"),
        _ => Clause(type, node, isMany),
    };

    private string Clause(ObjectType type, FilterNode node, bool isMany) => node switch
    {
        FieldFilter filter => Condition(type, filter, isNot: false),
        Not { Node: FieldFilter filter } => Condition(type, filter, isNot: true),
        Not { Node: Related related } => HasRelated(related, isMany, isNot: true),
        Not not => $"not {Clause(type, not.Node, isMany)}",
        Related related => HasRelated(related, isMany, isNot: false),
        AllOf or EitherOf => $"({Clauses(type, node, isMany)})",
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "No such filter."),
    };

    private string HasRelated(Related related, bool isMany, bool isNot)
    {
        var where = related.Where is AllOf { Nodes.Count: 0 } ? "" : " " + Clauses(related.Type, related.Where, isMany: false);
        return $"that {(isMany ? "have" : "has")} {(isNot ? "no" : "a")} {related.Type.Singular()}{where}";
    }

    private string Condition(ObjectType type, FieldFilter filter, bool isNot)
    {
        if (RecordFields.Find(type, filter.Field, definitions) is not { } field)
        {
            return $"whose {filter.Field}, a field that does not exist, {(isNot ? "is not" : "is")} so";
        }

        if (field.Property is "country" or "state" or "city" && filter is AnyOf { Values: var places } && !places.Contains(""))
        {
            return $"{(isNot ? "not " : "")}in {Named(places)}";
        }

        var label = SpokenLabel(field);

        // The label is a word of doing: created this month.
        if (field.Typed is { Name: "created" or "modified" } && When(filter) is { } when)
        {
            return $"{(isNot ? "not " : "")}{label} {when}";
        }

        var known = filter is HasValue || filter is AnyOf { Values: [""] };
        return known
            ? $"whose {label} is {(filter is HasValue != isNot ? "known" : "not known")}"
            : $"whose {label} {Predicate(field, filter, isNot)}";
    }

    private string Predicate(RecordField field, FieldFilter filter, bool isNot)
    {
        var verb = isNot ? "is not" : "is";
        return filter switch
        {
            AnyOf any => $"{(field.IsMultiple ? isNot ? "does not include" : "includes" : verb)} {Named([.. any.Values.Select(value => value.Length == 0 ? "not known" : FieldChoices.LabelOf(field, value, definitions))])}",
            NumberRange range => $"{verb} {Between(Number(field, range.From), Number(field, range.To), range)}",
            DateRange or PeriodFilter => $"{verb} {When(filter)}",
            TextTest test => $"{Verb(test.Operator, isNot)} “{Short(test.Text)}”",
            _ => verb,
        };
    }

    private static string? When(FieldFilter filter) => filter switch
    {
        DateRange { From: { } from, To: { } to } when from == to => $"on {Day(from)}",
        DateRange { From: { } from, To: { } to } => $"from {Day(from)} to {Day(to)}",
        DateRange { From: { } from } => $"on {Day(from)} or later",
        DateRange { To: { } to } => $"on {Day(to)} or before",
        PeriodFilter { Period: { Count: null } period } => PeriodWords.Write(period),
        PeriodFilter { Period: var period } => $"in the {PeriodWords.Write(period)}",
        _ => null,
    };

    private static string Verb(TextOperator how, bool isNot) => (how, isNot) switch
    {
        (TextOperator.Contains, false) => "contains",
        (TextOperator.Contains, true) => "does not contain",
        (TextOperator.Begins, false) => "begins with",
        (TextOperator.Begins, true) => "does not begin with",
        (TextOperator.Ends, false) => "ends with",
        (TextOperator.Ends, true) => "does not end with",
        (_, false) => "is",
        _ => "is not",
    };

    private static string Between(string? from, string? to, NumberRange range) => (from, to) switch
    {
        ({ } low, { } high) when low == high && !range.IsOver && !range.IsUnder => low,
        ({ } low, { } high) => range is { IsOver: false, IsUnder: false } ? $"from {low} to {high}" : $"{AtLeast(range)} {low} and {AtMost(range)} {high}",
        ({ } low, null) => $"{AtLeast(range)} {low}",
        (null, { } high) => $"{AtMost(range)} {high}",
        _ => "anything",
    };

    private static string AtLeast(NumberRange range) => range.IsOver ? "over" : "at least";

    private static string AtMost(NumberRange range) => range.IsUnder ? "under" : "at most";

    private static string? Number(RecordField field, decimal? number) => number switch
    {
        null => null,
        { } share when field.IsShare => (Math.Clamp(share, decimal.MinValue / 100, decimal.MaxValue / 100) * 100).ToString("#,##0.######", CultureInfo.InvariantCulture) + " %",
        { } value => value.ToString("#,##0.######", CultureInfo.InvariantCulture),
    };

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    // Of an acronym the case stays: ROI.
    private static string SpokenLabel(RecordField field) =>
        field.Label is [var first, ..] label && (label.Length == 1 || !char.IsUpper(label[1])) ? char.ToLowerInvariant(first) + label[1..] : field.Label;

    private static string Named(IReadOnlyList<string> values) => values.Count <= MostNamed
        ? Listed([.. values.Select(Short)], "or")
        : $"{string.Join(", ", values.Take(MostNamed).Select(Short))} or one of {(values.Count - MostNamed).ToString(CultureInfo.InvariantCulture)} more";

    private static string Short(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");

    private static string Listed(List<string> parts, string word) => parts.Count switch
    {
        0 => "",
        1 => parts[0],
        _ => $"{string.Join(", ", parts.SkipLast(1))} {word} {parts[^1]}",
    };
}
