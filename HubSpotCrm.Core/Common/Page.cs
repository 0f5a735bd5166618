namespace HubSpotCrm.Core.Common;

/// <summary>How many rows match. Not exact means "at least this many": a count that stopped at its cap.</summary>
public readonly record struct Total(int Count, bool IsExact);

/// <summary>One page of rows in order, and how many there are in all.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, Total Total)
{
    /// <summary>A first answer that found little: asked for the whole, there may be more.</summary>
    public bool IsPartial { get; init; }
}
