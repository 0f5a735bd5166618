using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Web.Features.Analytics;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>The reports a dashboard shows; each may be there, on its way, or failed alone.</summary>
public sealed record DashboardAnalytics
{
    public PanelState<HubSpotAnalytics> Key { get; init; } = new(null);
    public PanelState<DealAnalytics> Deals { get; init; } = new(null);
    public PanelState<ContactAnalytics> Contacts { get; init; } = new(null);
    public PanelState<CampaignAnalytics> Campaigns { get; init; } = new(null);
    public PanelState<EmailAnalytics> Emails { get; init; } = new(null);
    public PanelState<AttentionReport> Attention { get; init; } = new(null);

    /// <summary>The oldest reading of what is shown; null while nothing is.</summary>
    public DateTimeOffset? AsOf => new[] { Key.Report?.AsOf, Deals.Report?.AsOf, Contacts.Report?.AsOf, Campaigns.Report?.AsOf, Emails.Report?.AsOf, Attention.Report?.AsOf }.Min();
}

/// <summary>The reports of a dashboard, one by one.</summary>
public enum DashboardReport
{
    Key,
    Deals,
    Contacts,
    Campaigns,
    Emails,
    Attention,
}
