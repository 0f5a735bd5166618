using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>What stands in each stage now: count, amount, amount x probability.</summary>
internal static class PipelineStages
{
    /// <summary>By pipeline and stage.</summary>
    public static Dictionary<(string? Pipeline, string? Stage), DealSum> Read(ReportScope scope) => DealSum.Read(scope, "d.pipeline", "d.stage", "1");

    public static IReadOnlyList<StageAnalytics> Of(ReportScope scope, Pipeline pipeline, Dictionary<(string? Pipeline, string? Stage), DealSum> sums) =>
        [.. pipeline.Stages
            .Select(stage => (Stage: stage, Sum: sums.GetValueOrDefault((pipeline.Id, stage.Id), DealSum.Zero)))
            .Where(one => !one.Stage.IsArchived || one.Sum.Deals > 0)
            .Select(one =>
            {
                var list = new RecordList(ObjectType.Deal, [new AnyOf("dealstage", [one.Stage.Id]), new AnyOf("pipeline", [pipeline.Id])]);
                return new StageAnalytics(
                    one.Stage.Id, one.Stage.Label, one.Stage.Probability, one.Stage.IsClosed,
                    DealMoney.Count(one.Sum, "Deals in this stage now.", list),
                    DealMoney.Amount(scope, one.Sum, "Sum of the amount of the deals in this stage, in the account's currency.", list),
                    DealMoney.Weighted(scope, one.Sum, "Sum of amount × probability of the deals in this stage.", list));
            })];
}
