using HubSpotCrm.Core.Analytics;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Analytics;

/// <summary>One pipeline stage by stage: what stands there now, and what share of the period's deals came there and went on.</summary>
public sealed partial class PipelinePanel : ComponentBase
{
    [Parameter, EditorRequired]
    public required PanelState<DealAnalytics> State { get; set; }

    /// <summary>The pipeline's id; the first when null or unknown.</summary>
    [Parameter]
    public string? Pipeline { get; set; }

    [Parameter]
    public EventCallback<string?> OnPipeline { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    private PipelineAnalytics? Chosen(DealAnalytics deals) =>
        deals.Pipelines.FirstOrDefault(pipeline => pipeline.Id == Pipeline) ?? (deals.Pipelines.Count > 0 ? deals.Pipelines[0] : null);
}
