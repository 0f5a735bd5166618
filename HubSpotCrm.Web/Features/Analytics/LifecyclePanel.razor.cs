using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Web.Components.Charts;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Analytics;

/// <summary>The contacts by lifecycle stage, each stage a link to its list.</summary>
public sealed partial class LifecyclePanel : ComponentBase
{
    [Parameter, EditorRequired]
    public required PanelState<ContactAnalytics> State { get; set; }

    [Parameter]
    public bool IsTable { get; set; }

    [Parameter]
    public EventCallback OnTable { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    private static IReadOnlyList<BarRow> Bars(ContactAnalytics contacts) =>
    [
        .. contacts.Lifecycle.Select(stage => new BarRow(
            stage.Label, FigureText.Value(stage.Contacts), stage.Share.Value ?? 0, stage.Share.Value is null ? null : FigureText.Value(stage.Share), FigureText.Link(stage.Contacts))),
    ];
}
