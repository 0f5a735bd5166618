using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Crm;

/// <summary>
/// The records of one kind, from the mirror, with the edits that are on their way laid over them.
/// Every method fails with <see cref="NotAllowed"/> for a role too low and with <see cref="NotConnected"/> without an account,
/// <see cref="CopyUnusable"/> when its mirror cannot be used.
/// </summary>
public interface IRecordService<T>
{
    /// <summary>The rows of the query's window. The total is exact up to 10,000, else "at least"; <see cref="CountAsync"/> has the rest. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<Page<T>>> FindAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken);

    /// <summary>The exact number of rows of the query. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<int>> CountAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken);

    /// <summary>Every value of a field with its count under the query's text and other filters, most frequent first. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(Actor actor, RecordQuery query, string field, CancellationToken cancellationToken);

    /// <summary>The same of several text and choice fields at once, which is faster than one after the other. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<Facets>> FacetsAsync(Actor actor, RecordQuery query, IReadOnlyList<string> fields, CancellationToken cancellationToken);

    /// <summary>One record with all it holds; a merged id answers with the survivor. <see cref="RecordNotFound"/> when there is none. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<RecordDetails<T>>> GetAsync(Actor actor, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Checks the values against the property definitions and puts the edit into the outbox; the empty string clears.
    /// <see cref="InvalidInput"/> names the first property that cannot take its value; nothing is kept then. <see cref="Policy.EditRecords"/>.
    /// </summary>
    Task<Result<EditReceipt>> EditAsync(Actor actor, string id, RecordEdit edit, CancellationToken cancellationToken);

    /// <summary>
    /// Checks the values and puts a new record into the outbox. The record is in lists once HubSpot has made it and given it an id,
    /// which <see cref="IEditService.FindAsync"/> tells. <see cref="InvalidInput"/> as for an edit. <see cref="Policy.EditRecords"/>.
    /// </summary>
    Task<Result<EditReceipt>> CreateAsync(Actor actor, NewRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Archives the record: it leaves the lists at once, is held back for ten seconds in which <see cref="IEditService.UndoAsync"/> takes it back,
    /// and then goes to HubSpot. <see cref="RecordNotFound"/> and <see cref="RecordIsArchived"/> when there is nothing to archive. <see cref="Policy.EditRecords"/>.
    /// </summary>
    Task<Result<EditReceipt>> ArchiveAsync(Actor actor, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Makes an archived record again from the values the mirror kept: HubSpot's API cannot restore one. It gets a new id; timeline, history,
    /// list memberships and values that HubSpot keeps itself are not carried over. <see cref="RecordIsLive"/> when it is not archived,
    /// <see cref="RecordIsBeingArchived"/> while that is on its way: HubSpot would still have both. <see cref="Policy.EditRecords"/>.
    /// </summary>
    Task<Result<EditReceipt>> RecreateAsync(Actor actor, string id, CancellationToken cancellationToken);
}

/// <summary>New values of one record.</summary>
/// <param name="Values">By HubSpot's property names; the empty string clears.</param>
/// <param name="Seen">
/// What the user saw of these properties when the editing began, null for empty: a value that changed since is a conflict, never overwritten unseen.
/// Properties that are not in it stand upon what the portal shows now.
/// </param>
public sealed record RecordEdit(IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string?>? Seen = null);

/// <summary>A record to make.</summary>
/// <param name="Values">By HubSpot's property names; empty values are left out.</param>
/// <param name="Associations">Records that it is associated with by HubSpot's default kind.</param>
public sealed record NewRecord(IReadOnlyDictionary<string, string> Values, IReadOnlyList<RecordReference>? Associations = null);

/// <summary>A record by its kind and HubSpot's id.</summary>
public sealed record RecordReference(ObjectType Type, string Id);

/// <summary>What became of a saved edit. No id: the values were already so, and nothing was queued.</summary>
/// <param name="HeldUntil">It is not sent before, and can be undone till then; null when it goes out at once.</param>
public sealed record EditReceipt(string? EditId, DateTimeOffset? HeldUntil = null);

/// <summary>The record is not archived, so there is nothing to make again.</summary>
public sealed record RecordIsLive(ObjectType Type, string Id) : Failure($"This {Type.Singular()} is not deleted, so there is nothing to create again.");

/// <summary>The record is on its way into the recycle bin, and HubSpot still has it.</summary>
public sealed record RecordIsBeingArchived(ObjectType Type, string Id)
    : Failure($"This {Type.Singular()} is about to be deleted, and HubSpot still has it. Undo that, or create it again once HubSpot has deleted it.");
