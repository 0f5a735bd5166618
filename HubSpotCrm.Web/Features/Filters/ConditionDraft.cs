using System.Globalization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Filters;

/// <summary>One condition while it is built, as its controls hold it.</summary>
public sealed class ConditionDraft(ObjectType type) : FilterDraft
{
    private const string DayForm = "yyyy-MM-dd";
    private bool _isOver;
    private bool _isUnder;

    public ObjectType Type { get; } = type;

    /// <summary>The field's name; empty while none is chosen.</summary>
    public string Field { get; private set; } = "";

    public FieldKind FieldKind { get; private set; }

    /// <summary>A share is written in percent.</summary>
    public bool IsShare { get; private set; }

    public ConditionKind Kind { get; private set; }

    public bool IsNot { get; private set; }

    public IReadOnlyList<string> Values { get; set; } = [];

    public string Text { get; set; } = "";

    /// <summary>A number or a day, as typed.</summary>
    public string From { get; set; } = "";

    public string To { get; set; } = "";

    public RelativePeriod Period { get; set; } = new(PeriodDirection.This, PeriodUnit.Month);

    /// <summary>What is wrong with what was typed; null when nothing is.</summary>
    public string? Problem => FieldKind == FieldKind.Instant
        ? (IsUnread(From, ReadDay(From)) || IsUnread(To, ReadDay(To)) ? "This is not a day." : ReadDay(From) > ReadDay(To) ? "The first day lies after the second." : null)
        : IsUnread(From, ReadNumber(From)) || IsUnread(To, ReadNumber(To)) ? "This is not a number."
        : ReadNumber(From) > ReadNumber(To) ? "The first number is greater than the second." : null;

    public static ConditionDraft Of(ObjectType type, FieldFilter filter, bool isNot)
    {
        var draft = new ConditionDraft(type) { Field = filter.Field, IsNot = isNot };
        (draft.Kind, draft.FieldKind) = filter switch
        {
            AnyOf { Values: [""] } => (ConditionKind.HasValue, FieldKind.Text),
            AnyOf any => draft.With(any),
            NumberRange range => draft.With(range),
            DateRange range => draft.With(range),
            PeriodFilter period => draft.With(period),
            TextTest test => draft.With(test),
            _ => (ConditionKind.HasValue, FieldKind.Text),
        };

        // No value at all is the opposite of a known one.
        draft.IsNot = filter is AnyOf { Values: [""] } ? !isNot : isNot;
        return draft;
    }

    /// <summary>Another field: what was typed for the one before is gone unless the operator fits both.</summary>
    public void Choose(RecordField field)
    {
        var operators = ConditionOperator.Of(field);
        var isFirst = Field.Length == 0;
        if (field.Name != Field)
        {
            (Values, Text, From, To) = ([], "", "", "");
        }

        (Field, FieldKind, IsShare) = (field.Name, field.Kind, field.IsShare);
        if (isFirst || !operators.Any(one => one.Kind == Kind && one.IsNot == IsNot))
        {
            (Kind, IsNot) = (operators[0].Kind, operators[0].IsNot);
        }
    }

    /// <summary>Takes over what the definitions say of its field, and nothing else.</summary>
    public void Know(RecordField field)
    {
        if (field.IsShare && !IsShare)
        {
            (From, To) = (Scaled(From, 100), Scaled(To, 100));
        }

        (FieldKind, IsShare) = (field.Kind, field.IsShare);
    }

    public void Choose(ConditionOperator chosen)
    {
        if (chosen.Kind is ConditionKind.AtLeast or ConditionKind.Over && From.Length == 0)
        {
            From = To;
        }
        else if (chosen.Kind is ConditionKind.AtMost or ConditionKind.Under && To.Length == 0)
        {
            To = From;
        }

        (Kind, IsNot, _isOver, _isUnder) = (chosen.Kind, chosen.IsNot, false, false);
    }

    public override FilterNode? ToNode()
    {
        var filter = Field.Length == 0 ? null : ToFilter();
        return filter is not null && IsNot ? new Not(filter) : filter;
    }

    private FieldFilter? ToFilter() => Kind switch
    {
        ConditionKind.AnyOf => Values.Count > 0 ? new AnyOf(Field, Values) : null,
        ConditionKind.Contains => Test(TextOperator.Contains),
        ConditionKind.Begins => Test(TextOperator.Begins),
        ConditionKind.Ends => Test(TextOperator.Ends),
        ConditionKind.Is => Test(TextOperator.Is),
        ConditionKind.Period => new PeriodFilter(Field, Period),
        ConditionKind.HasValue => new HasValue(Field),
        _ when Problem is not null => null,
        ConditionKind.AtLeast or ConditionKind.Over => Range(From, ""),
        ConditionKind.AtMost or ConditionKind.Under => Range("", To),
        _ => Range(From, To),
    };

    private TextTest? Test(TextOperator how) => TextFolding.Fold(Text).Length > 0 ? new TextTest(Field, how, Text) : null;

    private FieldFilter? Range(string from, string to)
    {
        if (from.Trim().Length == 0 && to.Trim().Length == 0)
        {
            return null;
        }

        var scale = IsShare ? 100 : 1;
        return FieldKind == FieldKind.Instant
            ? new DateRange(Field, ReadDay(from), ReadDay(to))
            : new NumberRange(Field, ReadNumber(from) / scale, ReadNumber(to) / scale)
            {
                IsOver = from.Length > 0 && (Kind == ConditionKind.Over || (Kind == ConditionKind.Between && _isOver)),
                IsUnder = to.Length > 0 && (Kind == ConditionKind.Under || (Kind == ConditionKind.Between && _isUnder)),
            };
    }

    private (ConditionKind, FieldKind) With(AnyOf any)
    {
        Values = any.Values;
        return (ConditionKind.AnyOf, FieldKind.Choice);
    }

    private (ConditionKind, FieldKind) With(NumberRange range)
    {
        (From, To, _isOver, _isUnder) = (Number(range.From), Number(range.To), range.IsOver, range.IsUnder);
        return (range switch
        {
            { From: not null, To: null } => range.IsOver ? ConditionKind.Over : ConditionKind.AtLeast,
            { From: null, To: not null } => range.IsUnder ? ConditionKind.Under : ConditionKind.AtMost,
            _ => ConditionKind.Between,
        }, FieldKind.Number);
    }

    private (ConditionKind, FieldKind) With(DateRange range)
    {
        (From, To) = (Day(range.From), Day(range.To));
        return (range switch
        {
            { To: null } => ConditionKind.AtLeast,
            { From: null } => ConditionKind.AtMost,
            _ => ConditionKind.Between,
        }, FieldKind.Instant);
    }

    private (ConditionKind, FieldKind) With(PeriodFilter filter)
    {
        Period = filter.Period;
        return (ConditionKind.Period, FieldKind.Instant);
    }

    private (ConditionKind, FieldKind) With(TextTest test)
    {
        Text = test.Text;
        return (Enum.Parse<ConditionKind>(test.Operator.ToString()), FieldKind.Text);
    }

    private static bool IsUnread<T>(string typed, T? read)
        where T : struct => typed.Trim().Length > 0 && read is null;

    private static DateOnly? ReadDay(string typed) =>
        DateOnly.TryParseExact(typed.Trim(), DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static decimal? ReadNumber(string typed) =>
        decimal.TryParse(typed.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Number(decimal? number) => number?.ToString("0.#########", CultureInfo.InvariantCulture) ?? "";

    private static string Scaled(string typed, decimal by) => ReadNumber(typed) is { } number && Math.Abs(number) < decimal.MaxValue / by ? Number(number * by) : typed;

    private static string Day(DateOnly? day) => day?.ToString(DayForm, CultureInfo.InvariantCulture) ?? "";
}
