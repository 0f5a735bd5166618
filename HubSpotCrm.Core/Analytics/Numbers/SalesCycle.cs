namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>Close − create of the deals won with a close date in the period, in days: the median beside the mean.</summary>
internal static class SalesCycle
{
    private const decimal Day = 86_400_000m;

    public static (Figure Median, Figure Mean) Of(ReportScope scope)
    {
        var periods = scope.PeriodOr(WinRate.Usual);
        var (present, before) = (Read(scope, periods.Present), Read(scope, periods.Before));
        var figure = new Figure
        {
            Value = Median(present.Days),
            Unit = FigureUnit.Days,
            Formula = "Median of close date − create date, of the deals won in the period.",
            Sample = present.Days.Count,
            Missing = present.Days.Count == 0 ? "no deal won" : null,
            Period = periods.Present,
            DateBasis = WonDeals.Basis,
            PreviousPeriod = periods.Before,
            Previous = Median(before.Days),
            PreviousSample = before.Days.Count,
            Excluded = DealMoney.LeftOut((present.Backwards, "closed before created"), (present.Undated, "no create date")),
            Records = WonDeals.ListOf(scope, periods.Present),
        };
        return (figure, figure with
        {
            Value = Mean(present.Days),
            Formula = "Mean of close date − create date, of the deals won in the period.",
            Previous = Mean(before.Days),
        });
    }

    // Sorted milliseconds.
    private static decimal? Median(List<long> spans) => spans.Count == 0 ? null
        : spans.Count % 2 == 1 ? spans[spans.Count / 2] / Day
        : ((decimal)spans[(spans.Count / 2) - 1] + spans[spans.Count / 2]) / 2 / Day;

    private static decimal? Mean(List<long> spans) =>
        spans.Count == 0 ? null : (decimal)spans.Aggregate((Int128)0, (sum, span) => sum + span) / spans.Count / Day;

    private static (List<long> Days, long Backwards, long Undated) Read(ReportScope scope, Period period)
    {
        var spans = scope.Rows(
            $"SELECT d.close_at - d.created_at FROM deal AS d WHERE {WonDeals.IsWon} AND {WonDeals.ClosesWithin} ORDER BY 1",
            row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0),
            ("$start", period.StartAt), ("$end", period.EndAt));
        return ([.. spans.OfType<long>().Where(span => span >= 0)], spans.Count(span => span < 0), spans.Count(span => span is null));
    }
}
