using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>Turns the error of one row of a batch into the failure that a call for that row alone would have had.</summary>
internal static class BatchFailures
{
    private const int PartlyDone = 207;

    public static HubSpotFailure Of(WireBatchError error)
    {
        var text = ErrorText.Shown(error.Message ?? error.Category ?? "the record was refused");
        return error switch
        {
            { Reasons.Count: > 0 } => new InvalidProperties(ErrorText.Shown(string.Join(" ", error.Reasons.Values.Distinct())), error.Reasons, error.Codes),
            { Category: "OBJECT_NOT_FOUND" } => new HubSpotRecordNotFound(),
            { Category: "CONFLICT" or "OBJECT_ALREADY_EXISTS" } =>
                new RecordConflict(error.Context.TryGetValue("existingId", out var ids) && ids.Count > 0 ? ids[0] : null, text),
            _ => new RequestRefused(PartlyDone, error.Category, text),
        };
    }
}
