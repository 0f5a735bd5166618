using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Analytics;

/// <summary>
/// The numbers of the account, from the mirror. Periods are cut in the account's zone; money is added within a currency only.
/// Every method checks <see cref="Policy.ViewRecords"/> and fails with <see cref="NotAllowed"/>, <see cref="NotConnected"/> without an account, <see cref="CopyUnusable"/> without a mirror,
/// <see cref="InvalidInput"/> for a period that cannot be cut, and <see cref="ReportTooSlow"/>.
/// </summary>
public interface IAnalyticsService
{
    /// <summary>The key numbers.</summary>
    Task<Result<HubSpotAnalytics>> GetAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken);

    /// <summary>Pipelines, their stages, what was won and what is to come; without a period those of the last 90 days.</summary>
    Task<Result<DealAnalytics>> GetDealAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken);

    /// <summary>Contacts by lifecycle stage, new ones, and leads that became customers.</summary>
    Task<Result<ContactAnalytics>> GetContactAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken);

    /// <summary>What campaigns cost and gave back; without a period those active in the last 90 days.</summary>
    Task<Result<CampaignAnalytics>> GetCampaignAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken);

    /// <summary>How marketing e-mails did; without a period those sent in the last 90 days.</summary>
    Task<Result<EmailAnalytics>> GetEmailAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken);

    /// <summary>Open deals that somebody should look at.</summary>
    Task<Result<AttentionReport>> GetAttentionAsync(Actor actor, CancellationToken cancellationToken);
}
