namespace HubSpotCrm.Core.Analytics;

/// <summary>Makes figures of added-up deals.</summary>
internal static class DealMoney
{
    public static Figure Amount(ReportScope scope, DealSum sum, string formula, RecordList? records = null) => new()
    {
        Value = sum.Amount,
        Unit = FigureUnit.Money,
        Currency = scope.Currency,
        Formula = formula,
        Sample = sum.Counted,
        Apart = sum.Apart,
        Excluded = LeftOut((sum.WithoutAmount, "no amount")),
        Records = records,
    };

    public static Figure Weighted(ReportScope scope, DealSum sum, string formula, RecordList? records = null) => new()
    {
        Value = sum.Weighted,
        Unit = FigureUnit.Money,
        Currency = scope.Currency,
        Formula = formula,
        Sample = sum.Counted,
        Apart = sum.WeightedApart,
        Excluded = LeftOut((sum.WithoutAmount, "no amount"), (sum.WithoutProbability, "no probability")),
        Records = records,
    };

    public static Figure Count(DealSum sum, string formula, RecordList? records = null) => new()
    {
        Value = sum.Deals,
        Unit = FigureUnit.Count,
        Formula = formula,
        Sample = sum.Deals,
        Records = records,
    };

    /// <summary>Only what there is any of.</summary>
    public static IReadOnlyList<Exclusion> LeftOut(params (long Count, string Reason)[] reasons) =>
        [.. reasons.Where(one => one.Count > 0).Select(one => new Exclusion(one.Count, one.Reason))];
}
