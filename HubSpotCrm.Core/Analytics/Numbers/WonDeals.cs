using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>Amount of the deals won with a close date in a period, in the account's currency; and how that grew.</summary>
internal static class WonDeals
{
    public const string IsWon = "d.is_won = 1";
    public const string ClosesWithin = "d.close_at >= $start AND d.close_at < $end";
    public const string Basis = "close date";

    /// <summary>Revenue of the present month, so far, unless another period is asked for.</summary>
    public static Figure Amount(ReportScope scope, PeriodChoice own)
    {
        var periods = scope.PeriodOr(own);
        var (present, before) = (Sum(scope, periods.Present), Sum(scope, periods.Before));
        return DealMoney.Amount(scope, present, "Sum of the amount of won deals whose close date is in the period.", ListOf(scope, periods.Present)) with
        {
            Part = present.Deals,
            Period = periods.Present,
            DateBasis = Basis,
            PreviousPeriod = periods.Before,
            Previous = before.Amount,
            PreviousSample = before.Counted,
        };
    }

    /// <summary>The present quarter against the one before, to the same day, unless another period is asked for.</summary>
    public static Figure GrowthOf(ReportScope scope, PeriodChoice own)
    {
        var won = Amount(scope, own);
        return won with
        {
            Value = won.Growth.Share,
            Unit = FigureUnit.Rate,
            Currency = null,
            Formula = "(won amount of the period − won amount of the period before) / won amount of the period before.",
            Sample = won.Sample + won.PreviousSample,
            Part = won.Sample,
            Previous = null,
            Missing = NewRecords.Missing(won.Growth),
        };
    }

    public static DealSum Sum(ReportScope scope, Period period) =>
        DealSum.Of(scope, $"{IsWon} AND {ClosesWithin}", ("$start", period.StartAt), ("$end", period.EndAt));

    public static RecordList? ListOf(ReportScope scope, Period period, string? pipeline = null) =>
        scope.DealsIn(ReportScope.IsWon, pipeline, new DateRange("close", period.From, period.To));
}
