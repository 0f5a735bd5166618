using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Web.Features.Analytics;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>Open deals that somebody should look at, the largest by name.</summary>
public sealed partial class AttentionPanel : ComponentBase
{
    [Parameter, EditorRequired]
    public required PanelState<AttentionReport> State { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    [Parameter]
    public string Class { get; set; } = "c12";
}
