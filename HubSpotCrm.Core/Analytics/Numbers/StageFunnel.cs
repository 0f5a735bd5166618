using System.Globalization;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>
/// Stage conversion: deals that advanced / deals that entered, of the deals created in the period. A deal entered every stage up to the
/// farthest it ever stood in, by its history; a won one entered all.
/// </summary>
internal static class StageFunnel
{
    private const string Won = "won";

    private const string Farthest = """
        CASE WHEN d.is_won = 1 THEN 'won' ELSE (
            SELECT max(s.display_order) FROM stage AS s WHERE s.pipeline_id = d.pipeline AND s.is_closed = 0
                AND (s.id = d.stage OR s.id IN (SELECT h.value FROM history AS h WHERE h.key = d.key AND h.property = 'dealstage'))) END
        """;

    /// <summary>By pipeline and the farthest place reached.</summary>
    public static Dictionary<(string? Pipeline, string? Farthest), DealSum> Read(ReportScope scope)
    {
        var period = scope.PeriodOr(WinRate.Usual).Present;
        return DealSum.Read(scope, "d.pipeline", $"CAST({Farthest} AS TEXT)", "d.created_at >= $start AND d.created_at < $end", ("$start", period.StartAt), ("$end", period.EndAt));
    }

    public static IReadOnlyList<FunnelStep> Of(ReportScope scope, Pipeline pipeline, Dictionary<(string? Pipeline, string? Farthest), DealSum> sums)
    {
        var mine = sums.Where(pair => pair.Key.Pipeline == pipeline.Id).ToList();
        var steps = pipeline.Stages.Where(stage => stage is { IsClosed: false, IsArchived: false }).OrderBy(stage => stage.DisplayOrder)
            .Select(stage => (stage.Id, stage.Label, Sum: Reaching(mine, stage.DisplayOrder)))
            .Append((Id: Won, Label: pipeline.Stages.FirstOrDefault(ReportScope.IsWon)?.Label ?? "Won", Sum: Reaching(mine, int.MaxValue)))
            .ToList();
        return [.. steps.Select((step, at) =>
        {
            var next = at + 1 < steps.Count ? steps[at + 1].Sum.Deals : 0;
            return new FunnelStep(
                step.Id, step.Label, step.Sum.Deals,
                DealMoney.Amount(scope, step.Sum, "Sum of the present amount of the deals that reached this stage."),
                next,
                Rate(scope, next, step.Sum.Deals, "Deals that reached a later stage / deals that reached this one."),
                Rate(scope, step.Sum.Deals, steps[0].Sum.Deals, "Deals that reached this stage / deals that reached the first."));
        })];
    }

    private static DealSum Reaching(List<KeyValuePair<(string? Pipeline, string? Farthest), DealSum>> sums, int place) => sums
        .Where(pair => pair.Key.Farthest == Won || (int.TryParse(pair.Key.Farthest, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var farthest) && farthest >= place))
        .Aggregate(DealSum.Zero, (sum, pair) => sum.Plus(pair.Value));

    private static Figure Rate(ReportScope scope, long part, long whole, string formula) => new()
    {
        Value = whole == 0 ? null : (decimal)part / whole,
        Unit = FigureUnit.Rate,
        Formula = formula,
        Sample = whole,
        Part = part,
        Missing = whole == 0 ? "no deal came here" : null,
        Period = scope.PeriodOr(WinRate.Usual).Present,
        DateBasis = "create date",
    };
}
