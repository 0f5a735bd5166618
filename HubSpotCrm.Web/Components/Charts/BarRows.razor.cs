using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Charts;

/// <summary>A labelled bar: all it says stands in its text.</summary>
/// <param name="Share">0 to 1.</param>
/// <param name="Note">In grey before the value: <c>98.2 % of sent</c>.</param>
public sealed record BarRow(string Label, string Value, decimal Share, string? Note = null, string? Href = null);

/// <summary>Bars under each other, each with its words: read as a list.</summary>
public sealed partial class BarRows : ComponentBase
{
    /// <summary>What the bars are of.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<BarRow> Rows { get; set; }

    private static string Percent(decimal share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(share, 0, 1) * 100:0.##}%");
}
