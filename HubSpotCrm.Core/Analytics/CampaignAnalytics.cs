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

/// <summary>One campaign. Budget and spend are in <paramref name="Currency"/>, the return in <see cref="ReturnCurrency"/>; null: HubSpot has not told.</summary>
/// <param name="Roi">Null unless there is a spend, and a return in the same currency: HubSpot gives no rate to convert a campaign's money with.</param>
public sealed record CampaignResult(
    string Id, string Name, string? AssetKinds, string Currency, decimal? Budget, decimal? Spend, decimal? Return, decimal? Roi,
    long? InfluencedContacts, long? Sessions, decimal? EmailOpenRate, decimal? EmailClickRate)
{
    /// <summary>As HubSpot answered it; null where it did not.</summary>
    public string? ReturnCurrency { get; init; } = Currency;

    /// <summary>Why there is no <see cref="Roi"/>; null where there is one.</summary>
    public string? MissingRoi => this switch
    {
        { Roi: not null } => null,
        { Spend: not > 0 } => "no spend recorded",
        { Return: null } => "no return told by HubSpot",
        { ReturnCurrency: null } => "no currency of the return told by HubSpot",
        _ => "return in another currency than the spend",
    };
}
