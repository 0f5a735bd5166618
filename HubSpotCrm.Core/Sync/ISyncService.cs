using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync;

public enum SyncState
{
    /// <summary>No account is connected.</summary>
    Off,

    /// <summary>The first complete read is running, or is about to.</summary>
    FirstSync,

    /// <summary>The mirror is complete and changes are followed.</summary>
    Live,
    Paused,

    /// <summary>An administrator cancelled the first sync; it goes on from its checkpoint when started again.</summary>
    Cancelled,

    /// <summary>HubSpot does not answer or limits us; sync goes on by itself.</summary>
    Waiting,

    /// <summary>HubSpot refuses the connection; an administrator must connect again.</summary>
    ReconnectNeeded,

    /// <summary>The mirror's file cannot be used; an administrator can have it rebuilt.</summary>
    CopyUnusable,
}

/// <summary>Why sync waits.</summary>
public enum WaitReason
{
    /// <summary>It does not wait, or its message says why.</summary>
    Other,

    /// <summary>HubSpot does not answer.</summary>
    NoAnswer,

    /// <summary>HubSpot allows no more calls for now, or what it still allows today is kept for people.</summary>
    Limited,
}

/// <summary>How far the first sync of one kind of record is.</summary>
/// <param name="Total">Null while HubSpot has not said.</param>
/// <param name="PerSecond">Records a second over the last half minute.</param>
/// <param name="TimeLeft">Null until it can be told honestly: after 5 % or ten seconds.</param>
/// <param name="Message">Why it stopped or waits; null while all is well.</param>
/// <param name="MissingScopes">The scopes for want of which HubSpot refused it, as far as it named them: it is left out until the account is connected again. Null while it is read.</param>
public sealed record ObjectProgress(
    ObjectType Type, long Done, long? Total, double PerSecond, TimeSpan? TimeLeft, bool IsComplete, string? Message,
    DateTimeOffset? LastRun = null, long Created = 0, long Updated = 0, IReadOnlyList<string>? MissingScopes = null)
{
    /// <summary>Every record whose last change is older than this is here in that version; null before the first sync is complete.</summary>
    public DateTimeOffset? CompleteTo { get; init; }

    /// <summary>When its changes are looked for next; null while that is not known.</summary>
    public DateTimeOffset? NextRun { get; init; }
}

/// <summary>One lane of sync.</summary>
/// <param name="Lane">Its name: <c>fast</c>, <c>settled</c>, <c>archived</c>, <c>associations</c>, <c>reconciliation</c>, <c>sample</c>, <c>sweep</c>, <c>marketing</c>, <c>definitions</c>, …</param>
/// <param name="Type">Null for a lane of all kinds.</param>
/// <param name="LastRun">Null when it never ran.</param>
/// <param name="NextRun">Null when it is running, or runs only when it is asked to.</param>
/// <param name="Failure">Why the last run failed; null when it did not.</param>
public sealed record LaneStatus(string Lane, ObjectType? Type, DateTimeOffset? LastRun, DateTimeOffset? NextRun, string? Failure);

/// <summary>The calls of the account's day, which all its apps share.</summary>
/// <param name="Used">By HubSpot's last count and our calls since.</param>
/// <param name="ForSync">So many may be used before sync waits for the next day; the rest is kept for people.</param>
/// <param name="CountedAt">When HubSpot last said it.</param>
public sealed record DailyCalls(int Used, int Limit, int ForSync, DateTimeOffset CountedAt);

/// <summary>The state of sync at one moment; immutable.</summary>
/// <param name="SyncedAt">When the last round that found nothing missing began, by HubSpot's clock; null before the first.</param>
/// <param name="CallsPerTenSeconds">HubSpot calls in the last ten seconds, and what the account allows.</param>
public sealed record SyncStatus(
    SyncState State,
    IReadOnlyList<ObjectProgress> Objects,
    DateTimeOffset? SyncedAt,
    string? Message,
    DateTimeOffset? NextAttemptAt = null,
    int CallsPerTenSeconds = 0,
    int? AllowedPerTenSeconds = null,
    int OpenEdits = 0,
    int Conflicts = 0)
{
    public static SyncStatus Off { get; } = new(SyncState.Off, [], null, null);

    /// <summary>Everything that changed in HubSpot before is here, over all kinds that HubSpot can be asked for changes of; null before that can be said.</summary>
    public DateTimeOffset? CompleteTo { get; init; }

    public IReadOnlyList<LaneStatus> Lanes { get; init; } = [];

    public WaitReason Reason { get; init; }

    /// <summary>Kinds whose comparison was asked for and has not come to its end.</summary>
    public IReadOnlyList<ObjectType> Checking { get; init; } = [];

    /// <summary>Null where HubSpot states no daily limit, as for an app that was connected by OAuth.</summary>
    public DailyCalls? Today { get; init; }
}

/// <summary>What sync is doing, and the few things an administrator can tell it.</summary>
public interface ISyncService
{
    /// <summary>From memory, at once.</summary>
    SyncStatus Status { get; }

    /// <summary>Calls back when the status changed, at most twice a second, on any thread. Dispose to stop.</summary>
    IDisposable Subscribe(Action<SyncStatus> onChanged);

    /// <summary>Stops calling HubSpot until resumed; survives a restart. <see cref="Policy.Administer"/>.</summary>
    Task<Result<Done>> PauseAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Goes on after a pause or a cancel, from the checkpoint. <see cref="Policy.Administer"/>.</summary>
    Task<Result<Done>> ResumeAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Stops the first sync and keeps what is here. <see cref="Policy.Administer"/>.</summary>
    Task<Result<Done>> CancelAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Asks for changes now. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<Done>> SyncNowAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Reads all records of one kind again, and compares their ids. <see cref="Policy.Administer"/>.</summary>
    Task<Result<Done>> ResyncAsync(Actor actor, ObjectType type, CancellationToken cancellationToken);

    /// <summary>Compares counts and a sample of values with HubSpot, now; the results appear among the checks. <see cref="Policy.EditRecords"/>.</summary>
    Task<Result<Done>> CheckNowAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Lets the records of a kind go that a reconciliation held because they were too many. <see cref="Policy.Administer"/>.</summary>
    Task<Result<Done>> LetGoAsync(Actor actor, ObjectType type, CancellationToken cancellationToken);
}
