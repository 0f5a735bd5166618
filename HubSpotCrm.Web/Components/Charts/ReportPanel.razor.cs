using HubSpotCrm.Web.Features.Analytics;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace HubSpotCrm.Web.Components.Charts;

/// <summary>A panel with one report: grey in the final height while it is computed, alone when it fails, and never taking the page with it.</summary>
public sealed partial class ReportPanel<T> : ComponentBase
    where T : class
{
    private readonly string _id = ChartId.Next("panel");
    private ErrorBoundary? _boundary;

    /// <summary>Asks the question that the panel answers.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required PanelState<T> State { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment<T> Content { get; set; }

    /// <summary>What stands at the right of the title.</summary>
    [Parameter]
    public RenderFragment<T>? Actions { get; set; }

    /// <summary>The width in the grid: <c>c6</c>.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>Of the content, in pixels, while there is none.</summary>
    [Parameter]
    public int Height { get; set; } = 220;

    /// <summary>HubSpot's name of a permission without which the numbers cannot be whole; null when it was granted.</summary>
    [Parameter]
    public string? MissingScope { get; set; }

    [Parameter]
    public bool IsTable { get; set; }

    /// <summary>Turns between chart and table; without it there is no such button.</summary>
    [Parameter]
    public EventCallback OnTable { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }
}
