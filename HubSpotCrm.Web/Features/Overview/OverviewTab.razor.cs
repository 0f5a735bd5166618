using HubSpotCrm.Core.Common;
using HubSpotCrm.Web.Features.Analytics;
using HubSpotCrm.Web.Urls;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>The dashboard of the account.</summary>
public sealed partial class OverviewTab : ReportTab
{
    protected override string OwnPage => PortalUrls.Home;

    protected override IReadOnlyCollection<DashboardReport> Wanted { get; } = Enum.GetValues<DashboardReport>();

    // Without an account, or without a single record, a page of dashes would say nothing.
    private bool IsEmpty => Shown.Key switch
    {
        { Failure: NotConnected or CopyUnusable or NotAllowed } => true,
        { Report: { } key } => key.TotalContacts.Value == 0 && key.TotalCompanies.Value == 0 && key.TotalDeals.Value == 0,
        _ => false,
    };
}
