using System.Security.Cryptography;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Sync;

/// <summary>The steps that lanes are made of.</summary>
internal sealed record SyncSteps(
    DefinitionSync Definitions, Backfill Backfill, FastLane FastLane, ArchivedSweep ArchivedSweep, MarketingSync Marketing, ListSweep ListSweep, TypedRebuild Rebuild);

/// <summary>
/// Syncs one account until it is stopped or HubSpot refuses the connection. Each type has lanes of its own: one that fails is tried again
/// with growing pauses and holds up no other.
/// </summary>
internal sealed class SyncRun(SyncTarget target, SyncSteps steps, SyncBoard board, Signal poke, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private const int MostDoublings = 8;

    private readonly Dictionary<SyncStage, BackfillPace> _paces = new() { [SyncStage.First] = new(), [SyncStage.Later] = new() };
    private readonly StageGate _gate = new(SyncKinds.All.Where(kind => kind.Stage == SyncStage.First).Select(kind => kind.Type));
    private readonly Signal _redefined = new();
    private ReconnectNeeded? _refused;

    private enum Outcome
    {
        Done,

        /// <summary>The lane must not go on.</summary>
        Stopped,
    }

    /// <summary>Returns why HubSpot must be connected again; a cancelled token ends it with null.</summary>
    public async Task<ReconnectNeeded?> RunAsync(CancellationToken cancellationToken)
    {
        using var lanes = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            foreach (var kind in SyncKinds.All)
            {
                await ShowAsync(kind.Type, lanes.Token);
            }

            // First of all, also because the answer tells HubSpot's time, from which every cursor is made.
            if (await SuperviseAsync(Lanes.Definitions, null, DefineAsync, lanes) == Outcome.Done)
            {
                await Task.WhenAll([DefinitionLaneAsync(lanes), .. SyncKinds.CrmObjects.Select(kind => ObjectLanesAsync(kind, lanes)), .. SyncKinds.Marketing.Select(kind => MarketingLaneAsync(kind, lanes))]);
            }
        }
        catch (OperationCanceledException) when (lanes.IsCancellationRequested)
        {
        }

        return _refused;
    }

    private async Task ShowAsync(ObjectType type, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Backfill, type, cancellationToken);
        board.ProgressOf(type).Start(checkpoint.Done, checkpoint.Total, checkpoint.State == LaneStates.Done);
        var fast = await Checkpoints.LoadAsync(target.Mirror, Lanes.Fast, type, cancellationToken);
        if (fast.UpdatedAt > 0)
        {
            board.Round(type, fast.UpdatedAt);
        }
    }

    private async Task DefinitionLaneAsync(CancellationTokenSource lanes)
    {
        while (true)
        {
            await Task.Delay(DefinitionSync.Interval, time, lanes.Token);
            if (await SuperviseAsync(Lanes.Definitions, null, DefineAsync, lanes) == Outcome.Stopped)
            {
                return;
            }
        }
    }

    private async Task ObjectLanesAsync(SyncKind kind, CancellationTokenSource lanes)
    {
        var (type, progress) = (kind.Type, board.ProgressOf(kind.Type));
        await _gate.WaitAsync(kind.Stage, lanes.Token);
        if (await SuperviseAsync(Lanes.Backfill, type, token => FirstAsync(kind, progress, token), lanes) == Outcome.Done)
        {
            await Task.WhenAll(FastLaneAsync(type, progress, lanes), ArchivedLaneAsync(type, lanes), RefreshLaneAsync(type, lanes));
        }
    }

    // The others wait for an end or a first failure of it, not for as long as it may be tried again.
    private async Task<Result<Done>> FirstAsync(SyncKind kind, LaneProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            return await steps.Backfill.RunAsync(target, kind.Type, _paces[kind.Stage], progress, cancellationToken);
        }
        finally
        {
            _gate.Leave(kind.Type);
        }
    }

    private async Task FastLaneAsync(ObjectType type, LaneProgress progress, CancellationTokenSource lanes)
    {
        while (true)
        {
            var poked = poke.Next;
            if (await SuperviseAsync(Lanes.Fast, type, token => RoundAsync(type, progress, token), lanes) == Outcome.Stopped)
            {
                return;
            }

            await Task.WhenAny(poked, Task.Delay(FastLane.Interval, time, lanes.Token));
            lanes.Token.ThrowIfCancellationRequested();
        }
    }

    // Apart from the fast lane, which a long or a failing sweep must not hold up.
    private async Task ArchivedLaneAsync(ObjectType type, CancellationTokenSource lanes)
    {
        while (true)
        {
            if (await ArchivedSweep.DueInAsync(target, type, lanes.Token) is { } wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, lanes.Token);
            }

            if (await SuperviseAsync(Lanes.Archived, type, token => steps.ArchivedSweep.RunAsync(target, type, token), lanes) == Outcome.Stopped)
            {
                return;
            }
        }
    }

    // What new definitions want of records that did not change.
    private async Task RefreshLaneAsync(ObjectType type, CancellationTokenSource lanes)
    {
        while (true)
        {
            var redefined = _redefined.Next;
            if (await SuperviseAsync(Lanes.Sweep, type, token => RefreshAsync(type, token), lanes) == Outcome.Stopped)
            {
                return;
            }

            await redefined.WaitAsync(lanes.Token);
        }
    }

    private async Task<Result<Done>> RefreshAsync(ObjectType type, CancellationToken cancellationToken)
    {
        var rebuilt = type == ObjectType.Deal ? await steps.Rebuild.RunAsync(target.Mirror, cancellationToken) : new Done();
        return rebuilt.Succeeded ? await steps.ListSweep.RunAsync(target, type, cancellationToken) : rebuilt;
    }

    private async Task<Result<Done>> DefineAsync(CancellationToken cancellationToken)
    {
        var done = await steps.Definitions.RunAsync(target, cancellationToken);
        _redefined.Raise();
        return done;
    }

    private async Task MarketingLaneAsync(SyncKind kind, CancellationTokenSource lanes)
    {
        var (type, progress) = (kind.Type, board.ProgressOf(kind.Type));
        await _gate.WaitAsync(kind.Stage, lanes.Token);
        while (true)
        {
            var poked = poke.Next;
            if (await SuperviseAsync(Lanes.Marketing, type, token => steps.Marketing.RunAsync(target, type, progress, token), lanes) == Outcome.Stopped)
            {
                return;
            }

            await Task.WhenAny(poked, Task.Delay(MarketingSync.Interval, time, lanes.Token));
            lanes.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task<Result<Done>> RoundAsync(ObjectType type, LaneProgress progress, CancellationToken cancellationToken)
    {
        var round = await steps.FastLane.RunAsync(target, type, progress, cancellationToken);
        if (!round.Succeeded)
        {
            return round.Failure;
        }

        board.Round(type, round.Value);
        return new Done();
    }

    // Until the step succeeds, or the lane may not go on.
    private async Task<Outcome> SuperviseAsync(string lane, ObjectType? type, Func<CancellationToken, Task<Result<Done>>> step, CancellationTokenSource lanes)
    {
        var name = type is { } of ? $"{lane} {of.Plural()}" : lane;
        var attempts = 0;
        while (true)
        {
            var done = Done(type);
            var failure = await TryAsync(name, step, lanes.Token);
            board.Wait(name, null);
            switch (failure)
            {
                case null:
                    return Outcome.Done;

                case ReconnectNeeded refused:
                    _refused ??= refused;
                    await lanes.CancelAsync();
                    return Outcome.Stopped;

                case MissingScopes missing when type is { } stopped:
                    logger.LogWarning("{Lane} stops: {Reason}", name, failure.Message);
                    board.Stop(stopped, missing.Scopes);
                    board.ProgressOf(stopped).Message(failure.Message);
                    return Outcome.Stopped;

                case InvalidProperties:
                    // A property was removed in HubSpot since the definitions were read.
                    await TryAsync(Lanes.Definitions, DefineAsync, lanes.Token);
                    break;
            }

            // What got on in between has not failed repeatedly.
            attempts = Done(type) > done ? 1 : attempts + 1;
            await PauseAsync(name, type, failure, attempts, lanes.Token);
        }
    }

    private long Done(ObjectType? type) => type is { } of ? board.ProgressOf(of).Snapshot().Done : 0;

    // A bug in a lane is a failure like others: it is logged, shown and tried again, and the other lanes go on.
    private async Task<Failure?> TryAsync(string name, Func<CancellationToken, Task<Result<Done>>> step, CancellationToken cancellationToken)
    {
        try
        {
            var result = await step(cancellationToken);
            if (result.Failure is { } failure)
            {
                logger.LogWarning("{Lane} failed: {Reason}", name, failure.Message);
            }

            return result.Failure;
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not OutOfMemoryException)
        {
            logger.LogError(exception, "{Lane} failed", name);
            return DiskFull.IsCauseOf(exception) ? new DiskFull() : new LaneFailed(exception.Message);
        }
    }

    private async Task PauseAsync(string name, ObjectType? type, Failure failure, int attempts, CancellationToken cancellationToken)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(attempts - 1, MostDoublings));
        var jittered = (doubled < LongestPause ? doubled : LongestPause) * (0.5 + (RandomNumberGenerator.GetInt32(501) / 1000.0));
        var asked = failure switch
        {
            Throttled throttled => throttled.RetryAfter,
            HubSpotUnavailable { RetryAfter: { } after } => after,
            AccountMigrating migrating => migrating.RetryAfter,
            _ => TimeSpan.Zero,
        };
        var pause = asked > jittered ? asked : jittered;
        board.Wait(name, new LaneWait(failure.Message, time.GetUtcNow() + pause));
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
