using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Web.Features.Analytics;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>The key numbers as one grid of tiles.</summary>
public sealed partial class KpiGrid : ComponentBase
{
    [Parameter, EditorRequired]
    public required DashboardAnalytics Analytics { get; set; }

    /// <summary>HubSpot's name of the permission without which there are no numbers of e-mails; null when it was granted.</summary>
    [Parameter]
    public string? MissingEmails { get; set; }

    /// <summary>The same of campaigns.</summary>
    [Parameter]
    public string? MissingCampaigns { get; set; }

    [Parameter]
    public EventCallback<DashboardReport> OnRetry { get; set; }

    private HubSpotAnalytics? Key => Analytics.Key.Report;

    private DealAnalytics? Deals => Analytics.Deals.Report;

    private Failure? KeyFailure => Analytics.Key.Failure;

    private Failure? DealFailure => Analytics.Deals.Failure;

    private string WonLabel => Key?.MonthlyRevenue.Period is { } period && IsMonth(period) ? "Won this month" : "Won";

    private string GrowthLabel => Key?.QuarterlyGrowth.Period is { } period && IsQuarter(period) ? "Quarterly growth" : "Growth of won amount";

    private string? OpenFoot => Deals is { } deals && Key is { } key ? Joined($"{Formats.Count((long)deals.OpenDeals.Value!, "deal")}", FigureText.Apart(key.TotalDealValue)) : null;

    private string? WonFoot => Key?.MonthlyRevenue is { } won ? Joined(Formats.Count(won.Part ?? 0, "deal"), won.Period!.IsPartial ? "to date" : null, FigureText.Apart(won)) : null;

    private string? GrowthStanding => Key?.QuarterlyGrowth is { PreviousPeriod: { } before } ? $"against {FigureText.Days(before)}" : null;

    private string? GrowthFoot => Key is { } key ? $"of won amount · n = {Formats.Number(key.QuarterlyGrowth.Sample)}" : null;

    private string? CycleFoot => Deals is { } deals ? $"Mean {FigureText.Value(deals.SalesCycleMean)} · n = {Formats.Number(deals.SalesCycle.Sample)}" : null;

    private string? EmailValue => Key is { } key ? $"{FigureText.Value(key.EmailOpenRate)} / {FigureText.Value(key.EmailClickRate)}" : null;

    private string? EmailFoot => Key is { } key ? $"{Formats.Number(key.EmailOpenRate.Sample)} delivered" : null;

    private string? ContactFoot => Key is null ? null
        : Joined(NewFoot(Key.ContactGrowth), Analytics.Contacts.Report is { } contacts ? $"{Formats.Number((long)contacts.Unassigned.Value!)} unassigned" : null);

    private string? CampaignFoot => Analytics.Campaigns.Report is { } campaigns ? $"Return on spend · {FigureText.PartOf(campaigns.PaidBack, "paid back")}" : "Return on spend";

    private EventCallback RetryKey => EventCallback.Factory.Create(this, () => OnRetry.InvokeAsync(DashboardReport.Key));

    private EventCallback RetryDeals => EventCallback.Factory.Create(this, () => OnRetry.InvokeAsync(DashboardReport.Deals));

    private static string? NewFoot(Figure? growth) => growth is null ? null : $"{Formats.Number(growth.Part ?? 0)} in {growth.Period!.Days} days";

    private static bool IsMonth(Period period) => period.From.Day == 1 && period.IsPartial && period.Days <= 31;

    private static bool IsQuarter(Period period) => period.From is { Day: 1, Month: 1 or 4 or 7 or 10 } && period.IsPartial && period.Days <= 92;

    private static string Joined(params string?[] parts) => string.Join(" · ", parts.Where(part => part is not null));
}
