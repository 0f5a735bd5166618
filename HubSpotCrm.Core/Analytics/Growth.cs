namespace HubSpotCrm.Core.Analytics;

public enum GrowthKind
{
    /// <summary>One of the two numbers is not known, or the one before is below zero: no share can be said.</summary>
    Unknown,

    /// <summary>Nothing before and nothing now.</summary>
    None,

    /// <summary>Nothing before, something now.</summary>
    New,
    Changed,
}

/// <summary>(this − previous) / previous.</summary>
/// <param name="Share">0.048 for 4.8 % more; null unless <see cref="GrowthKind.Changed"/>.</param>
public readonly record struct Growth(GrowthKind Kind, decimal? Share)
{
    public static Growth Of(decimal? present, decimal? previous) => (present, previous) switch
    {
        (null, _) or (_, null) or (_, < 0) => new(GrowthKind.Unknown, null),
        (0, 0) => new(GrowthKind.None, null),
        (_, 0) => new(GrowthKind.New, null),
        ({ } now, { } before) => new(GrowthKind.Changed, Divide(now - before, before)),
    };

    // An amount of a thousandth before and of trillions now has no share that a number holds.
    private static decimal Divide(decimal change, decimal before)
    {
        try
        {
            return change / before;
        }
        catch (OverflowException)
        {
            return change < 0 ? decimal.MinValue : decimal.MaxValue;
        }
    }
}
