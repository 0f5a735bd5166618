namespace HubSpotCrm.Core.Analytics;

/// <summary>What the campaigns of a period cost and gave back.</summary>
/// <param name="AsOf">When it was read.</param>
public sealed record CampaignAnalytics(DateTimeOffset AsOf, Period Period, CampaignReturn Return)
{
    /// <summary>Active in the period.</summary>
    public required Figure Campaigns { get; init; }

    /// <summary>(return − spend) / spend over all of them, in the account's currency.</summary>
    public required Figure Roi { get; init; }

    /// <summary>The share of campaigns that gave back more than they cost.</summary>
    public required Figure PaidBack { get; init; }

    public required Figure Spend { get; init; }

    public required Figure Budget { get; init; }

    /// <summary>Spend / budget, over campaigns that have both.</summary>
    public required Figure BudgetUsed { get; init; }

    public required Figure Returned { get; init; }

    /// <summary>Best return first, then those without spend; at most <see cref="MostRows"/>.</summary>
    public required IReadOnlyList<CampaignResult> Rows { get; init; }

    public const int MostRows = 200;
}

/// <summary>One campaign. Money is in <see cref="Currency"/>; null: HubSpot has not told.</summary>
public sealed record CampaignResult(
    string Id, string Name, string? AssetKinds, string Currency, decimal? Budget, decimal? Spend, decimal? Return, decimal? Roi,
    long? InfluencedContacts, long? Sessions, decimal? EmailOpenRate, decimal? EmailClickRate);
