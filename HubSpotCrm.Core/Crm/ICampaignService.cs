using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Crm;

/// <summary>Campaigns, as <see cref="IRecordService{T}"/> says. HubSpot deletes a campaign for good: it has no recycle bin for them.</summary>
public interface ICampaignService : IRecordService<Campaign>
{
    /// <summary>What a campaign's page shows beside its properties: budget, spend, assets and e-mails. <see cref="RecordNotFound"/> when there is none. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<CampaignReport>> ReportAsync(Actor actor, string id, CancellationToken cancellationToken);
}
