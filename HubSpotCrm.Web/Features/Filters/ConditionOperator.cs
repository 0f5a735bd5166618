using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Filters;

/// <summary>What a condition asks of its field.</summary>
public enum ConditionKind
{
    AnyOf,
    Contains,
    Begins,
    Ends,
    Is,
    AtLeast,
    Over,
    AtMost,
    Under,
    Between,
    Period,
    HasValue,
}

/// <summary>A choice of the menu between a field and its value.</summary>
public sealed record ConditionOperator(ConditionKind Kind, bool IsNot, string Label)
{
    private static readonly ConditionOperator[] Presence = [new(ConditionKind.HasValue, false, "is known"), new(ConditionKind.HasValue, true, "is not known")];

    private static readonly ConditionOperator[] Texts =
    [
        new(ConditionKind.Contains, false, "contains"), new(ConditionKind.Contains, true, "does not contain"),
        new(ConditionKind.Is, false, "is"), new(ConditionKind.Is, true, "is not"),
        new(ConditionKind.Begins, false, "begins with"), new(ConditionKind.Begins, true, "does not begin with"),
        new(ConditionKind.Ends, false, "ends with"), new(ConditionKind.Ends, true, "does not end with"),
    ];

    private static readonly ConditionOperator[] Choices = [new(ConditionKind.AnyOf, false, "is any of"), new(ConditionKind.AnyOf, true, "is none of")];

    private static readonly ConditionOperator[] Numbers =
    [
        new(ConditionKind.AtLeast, false, "is at least"), new(ConditionKind.Over, false, "is over"), new(ConditionKind.AtMost, false, "is at most"),
        new(ConditionKind.Under, false, "is under"), new(ConditionKind.Between, false, "is between"), new(ConditionKind.Between, true, "is not between"),
    ];

    private static readonly ConditionOperator[] Days =
    [
        new(ConditionKind.Period, false, "is in"), new(ConditionKind.Period, true, "is not in"),
        new(ConditionKind.AtLeast, false, "is on or after"), new(ConditionKind.AtMost, false, "is on or before"),
        new(ConditionKind.Between, false, "is between"), new(ConditionKind.Between, true, "is not between"),
    ];

    /// <summary>For the value of an option.</summary>
    public string Key => IsNot ? $"not-{Kind}" : $"{Kind}";

    /// <summary>Those that fit the type of the field, the usual one first.</summary>
    public static IReadOnlyList<ConditionOperator> Of(RecordField field) => field switch
    {
        { Kind: FieldKind.Choice } => [.. Choices, .. Presence],
        { Kind: FieldKind.Instant } => [.. Days, .. Presence],
        { Kind: FieldKind.Text, Typed.IsFilter: true } => [.. Choices, .. Texts, .. Presence],
        { Kind: FieldKind.Text } => [.. Texts, .. Choices, .. Presence],
        _ => [.. Numbers, .. Presence],
    };
}
