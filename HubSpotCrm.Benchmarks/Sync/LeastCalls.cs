using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Benchmarks.Sync;

/// <summary>The fewest calls in which a lane can do its work by the rules of sync: the table "Calls" of docs/sync.md.</summary>
internal static class LeastCalls
{
    /// <summary>A round of the fast lane, or a slice of the settled one.</summary>
    /// <param name="shown">Records that the search shows, those of the overlap included.</param>
    /// <param name="changed">Those of them that are not here in that version.</param>
    public static long Search(ObjectType type, long shown, long changed) => Pages(Math.Max(shown, 1), HubSpotLimits.SearchPage) + Read(type, changed);

    /// <param name="archived">All archived records of the type.</param>
    /// <param name="changed">Those that changed since they were read.</param>
    public static long Archived(long archived, long changed) => Pages(Math.Max(archived, 1), HubSpotLimits.ListPage) + Pages(changed, HubSpotLimits.BatchWithHistory);

    /// <param name="records">All live records of the type.</param>
    public static long Associations(ObjectType type, long records) => Targets(type) * Pages(records, HubSpotLimits.AssociationBatch);

    /// <param name="records">All live records of the type.</param>
    /// <param name="differing">Those that are not here in that version.</param>
    public static long Reconciliation(ObjectType type, long records, long differing) => Pages(Math.Max(records, 1), HubSpotLimits.ListPage) + Read(type, differing);

    private static long Read(ObjectType type, long records) =>
        Pages(records, HubSpotLimits.BatchWithHistory) + (Targets(type) * Pages(records, HubSpotLimits.Batch));

    private static int Targets(ObjectType type) => SyncKinds.Of(type).Targets.Count;

    private static long Pages(long records, int page) => (records + page - 1) / page;
}
