using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Analytics;

/// <summary>What a campaign gave back.</summary>
public enum CampaignReturn
{
    /// <summary>Revenue as HubSpot attributes it.</summary>
    Revenue,

    /// <summary>The amount of the deals attributed to it.</summary>
    DealAmount,
}

/// <summary>What a report is asked for.</summary>
/// <param name="Period">In place of each number's own period; null leaves those.</param>
public sealed record AnalyticsQuery(PeriodChoice? Period = null, CampaignReturn Return = CampaignReturn.Revenue);

/// <summary>The report did not end within the time it may take. Nothing is wrong with the data.</summary>
public sealed record ReportTooSlow(TimeSpan Limit)
    : Failure($"The report was stopped after {Limit.TotalSeconds:0.#} seconds. Choose a shorter period, and try again.");
