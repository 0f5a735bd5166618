namespace HubSpotCrm.Core.Analytics;

/// <summary>The pipelines: what stands in them, what was won, what is to come.</summary>
/// <param name="AsOf">When it was read.</param>
/// <param name="Period">Of the numbers that have one.</param>
public sealed record DealAnalytics(DateTimeOffset AsOf, Period Period)
{
    /// <summary>Open deals.</summary>
    public required Figure OpenDeals { get; init; }

    /// <summary>The amount of open deals.</summary>
    public required Figure OpenValue { get; init; }

    /// <summary>Amount x probability over open deals.</summary>
    public required Figure WeightedValue { get; init; }

    /// <summary>Amount of the deals won in the period.</summary>
    public required Figure WonValue { get; init; }

    /// <summary>Won / (won + lost) by count.</summary>
    public required Figure WinRate { get; init; }

    /// <summary>Won / (won + lost) by amount.</summary>
    public required Figure WinRateByAmount { get; init; }

    /// <summary>Won / created, of the deals created in the period.</summary>
    public required Figure CohortCloseRate { get; init; }

    /// <summary>Amount won / deals won with an amount.</summary>
    public required Figure AverageDealSize { get; init; }

    /// <summary>Median days from creation to close of won deals.</summary>
    public required Figure SalesCycle { get; init; }

    /// <summary>Mean days from creation to close of won deals.</summary>
    public required Figure SalesCycleMean { get; init; }

    /// <summary>Open deals x average won amount x win rate / mean cycle days: money a day.</summary>
    public required Figure Velocity { get; init; }

    /// <summary>In the account's order; archived pipelines only while deals stand in them.</summary>
    public required IReadOnlyList<PipelineAnalytics> Pipelines { get; init; }

    /// <summary>Three months back, the present one, and two ahead.</summary>
    public required IReadOnlyList<ForecastMonth> Forecast { get; init; }

    /// <summary>Open deals whose close date lies before the present month; no month of the forecast has them.</summary>
    public required long OverdueDeals { get; init; }
}

/// <summary>One pipeline.</summary>
public sealed record PipelineAnalytics(string Id, string Label)
{
    public required IReadOnlyList<StageAnalytics> Stages { get; init; }
    public required Figure OpenDeals { get; init; }
    public required Figure OpenValue { get; init; }
    public required Figure WeightedValue { get; init; }

    /// <summary>Of the period.</summary>
    public required Figure WinRate { get; init; }

    /// <summary>How far the deals created in the period came; the last step is "won".</summary>
    public required IReadOnlyList<FunnelStep> Funnel { get; init; }
}

/// <summary>What stands in a stage now.</summary>
/// <param name="Probability">The stage's own, 0 to 1; null when HubSpot states none.</param>
public sealed record StageAnalytics(string Id, string Label, decimal? Probability, bool IsClosed, Figure Deals, Figure Value, Figure Weighted);

/// <summary>A step of a funnel: deals of the cohort that reached this stage or one after it.</summary>
/// <param name="Entered">Deals.</param>
/// <param name="Value">Their amount today.</param>
/// <param name="Advanced">Those that reached a later step.</param>
/// <param name="NextStep">Advanced / entered.</param>
/// <param name="Cumulative">Entered / entered the first step.</param>
public sealed record FunnelStep(string Id, string Label, long Entered, Figure Value, long Advanced, Figure NextStep, Figure Cumulative);

/// <summary>A month of the forecast, by close date, in the account's currency.</summary>
/// <param name="Won">Deals won.</param>
/// <param name="Commit">Open deals whose owner commits to them.</param>
/// <param name="BestCase">Open deals of the best case.</param>
/// <param name="Pipeline">All other open deals that are not omitted.</param>
/// <param name="PipelineWeighted">The same, times their probability.</param>
/// <param name="Weighted">Won, and every open deal times its probability.</param>
public sealed record ForecastMonth(
    Period Month, Figure Won, Figure Commit, Figure BestCase, Figure Pipeline, Figure PipelineWeighted, Figure Weighted)
{
    /// <summary>Won, commit, best case and the weighted rest.</summary>
    public decimal Reach => (Won.Value ?? 0) + (Commit.Value ?? 0) + (BestCase.Value ?? 0) + (PipelineWeighted.Value ?? 0);
}
