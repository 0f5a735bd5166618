using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Charts;

/// <summary>One step of a funnel, as it is written.</summary>
/// <param name="Share">Of the first step, 0 to 1.</param>
/// <param name="Next">What became of it: <c>71 % go on, 188 stop</c>; null for the last.</param>
public sealed record FunnelBar(string Label, string Count, string Amount, decimal Share, string? Next);

/// <summary>A funnel as bars under each other. Places are in percent and texts in pixels, so a text never shrinks.</summary>
public sealed partial class FunnelChart : ComponentBase
{
    private const int Pitch = 60;
    private const int BarTop = 19;
    private const int Bar = 14;
    private const int Gap = 26;
    private const int LongestLabel = 30;
    private readonly string _title = ChartId.Next("funnel");
    private readonly string _description = ChartId.Next("funnel");

    /// <summary>The finding.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<FunnelBar> Steps { get; set; }

    // SVG has no ellipsis of its own.
    private static string Shorten(string label) => label.Length > LongestLabel ? label[..(LongestLabel - 1)] + "…" : label;

    private static string Pixels(int place) => place.ToString(CultureInfo.InvariantCulture);

    private static string Percent(decimal share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(share, 0, 1) * 100:0.##}%");
}
