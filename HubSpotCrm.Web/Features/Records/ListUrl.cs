using System.Globalization;
using System.Text;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using Microsoft.AspNetCore.WebUtilities;
using SortKey = HubSpotCrm.Core.Search.SortKey;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>A list's state as its URL held it, and the parts that were not understood, as they were named.</summary>
public sealed record ParsedList(ListState State, IReadOnlyList<string> Ignored);

/// <summary>
/// The one place where a list's state becomes a query string and comes back:
/// <c>q=anna&amp;country=DE,AT&amp;score=60..100&amp;created=2026-01-01..&amp;sort=-score,name&amp;cols=name,score&amp;widths=name:240&amp;page=2&amp;id=123</c>.
/// In a list of values a backslash keeps the next comma or backslash; an empty value stands for "no value". What has no key of its own
/// (groups, related records, a second condition on a field) stands in <c>f</c>, as <see cref="FilterCodec"/> writes it.
/// </summary>
public static class ListUrl
{
    private const string TreeKey = "f";
    private const string RangeMark = "..";
    private const int MaximumShownName = 40;

    /// <summary>Never fails: a part that is unknown or malformed is left out and named.</summary>
    /// <param name="query">With or without its question mark.</param>
    /// <param name="definitions">Of the account: columns and sort keys may name any property among them. Null: only fields of the catalog.</param>
    public static ParsedList Parse(ObjectType type, string query, AccountDefinitions? definitions = null)
    {
        var known = definitions ?? AccountDefinitions.Empty;
        var state = new ListState(type);
        var ignored = new List<string>();

        // A field's own key says the filter that its menu changes, wherever it stands.
        foreach (var (key, values) in QueryHelpers.ParseQuery(query).OrderBy(part => part.Key == TreeKey))
        {
            var value = string.Join(',', values.Select(one => one ?? ""));
            if (key == TreeKey)
            {
                state = ReadTree(state, value, ignored);
                continue;
            }

            if (Read(state, key, value, known) is { } next)
            {
                state = next.State;
                if (next.IsWhole)
                {
                    continue;
                }
            }

            ignored.Add(NameOf(key));
        }

        return new ParsedList(state, ignored);
    }

    /// <summary>Without a question mark; empty for the default state. Defaults are left out, keys sorted.</summary>
    public static string Write(ListState state)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var trees = new List<FilterNode>();
        foreach (var node in state.Filters)
        {
            if (node is not FieldFilter filter || !HasKey(state.Type, filter) || !parts.TryAdd(filter.Field, WriteFilter(filter)))
            {
                trees.Add(node);
            }
        }

        AddUnless(parts, TreeKey, FilterCodec.Write(trees), trees.Count == 0);
        AddUnless(parts, "q", state.Text, state.Text.Length == 0);
        AddUnless(parts, "sort", Joined(state.Sort.Select(key => (key.Descending ? "-" : "") + key.Field)), state.Sort.Count == 0);
        AddUnless(parts, "cols", Joined(state.Columns), state.Columns.Count == 0);
        AddUnless(parts, "widths", Joined(state.Widths.Select(width => $"{width.Field}:{Number(width.Pixels)}")), state.Widths.Count == 0);
        AddUnless(parts, "view", state.View ?? "", state.View is null);
        AddUnless(parts, "page", Number(state.Page), state.Page == 1);

        // Companies have a size of their own.
        AddUnless(parts, parts.ContainsKey("size") ? "rows" : "size", Number(state.Size), state.Size == ListState.DefaultSize);
        AddUnless(parts, "id", state.Record ?? "", state.Record is null);
        AddUnless(parts, "tab", state.Tab.ToString().ToLowerInvariant(), state.Record is null || state.Tab == RecordTab.Details);
        return string.Join('&', parts.Select(part => $"{part.Key}={Escape(part.Value)}"));
    }

    /// <summary>The address says it under the name of its field.</summary>
    public static bool HasKey(ObjectType type, FieldFilter filter) => FieldCatalog.Find(type, filter.Field) is { IsFilter: true } field && filter switch
    {
        AnyOf any => !field.IsRange && any.Values.Count is > 0 and <= ListState.MaximumValues,
        NumberRange range => field.Kind is FieldKind.Number or FieldKind.Money or FieldKind.Percent && range is { IsOver: false, IsUnder: false } && !(range.From > range.To),
        DateRange range => field.Kind == FieldKind.Instant && !(range.From > range.To),
        _ => false,
    };

    private static ListState ReadTree(ListState state, string value, List<string> ignored)
    {
        var read = FilterCodec.Read(value.Length > FilterCodec.MostCharacters ? value : ListState.CleanFilters(value));
        ignored.AddRange(read.Ignored.Select(NameOf));
        return state.WithFilters([.. state.Filters, .. read.Filters]) with { Page = state.Page };
    }

    private static (ListState State, bool IsWhole)? Read(ListState state, string key, string value, AccountDefinitions known) => key switch
    {
        "q" => ReadText(state, value),
        "sort" => ReadSort(state, value, known),
        "cols" => ReadColumns(state, value, known),
        "widths" => ReadWidths(state, value, known),
        "view" => IsId(value) ? (state with { View = value }, true) : null,

        // Of the layouts the table is the only one yet. A state under a short id is put in its place before this is read.
        "layout" => value == "table" ? (state, true) : null,
        "state" => (state, true),
        "page" => ReadNumber(value, ListState.MaximumPage) is { } page ? (state with { Page = page }, true) : null,
        "size" or "rows" when ReadNumber(value, RecordQuery.MaximumLimit) is { } size => (state with { Size = size }, true),
        "id" or "record" => IsId(value) ? (state with { Record = value }, true) : null,
        "tab" => Enum.GetValues<RecordTab>().Cast<RecordTab?>().FirstOrDefault(tab => tab.ToString()!.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } tab
            ? (state with { Tab = tab }, true)
            : null,
        _ => FieldCatalog.Find(state.Type, key) is { IsFilter: true } field ? ReadFilter(state, field, value) : null,
    };

    private static (ListState, bool) ReadText(ListState state, string value)
    {
        var text = ListState.Clean(value);
        return (state with { Text = text }, value.Length <= ListState.MaximumText);
    }

    private static (ListState, bool)? ReadSort(ListState state, string value, AccountDefinitions known)
    {
        var named = Split(value);
        var keys = named
            .Select(name => (Field: RecordFields.Find(state.Type, name.TrimStart('-'), known)?.Name, IsDescending: name.StartsWith('-')))
            .Where(key => key.Field is not null)
            .DistinctBy(key => key.Field)
            .Take(ListState.MaximumSort)
            .Select(key => new SortKey(key.Field!, key.IsDescending))
            .ToArray();
        return keys.Length == 0 ? null : (state with { Sort = keys }, keys.Length == named.Count);
    }

    private static (ListState, bool)? ReadColumns(ListState state, string value, AccountDefinitions known)
    {
        var named = Split(value);
        var columns = named
            .Select(name => RecordFields.Find(state.Type, name, known)?.Name)
            .OfType<string>()
            .Distinct()
            .Take(ListColumns.Most)
            .ToArray();
        return columns.Length == 0 ? null : (state with { Columns = columns }, columns.Length == named.Count);
    }

    private static (ListState, bool)? ReadWidths(ListState state, string value, AccountDefinitions known)
    {
        var named = Split(value);
        var widths = named
            .Select(one => one.Split(':'))
            .Where(parts => parts.Length == 2 && ReadNumber(parts[1], ListColumns.Widest) is >= ListColumns.Narrowest)
            .Select(parts => (Field: RecordFields.Find(state.Type, parts[0], known)?.Name, Pixels: ReadNumber(parts[1], ListColumns.Widest)!.Value))
            .Where(width => width.Field is not null)
            .DistinctBy(width => width.Field)
            .Take(ListColumns.Most)
            .Select(width => new ColumnWidth(width.Field!, width.Pixels))
            .ToArray();
        return widths.Length == 0 ? null : (state with { Widths = widths }, widths.Length == named.Count);
    }

    private static (ListState, bool)? ReadFilter(ListState state, FieldDefinition field, string value)
    {
        if (field.Kind is FieldKind.Text or FieldKind.Choice)
        {
            var values = Split(value).Select(ListState.CleanValue).Distinct().ToArray();
            return (state.WithFilter(new AnyOf(field.Name, [.. values.Take(ListState.MaximumValues)])) with { Page = state.Page },
                values.Length <= ListState.MaximumValues);
        }

        return ReadRange(field, value) is { } range ? (state.WithFilter(range) with { Page = state.Page }, true) : null;
    }

    private static FieldFilter? ReadRange(FieldDefinition field, string value)
    {
        var bounds = value.Split(RangeMark);
        if (bounds.Length != 2 || (bounds[0].Length == 0 && bounds[1].Length == 0))
        {
            return null;
        }

        if (field.Kind == FieldKind.Instant)
        {
            return ReadDay(bounds[0], out var from) && ReadDay(bounds[1], out var to) && !(from > to)
                ? new DateRange(field.Name, from, to)
                : null;
        }

        return ReadDecimal(bounds[0], out var low) && ReadDecimal(bounds[1], out var high) && !(low > high)
            ? new NumberRange(field.Name, low, high)
            : null;
    }

    private static bool ReadDay(string text, out DateOnly? day)
    {
        var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read);
        day = isDay ? read : null;
        return isDay || text.Length == 0;
    }

    private static bool ReadDecimal(string text, out decimal? number)
    {
        var isNumber = decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read);
        number = isNumber ? read : null;
        return isNumber || text.Length == 0;
    }

    private static int? ReadNumber(string text, int maximum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= maximum ? number : null;

    private static bool IsId(string text) => text.Length is > 0 and <= 64 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static string Joined(IEnumerable<string> values) => string.Join(
        ',', values.Select(value => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)));

    private static string WriteFilter(FieldFilter filter) => filter switch
    {
        AnyOf any => Joined(any.Values),
        NumberRange range => Number(range.From) + RangeMark + Number(range.To),
        DateRange range => Day(range.From) + RangeMark + Day(range.To),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "No such filter."),
    };

    private static List<string> Split(string list)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        for (var at = 0; at < list.Length; at++)
        {
            if (list[at] == '\\' && at + 1 < list.Length)
            {
                value.Append(list[++at]);
            }
            else if (list[at] == ',')
            {
                values.Add(value.ToString());
                value.Clear();
            }
            else
            {
                value.Append(list[at]);
            }
        }

        values.Add(value.ToString());
        return values;
    }

    private static void AddUnless(SortedDictionary<string, string> parts, string key, string value, bool isDefault)
    {
        if (!isDefault)
        {
            parts[key] = value;
        }
    }

    // Commas are ours and stay readable; those of a value stand behind a backslash.
    private static string Escape(string value) => Uri.EscapeDataString(value)
        .Replace("%2C", ",", StringComparison.Ordinal)
        .Replace("%3A", ":", StringComparison.Ordinal)
        .Replace("%28", "(", StringComparison.Ordinal)
        .Replace("%29", ")", StringComparison.Ordinal);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string NameOf(string key)
    {
        var name = ListState.Clean(key);
        return name.Length == 0 ? "(no name)" : name.Length > MaximumShownName ? name[..MaximumShownName] + "…" : name;
    }
}
