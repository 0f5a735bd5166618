using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Crm;

/// <summary>What an entry of the outbox does at HubSpot. Stored names; never rename.</summary>
public enum EditKind
{
    /// <summary>Changes values of a record.</summary>
    Update,

    /// <summary>Makes a record.</summary>
    Create,

    /// <summary>Puts a record into HubSpot's recycle bin; deletes a campaign.</summary>
    Archive,
}

/// <summary>An edit as the user sees it after saving.</summary>
/// <param name="RecordId">HubSpot's id; of a record that is not made yet the portal's own, which starts with <c>new-</c>.</param>
/// <param name="State"><c>Queued</c>, <c>Sending</c>, <c>Unknown</c>, <c>Confirmed</c>, <c>Conflict</c>, <c>Rejected</c>, <c>Parked</c> or <c>Discarded</c>.</param>
public sealed record EditStatus(
    string EditId,
    ObjectType Type,
    string RecordId,
    string State,
    string? Message,
    string ActorName,
    DateTimeOffset SavedAt,
    IReadOnlyList<EditedProperty> Properties,
    EditKind Kind = EditKind.Update,
    DateTimeOffset? HeldUntil = null);

/// <summary>One property of an edit: what it was, what was typed, and for a conflict what HubSpot holds, since when and by whom.</summary>
public sealed record EditedProperty(
    string Property, string? Was, string? Mine, string? HubSpots = null, DateTimeOffset? ChangedAt = null, string? ChangedBy = null, string? Reason = null);

public enum ConflictChoice
{
    KeepHubSpots,
    OverwriteWithMine,
}

/// <summary>The outbox as users act on it.</summary>
public interface IEditService
{
    /// <summary>Edits that are not settled, newest first: queued, sending, unknown, conflict, rejected, parked. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<IReadOnlyList<EditStatus>>> OpenAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>One edit, settled or not; a created record's <see cref="EditStatus.RecordId"/> is HubSpot's id once it is confirmed. <see cref="Outbox.EditNotFound"/> when there is none. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<EditStatus>> FindAsync(Actor actor, string editId, CancellationToken cancellationToken);

    /// <summary>Takes back an edit that is held and not on its way yet; <see cref="Outbox.EditNotWaiting"/> when it is too late. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<Done>> UndoAsync(Actor actor, string editId, CancellationToken cancellationToken);

    /// <summary>Takes a rejected, parked or conflicting edit back; the value returns to HubSpot's. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<Done>> DiscardAsync(Actor actor, string editId, CancellationToken cancellationToken);

    /// <summary>Sends a rejected or parked edit again. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<Done>> RetryAsync(Actor actor, string editId, CancellationToken cancellationToken);

    /// <summary>Settles a conflict. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<Done>> ResolveAsync(Actor actor, string editId, ConflictChoice choice, CancellationToken cancellationToken);
}
