namespace HubSpotCrm.Web.Features.Records;

/// <summary>Where a column's value stands on a phone's card.</summary>
public enum CardSlot
{
    None,
    Title,
    Corner,
    Second,
    Tag,
    Note,
}

/// <summary>How much room a list must have before a column is shown.</summary>
public enum ColumnRoom
{
    Always,

    /// <summary>Not beside an open record.</summary>
    Small,

    /// <summary>Not on a tablet either.</summary>
    Medium,

    /// <summary>Only where the whole width of a small screen is free.</summary>
    Wide,

    /// <summary>Only on a large screen.</summary>
    Full,
}

/// <summary>A column of a list.</summary>
/// <param name="Field">Of the field catalog, or a name of the page's own when it cannot be sorted.</param>
/// <param name="Width">Pixels; null takes what is left.</param>
public sealed record RecordColumn(
    string Field,
    string Label,
    int? Width,
    bool IsNumber = false,
    bool IsSortable = true,
    CardSlot Slot = CardSlot.None,
    ColumnRoom Room = ColumnRoom.Always);

/// <summary>One cell to draw.</summary>
public readonly record struct RecordCell<T>(T Row, RecordColumn Column);

/// <summary>What a row says about edits of its record.</summary>
public enum RowMark
{
    None,
    Saving,
    Conflict,
    Rejected,
}
