namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>The open deals: how many, their amount, and amount x probability.</summary>
internal static class OpenPipeline
{
    public const string IsOpen = "d.is_closed = 0";
    private const string OfOpen = "of all open deals, in the account's currency";

    public static DealSum Sum(ReportScope scope) => DealSum.Of(scope, IsOpen);

    public static Figure Deals(ReportScope scope, DealSum sum) =>
        DealMoney.Count(sum, "Deals in a stage that is not closed.", scope.DealsIn(ReportScope.IsOpen)) with { Excluded = Unknown(scope) };

    public static Figure Value(ReportScope scope, DealSum sum)
    {
        var figure = DealMoney.Amount(scope, sum, $"Sum of the amount {OfOpen}.", scope.DealsIn(ReportScope.IsOpen));
        return figure with { Excluded = [.. figure.Excluded, .. Unknown(scope)] };
    }

    /// <summary>By the deal's own probability, else its stage's.</summary>
    public static Figure Weighted(ReportScope scope, DealSum sum)
    {
        var figure = DealMoney.Weighted(scope, sum, $"Sum of amount × probability {OfOpen}; the deal's own probability, else its stage's.", scope.DealsIn(ReportScope.IsOpen));
        return figure with { Excluded = [.. figure.Excluded, .. Unknown(scope)] };
    }

    private static IReadOnlyList<Exclusion> Unknown(ReportScope scope) =>
        DealMoney.LeftOut((scope.Count("SELECT count(*) FROM deal WHERE is_closed IS NULL"), "in a stage that the account does not define"));
}
