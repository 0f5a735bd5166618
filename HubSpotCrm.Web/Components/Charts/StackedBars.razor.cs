using System.Globalization;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Charts;

/// <summary>One bar: its parts from the bottom up, in the order of the series.</summary>
/// <param name="Note">A second line under the label, as "to date"; null for none.</param>
public sealed record StackedBar(string Label, string? Note, IReadOnlyList<decimal> Parts);

/// <summary>Up to four series on top of each other, told apart by colour and by pattern. Places are in percent and texts in pixels.</summary>
public sealed partial class StackedBars : ComponentBase
{
    private const decimal Left = 11;
    private const decimal Base = 188;
    private const decimal Ceiling = 32;
    private const decimal Widest = 10;
    private readonly string _title = ChartId.Next("bars");
    private readonly string _description = ChartId.Next("bars");
    private readonly string _stripes = ChartId.Next("stripes");
    private readonly string _dots = ChartId.Next("dots");

    /// <summary>The finding.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Of the axis: <c>€ thousand</c>.</summary>
    [Parameter, EditorRequired]
    public required string Unit { get; set; }

    /// <summary>The names of the parts, from the bottom up.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Series { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<StackedBar> Bars { get; set; }

    private decimal Highest => Bars.Select(bar => bar.Parts.Where(part => part > 0).Sum()).DefaultIfEmpty(0).Max();

    private decimal Step => NiceStep(Highest / 3);

    private decimal Scale => Math.Max(Step, Math.Ceiling(Highest / Step) * Step);

    private IEnumerable<decimal> Ticks => Enumerable.Range(0, (int)(Scale / Step) + 1).Select(tick => tick * Step);

    private string Written(decimal value) => Highest < 10 ? value.ToString("0.0", CultureInfo.InvariantCulture) : Formats.Number(value, 0);

    private decimal BarWidth => Math.Min(Widest, (100 - Left) / Math.Max(1, Bars.Count) * 0.62m);

    /// <summary>1, 2, 2.5 or 5 times a power of ten, not below the number.</summary>
    internal static decimal NiceStep(decimal atLeast)
    {
        if (atLeast <= 0)
        {
            return 1;
        }

        var power = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)atLeast)));
        return new[] { 1, 2, 2.5m, 5, 10 }.Select(factor => factor * power).FirstOrDefault(step => step >= atLeast, 10 * power);
    }

    private IEnumerable<(int Series, decimal Top, decimal Height)> Segments(StackedBar bar)
    {
        var below = 0m;
        for (var series = 0; series < bar.Parts.Count; series++)
        {
            // An amount below zero, as a credit, has no height; the number over the bar counts it.
            var part = Math.Max(0, bar.Parts[series]);
            if (part > 0)
            {
                yield return (series, Top(below + part), Math.Max(0.5m, Top(below) - Top(below + part) - 1));
            }

            below += part;
        }
    }

    private decimal Top(decimal value) => Base - (value / Scale * (Base - Ceiling));

    private string Y(decimal value) => Number(Top(value));

    private decimal Center(int at) => Left + ((at + 0.5m) * (100 - Left) / Bars.Count);

    private string Fill(int series) => series switch
    {
        0 => "var(--s1)",
        1 => $"url(#{_stripes})",
        2 => $"url(#{_dots})",
        _ => "var(--surface)",
    };

    private static string Stroke(int series) => series switch
    {
        0 => "var(--s1)",
        1 => "var(--s3)",
        2 => "var(--s2)",
        _ => "var(--text-2)",
    };

    private static string Percent(decimal share) => Number(share) + "%";

    private static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
