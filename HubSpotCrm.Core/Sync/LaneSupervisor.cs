using System.Security.Cryptography;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Sync;

internal enum LaneOutcome
{
    Done,

    /// <summary>The lane must not go on.</summary>
    Stopped,
}

/// <summary>
/// Runs the steps of lanes until they succeed: a failure is logged, shown and kept, and the step tried again after a pause that grows.
/// Only a refused connection ends all of them, and a missing scope the lane of its type.
/// </summary>
internal sealed class LaneSupervisor(SyncTarget target, SyncBoard board, Signal poke, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private const int MostDoublings = 8;

    private ReconnectNeeded? _refused;

    /// <summary>Cancelled when HubSpot refuses the connection; set before the first step.</summary>
    public CancellationTokenSource? Lanes { get; set; }

    /// <summary>What is done when HubSpot does not know a property that was asked for.</summary>
    public Func<SyncTarget, CancellationToken, Task<Result<Done>>>? OnInvalidProperties { get; set; }

    /// <summary>Why HubSpot must be connected again; null while it need not.</summary>
    public ReconnectNeeded? Refused => _refused;

    /// <summary>Shows when the lane runs next.</summary>
    public void Next(string lane, ObjectType? type, TimeSpan wait) => board.Next(lane, type, time.GetUtcNow() + wait);

    /// <summary>Until the step succeeds, or the lane may not go on.</summary>
    /// <param name="interval">For lanes that run at a fixed pace: when the next run is.</param>
    public async Task<LaneOutcome> RunAsync(
        string lane, ObjectType? type, Func<SyncTarget, CancellationToken, Task<Result<Done>>> step, TimeSpan? interval = null)
    {
        var cancellationToken = Lanes!.Token;
        var name = type is { } of ? $"{lane} {of.Plural()}" : lane;
        var attempts = 0;
        while (true)
        {
            var done = Done(type);
            var failure = await TryAsync(lane, type, name, step, cancellationToken);
            board.Wait(name, null);
            board.Ran(lane, type, time.GetUtcNow(), failure?.Message, failure is null && interval is { } pause ? time.GetUtcNow() + pause : null);
            switch (failure)
            {
                case null:
                    return LaneOutcome.Done;

                case ReconnectNeeded refused:
                    _refused ??= refused;
                    await Lanes.CancelAsync();
                    return LaneOutcome.Stopped;

                case MissingScopes missing when type is { } stopped:
                    logger.LogWarning("{Lane} stops: {Reason}", name, failure.Message);
                    board.Stop(stopped, missing.Scopes);
                    board.ProgressOf(stopped).Message(failure.Message);
                    return LaneOutcome.Stopped;

                case InvalidProperties when OnInvalidProperties is { } define:
                    // A property was removed in HubSpot since the definitions were read.
                    await TryAsync(Sync.Lanes.Definitions, null, Sync.Lanes.Definitions, define, cancellationToken);
                    break;
            }

            // What got on in between has not failed repeatedly.
            attempts = Done(type) > done ? 1 : attempts + 1;
            await PauseAsync(name, lane, type, failure, attempts, cancellationToken);
        }
    }

    private long Done(ObjectType? type) => type is { } of ? board.ProgressOf(of).Snapshot().Done : 0;

    // A bug in a lane is a failure like others: it is logged, shown and tried again, and the other lanes go on.
    private async Task<Failure?> TryAsync(
        string lane, ObjectType? type, string name, Func<SyncTarget, CancellationToken, Task<Result<Done>>> step, CancellationToken cancellationToken)
    {
        var tally = new RunTally();
        var started = target.Client.Now;
        Failure? failure;
        try
        {
            failure = (await step(target.Counting(tally), cancellationToken)).Failure;
            if (failure is not null)
            {
                logger.LogWarning("{Lane} failed: {Reason}", name, failure.Message);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not OutOfMemoryException)
        {
            logger.LogError(exception, "{Lane} failed", name);
            failure = DiskFull.IsCauseOf(exception) ? new DiskFull() : new LaneFailed(exception.Message);
        }

        await KeepAsync(lane, type, tally, started, failure, cancellationToken);
        return failure;
    }

    // The record of a run must not cost the run.
    private async Task KeepAsync(string lane, ObjectType? type, RunTally tally, long started, Failure? failure, CancellationToken cancellationToken)
    {
        if (failure is null && tally.Created + tally.Updated + tally.Archived == 0)
        {
            return;
        }

        try
        {
            await SyncRunLog.AddAsync(
                target.Mirror,
                new SyncRunRow
                {
                    Lane = lane,
                    Type = (int)(type ?? 0),
                    StartedAt = started,
                    EndedAt = target.Client.Now,
                    Created = tally.Created,
                    Updated = tally.Updated,
                    Archived = tally.Archived,
                    Calls = tally.Calls.Calls,
                    Failure = failure?.Message,
                },
                cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not OutOfMemoryException)
        {
            logger.LogWarning(exception, "The run of {Lane} could not be kept", lane);
        }
    }

    private static WaitReason ReasonOf(Failure failure) => failure switch
    {
        HubSpotUnavailable or AccountMigrating => WaitReason.NoAnswer,
        Throttled or DayReserved => WaitReason.Limited,
        _ => WaitReason.Other,
    };

    private async Task PauseAsync(string name, string lane, ObjectType? type, Failure failure, int attempts, CancellationToken cancellationToken)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(attempts - 1, MostDoublings));
        var jittered = (doubled < LongestPause ? doubled : LongestPause) * (0.5 + (RandomNumberGenerator.GetInt32(501) / 1000.0));
        var asked = failure switch
        {
            Throttled throttled => throttled.RetryAfter,
            DayReserved reserved => reserved.RetryAfter,
            HubSpotUnavailable { RetryAfter: { } after } => after,
            AccountMigrating migrating => migrating.RetryAfter,
            _ => TimeSpan.Zero,
        };
        var pause = asked > jittered ? asked : jittered;
        var until = time.GetUtcNow() + pause;
        board.Wait(name, new LaneWait(failure.Message, until, ReasonOf(failure)));
        board.Next(lane, type, until);
        if (type is { } of)
        {
            board.ProgressOf(of).Message(failure.Message);
        }

        // Asked to hurry, a pause of our own ends at once; one that HubSpot asked for is kept.
        var waiting = Task.Delay(pause, time, cancellationToken);
        await (asked > TimeSpan.Zero ? waiting : Task.WhenAny(waiting, poke.Next));
        cancellationToken.ThrowIfCancellationRequested();
    }
}

/// <summary>A lane stopped by something unexpected: a full disk, a bug.</summary>
internal sealed record LaneFailed(string Reason) : Failure($"Sync stopped and tries again by itself: {Reason}");

/// <summary>Keeps the runs of lanes.</summary>
internal static class SyncRunLog
{
    public static Task AddAsync(Mirror mirror, SyncRunRow run, CancellationToken cancellationToken) => mirror.WriteAsync(
        (connection, transaction) =>
        {
            using var insert = new Statement(connection, transaction, """
                INSERT INTO sync_run (lane, type, started_at, ended_at, created, updated, archived, calls, failure)
                VALUES ($p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7, $p8)
                """, 9);
            return insert.Run(run.Lane, run.Type, run.StartedAt, run.EndedAt, run.Created, run.Updated, run.Archived, run.Calls, run.Failure);
        },
        cancellationToken);
}
