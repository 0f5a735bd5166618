using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Crm;

/// <summary>The records that a bulk edit is meant for.</summary>
public abstract record BulkSelection
{
    /// <summary>More are refused.</summary>
    public const int Most = 100_000;
}

/// <summary>Records by their ids; one that is named twice counts once.</summary>
public sealed record ChosenRecords(IReadOnlyList<string> Ids) : BulkSelection;

/// <summary>All rows of a list's question, whatever the page.</summary>
public sealed record MatchingRecords(RecordQuery Query) : BulkSelection;

/// <summary>The same new values for many records of one kind.</summary>
/// <param name="Values">By HubSpot's property names; the empty string clears.</param>
public sealed record BulkEdit(ObjectType Type, BulkSelection Records, IReadOnlyDictionary<string, string> Values);

/// <summary>What a bulk edit would do to one record.</summary>
/// <param name="Before">Of the properties that are to be changed, as the portal shows them now; null for empty.</param>
/// <param name="Changes">The values that differ; empty when the record has all of them, or <paramref name="Reason"/> says why it is left out.</param>
/// <param name="Reason">Why the record cannot be edited; null when it can.</param>
public sealed record BulkPreviewRow(
    string RecordId, string Name, IReadOnlyDictionary<string, string?> Before, IReadOnlyDictionary<string, string> Changes, string? Reason);

/// <summary>What a bulk edit would do.</summary>
/// <param name="Selected">Records, each once.</param>
/// <param name="Changing">Of those: would be edited.</param>
/// <param name="Same">Of those: have all the values already.</param>
/// <param name="LeftOut">Of those: cannot be edited.</param>
/// <param name="Reasons">Why records are left out, and how many by each reason, most first.</param>
/// <param name="Rows">The rows of the asked window: records that change first, then those left out, then those that stay.</param>
public sealed record BulkPreview(
    int Selected, int Changing, int Same, int LeftOut, IReadOnlyList<(string Reason, int Count)> Reasons, IReadOnlyList<BulkPreviewRow> Rows);

/// <summary>Where a bulk edit stands.</summary>
public enum BulkEditProgress
{
    /// <summary>Its entries are being written into the outbox; the first may be on their way already.</summary>
    Preparing,

    /// <summary>All entries are written, and some are on their way.</summary>
    Sending,

    /// <summary>Nothing of it is on its way any more.</summary>
    Done,

    /// <summary>A user stopped it, and nothing of it is on its way any more.</summary>
    Cancelled,
}

/// <summary>A bulk edit and what became of its records so far.</summary>
/// <param name="Changes">The values that were asked for; of an undo, per property that it takes back, the value that is taken back.</param>
/// <param name="Selected">Records that were chosen.</param>
/// <param name="Prepared">Of those: looked at.</param>
/// <param name="Same">Of those: had the values already.</param>
/// <param name="LeftOut">Of those: could not be edited; each is among the rows with its reason.</param>
/// <param name="Waiting">Queued, on their way, or with an unknown outcome.</param>
/// <param name="Rejected">Refused by HubSpot, or set aside after a day.</param>
/// <param name="TakenBack">Taken back by a user before or after they were sent, or replaced by a newer edit.</param>
/// <param name="UndoOf">The bulk edit that this one takes back.</param>
/// <param name="UndoneBy">The last bulk edit that takes this one back.</param>
public sealed record BulkEditStatus(
    string Id,
    ObjectType Type,
    BulkEditProgress Progress,
    IReadOnlyDictionary<string, string> Changes,
    string ActorName,
    DateTimeOffset StartedAt,
    int Selected,
    int Prepared,
    int Same,
    int LeftOut,
    int Waiting,
    int Confirmed,
    int Conflicts,
    int Rejected,
    int TakenBack,
    string? UndoOf = null,
    string? UndoneBy = null)
{
    /// <summary>Something of it is still being written or sent.</summary>
    public bool IsRunning => Progress is BulkEditProgress.Preparing or BulkEditProgress.Sending;

    /// <summary>Records of which nothing more happens by itself.</summary>
    public int Finished => Math.Max(0, Prepared - Waiting);
}

/// <summary>Which rows of a bulk edit are asked for.</summary>
public enum BulkRows
{
    All,

    /// <summary>Conflicts, rejected and parked ones.</summary>
    NeedUser,
    Waiting,
    Confirmed,

    /// <summary>Left out, taken back or replaced; the message says which.</summary>
    NotSent,
}

/// <summary>There is no such bulk edit in this account.</summary>
public sealed record BulkEditNotFound() : Failure("There is no such bulk edit. Reload the page to see those there are.");

/// <summary>The action finds nothing to do.</summary>
public sealed record NothingToDo(string Reason) : Failure(Reason);

/// <summary>
/// Edits of many records at once. Every record has an entry of its own in the outbox, with its own result; they go to HubSpot together, a hundred a call.
/// Every method fails with <see cref="NotAllowed"/> for a role too low and with <see cref="NotConnected"/> without an account.
/// </summary>
public interface IBulkEditService
{
    /// <summary>
    /// What the edit would do, without doing it. <see cref="InvalidInput"/> names the first property that cannot take its value, an empty selection or one that
    /// is too large. <see cref="Policy.EditRecords"/>.
    /// </summary>
    Task<Result<BulkPreview>> PreviewAsync(Actor actor, BulkEdit edit, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps the edit and its records, and returns; the entries are written and sent from then on, also after a restart.
    /// Fails as <see cref="PreviewAsync"/> does, and keeps nothing then. <see cref="Policy.EditRecords"/>.
    /// </summary>
    Task<Result<BulkEditStatus>> StartAsync(Actor actor, BulkEdit edit, CancellationToken cancellationToken);

    /// <summary>Those that are running or leave something to decide, newest first. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<IReadOnlyList<BulkEditStatus>>> OpenAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary><see cref="BulkEditNotFound"/> when there is none. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<BulkEditStatus>> FindAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken);

    /// <summary>The records of a bulk edit with their results, in the order they were chosen. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<Page<EditStatus>>> RowsAsync(Actor actor, string bulkEditId, BulkRows which, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Takes back what is confirmed, by a bulk edit of its own with its own results: each record gets the values it had before. A record whose value at
    /// HubSpot has changed since is left out, with the reason. <see cref="NothingToDo"/> when nothing is confirmed. <see cref="Policy.EditRecords"/>.
    /// </summary>
    Task<Result<BulkEditStatus>> UndoAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken);

    /// <summary>Sends rejected and parked rows again; returns how many. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<int>> RetryAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken);

    /// <summary>Takes conflicting, rejected and parked rows back; HubSpot's values stay. Returns how many. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<int>> DiscardAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken);

    /// <summary>Stops the bulk edit: what is not on its way yet is not sent. Returns how many rows were taken back. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<int>> CancelAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken);
}
