using System.Text;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Reads what stands behind the name of a field. Null for what is no condition on it; the place is then anywhere.</summary>
internal sealed class GrammarValues(string text, AccountDefinitions definitions)
{
    private const string Range = "..";
    private const char Any = '*';

    /// <summary>Stands between a field and its value.</summary>
    public static bool IsOperator(char sign) => sign is ':' or '=' or '~' or '<' or '>';

    public FieldFilter? Read(RecordField field, ref int at)
    {
        if (at >= text.Length)
        {
            return null;
        }

        switch (text[at++])
        {
            case '~' when field.Kind == FieldKind.Text:
                return ReadTest(field, ref at);
            case ':' when field.IsRange:
                return ReadRange(field, ref at);
            case ':':
                return ReadChoice(field, ref at);
            case '=' when field.IsRange:
                return ReadToken(ref at) is { } same ? Between(field, same, same, false, false) : null;
            case '=':
                return ReadList(ref at) is { } exact ? new AnyOf(field.Name, [.. exact.Select(value => value.Text)]) : null;
            case '>' when field.IsRange:
                return Take('=', ref at) is var from && ReadToken(ref at) is { } low ? Between(field, low, "", !from, false) : null;
            case '<' when field.IsRange:
                return Take('=', ref at) is var to && ReadToken(ref at) is { } high ? Between(field, "", high, false, !to) : null;
            default:
                return null;
        }
    }

    /// <summary>What stands between two quotes; a backslash keeps the next character. Null when the second quote is missing.</summary>
    public string? ReadQuoted(ref int at)
    {
        var quoted = new StringBuilder();
        for (var place = at + 1; place < text.Length; place++)
        {
            if (text[place] == '"')
            {
                at = place + 1;
                return quoted.ToString();
            }

            if (text[place] == '\\' && place + 1 < text.Length)
            {
                place++;
            }

            quoted.Append(text[place]);
        }

        return null;
    }

    private FieldFilter? ReadChoice(RecordField field, ref int at)
    {
        if (ReadList(ref at) is not { } typed)
        {
            return null;
        }

        if (field.Kind == FieldKind.Text && typed is [{ IsQuoted: false, Text: var pattern }] && pattern.Contains(Any, StringComparison.Ordinal))
        {
            return Test(field, pattern.StartsWith(Any), pattern.Trim(Any), pattern.EndsWith(Any));
        }

        if (typed is [var only] && !GrammarFields.IsExact(field) && !IsNone(only))
        {
            return only.Text.Length > 0 ? new TextTest(field.Name, TextOperator.Contains, only.Text) : null;
        }

        return new AnyOf(field.Name, [.. typed.SelectMany(value => IsNone(value) ? [""] : FieldChoices.Meant(field, value.Text, value.IsQuoted, definitions)).Distinct()]);
    }

    private TextTest? ReadTest(RecordField field, ref int at)
    {
        if (Take('=', ref at))
        {
            return ReadValue(ref at, "") is { Text.Length: > 0 } whole ? new TextTest(field.Name, TextOperator.Is, whole.Text) : null;
        }

        var isEnd = Take(Any, ref at);
        if (ReadValue(ref at, "*") is not { } value)
        {
            return null;
        }

        var isBegin = Take(Any, ref at);
        return Test(field, isEnd, value.Text, isBegin);
    }

    private static TextTest? Test(RecordField field, bool isEnd, string sought, bool isBegin) => sought.Length == 0 ? null : new TextTest(
        field.Name,
        (isEnd, isBegin) switch
        {
            (true, false) => TextOperator.Ends,
            (false, true) => TextOperator.Begins,
            _ => TextOperator.Contains,
        },
        sought);

    private FieldFilter? ReadRange(RecordField field, ref int at)
    {
        if (at < text.Length && text[at] == '"')
        {
            return ReadQuoted(ref at) is { } words && field.Kind == FieldKind.Instant && PeriodWords.Read(words) is { } said ? new PeriodFilter(field.Name, said) : null;
        }

        if (ReadToken(ref at) is not { } token)
        {
            return null;
        }

        if (token.Equals(GrammarFields.None, StringComparison.OrdinalIgnoreCase))
        {
            return new AnyOf(field.Name, [""]);
        }

        if (field.Kind == FieldKind.Instant && PeriodWords.ReadWord(token) is { } period)
        {
            return new PeriodFilter(field.Name, period);
        }

        if (token.IndexOf(Range, StringComparison.Ordinal) is var middle && middle < 0)
        {
            return Between(field, token, token, false, false);
        }

        var (from, to) = (token[..middle], token[(middle + Range.Length)..]);
        var (isOver, isUnder) = (from.StartsWith('>'), to.StartsWith('<'));
        return Between(field, from[(isOver ? 1 : 0)..], to[(isUnder ? 1 : 0)..], isOver, isUnder);
    }

    private static FieldFilter? Between(RecordField field, string from, string to, bool isOver, bool isUnder)
    {
        if (from.Length == 0 && to.Length == 0)
        {
            return null;
        }

        if (field.Kind == FieldKind.Instant)
        {
            var (first, last) = (FilterNumbers.ReadDay(from), FilterNumbers.ReadDay(to));
            return (from.Length > 0 && first is null) || (to.Length > 0 && last is null) || (isOver && (first is null || first == DateOnly.MaxValue)) || (isUnder && (last is null || last == DateOnly.MinValue))
                ? null
                : new DateRange(field.Name, isOver ? first!.Value.AddDays(1) : first, isUnder ? last!.Value.AddDays(-1) : last);
        }

        var (low, high) = (TypedNumber.Read(from, field), TypedNumber.Read(to, field));
        return (low is null && (from.Length > 0 || isOver)) || (high is null && (to.Length > 0 || isUnder))
            ? null
            : new NumberRange(field.Name, low, high) { IsOver = isOver, IsUnder = isUnder };
    }

    private List<TypedValue>? ReadList(ref int at)
    {
        var values = new List<TypedValue>();
        do
        {
            if (ReadValue(ref at, ",") is not { } value)
            {
                return null;
            }

            values.Add(value);
        }
        while (Take(',', ref at));
        return values;
    }

    private TypedValue? ReadValue(ref int at, string ends)
    {
        if (at < text.Length && text[at] == '"')
        {
            return ReadQuoted(ref at) is { } quoted ? new TypedValue(quoted, true) : null;
        }

        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('"' or '(' or ')') && !ends.Contains(text[at], StringComparison.Ordinal))
        {
            at++;
        }

        return at > start ? new TypedValue(text[start..at], false) : null;
    }

    private string? ReadToken(ref int at)
    {
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('"' or '(' or ')'))
        {
            at++;
        }

        return at > start ? text[start..at] : null;
    }

    private bool Take(char sign, ref int at)
    {
        if (at >= text.Length || text[at] != sign)
        {
            return false;
        }

        at++;
        return true;
    }

    private static bool IsNone(TypedValue value) => !value.IsQuoted && value.Text.Equals(GrammarFields.None, StringComparison.OrdinalIgnoreCase);

    private sealed record TypedValue(string Text, bool IsQuoted);
}
