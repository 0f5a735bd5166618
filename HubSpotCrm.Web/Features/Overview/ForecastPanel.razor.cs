using System.Globalization;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Web.Components.Charts;
using HubSpotCrm.Web.Features.Analytics;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>Won and open deals by the month they close.</summary>
public sealed partial class ForecastPanel : ComponentBase
{
    private static readonly string[] Series = ["Won", "Commit", "Best case", "Pipeline, weighted"];

    [Parameter, EditorRequired]
    public required PanelState<DealAnalytics> State { get; set; }

    [Parameter]
    public bool IsTable { get; set; }

    [Parameter]
    public EventCallback OnTable { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    [Parameter]
    public string Class { get; set; } = "c6";

    private static string NameOf(ForecastMonth month) => month.Month.From.ToString("MMM", CultureInfo.InvariantCulture);

    private static string Finding(DealAnalytics deals)
    {
        var present = deals.Forecast.First(month => month.Month.IsPartial);
        var currency = deals.OpenValue.Currency;
        var name = present.Month.From.ToString("MMMM", CultureInfo.InvariantCulture);
        var text = $"{name} has {Formats.ShortMoney(present.Won.Value, currency)} won and reaches {Formats.ShortMoney(present.Reach, currency)} if commit, best case and the weighted rest close.";
        return deals.OverdueDeals == 0 ? text : $"{text} {Formats.Count(deals.OverdueDeals, "open deal")} with an older close date {(deals.OverdueDeals == 1 ? "is" : "are")} in no month.";
    }

    private static string Short(Figure figure) => Formats.ShortMoney(figure.Value, figure.Currency);

    private static string? Apart(DealAnalytics deals) => FigureText.Apart(deals.OpenValue);

    private static (decimal Divisor, string Name) Scale(DealAnalytics deals) => deals.Forecast.Max(month => month.Reach) switch
    {
        >= 5_000_000_000m => (1_000_000_000m, "billion"),
        >= 5_000_000m => (1_000_000m, "million"),
        >= 5_000m => (1_000m, "thousand"),
        _ => (1, ""),
    };

    private static string UnitOf(DealAnalytics deals) => $"{deals.OpenValue.Currency} {Scale(deals).Name}".TrimEnd();

    private static IReadOnlyList<StackedBar> Bars(DealAnalytics deals)
    {
        var divisor = Scale(deals).Divisor;
        return [.. deals.Forecast.Select(month => new StackedBar(
            NameOf(month),
            month.Month.IsPartial ? "to date" : null,
            [.. new[] { month.Won, month.Commit, month.BestCase, month.PipelineWeighted }.Select(figure => Math.Round((figure.Value ?? 0) / divisor, 2))]))];
    }
}
