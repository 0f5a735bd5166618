using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Web.Components.Charts;
using HubSpotCrm.Web.Features.Analytics;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>What became of the marketing e-mails of the period.</summary>
public sealed partial class EmailPanel : ComponentBase
{
    [Parameter, EditorRequired]
    public required PanelState<EmailAnalytics> State { get; set; }

    [Parameter]
    public string? MissingScope { get; set; }

    [Parameter]
    public bool IsTable { get; set; }

    [Parameter]
    public EventCallback OnTable { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    [Parameter]
    public string Class { get; set; } = "c5";

    private static IReadOnlyList<BarRow> Bars(EmailAnalytics report)
    {
        var sent = report.Sent.Value ?? 0;
        BarRow Bar(string label, Figure rate, string of) =>
            new(label, Formats.Number(rate.Part ?? 0), sent == 0 ? 0 : (rate.Part ?? 0) / sent, rate.Value is null ? null : $"{FigureText.Value(rate)} of {of}");
        return
        [
            new BarRow("Sent", Formats.Number(sent, 0), 1),
            Bar("Delivered", report.DeliveryRate, "sent"),
            Bar("Opened", report.OpenRate, "delivered"),
            Bar("Clicked", report.ClickRate, "delivered"),
            Bar("Replied", report.ReplyRate, "delivered"),
        ];
    }

    private static (string Label, Figure Figure)[] Rates(EmailAnalytics report) =>
    [
        ("Delivered of sent", report.DeliveryRate),
        ("Opened of delivered", report.OpenRate),
        ("Clicked of delivered", report.ClickRate),
        ("Clicked of opened", report.ClickThroughRate),
        ("Replied of delivered", report.ReplyRate),
        ("Bounced of sent", report.BounceRate),
        ("Unsubscribed", report.UnsubscribeRate),
        ("Spam reports", report.SpamRate),
    ];
}
