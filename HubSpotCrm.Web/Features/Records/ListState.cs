using System.Text;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

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

    public ListState(ObjectType type) => Type = type;

    public ObjectType Type { get; }

    /// <summary>As typed, without control characters and outer spaces.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<FieldFilter> Filters { get; init; } = [];

    public IReadOnlyList<SortKey> Sort { get; init; } = [];

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Rows on a page.</summary>
    public int Size { get; init; } = DefaultSize;

    /// <summary>HubSpot's id of the open record; null when none is open.</summary>
    public string? Record { get; init; }

    public RecordTab Tab { get; init; }

    /// <summary>Text or filters leave records out.</summary>
    public bool IsNarrowed => Text.Length > 0 || Filters.Count > 0;

    /// <summary>What the list asks its service.</summary>
    public RecordQuery ToQuery() => new(Text, Filters, Sort, (Page - 1) * Size, Size);

    /// <summary>The same list with no record open: states with equal lists show the same rows.</summary>
    public ListState List => this with { Record = null, Tab = RecordTab.Details };

    /// <summary>Null when the field is not filtered.</summary>
    public FieldFilter? FilterOf(string field) => Filters.FirstOrDefault(filter => filter.Field == field);

    /// <summary>The chosen values of a field; empty when it is not filtered by values.</summary>
    public IReadOnlyList<string> ValuesOf(string field) => FilterOf(field) is AnyOf chosen ? chosen.Values : [];

    public ListState WithText(string text) => this with { Text = Clean(text), Page = 1 };

    /// <summary>Puts the filter in the place of the one on the same field. A filter without values or bounds filters nothing and is left out.</summary>
    public ListState WithFilter(FieldFilter filter)
    {
        var others = Filters.Where(other => other.Field != filter.Field);
        return this with { Filters = IsOpen(filter) ? [.. others] : [.. others, filter], Page = 1 };
    }

    public ListState WithoutFilter(string field) =>
        this with { Filters = [.. Filters.Where(filter => filter.Field != field)], Page = 1 };

    public ListState WithoutFilters() => this with { Filters = [], Page = 1 };

    /// <summary>Adds the value to the field's filter, or takes it out.</summary>
    public ListState Toggle(string field, string value)
    {
        var chosen = ValuesOf(field);
        string[] next = chosen.Contains(value) ? [.. chosen.Where(other => other != value)] : [.. chosen, value];
        return WithFilter(new AnyOf(field, [.. next.Take(MaximumValues)]));
    }

    /// <summary>
    /// Sorts by the field, in the other direction when it already does. Numbers and dates start with the highest.
    /// </summary>
    /// <param name="keepOthers">Other keys stay and go before it.</param>
    public ListState SortBy(string field, bool keepOthers)
    {
        var present = Sort.FirstOrDefault(key => key.Field == field);
        var startsDescending = FieldCatalog.Find(Type, field) is { Kind: not (FieldKind.Text or FieldKind.Choice) };
        var key = new SortKey(field, present is null ? startsDescending : !present.Descending);
        SortKey[] sort = !keepOthers ? [key]
            : present is null ? [.. Sort, key]
            : [.. Sort.Select(other => other.Field == field ? key : other)];
        return this with { Sort = sort, Page = 1 };
    }

    /// <summary>Turns the first sort key around; the list's own order has no direction to turn.</summary>
    public ListState TurnSort() =>
        Sort.Count == 0 ? this : this with { Sort = [Sort[0] with { Descending = !Sort[0].Descending }, .. Sort.Skip(1)], Page = 1 };

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
    public static string CleanValue(string value)
    {
        var clean = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaximumValue)
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

    public bool Equals(ListState? other) => other is not null && Type == other.Type && ListUrl.Write(this) == ListUrl.Write(other);

    public override int GetHashCode() => ListUrl.Write(this).GetHashCode(StringComparison.Ordinal);

    private static bool IsOpen(FieldFilter filter) => filter switch
    {
        AnyOf any => any.Values.Count == 0,
        NumberRange range => range.From is null && range.To is null,
        DateRange range => range.From is null && range.To is null,
        _ => false,
    };
}
