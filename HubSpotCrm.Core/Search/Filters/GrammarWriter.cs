using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Writes filters as <see cref="GrammarReader"/> reads them.</summary>
internal sealed class GrammarWriter(AccountDefinitions definitions)
{
    public string Write(ObjectType type, IReadOnlyList<FilterNode> filters) =>
        filters is [EitherOf alone] ? Alternatives(type, alone) : Together(type, filters);

    // Conditions beside each other: a dotted one must be the only one of its kind among them, since dotted ones ask one record.
    private string Together(ObjectType type, IReadOnlyList<FilterNode> nodes) =>
        string.Join(' ', nodes.Select(node => One(type, node, node is Related related && nodes.Count(other => other is Related same && same.Type == related.Type) == 1)));

    private string Alternatives(ObjectType type, EitherOf either) =>
        string.Join(" OR ", either.Nodes.Select(node => node is AllOf { Nodes.Count: > 1 } all ? Together(type, all.Nodes) : Together(type, [node])));

    private string One(ObjectType type, FilterNode node, bool canBeDotted) => node switch
    {
        FieldFilter filter => Condition(type, filter),
        Not not => "-" + One(type, not.Node, canBeDotted: true),
        AllOf all => $"({Together(type, all.Nodes)})",
        EitherOf either => $"({Alternatives(type, either)})",
        Related { Type: var other, Where: var where } => where switch
        {
            AllOf { Nodes.Count: 0 } => $"{NameOf(other)}()",
            FieldFilter or Related when canBeDotted => $"{NameOf(other)}.{One(other, where, canBeDotted: true)}",
            AllOf all => $"{NameOf(other)}({Together(other, all.Nodes)})",
            EitherOf either => $"{NameOf(other)}({Alternatives(other, either)})",
            _ => $"{NameOf(other)}({Together(other, [where])})",
        },
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "No such filter."),
    };

    private static string NameOf(ObjectType type) => type.ToString().ToLowerInvariant();

    private string Condition(ObjectType type, FieldFilter filter)
    {
        var name = Name(filter.Field);
        if (filter is HasValue)
        {
            return $"{GrammarFields.Has}:{name}";
        }

        if (RecordFields.Find(type, filter.Field, definitions) is not { } field)
        {
            return $"{name}:{(filter is AnyOf values ? string.Join(',', values.Values.Select(Quoted)) : "?")}";
        }

        return filter switch
        {
            AnyOf any => name + Values(field, any),
            TextTest test => $"{name}~{Tested(test)}",
            PeriodFilter { Period: var period } => $"{name}:{PeriodWords.WriteWord(period)}",
            DateRange range => name + Bounds(Day(range.From), Day(range.To), false, false),
            NumberRange range => name + Bounds(Number(range.From, field), Number(range.To, field), range.IsOver, range.IsUnder),
            _ => name,
        };
    }

    private static string Name(string field) => field == GrammarFields.Has ? RecordFields.PropertyPrefix + field : field;

    private static string Bounds(string from, string to, bool isOver, bool isUnder) => (from.Length > 0, to.Length > 0) switch
    {
        (true, true) when from == to && !isOver && !isUnder => "=" + from,
        (true, true) => $":{(isOver ? ">" : "")}{from}..{(isUnder ? "<" : "")}{to}",
        (true, false) => (isOver ? ">" : ">=") + from,
        _ => (isUnder ? "<" : "<=") + to,
    };

    private static string Day(DateOnly? day) => day is { } value ? FilterNumbers.Write(value) : "";

    private static string Number(decimal? number, RecordField field) => number is { } value ? TypedNumber.Write(value, field) : "";

    private string Values(RecordField field, AnyOf any)
    {
        if (field.IsRange)
        {
            return ":" + GrammarFields.None;
        }

        // A colon before one value of a free text asks for a part of it.
        var isRead = GrammarFields.IsExact(field) || any.Values.Count > 1 || any.Values is [""];
        var words = isRead ? any.Values.Select(value => Word(field, value)).ToList() : [null];
        return words.Contains(null)
            ? "=" + string.Join(',', any.Values.Select(value => IsPlain(value) ? value : Quoted(value)))
            : ":" + string.Join(',', words);
    }

    // The shortest that means this value and no other.
    private string? Word(RecordField field, string value)
    {
        if (value.Length == 0)
        {
            return GrammarFields.None;
        }

        var label = FieldChoices.LabelOf(field, value, definitions);
        foreach (var word in new[] { label, value })
        {
            foreach (var isQuoted in new[] { false, true })
            {
                if ((isQuoted || IsPlain(word)) && FieldChoices.Meant(field, word, isQuoted, definitions) is [var meant] && meant == value)
                {
                    return isQuoted ? Quoted(word) : word;
                }
            }
        }

        return null;
    }

    private static string Tested(TextTest test)
    {
        var word = IsPlain(test.Text) ? test.Text : Quoted(test.Text);
        return test.Operator switch
        {
            TextOperator.Begins => word + "*",
            TextOperator.Ends => "*" + word,
            TextOperator.Is => "=" + word,
            _ => word,
        };
    }

    private static bool IsPlain(string value) =>
        value.Length > 0
        && !value.Equals(GrammarFields.None, StringComparison.OrdinalIgnoreCase)
        && value[0] != '='
        && !value.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '"' or '\\' or ',' or '(' or ')' or '*');

    private static string Quoted(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
