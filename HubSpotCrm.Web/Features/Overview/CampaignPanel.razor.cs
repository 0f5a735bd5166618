using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Web.Features.Analytics;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>Campaigns with what they cost and gave back.</summary>
public sealed partial class CampaignPanel : ComponentBase
{
    private const string Deals = "deals";

    [Parameter, EditorRequired]
    public required PanelState<CampaignAnalytics> State { get; set; }

    /// <summary>So many rows are shown.</summary>
    [Parameter]
    public int Most { get; set; } = DashboardLoader.MostCampaigns;

    [Parameter]
    public string? MissingScope { get; set; }

    [Parameter]
    public EventCallback<CampaignReturn> OnReturn { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    [Parameter]
    public string Class { get; set; } = "c7";

    private static string Finding(CampaignAnalytics report) => report.PaidBack.Sample == 0
        ? $"None of {Formats.Count((long)report.Campaigns.Value!, "campaign")} can be compared: {report.PaidBack.Missing}."
        : $"{Formats.Number(report.PaidBack.Part ?? 0)} of {Formats.Number(report.PaidBack.Sample)} with a spend gave back more than they cost; {FigureText.Value(report.Spend)} spent, {FigureText.Value(report.Returned)} returned.";

    private static string MoneyOf(decimal? amount, string? currency) => amount is { } value ? FigureText.Money(value, currency) : Formats.None;

    private static string Reason(CampaignResult row) => row.MissingRoi is { } reason ? Words.Capital(reason) : "";
}
