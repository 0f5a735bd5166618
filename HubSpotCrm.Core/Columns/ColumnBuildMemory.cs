namespace HubSpotCrm.Core.Columns;

/// <summary>What making a copy is given of memory at first, in megabytes; each part gets twice as much every time that it was not enough.</summary>
/// <param name="Draft">To write the rows down as they come: what has no room waits on the disk.</param>
/// <param name="Arrange">To sort them, which holds a hundred thousand rows of fifty columns at once.</param>
internal sealed record ColumnBuildMemory(int Draft, int Arrange)
{
    /// <summary>Making the copy runs beside everything else, after a first sync that took memory of its own.</summary>
    public static ColumnBuildMemory Least { get; } = new(96, 160);
}
