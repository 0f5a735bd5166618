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
    DateTimeOffset? HeldUntil = null)
{
    /// <summary>The bulk edit that it belongs to.</summary>
    public string? BulkEditId { get; init; }

    /// <summary>The edit that this one takes back.</summary>
    public string? UndoOf { get; init; }

    /// <summary>The values are at HubSpot already, over a change by somebody else; the conflict asks whether they stay.</summary>
    public bool Overwrote { get; init; }

    /// <summary>When its state last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; } = SavedAt;
}

/// <summary>One property of an edit: what it was, what was typed, and for a conflict what HubSpot holds, since when and by whom.</summary>
public sealed record EditedProperty(
    string Property, string? Was, string? Mine, string? HubSpots = null, DateTimeOffset? ChangedAt = null, string? ChangedBy = null, string? Reason = null)
{
    /// <summary>A conflict or refusal is about this property; the others of the edit are not to blame.</summary>
    public bool IsConcerned { get; init; }
}

/// <summary>How a conflict, or one property of it, is settled.</summary>
public enum ConflictChoice
{
    KeepHubSpots,
    OverwriteWithMine,

    /// <summary>Neither: a value that the user types now.</summary>
    SaveAnother,
}

/// <summary>The choice for one property in conflict.</summary>
/// <param name="Another">The value to save with <see cref="ConflictChoice.SaveAnother"/>; the empty string clears.</param>
public sealed record FieldChoice(ConflictChoice Choice, string? Another = null);

/// <summary>One line of the list of settled edits: an edit of one record, or a bulk edit with all its records. One of the two is null.</summary>
public sealed record SettledEdit(EditStatus? Edit, BulkEditStatus? Bulk);

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

    /// <summary>Settles a conflict, all its properties alike; not by <see cref="ConflictChoice.SaveAnother"/>. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<Done>> ResolveAsync(Actor actor, string editId, ConflictChoice choice, CancellationToken cancellationToken);

    /// <summary>
    /// Settles a conflict property by property. <see cref="InvalidInput"/> names a property in conflict without a choice, one that is in none, and the
    /// first whose new value cannot be taken; nothing is settled then. <see cref="Policy.EditRecords"/>.
    /// </summary>
    Task<Result<Done>> ResolveAsync(Actor actor, string editId, IReadOnlyDictionary<string, FieldChoice> choices, CancellationToken cancellationToken);

    /// <summary>Settled edits of the last 30 days, newest first; the records of a bulk edit are one line, also while it runs. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<Page<SettledEdit>>> SettledAsync(Actor actor, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a confirmed edit back by another edit: changed values get what they were, a record that was made is archived.
    /// <see cref="Outbox.EditNotUndone"/> with the reason when HubSpot's value has changed since, and for an archived record, which is made again instead.
    /// The receipt has no id when there is nothing to take back. <see cref="Policy.EditRecords"/>.
    /// </summary>
    Task<Result<EditReceipt>> RevertAsync(Actor actor, string editId, CancellationToken cancellationToken);
}
