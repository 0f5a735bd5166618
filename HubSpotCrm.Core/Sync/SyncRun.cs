using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Sync.Push;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Sync;

/// <summary>The steps that lanes are made of.</summary>
internal sealed record SyncSteps(
    DefinitionSync Definitions, Backfill Backfill, FastLane FastLane, SettledLane SettledLane, ArchivedSweep ArchivedSweep, AssociationSweep Associations,
    MarketingSync Marketing, ListSweep ListSweep, TypedRebuild Rebuild, IndexRenewal Renewal, Reconciliation Reconciliation, ManualCheck Check, Retention Retention, HintLane Hints, Inbox Inbox,
    JournalLane Journal);

/// <summary>
/// Syncs one account until it is stopped or HubSpot refuses the connection. Each type has lanes of its own: one that fails is tried again
/// with growing pauses and holds up no other.
/// </summary>
/// <param name="wanted">Raised when a checkpoint asks a lane to run before its time.</param>
internal sealed class SyncRun(
    SyncTarget target, SyncSteps steps, SyncBoard board, IDefinitionService definitions, SyncOptions options, Signal poke, Signal wanted, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<SyncStage, BackfillPace> _paces = new() { [SyncStage.First] = new(), [SyncStage.Later] = new() };
    private readonly FirstSyncs _first = new();
    private readonly LaneSupervisor _supervisor = new(target, board, poke, time, logger);

    /// <summary>Returns why HubSpot must be connected again; a cancelled token ends it with null.</summary>
    public async Task<ReconnectNeeded?> RunAsync(CancellationToken cancellationToken)
    {
        using var lanes = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _supervisor.Lanes = lanes;
        _supervisor.OnInvalidProperties = DefineAsync;
        try
        {
            foreach (var kind in SyncKinds.All)
            {
                await ShowAsync(kind.Type, lanes.Token);
            }

            await SyncSession.BeginAsync(target, logger, lanes.Token);

            // First of all, also because the answer tells HubSpot's time, from which every cursor is made.
            if (await _supervisor.RunAsync(Lanes.Definitions, null, DefineAsync) == LaneOutcome.Done)
            {
                await Task.WhenAll([
                    LaneAsync(Lanes.Definitions, null, token => LaneSchedule.DueInAsync(target, Lanes.Definitions, null, DefinitionSync.Interval, token), DefineAsync),
                    LaneAsync(Lanes.Retention, null, token => LaneSchedule.DueInAsync(target, Lanes.Retention, null, Retention.Interval, token), steps.Retention.RunAsync),
                    .. SyncKinds.All.Where(kind => kind.IsIndexed).Select(kind => LaneAsync(
                        Lanes.Index, kind.Type, token => LaneSchedule.WantedAsync(target, Lanes.Index, kind.Type, token), (account, token) => steps.Renewal.RunAsync(account, kind.Type, token))),
                    HintLaneAsync(lanes.Token),
                    options.Journal ? JournalLaneAsync(lanes.Token) : Task.CompletedTask,
                    .. SyncKinds.CrmObjects.Select(ObjectLanesAsync),
                    .. SyncKinds.Marketing.Select(MarketingLaneAsync)]);
            }
        }
        catch (OperationCanceledException) when (lanes.IsCancellationRequested)
        {
        }

        await SyncSession.EndAsync(target, logger);
        return _supervisor.Refused;

        Task ObjectLanesAsync(SyncKind kind) => this.ObjectLanesAsync(kind, lanes.Token);

        Task MarketingLaneAsync(SyncKind kind) => this.MarketingLaneAsync(kind, lanes.Token);
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

        foreach (var lane in new[] { Lanes.Settled, Lanes.Archived, Lanes.Associations, Lanes.Reconciliation, Lanes.Sample })
        {
            var last = await Checkpoints.LoadAsync(target.Mirror, lane, type, cancellationToken);
            if (last.UpdatedAt > 0)
            {
                board.Known(lane, type, DateTimeOffset.FromUnixTimeMilliseconds(last.UpdatedAt));
            }
        }

        var settled = await Checkpoints.LoadAsync(target.Mirror, Lanes.Settled, type, cancellationToken);
        if ((settled.CompleteTo ?? checkpoint.CompleteTo) is { } completeTo)
        {
            board.CompleteTo(type, completeTo);
        }
    }

    private async Task ObjectLanesAsync(SyncKind kind, CancellationToken cancellationToken)
    {
        var (type, progress) = (kind.Type, board.ProgressOf(kind.Type));
        if (await _supervisor.RunAsync(Lanes.Backfill, type, (account, token) => FirstAsync(account, kind, progress, token)) != LaneOutcome.Done)
        {
            return;
        }

        await ShowAsync(type, cancellationToken);
        await Task.WhenAll(
            FastLaneAsync(type, progress, cancellationToken),
            LaneAsync(Lanes.Settled, type, DueIn(Lanes.Settled, SettledLane.Interval), SettleAsync),
            LaneAsync(Lanes.Archived, type, token => ArchivedSweep.DueInAsync(target, type, token), (account, token) => steps.ArchivedSweep.RunAsync(account, type, token)),
            LaneAsync(Lanes.Associations, type, DueIn(Lanes.Associations, AssociationSweep.Interval), (account, token) => steps.Associations.RunAsync(account, type, token)),
            LaneAsync(Lanes.Reconciliation, type, NightlyAsync, ReconcileAsync),
            LaneAsync(Lanes.Sample, type, DueIn(Lanes.Sample, ValueSample.Interval), (account, token) => steps.Check.SampleAsync(account, type, token)),
            LaneAsync(Lanes.Check, type, token => LaneSchedule.WantedAsync(target, Lanes.Check, type, token), (account, token) => steps.Check.RunAsync(account, type, token)),
            LaneAsync(Lanes.Sweep, type, token => LaneSchedule.WantedAsync(target, Lanes.Sweep, type, token), RefreshAsync),
            type == ObjectType.Deal
                ? LaneAsync(Lanes.Rebuild, type, token => LaneSchedule.WantedAsync(target, Lanes.Rebuild, type, token), (_, token) => steps.Rebuild.RunAsync(target.Mirror, token))
                : Task.CompletedTask);

        Func<CancellationToken, Task<TimeSpan>> DueIn(string lane, TimeSpan interval) => token => LaneSchedule.DueInAsync(target, lane, type, interval, token);

        async Task<TimeSpan> NightlyAsync(CancellationToken token) =>
            await LaneSchedule.NightlyAsync(target, Lanes.Reconciliation, type, (await definitions.GetAsync(token)).TimeZone, token);

        async Task<Result<Done>> SettleAsync(SyncTarget account, CancellationToken token)
        {
            var settled = await steps.SettledLane.RunAsync(account, type, token);
            if (!settled.Succeeded)
            {
                return settled.Failure;
            }

            board.CompleteTo(type, settled.Value.CompleteTo);
            if (settled.Value.NeedsSweep)
            {
                wanted.Raise();
            }

            return new Done();
        }

        async Task<Result<Done>> RefreshAsync(SyncTarget account, CancellationToken token)
        {
            var read = await steps.ListSweep.RunAsync(account, type, token);
            await ShowAsync(type, token);
            return read;
        }

        async Task<Result<Done>> ReconcileAsync(SyncTarget account, CancellationToken token)
        {
            var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Reconciliation, type, token);
            var began = account.Client.Now;
            var check = await steps.Reconciliation.RunAsync(account, type, mayBury: checkpoint.Cursor == Checkpoints.MayBury, token);
            return check.Succeeded ? await LaneSchedule.RanAsync(target, Lanes.Reconciliation, type, began, check.Value.Message, token) : check.Failure;
        }
    }

    // What is heard of by webhook waits for an end or a first failure of it, not for as long as it may be tried again.
    private async Task<Result<Done>> FirstAsync(SyncTarget account, SyncKind kind, LaneProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            return await steps.Backfill.RunAsync(kind.Stage == SyncStage.First ? account : account.Sparing(), kind.Type, _paces[kind.Stage], progress, cancellationToken);
        }
        finally
        {
            _first.Leave(kind.Type);
        }
    }

    private async Task FastLaneAsync(ObjectType type, LaneProgress progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            var poked = poke.Next;
            if (await _supervisor.RunAsync(Lanes.Fast, type, (account, token) => RoundAsync(account, type, progress, token), options.FastInterval) == LaneOutcome.Stopped)
            {
                return;
            }

            await Task.WhenAny(poked, Task.Delay(options.FastInterval, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<Result<Done>> RoundAsync(SyncTarget account, ObjectType type, LaneProgress progress, CancellationToken cancellationToken)
    {
        var round = await steps.FastLane.RunAsync(account, type, progress, cancellationToken);
        if (!round.Succeeded)
        {
            return round.Failure;
        }

        board.Round(type, round.Value);
        return new Done();
    }

    // Runs the step whenever it is due. Each lane is apart from the others, which a long or a failing one must not hold up.
    private async Task LaneAsync(
        string lane, ObjectType? type, Func<CancellationToken, Task<TimeSpan>> dueIn, Func<SyncTarget, CancellationToken, Task<Result<Done>>> step)
    {
        var cancellationToken = _supervisor.Lanes!.Token;
        while (true)
        {
            // Taken before the look, so that a wish during it is not missed.
            var asked = wanted.Next;
            var due = await dueIn(cancellationToken);
            if (due > TimeSpan.Zero)
            {
                if (due < LaneSchedule.Never)
                {
                    _supervisor.Next(lane, type, due);
                }

                await Task.WhenAny(asked, Task.Delay(due < LaneSchedule.LongestSleep ? due : LaneSchedule.LongestSleep, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            if (await _supervisor.RunAsync(lane, type, step) == LaneOutcome.Stopped)
            {
                return;
            }
        }
    }

    // What arrives during the first sync waits: that reads everything.
    private async Task HintLaneAsync(CancellationToken cancellationToken)
    {
        await _first.WaitAsync(cancellationToken);
        while (true)
        {
            var arrived = steps.Inbox.Arrived;
            if (await _supervisor.RunAsync(Lanes.Hints, null, steps.Hints.RunAsync) == LaneOutcome.Stopped)
            {
                return;
            }

            await Task.WhenAny(arrived, Task.Delay(HintLane.Interval, time, cancellationToken));
            await Task.Delay(HintLane.Gathering, time, cancellationToken);
        }
    }

    // A run goes on for as long as files come. It begins after the first sync, which reads everything anyway.
    private async Task JournalLaneAsync(CancellationToken cancellationToken)
    {
        await _first.WaitAsync(cancellationToken);
        while (await _supervisor.RunAsync(Lanes.Journal, null, steps.Journal.RunAsync, JournalLane.Interval) != LaneOutcome.Stopped)
        {
            await Task.Delay(JournalLane.Interval, time, cancellationToken);
        }
    }

    private async Task<Result<Done>> DefineAsync(SyncTarget account, CancellationToken cancellationToken)
    {
        var done = await steps.Definitions.RunAsync(account, cancellationToken);
        wanted.Raise();
        return done;
    }

    private async Task MarketingLaneAsync(SyncKind kind, CancellationToken cancellationToken)
    {
        var (type, progress) = (kind.Type, board.ProgressOf(kind.Type));
        while (true)
        {
            var poked = poke.Next;
            if (await _supervisor.RunAsync(Lanes.Marketing, type, (account, token) => steps.Marketing.RunAsync(account.Sparing(), type, progress, token), MarketingSync.Interval) == LaneOutcome.Stopped)
            {
                return;
            }

            await Task.WhenAny(poked, Task.Delay(MarketingSync.Interval, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
