using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync;

/// <summary>What sync did with one kind of record since a time.</summary>
/// <param name="Failed">Runs that failed, and were tried again.</param>
public sealed record SyncTotals(ObjectType Type, long Created, long Updated, long Archived, long Failed, long Calls);

/// <summary>One run of a lane that did something, or failed.</summary>
/// <param name="Type">Null for a lane of all kinds.</param>
/// <param name="Failure">Null when it did not fail.</param>
public sealed record SyncRunEntry(
    string Lane, ObjectType? Type, DateTimeOffset StartedAt, TimeSpan Duration, int Created, int Updated, int Archived, int Calls, string? Failure);

/// <summary>One comparison with HubSpot.</summary>
/// <param name="Local">Live records here; null where they were not counted.</param>
/// <param name="Held">Records that are absent from HubSpot and wait for an administrator's word.</param>
public sealed record SyncCheckEntry(
    ObjectType Type, CheckKind Kind, DateTimeOffset StartedAt, TimeSpan Duration, long? Local, long? Remote, int Sampled, int Equal, int Drift, int Held, string? Message);

/// <summary>A difference that sync should have seen and had not.</summary>
/// <param name="HealedAt">Null while the mirror still differs.</param>
public sealed record DriftEntry(ObjectType Type, string RecordId, DriftKind Kind, string Detail, DateTimeOffset FoundAt, DateTimeOffset? HealedAt);

/// <summary>A value that cannot be read as its property's type; it is kept as it came.</summary>
public sealed record QuarantinedValue(ObjectType Type, string RecordId, string Property, string Raw, string Reason, DateTimeOffset At);

/// <summary>What the mirror holds beside the records.</summary>
public sealed record MirrorSize(long FileBytes, long HistoryRows, long ChangeRows);

/// <summary>What the runs of a stretch of time did together.</summary>
/// <param name="Runs">Those that changed something or failed; the others leave no trace.</param>
/// <param name="Failure">Why the last of the failed ones failed; null when none did.</param>
public sealed record SyncActivity(DateTimeOffset From, int Runs, long Changed, int Failed, string? Failure);

/// <summary>How the portal is told of changes.</summary>
/// <param name="IsOn">Whether webhooks are taken at all.</param>
/// <param name="Waiting">Hints whose records are still to be read.</param>
public sealed record PushStatus(bool IsOn, long Waiting, DateTimeOffset? LastReceivedAt);

/// <summary>The proof of sync: what it did, and what comparisons with HubSpot found. <see cref="Policy.ViewRecords"/>; <see cref="Connection.NotConnected"/> without an account.</summary>
public interface ISyncReport
{
    /// <summary>Per kind of record, since the time.</summary>
    Task<Result<IReadOnlyList<SyncTotals>>> TotalsAsync(Actor actor, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Result<Page<SyncRunEntry>>> RunsAsync(Actor actor, int skip, int take, CancellationToken cancellationToken);

    /// <summary>The runs by stretches of this length, oldest first; stretches without a run are left out.</summary>
    Task<Result<IReadOnlyList<SyncActivity>>> ActivityAsync(Actor actor, DateTimeOffset since, TimeSpan step, CancellationToken cancellationToken);

    /// <summary>The newest comparison of each kind of record and kind of check.</summary>
    Task<Result<IReadOnlyList<SyncCheckEntry>>> ChecksAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Result<Page<DriftEntry>>> DriftAsync(Actor actor, int skip, int take, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Result<Page<QuarantinedValue>>> QuarantineAsync(Actor actor, int skip, int take, CancellationToken cancellationToken);

    /// <summary>Reads the records of quarantined values again, by type and id. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<Done>> RetryAsync(Actor actor, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    Task<Result<MirrorSize>> SizeAsync(Actor actor, CancellationToken cancellationToken);

    Task<Result<PushStatus>> PushAsync(Actor actor, CancellationToken cancellationToken);
}
