using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Web.Features.Overview;
using HubSpotCrm.Web.Localization;
using HubSpotCrm.Web.Urls;

namespace HubSpotCrm.Web.Features.Analytics;

/// <summary>Pipelines stage by stage, conversion, forecast, contacts by lifecycle, e-mails and every campaign of the period.</summary>
public sealed partial class AnalyticsTab : ReportTab
{
    protected override string OwnPage => PortalUrls.Analytics;

    protected override IReadOnlyCollection<DashboardReport> Wanted { get; } =
        [DashboardReport.Deals, DashboardReport.Contacts, DashboardReport.Campaigns, DashboardReport.Emails];

    private DealAnalytics? Deals => Shown.Deals.Report;

    private ContactAnalytics? Contacts => Shown.Contacts.Report;

    private bool IsEmpty => Shown.Deals.Failure is NotConnected or CopyUnusable or NotAllowed
        || (Contacts?.Total.Value == 0 && Deals is { OpenDeals.Value: 0 } deals && deals.Pipelines.All(pipeline => pipeline.Stages.All(stage => stage.Deals.Value == 0)));

    private string? WonFoot => Deals is { } deals ? $"{Formats.Count(deals.WonValue.Part ?? 0, "deal")} · {FigureText.Days(deals.Period)}" : null;

    private string? CycleFoot => Deals is { } deals ? $"Mean {FigureText.Value(deals.SalesCycleMean)} · n = {Formats.Number(deals.SalesCycle.Sample)}" : null;

    private string? NewFoot => Contacts is { } contacts ? $"In {contacts.New.Period!.Days} days · {Formats.Number((long)contacts.Unassigned.Value!)} without an owner" : null;

    private static string? Part(Figure? figure, string of) => figure is null ? null : FigureText.PartOf(figure, of);

    private string? Missing(params string[] scopes) => scopes.FirstOrDefault(MissingScopes.Contains);

    private Task ChooseAsync(string? pipeline) => GoToAsync(State with { Pipeline = pipeline });

    private Task RetryDeals() => RetryAsync(DashboardReport.Deals);

    private Task RetryContacts() => RetryAsync(DashboardReport.Contacts);
}
