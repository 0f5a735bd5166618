namespace HubSpotCrm.Core.Analytics;

public enum AttentionReason
{
    /// <summary>The close date has passed and the deal is open.</summary>
    Overdue,

    /// <summary>Nothing happened for more than 30 days.</summary>
    Stale,

    /// <summary>Open, and when it will close is not said.</summary>
    NoCloseDate,
}

/// <summary>Open deals that somebody should look at.</summary>
/// <param name="AsOf">When it was read.</param>
public sealed record AttentionReport(DateTimeOffset AsOf)
{
    public required Figure Overdue { get; init; }
    public required Figure Stale { get; init; }
    public required Figure NoCloseDate { get; init; }

    /// <summary>Open deals with at least one of the reasons.</summary>
    public required long Deals { get; init; }

    /// <summary>The largest of each reason, each deal once, for its gravest reason.</summary>
    public required IReadOnlyList<AttentionDeal> Largest { get; init; }
}

/// <summary>One such deal.</summary>
/// <param name="Days">Since the close date, or since anything happened; null for a deal without a close date.</param>
public sealed record AttentionDeal(string Id, string Name, AttentionReason Reason, int? Days, string? Owner, decimal? Amount, string? Currency);
