using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Core.Outbox;

/// <summary>What one attempt to deliver an edit came to.</summary>
/// <param name="Wait">At least so long until the next attempt; null when there is none.</param>
/// <param name="IsFailure">Counts towards giving up.</param>
/// <param name="NeedsReconnect">No call may be made until the session changes.</param>
internal sealed record DeliveryOutcome(
    OutboxState State,
    string? Message = null,
    EditDetails? Details = null,
    TimeSpan? Wait = null,
    bool IsFailure = false,
    bool NeedsReconnect = false,
    string? CorrelationId = null)
{
    /// <summary>The survivor, when HubSpot merged the record into another; the id of a record that was made.</summary>
    public string? MovedTo { get; init; }

    /// <summary>It is certain that nothing of the change was made: what is found at HubSpot later is not ours.</summary>
    public bool WasNotMade { get; init; }

    /// <summary>Values that HubSpot took and writes another way: later edits of the record stand upon these.</summary>
    public IReadOnlyDictionary<string, string?> Forms { get; init; } = new Dictionary<string, string?>();
}

/// <summary>Which failures are final, and which are tried again.</summary>
internal static class DeliveryFailures
{
    /// <summary>A change whose answer was lost may take effect a moment later.</summary>
    public static TimeSpan BeforeLooking { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Of the read before the change: the entry stays as it is, unless the failure is final.</summary>
    public static DeliveryOutcome OfRead(Failure failure, Edit edit, AccountDefinitions definitions) =>
        Classify(failure, edit, wasSent: false, edit.Row.State == OutboxState.Unknown, definitions);

    /// <summary>Of the change itself.</summary>
    /// <param name="wasUnknown">An earlier attempt may have been made: that this one was not proves nothing.</param>
    public static DeliveryOutcome OfChange(Failure failure, Edit edit, bool wasUnknown, AccountDefinitions definitions)
    {
        var outcome = Classify(failure, edit, wasSent: true, wasUnknown, definitions);
        return outcome.State == OutboxState.Unknown || wasUnknown ? outcome : outcome with { WasNotMade = true };
    }

    private static DeliveryOutcome Classify(Failure failure, Edit edit, bool wasSent, bool wasUnknown, AccountDefinitions definitions)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        var correlation = (failure as HubSpotFailure)?.CorrelationId;

        // An entry whose fate is unknown stays so until a read succeeds.
        var waiting = wasUnknown ? OutboxState.Unknown : OutboxState.Queued;
        return failure switch
        {
            ReconnectNeeded => new(waiting, failure.Message, Wait: TimeSpan.Zero, NeedsReconnect: true, CorrelationId: correlation),
            OutcomeUnknown => new(OutboxState.Unknown, failure.Message, Wait: BeforeLooking, IsFailure: true),
            HubSpotUnavailable unavailable when wasSent =>
                new(OutboxState.Unknown, failure.Message, Wait: unavailable.RetryAfter ?? BeforeLooking, IsFailure: true, CorrelationId: correlation),
            InvalidProperties invalid => new(OutboxState.Rejected, failure.Message, Reasons(invalid, edit, type, definitions), CorrelationId: correlation),
            RequestRefused or RecordConflict => new(OutboxState.Rejected, failure.Message, CorrelationId: correlation),
            HubSpotRecordNotFound => new(OutboxState.Rejected, NotFound(edit.Row.Kind, type), CorrelationId: correlation),

            // Campaigns need a scope that many accounts cannot grant at all.
            MissingScopes => new(type == ObjectType.Campaign ? OutboxState.Rejected : OutboxState.Parked, failure.Message, CorrelationId: correlation),
            Throttled throttled => new(waiting, failure.Message, Wait: throttled.RetryAfter, IsFailure: true, CorrelationId: correlation),
            AccountMigrating migrating => new(waiting, failure.Message, Wait: migrating.RetryAfter, IsFailure: true, CorrelationId: correlation),
            HubSpotUnavailable unavailable => new(waiting, failure.Message, Wait: unavailable.RetryAfter ?? TimeSpan.Zero, IsFailure: true, CorrelationId: correlation),
            RecordLocked => new(waiting, failure.Message, Wait: TimeSpan.Zero, IsFailure: true, CorrelationId: correlation),

            // Whatever this is, it does not say that a change that was on its way was not made.
            _ => new(wasSent && failure is not HubSpotFailure ? OutboxState.Unknown : waiting, failure.Message, Wait: TimeSpan.Zero, IsFailure: true, CorrelationId: correlation),
        };
    }

    private static string NotFound(EditKind kind, ObjectType type) => kind == EditKind.Create
        ? $"HubSpot no longer has a record that this {type.Singular()} is associated with, so it was not made."
        : $"HubSpot no longer has this {type.Singular()}: it was deleted, so the edit was not made.";

    // HubSpot writes nothing of a change that it refuses in part; the properties it did not name are not to blame.
    private static EditDetails? Reasons(InvalidProperties invalid, Edit edit, ObjectType type, AccountDefinitions definitions)
    {
        var reasons = invalid.Reasons
            .Where(reason => edit.New.ContainsKey(reason.Key))
            .ToDictionary(
                reason => reason.Key,
                reason => new EditDetail(Reason: invalid.Codes.GetValueOrDefault(reason.Key) == "PROPERTY_DOESNT_EXIST"
                    ? $"{definitions.FindProperty(type, reason.Key)?.Label ?? reason.Key} no longer exists in HubSpot."
                    : reason.Value));
        return reasons.Count == 0 ? null : new EditDetails(reasons);
    }
}

/// <summary>When to try again.</summary>
internal static class OutboxRetry
{
    /// <summary>After failing for so long an edit is parked, and a user decides.</summary>
    public static TimeSpan GiveUpAfter { get; } = TimeSpan.FromHours(24);

    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);

    /// <summary>Full jitter: anything between nothing and a bound that doubles with each attempt, but never before HubSpot said.</summary>
    /// <param name="attempts">Failures before this one.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan Delay(int attempts, TimeSpan atLeast, double chance)
    {
        var bound = First * Math.Pow(2, Math.Min(attempts, 16));
        return atLeast + ((bound < Longest ? bound : Longest) * chance);
    }
}
