using System.Globalization;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Components.Charts;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>A bar for each half hour with a run: as high as the records that changed. One that holds a failure is marked by a line and a word too.</summary>
public sealed partial class RunChart : ComponentBase
{
    private const decimal Base = 100;
    private const decimal Tallest = 74;
    private const decimal Slot = 100m / RunActivity.Halves;
    private const decimal Width = Slot * 0.7m;
    private readonly string _title = ChartId.Next("runs");

    /// <summary>The finding.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public DateTimeOffset From { get; set; }

    [Parameter, EditorRequired]
    public TimeSpan Step { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<SyncActivity> Halves { get; set; }

    private IEnumerable<(SyncActivity Half, decimal Left, decimal Height)> Bars
    {
        get
        {
            var highest = Math.Max(1, Halves.Select(half => half.Changed).DefaultIfEmpty(0).Max());

            // Also what changed nothing, or little, can be seen.
            return Halves.Select(half => (half, Slot * (decimal)((half.From - From) / Step), Math.Max(2, Tallest * half.Changed / highest)));
        }
    }

    private (SyncActivity Half, decimal Left, decimal Height)? LastFailed =>
        Bars.Where(bar => bar.Half.Failed > 0).Select(bar => ((SyncActivity, decimal, decimal)?)bar).LastOrDefault();

    private string Words(SyncActivity half) =>
        $"{Formats.Minute(half.From)}: {Formats.Count(half.Changed, "record")} changed{(half.Failed > 0 ? $", {Formats.Number((long)half.Failed)} failed: {half.Failure}" : "")}";

    private static string Percent(decimal share) => share.ToString("0.###", CultureInfo.InvariantCulture) + "%";

    private static string Pixel(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
