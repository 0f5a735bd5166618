using System.Text;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The part of an open record that is shown.</summary>
public enum RecordTab
{
    Details,
    Associations,
    Timeline,
    History,
}

/// <summary>
/// Everything a list page shows, as its URL says it. Two states are equal when their URLs are.
/// </summary>
public sealed record ListState
{
    public const int MaximumText = 200;
    public const int MaximumPage = 100_000;
    public const int MaximumValues = 100;

    /// <summary>Of a value that is filtered by: as long as an address can hold.</summary>
    public const int MaximumValue = 2000;
    public const int DefaultSize = 50;

    /// <summary>Sort keys; more than these never decide.</summary>
    public const int MaximumSort = 5;

    /// <summary>In the place of a view's id: the plain list, whatever view the list opens with.</summary>
    public const string NoView = "all";

    public ListState(ObjectType type) => Type = type;

    public ObjectType Type { get; }

    /// <summary>As typed, without control characters and outer spaces.</summary>
    public string Text { get; init; } = "";

    /// <summary>All of them hold. The first range or choice of a field is the one its own menu changes; <see cref="FilterOf"/> finds it.</summary>
    public IReadOnlyList<FilterNode> Filters { get; init; } = [];

    public IReadOnlyList<SortKey> Sort { get; init; } = [];

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Rows on a page.</summary>
    public int Size { get; init; } = DefaultSize;

    /// <summary>The fields that are shown, the name's aside; empty for the list's own columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Of columns that a user made wider or narrower.</summary>
    public IReadOnlyList<ColumnWidth> Widths { get; init; } = [];

    /// <summary>The saved view it stands on, or <see cref="NoView"/>; null when the address names none.</summary>
    public string? View { get; init; }

    /// <summary>HubSpot's id of the open record; null when none is open.</summary>
    public string? Record { get; init; }

    public RecordTab Tab { get; init; }

    /// <summary>Text or filters leave records out.</summary>
    public bool IsNarrowed => Text.Length > 0 || Filters.Count > 0;

    /// <summary>What the list asks its service.</summary>
    public RecordQuery ToQuery() => new(Text, Filters, Sort, (Page - 1) * Size, Size);

    /// <summary>The same list with no record open: states with equal lists show the same rows.</summary>
    public ListState List => this with { Record = null, Tab = RecordTab.Details };

    /// <summary>What a view keeps: all that the list shows, and not where one is in it.</summary>
    public ListState Content => List with { View = null, Page = 1 };

    /// <summary>What decides the rows, and not how they are drawn.</summary>
    public ListState Rows => List with { View = null, Columns = [], Widths = [] };

    /// <summary>The range or choice of the field that the address holds under the field's name; null without.</summary>
    public FieldFilter? FilterOf(string field) => Filters.OfType<FieldFilter>().FirstOrDefault(filter => filter.Field == field && ListUrl.HasKey(Type, filter));

    /// <summary>The chosen values of a field; empty when it is not filtered by values.</summary>
    public IReadOnlyList<string> ValuesOf(string field) => FilterOf(field) is AnyOf chosen ? chosen.Values : [];

    public ListState WithText(string text) => this with { Text = Clean(text), Page = 1 };

    /// <summary>
    /// Puts the range or choice in the place of the one on the same field, and of whatever says the same. One without values or bounds filters nothing and
    /// is left out.
    /// </summary>
    public ListState WithFilter(FieldFilter filter)
    {
        var before = FilterOf(filter.Field);
        var next = FilterTree.Normal(filter);
        var others = Filters.Where(other => other != before && other != next);
        return this with { Filters = next is null ? [.. others] : [.. others, next], Page = 1 };
    }

    /// <summary>Without the range or choice of the field; what groups and other conditions ask of it stays.</summary>
    public ListState WithoutFilter(string field) => FilterOf(field) is { } filter ? WithoutFilter(filter) : this with { Page = 1 };

    public ListState WithoutFilter(FilterNode filter) => this with { Filters = [.. Filters.Where(other => !other.Equals(filter))], Page = 1 };

    /// <summary>These and no others, in their shortest form.</summary>
    public ListState WithFilters(IReadOnlyList<FilterNode> filters) => this with
    {
        Filters = FilterTree.Normal(new AllOf(filters)) switch
        {
            null => [],
            AllOf all => all.Nodes,
            { } one => [one],
        },
        Page = 1,
    };

    public ListState WithoutFilters() => this with { Filters = [], Page = 1 };

    /// <summary>Adds the value to the field's filter, or takes it out.</summary>
    public ListState Toggle(string field, string value)
    {
        var chosen = ValuesOf(field);
        string[] next = chosen.Contains(value) ? [.. chosen.Where(other => other != value)] : [.. chosen, value];
        return WithFilter(new AnyOf(field, [.. next.Take(MaximumValues)]));
    }

    /// <summary>Sorts by a field of the catalog; see the other overload. Numbers and dates start with the highest.</summary>
    public ListState SortBy(string field, bool keepOthers) =>
        SortBy(field, keepOthers, startsDescending: FieldCatalog.Find(Type, field) is { Kind: not (FieldKind.Text or FieldKind.Choice) });

    /// <summary>
    /// Sorts by the field, in the other direction when it already does.
    /// </summary>
    /// <param name="keepOthers">Other keys stay and go before it.</param>
    /// <param name="startsDescending">Its first direction.</param>
    public ListState SortBy(string field, bool keepOthers, bool startsDescending)
    {
        var present = Sort.FirstOrDefault(key => key.Field == field);
        var key = new SortKey(field, present is null ? startsDescending : !present.Descending);
        SortKey[] sort = !keepOthers ? [key]
            : present is null ? [.. Sort.Take(MaximumSort - 1), key]
            : [.. Sort.Select(other => other.Field == field ? key : other)];
        return this with { Sort = sort, Page = 1 };
    }

    /// <summary>Gives a column a width; null gives it its own again.</summary>
    public ListState WithWidth(string field, int? pixels)
    {
        var others = Widths.Where(width => width.Field != field);
        return this with { Widths = pixels is { } wide ? [.. others, new ColumnWidth(field, Math.Clamp(wide, ListColumns.Narrowest, ListColumns.Widest))] : [.. others] };
    }

    /// <summary>Cuts what no list can search for: control characters, broken surrogates, more than <see cref="MaximumText"/> characters.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaximumText)
            {
                break;
            }

            if (rune.Value == 0 || rune == Rune.ReplacementChar)
            {
                continue;
            }

            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return clean.ToString().Trim();
    }

    /// <summary>The value as a record may hold it, spaces and line ends included; only what no text can hold is dropped.</summary>
    public static string CleanValue(string value) => CleanValue(value, MaximumValue);

    /// <summary>The filters as an address writes them, of any length that is read.</summary>
    public static string CleanFilters(string text) => CleanValue(text, FilterCodec.MostCharacters);

    public bool Equals(ListState? other) => other is not null && Type == other.Type && ListUrl.Write(this) == ListUrl.Write(other);

    public override int GetHashCode() => ListUrl.Write(this).GetHashCode(StringComparison.Ordinal);

    public override string ToString() => ListUrl.Write(this);

    private static string CleanValue(string value, int most)
    {
        var clean = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > most)
            {
                break;
            }

            if (rune.Value != 0 && rune != Rune.ReplacementChar)
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }
}
