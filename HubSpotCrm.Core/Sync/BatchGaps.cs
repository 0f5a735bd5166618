using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>Which ids of a batch were not answered although they may be there.</summary>
internal static class BatchGaps
{
    /// <summary>Per id HubSpot's reason. An error that names nobody may concern any id without an answer.</summary>
    public static Dictionary<string, string> Of(IReadOnlyCollection<string> asked, IEnumerable<string> answered, IReadOnlyList<WireBatchError> errors)
    {
        var gaps = new Dictionary<string, string>();
        if (errors.All(SaysNone))
        {
            return gaps;
        }

        var ids = asked.ToHashSet();
        var gone = errors.Where(SaysNone).SelectMany(Named).ToHashSet();
        foreach (var error in errors.Where(error => !SaysNone(error)))
        {
            var named = Named(error).Where(ids.Contains).ToList();
            foreach (var id in named.Count > 0 ? named : asked.Except(answered).Except(gone))
            {
                gaps.TryAdd(id, ErrorText.Shown(error.Message ?? error.Category ?? "no reason was given."));
            }
        }

        return gaps;
    }

    /// <summary>
    /// The ids of a batch of records that HubSpot neither answered nor said it has not. None where the answers are as many as the ids: a merged id
    /// is answered under its survivor's.
    /// </summary>
    public static IReadOnlyList<string> Unnamed(IReadOnlyCollection<string> asked, IReadOnlyCollection<string> answered, IReadOnlyList<WireBatchError> errors)
    {
        var named = errors.SelectMany(Named).ToHashSet();
        return answered.Count + asked.Count(named.Contains) >= asked.Count ? [] : [.. asked.Except(answered).Except(named)];
    }

    // HubSpot reports "not there" and "has no associations" as errors of the batch: those are answers.
    private static bool SaysNone(WireBatchError error) =>
        error.Category is "OBJECT_NOT_FOUND" or "NO_ASSOCIATIONS_FOUND" || error.SubCategory is "crm.associations.INVALID_IDENTIFIER" or "crm.associations.NO_ASSOCIATIONS_FOUND";

    private static IEnumerable<string> Named(WireBatchError error) => error.Context.Values.SelectMany(values => values);
}
