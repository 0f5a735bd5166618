using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Outbox;

/// <summary>The account's records at HubSpot, as the outbox needs them. Tests put an account of their own in its place.</summary>
internal interface IRemoteRecords
{
    /// <summary>HubSpot's time, UTC milliseconds; before it was heard that of this server, which may be wrong.</summary>
    long Now { get; }

    /// <summary>Makes sure that HubSpot was heard once, so that <see cref="Now"/> is its time.</summary>
    Task<Result<Done>> HearAsync(CancellationToken cancellationToken);

    /// <summary>The named properties with their history; a merged id answers with the survivor.</summary>
    Task<Result<WireRecord>> ReadAsync(ObjectType type, string id, IReadOnlyList<string> properties, CancellationToken cancellationToken);

    /// <summary>All that the mirror keeps of a record: every property, the history of the tracked ones, and the associations.</summary>
    Task<Result<WireRecord>> ReadWholeAsync(ObjectType type, string id, AccountDefinitions definitions, CancellationToken cancellationToken);

    /// <summary>Live records whose property has the value. Of a property that HubSpot does not keep unique only records that the portal, or another app, made at or after the time.</summary>
    /// <param name="since">HubSpot's time, UTC milliseconds.</param>
    Task<Result<IReadOnlyList<WireRecord>>> FindAsync(ObjectType type, string property, string value, long since, CancellationToken cancellationToken);

    /// <summary>
    /// Records that the portal, or another app, made at or after the time, and those that changed since and that others were merged into: from the
    /// whole list, which does not lag behind as the search does. Records in the recycle bin are among them.
    /// <see cref="ListTooLong"/> where it would take too many calls for one record.
    /// </summary>
    /// <param name="properties">What is to be told of them, beside the ids of merged records.</param>
    /// <param name="since">HubSpot's time, UTC milliseconds.</param>
    Task<Result<IReadOnlyList<WireRecord>>> ListedAsync(ObjectType type, IReadOnlyList<string> properties, long since, CancellationToken cancellationToken);

    /// <summary>Sets the values; <see cref="OutcomeUnknown"/> when they were sent and no answer came.</summary>
    Task<Result<WireRecord>> UpdateAsync(ObjectType type, string id, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken);

    /// <summary>
    /// The named properties of many records with their history, by id. What is not in it did not answer under its own id: it is gone,
    /// was merged into another record, or could not be read; a read of it alone tells.
    /// </summary>
    Task<Result<IReadOnlyDictionary<string, WireRecord>>> ReadManyAsync(
        ObjectType type, IReadOnlyList<string> ids, IReadOnlyList<string> properties, CancellationToken cancellationToken);

    /// <summary>
    /// Sets values of at most a hundred records, each with its own result in the order of the rows. A failure of the whole is of the call: an outcome
    /// that is not known is not known of any row, and of a refusal nothing was made.
    /// </summary>
    Task<Result<IReadOnlyList<Result<WireRecord>>>> UpdateManyAsync(
        ObjectType type, IReadOnlyList<(string Id, IReadOnlyDictionary<string, string> Values)> rows, CancellationToken cancellationToken);

    /// <summary>Makes a record with its associations, or nothing; <see cref="OutcomeUnknown"/> when it was sent and no answer came.</summary>
    Task<Result<WireRecord>> CreateAsync(
        ObjectType type, IReadOnlyDictionary<string, string> values, IReadOnlyList<RecordReference> associations, CancellationToken cancellationToken);

    /// <summary>Into the recycle bin; a campaign is deleted for good.</summary>
    Task<Result<Done>> ArchiveAsync(ObjectType type, string id, CancellationToken cancellationToken);
}

/// <summary>The list of a type is not read for the sake of one record.</summary>
internal sealed record ListTooLong() : Failure("There are too many records to look through all of them.");

/// <summary>The account that edits are sent to, and the mirror that takes its answers.</summary>
internal sealed record OutboxTarget(IRemoteRecords Remote, Mirror Mirror);

/// <summary>The connected account at this moment; null while there is none or HubSpot must be connected again.</summary>
internal delegate OutboxTarget? CurrentTarget();

internal static class ConnectedTarget
{
    /// <summary>Client and mirror of one account. A switch closes the session before it changes the mirror, so the same client before and after means they belong together.</summary>
    public static OutboxTarget? Of(HubSpotSession session, MirrorHost mirrors)
    {
        var client = session.Current;
        var mirror = mirrors.Current;
        return client is not null && mirror is not null && session.Current == client ? new OutboxTarget(new HubSpotRecords(client, mirror), mirror) : null;
    }
}
