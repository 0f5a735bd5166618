using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Crm;

/// <summary>An edit as the user sees it after saving.</summary>
/// <param name="State"><c>Queued</c>, <c>Sending</c>, <c>Unknown</c>, <c>Confirmed</c>, <c>Conflict</c>, <c>Rejected</c>, <c>Parked</c> or <c>Discarded</c>.</param>
public sealed record EditStatus(
    string EditId,
    ObjectType Type,
    string RecordId,
    string State,
    string? Message,
    string ActorName,
    DateTimeOffset SavedAt,
    IReadOnlyList<EditedProperty> Properties);

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

    /// <summary>Takes a rejected, parked or conflicting edit back; the value returns to HubSpot's. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<Done>> DiscardAsync(Actor actor, string editId, CancellationToken cancellationToken);

    /// <summary>Sends a rejected or parked edit again. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<Done>> RetryAsync(Actor actor, string editId, CancellationToken cancellationToken);

    /// <summary>Settles a conflict. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<Done>> ResolveAsync(Actor actor, string editId, ConflictChoice choice, CancellationToken cancellationToken);
}
