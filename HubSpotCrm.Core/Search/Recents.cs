using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search;

/// <summary>What a user looked for and opened last, the newest first.</summary>
/// <param name="Searches">Texts as typed.</param>
/// <param name="Records">Under the names they have now; those that are gone are left out.</param>
public sealed record Recents(IReadOnlyList<string> Searches, IReadOnlyList<RecentRecord> Records)
{
    public static Recents None { get; } = new([], []);
}

/// <summary>A record that was opened lately.</summary>
public sealed record RecentRecord(ObjectType Type, string Id, string Name);

/// <summary>
/// Keeps for each user, within the connected account, what was searched for and opened from a search; nobody else sees it. It goes with the account.
/// Every method fails with <see cref="NotAllowed"/> for a role too low, with <see cref="NotConnected"/> without an account, and with
/// <see cref="CopyUnusable"/> when its mirror cannot be used. <see cref="Policy.ViewRecords"/>.
/// </summary>
public interface IRecentService
{
    Task<Result<Recents>> GetAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Puts the text first. One that only goes on from the newest takes its place, so that a text typed with pauses is there once.</summary>
    Task<Result<Done>> NoteSearchAsync(Actor actor, string text, CancellationToken cancellationToken);

    /// <summary>Puts the record first.</summary>
    Task<Result<Done>> NoteRecordAsync(Actor actor, RecordReference record, CancellationToken cancellationToken);

    /// <summary>Forgets the user's texts and records.</summary>
    Task<Result<Done>> ClearAsync(Actor actor, CancellationToken cancellationToken);
}
