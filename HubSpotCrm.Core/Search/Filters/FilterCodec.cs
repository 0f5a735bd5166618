using System.Text;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Filters as an address held them, and the parts that were not understood, as they were written.</summary>
public sealed record DecodedFilters(IReadOnlyList<FilterNode> Filters, IReadOnlyList<string> Ignored);

/// <summary>
/// Trees of filters as one line of text for addresses and storage: <c>1:any(country:in(DE,AT),score:num(60..)),not(deal(amount:num(&gt;50000)))</c>.
/// The number before the colon is the version; what it writes can be read for ever. A backslash keeps the next character, and <c>\e</c> is the
/// empty value. Equal trees are written alike.
/// </summary>
public static class FilterCodec
{
    /// <summary>Longer ones are not read. As long as what is kept of a list may be; what an address passes on unharmed is much less.</summary>
    public const int MostCharacters = 32_000;

    internal const string Range = "..";
    internal const char Over = '>';
    internal const char Under = '<';
    private const string Version = "1:";
    private const int LongestName = 40;

    /// <summary>Empty for no filters.</summary>
    public static string Write(IReadOnlyList<FilterNode> filters)
    {
        if (filters.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder(Version);
        WriteAll(text, filters);
        return text.ToString();
    }

    /// <summary>Never fails: a filter with a part that is not understood is left out as a whole and named, since without the part it would mean something else.</summary>
    public static DecodedFilters Read(string text)
    {
        if (text.Length == 0)
        {
            return new([], []);
        }

        if (text.Length > MostCharacters || !text.StartsWith(Version, StringComparison.Ordinal))
        {
            return new([], [Shown(text)]);
        }

        var filters = new List<FilterNode>();
        var ignored = new List<string>();
        foreach (var part in CodecReader.Parts(text[Version.Length..]))
        {
            if (new CodecReader(part).Read() is { } node)
            {
                filters.Add(node);
            }
            else
            {
                ignored.Add(Shown(part));
            }
        }

        return new(filters, ignored);
    }

    private static string Shown(string part) => part.Length <= LongestName ? part : string.Concat(part.AsSpan(0, LongestName), "…");

    private static void WriteAll(StringBuilder text, IReadOnlyList<FilterNode> nodes)
    {
        for (var at = 0; at < nodes.Count; at++)
        {
            if (at > 0)
            {
                text.Append(',');
            }

            Write(text, nodes[at]);
        }
    }

    private static void Write(StringBuilder text, FilterNode node)
    {
        switch (node)
        {
            case AllOf all:
                Group(text, "all", all.Nodes);
                break;
            case EitherOf either:
                Group(text, "any", either.Nodes);
                break;
            case Not not:
                Group(text, "not", [not.Node]);
                break;
            case Related related:
                Group(text, related.Type.ToString().ToLowerInvariant(), [related.Where]);
                break;
            case FieldFilter filter:
                Escape(text, filter.Field);
                text.Append(':');
                WriteCondition(text, filter);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(node), node, "No such filter.");
        }
    }

    private static void Group(StringBuilder text, string name, IReadOnlyList<FilterNode> nodes)
    {
        text.Append(name).Append('(');
        WriteAll(text, nodes);
        text.Append(')');
    }

    private static void WriteCondition(StringBuilder text, FieldFilter filter)
    {
        switch (filter)
        {
            case AnyOf any:
                Condition(text, "in", [.. any.Values]);
                break;
            case NumberRange range:
                Condition(text, "num", $"{Bound(range.From, range.IsOver, Over)}{Range}{Bound(range.To, range.IsUnder, Under)}");
                break;
            case DateRange range:
                Condition(text, "day", $"{Day(range.From)}{Range}{Day(range.To)}");
                break;
            case PeriodFilter { Period: var period }:
                Condition(text, "period", PeriodWords.WriteWord(period));
                break;
            case TextTest test:
                Condition(text, test.Operator.ToString().ToLowerInvariant(), test.Text);
                break;
            case HasValue:
                Condition(text, "set");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(filter), filter, "No such condition.");
        }
    }

    private static void Condition(StringBuilder text, string name, params ReadOnlySpan<string> values)
    {
        text.Append(name).Append('(');
        for (var at = 0; at < values.Length; at++)
        {
            if (at > 0)
            {
                text.Append(',');
            }

            if (values[at].Length == 0)
            {
                text.Append(CodecReader.Empty);
            }

            Escape(text, values[at]);
        }

        text.Append(')');
    }

    private static void Escape(StringBuilder text, string value)
    {
        foreach (var letter in value)
        {
            if (letter is '\\' or ',' or '(' or ')' or ':')
            {
                text.Append('\\');
            }

            text.Append(letter);
        }
    }

    private static string Bound(decimal? number, bool isLeftOut, char sign) =>
        number is { } value ? $"{(isLeftOut ? sign : "")}{FilterNumbers.Write(value)}" : "";

    private static string Day(DateOnly? day) => day is { } value ? FilterNumbers.Write(value) : "";
}
