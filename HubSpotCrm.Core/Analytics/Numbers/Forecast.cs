using System.Globalization;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>
/// Deals by the month of their close date: won; open ones by their owner's forecast category where there is one; and weighted.
/// Open deals of months that are over are in no month: they are overdue.
/// </summary>
internal static class Forecast
{
    private const int Back = 3;
    private const int Ahead = 2;

    private const string Category = """
        CASE WHEN d.is_won = 1 THEN 'won' ELSE CASE d.forecast_category WHEN 'COMMIT' THEN 'commit' WHEN 'BEST_CASE' THEN 'best' WHEN 'OMIT' THEN 'omit' ELSE 'pipeline' END END
        """;

    public static IReadOnlyList<ForecastMonth> Of(ReportScope scope)
    {
        var months = Enumerable.Range(-Back, Back + Ahead + 1).Select(scope.Calendar.Month).ToList();
        var place = "CASE " + string.Join(' ', months.Select((_, at) => $"WHEN d.close_at < $m{Text(at)} THEN '{Text(at)}'")) + " END";
        var sums = DealSum.Read(
            scope, place, Category, "d.close_at >= $start AND d.close_at < $end AND (d.is_won = 1 OR (d.is_closed = 0 AND d.close_at >= $now))",
            [("$start", months[0].StartAt), ("$end", months[^1].EndAt), ("$now", months[Back].StartAt), .. months.Select((month, at) => ($"$m{Text(at)}", (object)month.EndAt))]);
        return [.. months.Select((month, at) =>
        {
            DealSum Sum(string category) => sums.GetValueOrDefault((Text(at), category), DealSum.Zero);
            return MonthOf(scope, month, Sum("won"), Sum("commit"), Sum("best"), Sum("pipeline"), Sum("omit").Deals);
        })];
    }

    /// <summary>Open deals whose close date lies before the present month.</summary>
    public static long Overdue(ReportScope scope) =>
        scope.Count("SELECT count(*) FROM deal WHERE is_closed = 0 AND close_at < $now", ("$now", scope.Calendar.Month(0).StartAt));

    private static ForecastMonth MonthOf(ReportScope scope, Period month, DealSum won, DealSum commit, DealSum best, DealSum pipeline, long omitted)
    {
        Figure Dated(Figure figure) => figure with { Period = month, DateBasis = WonDeals.Basis };
        var weighted = Dated(DealMoney.Weighted(scope, commit.Plus(best).Plus(pipeline), "Won amount, and amount × probability of the open deals closing in the month."));
        return new ForecastMonth(
            month,
            Dated(DealMoney.Amount(scope, won, "Sum of the amount of won deals closing in the month.", WonDeals.ListOf(scope, month))),
            Dated(DealMoney.Amount(scope, commit, "Sum of the amount of open deals in the category commit, closing in the month.")),
            Dated(DealMoney.Amount(scope, best, "Sum of the amount of open deals in the category best case, closing in the month.")),
            Dated(DealMoney.Amount(scope, pipeline, "Sum of the amount of all other open deals closing in the month.")),
            Dated(DealMoney.Weighted(scope, pipeline, "Sum of amount × probability of all other open deals closing in the month.")),
            weighted with
            {
                Value = weighted.Value + won.Amount,
                Sample = weighted.Sample + won.Counted,
                Excluded = [.. weighted.Excluded, .. DealMoney.LeftOut((won.WithoutAmount, "won without an amount"), (omitted, "omitted from the forecast by its owner"))],
            });
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
