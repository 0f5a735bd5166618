using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>Won / (won + lost), of the deals whose close date is in the period: by default the last 90 days.</summary>
internal static class WinRate
{
    public static readonly LastDays Usual = new(90);
    private const string Outcome = "CASE WHEN d.is_won = 1 THEN 'won' ELSE 'lost' END";

    /// <summary>Won and lost deals of both periods, by pipeline.</summary>
    public sealed record Closed(Comparison Periods, Dictionary<(string? Pipeline, string? Outcome), DealSum> Present, Dictionary<(string? Pipeline, string? Outcome), DealSum> Before);

    public static Closed Read(ReportScope scope)
    {
        var periods = scope.PeriodOr(Usual);
        return new(periods, Of(scope, periods.Present), Of(scope, periods.Before));
    }

    /// <summary>By number of deals; of one pipeline or of all.</summary>
    public static Figure ByCount(ReportScope scope, Closed closed, string? pipeline = null)
    {
        var (won, lost) = (Total(closed.Present, "won", pipeline).Deals, Total(closed.Present, "lost", pipeline).Deals);
        var (wonBefore, lostBefore) = (Total(closed.Before, "won", pipeline).Deals, Total(closed.Before, "lost", pipeline).Deals);
        return Rate(scope, closed, pipeline) with
        {
            Value = won + lost == 0 ? null : (decimal)won / (won + lost),
            Formula = "won / (won + lost), deals whose close date is in the period.",
            Sample = won + lost,
            Part = won,
            Previous = wonBefore + lostBefore == 0 ? null : (decimal)wonBefore / (wonBefore + lostBefore),
            PreviousSample = wonBefore + lostBefore,
            Missing = won + lost == 0 ? "no deal closed" : null,
        };
    }

    /// <summary>By their amounts in the account's currency.</summary>
    public static Figure ByAmount(ReportScope scope, Closed closed)
    {
        var (won, lost) = (Total(closed.Present, "won"), Total(closed.Present, "lost"));
        var (wonBefore, lostBefore) = (Total(closed.Before, "won"), Total(closed.Before, "lost"));
        return Rate(scope, closed, null) with
        {
            Value = Share(won.Amount, lost.Amount),
            Formula = "won amount / (won amount + lost amount), deals whose close date is in the period.",
            Sample = won.Counted + lost.Counted,
            Part = won.Counted,
            Previous = Share(wonBefore.Amount, lostBefore.Amount),
            PreviousSample = wonBefore.Counted + lostBefore.Counted,
            Missing = Share(won.Amount, lost.Amount) is null ? "no amount closed" : null,
            Apart = won.Plus(lost).Apart,
            Excluded = DealMoney.LeftOut((won.WithoutAmount + lost.WithoutAmount, "no amount")),
        };
    }

    private static Figure Rate(ReportScope scope, Closed closed, string? pipeline) => new()
    {
        Value = null,
        Unit = FigureUnit.Rate,
        Formula = "",
        Sample = 0,
        Period = closed.Periods.Present,
        DateBasis = WonDeals.Basis,
        PreviousPeriod = closed.Periods.Before,
        Records = scope.DealsIn(ReportScope.IsClosed, pipeline, new DateRange("close", closed.Periods.Present.From, closed.Periods.Present.To)),
    };

    // Amounts may be below zero, as credits are; a share of such a whole means nothing.
    private static decimal? Share(decimal won, decimal lost) => won + lost > 0 && won >= 0 && lost >= 0 ? won / (won + lost) : null;

    private static DealSum Total(Dictionary<(string? Pipeline, string? Outcome), DealSum> sums, string outcome, string? pipeline = null) => sums
        .Where(pair => pair.Key.Outcome == outcome && (pipeline is null || pair.Key.Pipeline == pipeline))
        .Aggregate(DealSum.Zero, (sum, pair) => sum.Plus(pair.Value));

    private static Dictionary<(string?, string?), DealSum> Of(ReportScope scope, Period period) =>
        DealSum.Read(scope, "d.pipeline", Outcome, $"d.is_closed = 1 AND {WonDeals.ClosesWithin}", ("$start", period.StartAt), ("$end", period.EndAt));
}
