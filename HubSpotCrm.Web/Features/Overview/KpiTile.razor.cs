using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Web.Features.Analytics;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>One key number: label, value, how it moved, and what it stands upon. A link to its records where a list can show them.</summary>
public sealed partial class KpiTile : ComponentBase
{
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>Null while it is computed, or when it failed.</summary>
    [Parameter, EditorRequired]
    public Figure? Figure { get; set; }

    [Parameter]
    public Failure? Failure { get; set; }

    /// <summary>In place of the figure's own words.</summary>
    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public string? Foot { get; set; }

    /// <summary>Whether more is better: decides between green and red.</summary>
    [Parameter]
    public bool IsMoreGood { get; set; } = true;

    /// <summary>A growth that is told below the value, of what is shown.</summary>
    [Parameter]
    public Figure? Growth { get; set; }

    /// <summary>What grew, before the growth's words: <c>new ones</c>.</summary>
    [Parameter]
    public string? Grown { get; set; }

    /// <summary>What is said in place of a movement, of a number of the present: <c>at present</c>.</summary>
    [Parameter]
    public string? Standing { get; set; }

    /// <summary>A bar below: 0 to 1; null for none.</summary>
    [Parameter]
    public decimal? Bar { get; set; }

    /// <summary>HubSpot's name of a permission for want of which there is no number; null when it was granted.</summary>
    [Parameter]
    public string? MissingScope { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    private string? Href => Figure is { } figure ? FigureText.Link(figure) : null;

    private Delta? Moved(Figure figure) => Growth is { } growth ? FigureText.GrowthChange(growth) : FigureText.Change(figure, IsMoreGood);
}
