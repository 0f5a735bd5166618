using System.Text;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Reads one filter of <see cref="FilterCodec"/>'s text.</summary>
internal sealed class CodecReader(string text)
{
    /// <summary>Stands for the empty value.</summary>
    public const string Empty = "\\e";

    // What no list can ask for is not read at any depth: the limits are told of where it is asked.
    private const int Deepest = 40;
    private int _at;

    /// <summary>The filters of a text, cut at the commas that stand in no brackets.</summary>
    public static List<string> Parts(string text)
    {
        var parts = new List<string>();
        var (from, depth) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\':
                    at++;
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case ',' when depth <= 0:
                    parts.Add(text[from..at]);
                    from = at + 1;
                    break;
            }
        }

        parts.Add(text[from..]);
        return parts;
    }

    /// <summary>Null unless the whole text is one filter.</summary>
    public FilterNode? Read() => ReadNode(0) is { } node && _at == text.Length ? node : null;

    private FilterNode? ReadNode(int depth)
    {
        if (depth > Deepest || ReadWord(out _) is not { } name || _at >= text.Length)
        {
            return null;
        }

        if (text[_at++] == ':')
        {
            return ReadWord(out _) is { } how && ReadValues() is { } values ? Condition(name, how, values) : null;
        }

        _at--;
        if (ReadNodes(depth + 1) is not { } nodes)
        {
            return null;
        }

        return (name, nodes) switch
        {
            ("all", _) => new AllOf(nodes),
            ("any", _) => new EitherOf(nodes),
            ("not", [var one]) => new Not(one),
            ("contact", [var one]) => new Related(ObjectType.Contact, one),
            ("company", [var one]) => new Related(ObjectType.Company, one),
            ("deal", [var one]) => new Related(ObjectType.Deal, one),
            _ => null,
        };
    }

    private List<FilterNode>? ReadNodes(int depth)
    {
        var nodes = new List<FilterNode>();
        if (!Take('('))
        {
            return null;
        }

        if (Take(')'))
        {
            return nodes;
        }

        do
        {
            if (ReadNode(depth) is not { } node)
            {
                return null;
            }

            nodes.Add(node);
        }
        while (Take(','));
        return Take(')') ? nodes : null;
    }

    private List<string>? ReadValues()
    {
        var values = new List<string>();
        if (!Take('('))
        {
            return null;
        }

        if (Take(')'))
        {
            return values;
        }

        do
        {
            // The empty value has a sign of its own.
            if (ReadWord(out var isEmpty) is not { } value || (value.Length == 0 && !isEmpty))
            {
                return null;
            }

            values.Add(value);
        }
        while (Take(','));
        return Take(')') ? values : null;
    }

    // Up to the next character that means something. Null when the text ends behind a backslash.
    private string? ReadWord(out bool isEmpty)
    {
        var word = new StringBuilder();
        isEmpty = false;
        for (; _at < text.Length && text[_at] is not (',' or '(' or ')' or ':'); _at++)
        {
            if (text[_at] != '\\')
            {
                word.Append(text[_at]);
            }
            else if (++_at >= text.Length)
            {
                return null;
            }
            else if (text[_at] == 'e')
            {
                isEmpty = true;
            }
            else
            {
                word.Append(text[_at]);
            }
        }

        return word.ToString();
    }

    private bool Take(char sign)
    {
        if (_at >= text.Length || text[_at] != sign)
        {
            return false;
        }

        _at++;
        return true;
    }

    private static FilterNode? Condition(string field, string how, List<string> values) => (how, values) switch
    {
        ("in", _) => new AnyOf(field, values),
        ("num", [var range]) => Numbers(field, range),
        ("day", [var range]) => Days(field, range),
        ("period", [var word]) => PeriodWords.ReadWord(word) is { } period ? new PeriodFilter(field, period) : null,
        ("contains", [var sought]) => new TextTest(field, TextOperator.Contains, sought),
        ("begins", [var sought]) => new TextTest(field, TextOperator.Begins, sought),
        ("ends", [var sought]) => new TextTest(field, TextOperator.Ends, sought),
        ("is", [var sought]) => new TextTest(field, TextOperator.Is, sought),
        ("set", []) => new HasValue(field),
        _ => null,
    };

    private static NumberRange? Numbers(string field, string range)
    {
        if (range.Split(FilterCodec.Range) is not [var from, var to])
        {
            return null;
        }

        var (isOver, isUnder) = (from.StartsWith(FilterCodec.Over), to.StartsWith(FilterCodec.Under));
        var (low, high) = (from[(isOver ? 1 : 0)..], to[(isUnder ? 1 : 0)..]);
        var (first, last) = (FilterNumbers.Read(low), FilterNumbers.Read(high));
        return (first is null && (low.Length > 0 || isOver)) || (last is null && (high.Length > 0 || isUnder))
            ? null
            : new NumberRange(field, first, last) { IsOver = isOver, IsUnder = isUnder };
    }

    private static DateRange? Days(string field, string range)
    {
        if (range.Split(FilterCodec.Range) is not [var from, var to])
        {
            return null;
        }

        var (first, last) = (FilterNumbers.ReadDay(from), FilterNumbers.ReadDay(to));
        return (first is null && from.Length > 0) || (last is null && to.Length > 0) ? null : new DateRange(field, first, last);
    }
}
