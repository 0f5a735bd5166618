using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The width that a user gave a column, in pixels.</summary>
public readonly record struct ColumnWidth(string Field, int Pixels);

/// <summary>The columns of a list: the kind's own, or those that a user chose among its fields and all properties of the account.</summary>
public static class ListColumns
{
    /// <summary>Columns of a list.</summary>
    public const int Most = 50;
    public const int Narrowest = 56;
    public const int Widest = 800;

    private const int TextWidth = 160;
    private const int NumberWidth = 112;

    /// <summary>The columns for this state, the name first.</summary>
    public static IReadOnlyList<RecordColumn> Of<T>(RecordKind<T> kind, ListState state, AccountDefinitions definitions)
        where T : class
    {
        var own = kind.ColumnsFor(state);
        var columns = state.Columns.Count == 0 ? own : Chosen(kind, state, definitions, own);
        return [.. columns.Select(column => WidthOf(state, column.Field) is { } pixels ? column with { Width = pixels } : column)];
    }

    /// <summary>The fields of the kind's own columns, in their order: what the list shows when nobody chose.</summary>
    public static IReadOnlyList<string> Own<T>(RecordKind<T> kind)
        where T : class => [.. kind.ColumnsFor(new ListState(kind.Type)).Select(column => column.Field)];

    /// <summary>HubSpot's names of the properties whose values the columns need beside the typed ones.</summary>
    public static IReadOnlyList<string> Properties(ListState state, AccountDefinitions definitions) =>
    [
        .. state.Columns
            .Select(name => RecordFields.Find(state.Type, name, definitions))
            .Where(field => field is { Typed: null })
            .Select(field => field!.Property!)
            .Distinct(),
    ];

    private static List<RecordColumn> Chosen<T>(RecordKind<T> kind, ListState state, AccountDefinitions definitions, IReadOnlyList<RecordColumn> own)
        where T : class
    {
        var plain = kind.ColumnsFor(new ListState(kind.Type));
        var columns = new List<RecordColumn> { plain[0] };
        if (state.Text.Length > 0 && own.FirstOrDefault(column => column.Field == RecordKind<T>.Why) is { } why)
        {
            // Beside the name: behind many columns nobody would see it.
            columns.Add(why with { Width = TextWidth });
        }

        columns.AddRange(state.Columns
            .Select(name => RecordFields.Find(kind.Type, name, definitions))
            .OfType<RecordField>()
            .DistinctBy(field => field.Name)
            .Where(field => field.Name != plain[0].Field)
            .Select(field => plain.FirstOrDefault(column => column.Field == field.Name) ?? Of(field))
            .Select(column => column with { Room = ColumnRoom.Always }));
        return WithSlots(columns);
    }

    private static RecordColumn Of(RecordField field)
    {
        var isNumber = field.Kind is FieldKind.Number or FieldKind.Money or FieldKind.Percent;
        return new RecordColumn(field.Name, field.Label, isNumber ? NumberWidth : TextWidth, isNumber);
    }

    // A phone's card has five places: columns that have none of their own take the free ones.
    private static List<RecordColumn> WithSlots(List<RecordColumn> columns)
    {
        var free = new List<CardSlot> { CardSlot.Second, CardSlot.Note, CardSlot.Tag, CardSlot.Corner };
        var taken = columns.Select(column => column.Slot).ToHashSet();
        free.RemoveAll(taken.Contains);
        for (var at = 1; at < columns.Count && free.Count > 0; at++)
        {
            if (columns[at].Slot == CardSlot.None)
            {
                columns[at] = columns[at] with { Slot = free[0] };
                free.RemoveAt(0);
            }
        }

        return columns;
    }

    private static int? WidthOf(ListState state, string field)
    {
        foreach (var width in state.Widths)
        {
            if (width.Field == field)
            {
                return width.Pixels;
            }
        }

        return null;
    }
}
