using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Campaigns;

/// <summary>What a campaign cost and brought, its e-mails and assets, above its properties.</summary>
public sealed partial class CampaignSummary : ComponentBase, IDisposable
{
    /// <summary>Below this a rate says nothing.</summary>
    private const int FewestForRate = 20;

    private readonly Newest _newest = new();
    private Result<CampaignReport>? _given;
    private CampaignReport? _report;
    private string? _failure;

    [Parameter, EditorRequired]
    public required Campaign Campaign { get; set; }

    /// <summary>Comes with the record: what came later would move the properties below away from the pointer.</summary>
    [Parameter, EditorRequired]
    public Result<CampaignReport>? Report { get; set; }

    private decimal? SpentShare => Campaign is { Budget: > 0 and var budget, Spend: { } spend } ? spend / budget : null;

    private string Left => Campaign is { Budget: { } budget, Spend: { } spend }
        ? spend <= budget ? $", {Formats.Money(budget - spend, Campaign.MoneyCurrency)} left." : $", {Formats.Money(spend - budget, Campaign.MoneyCurrency)} over it."
        : ".";

    private string NoRoi => Campaign switch
    {
        { Spend: not > 0 } => "No spend recorded, so there is nothing to divide by.",
        { Revenue: null } => "HubSpot has told no revenue of this campaign.",
        { RevenueCurrency: null } => "HubSpot did not say which currency the revenue is in, so it cannot be compared with the spend.",
        _ when Campaign.RevenueCurrency != Campaign.MoneyCurrency => $"The spend is in {Campaign.MoneyCurrency} and the revenue in {Campaign.RevenueCurrency}, and HubSpot tells no rate between them.",
        _ => "The numbers of this campaign are being read anew.",
    };

    public void Dispose() => _newest.Dispose();

    protected override void OnParametersSet()
    {
        if (_given != Report)
        {
            _newest.Next();
            _given = Report;
            (_report, _failure) = Report is { } report ? (report.Succeeded ? report.Value : null, report.Failure?.Message) : (null, null);
        }
    }

    private async Task AskAgainAsync()
    {
        var cancellationToken = _newest.Next();
        Result<CampaignReport> report;
        try
        {
            report = await Campaigns.ReportAsync(await CurrentActor.GetAsync(), Campaign.Id, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        if (!cancellationToken.IsCancellationRequested)
        {
            _failure = report.Failure?.Message;
            _report = report.Succeeded ? report.Value : _report;
        }
    }

    private static string Rate(long part, long whole) =>
        whole <= 0 ? Formats.None : whole < FewestForRate ? $"n = {Formats.Number((long?)whole)}" : Formats.Number((decimal)part * 100 / whole, digits: 1) + " %";

    private static string Email(decimal? rate) => rate is { } known ? Formats.Rate(known) : Formats.None;

    private static string Width(decimal share) => Math.Clamp(share * 100, 0, 100).ToString("0.#", CultureInfo.InvariantCulture);
}
