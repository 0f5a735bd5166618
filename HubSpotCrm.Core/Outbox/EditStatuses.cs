using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Outbox;

/// <summary>Entries of the outbox as users see them.</summary>
internal static class EditStatuses
{
    /// <param name="heldUntil">When an entry that is held goes out.</param>
    public static EditStatus Of(Edit edit, DateTimeOffset? heldUntil) => new(
        edit.Row.Id,
        (ObjectType)edit.Row.ObjectType,
        edit.Row.HubSpotId,
        edit.Row.State.ToString(),
        edit.Row.Message,
        edit.Row.ActorName,
        DateTimeOffset.FromUnixTimeMilliseconds(edit.Row.CreatedAt),
        [.. edit.New.Select(value =>
        {
            var detail = edit.Details?.Properties.GetValueOrDefault(value.Key);
            return new EditedProperty(
                value.Key, edit.Base.GetValueOrDefault(value.Key), value.Value, detail?.HubSpots,
                detail?.At is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, detail?.By, detail?.Reason)
            {
                IsConcerned = detail is not null,
            };
        })],
        edit.Row.Kind,
        heldUntil)
    {
        BulkEditId = edit.Row.BatchId,
        UndoOf = edit.Row.UndoOf,
        Overwrote = edit.Details is { Overwrote: true },
        ChangedAt = DateTimeOffset.FromUnixTimeMilliseconds(edit.Row.UpdatedAt),
    };
}
