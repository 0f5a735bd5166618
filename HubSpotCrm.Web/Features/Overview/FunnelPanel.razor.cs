using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Web.Components.Charts;
using HubSpotCrm.Web.Features.Analytics;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>How far the deals created in the period came, of one pipeline.</summary>
public sealed partial class FunnelPanel : ComponentBase
{
    [Parameter, EditorRequired]
    public required PanelState<DealAnalytics> State { get; set; }

    /// <summary>The pipeline's id; the first when null or unknown.</summary>
    [Parameter]
    public string? Pipeline { get; set; }

    [Parameter]
    public EventCallback<string?> OnPipeline { get; set; }

    [Parameter]
    public bool IsTable { get; set; }

    [Parameter]
    public EventCallback OnTable { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    [Parameter]
    public string Class { get; set; } = "c6";

    private PipelineAnalytics? Chosen(DealAnalytics deals) => deals.Pipelines.FirstOrDefault(pipeline => pipeline.Id == Pipeline) ?? (deals.Pipelines.Count > 0 ? deals.Pipelines[0] : null);

    private static string Finding(PipelineAnalytics pipeline)
    {
        var steps = pipeline.Funnel;
        var worst = steps.SkipLast(1).MaxBy(step => step.Entered - step.Advanced)!;
        return worst.Entered == worst.Advanced
            ? $"All {Formats.Number(steps[0].Entered)} deals were won."
            : $"Most stop in {worst.Label}: {Formats.Number(worst.Entered - worst.Advanced)} of {Formats.Count(steps[0].Entered, "deal")}, lost or still there.";
    }

    private static IReadOnlyList<FunnelBar> Bars(PipelineAnalytics pipeline) => [.. pipeline.Funnel.Select((step, at) => new FunnelBar(
        step.Label,
        Formats.Number(step.Entered),
        Formats.ShortMoney(step.Value.Value, step.Value.Currency),
        pipeline.Funnel[0].Entered == 0 ? 0 : (decimal)step.Entered / pipeline.Funnel[0].Entered,
        at == pipeline.Funnel.Count - 1 ? null : $"{FigureText.Value(step.NextStep)}{(step.NextStep.IsTooFew ? "," : " go on,")} {Formats.Number(step.Entered - step.Advanced)} stop"))];
}
