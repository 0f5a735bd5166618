using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Runs sync while an account is connected. Stopping the portal ends it after the page that is being written;
/// it goes on from there at the next start.
/// </summary>
internal sealed class SyncEngine : BackgroundService, ISyncService
{
    private static readonly TimeSpan EditsInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(30);

    private readonly HubSpotSession _session;
    private readonly MirrorHost _host;
    private readonly IDbContextFactory<AppDb> _app;
    private readonly SyncSteps _steps;
    private readonly IDefinitionService _definitions;
    private readonly SyncOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SyncEngine> _logger;
    private readonly SyncBoard _board;
    private readonly Signal _changed = new();
    private readonly Signal _poke = new();
    private readonly Signal _wanted = new();
    private volatile string? _refusal;

    public SyncEngine(
        HubSpotSession session, MirrorHost host, IDbContextFactory<AppDb> app, SyncSteps steps, IDefinitionService definitions, IOptions<SyncOptions> options,
        TimeProvider time, ILogger<SyncEngine> logger)
    {
        (_session, _host, _app, _steps, _definitions, _options, _time, _logger) = (session, host, app, steps, definitions, options.Value, time, logger);
        _board = new SyncBoard(time, logger);
    }

    // Stored words; never rename.
    private enum Mode
    {
        On,
        Paused,
        Cancelled,
    }

    public SyncStatus Status => _board.Status;

    public IDisposable Subscribe(Action<SyncStatus> onChanged) => _board.Subscribe(onChanged);

    public Task<Result<Done>> PauseAsync(Actor actor, CancellationToken cancellationToken) =>
        SetModeAsync(actor, Mode.Paused, cancellationToken);

    public Task<Result<Done>> ResumeAsync(Actor actor, CancellationToken cancellationToken) =>
        SetModeAsync(actor, Mode.On, cancellationToken);

    public async Task<Result<Done>> CancelAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.Administer) is { } refused)
        {
            return refused;
        }

        var status = Status;
        return status.State is SyncState.FirstSync || status.Objects.Any(progress => !progress.IsComplete)
            ? await SetModeAsync(actor, Mode.Cancelled, cancellationToken)
            : new NoFirstSync();
    }

    public Task<Result<Done>> SyncNowAsync(Actor actor, CancellationToken cancellationToken) => Task.FromResult(SyncNow(actor, Policy.EditRecords));

    public Task<Result<Done>> ResyncAsync(Actor actor, ObjectType type, CancellationToken cancellationToken) => !Enum.IsDefined(type)
        ? Task.FromResult<Result<Done>>(new UnknownKind())
        : WantAsync(
            actor, Policy.Administer,
            SyncKinds.Of(type).Source == SyncSource.CrmObjects ? [Checkpoints.Wanted(Lanes.Sweep, type), Checkpoints.Wanted(Lanes.Reconciliation, type)] : [],
            cancellationToken);

    public Task<Result<Done>> CheckNowAsync(Actor actor, CancellationToken cancellationToken) =>
        WantAsync(actor, Policy.EditRecords, [.. SyncKinds.CrmObjects.Select(kind => Checkpoints.Wanted(Lanes.Check, kind.Type))], cancellationToken);

    public async Task<Result<Done>> LetGoAsync(Actor actor, ObjectType type, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.Administer) is { } refused)
        {
            return refused;
        }

        if (_host.Current is not { } mirror)
        {
            return new NotConnected();
        }

        if (!Enum.IsDefined(type) || await DriftLog.LastAsync(mirror, type, CheckKind.Reconciliation, cancellationToken) is not { Held: > 0 })
        {
            return new NothingHeld();
        }

        var asked = Checkpoints.Wanted(Lanes.Reconciliation, type);
        asked.Cursor = Checkpoints.MayBury;
        return await WantAsync(actor, Policy.Administer, [asked], cancellationToken);
    }

    public override void Dispose()
    {
        _board.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _session.Changed += _changed.Raise;
        _host.Changed += _changed.Raise;
        var counting = CountEditsAsync(stoppingToken);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                // Taken before the look, so that a change during it is not missed.
                var changed = _changed.Next;
                await TryServeAsync(changed, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            _session.Changed -= _changed.Raise;
            _host.Changed -= _changed.Raise;
            await counting;
        }
    }

    // An exception that left the engine would stop the portal: a database that is busy, full or just being erased must not.
    private async Task TryServeAsync(Task changed, CancellationToken stoppingToken)
    {
        try
        {
            await ServeAsync(changed, stoppingToken);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !(exception is OperationCanceledException && stoppingToken.IsCancellationRequested))
        {
            _logger.LogError(exception, "Sync stopped");
            _board.Set(SyncState.Waiting, (DiskFull.IsCauseOf(exception) ? new DiskFull() : (Failure)new LaneFailed(exception.Message)).Message);
            await Task.WhenAny(changed, Task.Delay(PauseAfterFault, _time, stoppingToken));
        }
    }

    // Returns when something changed: the account, or what an administrator wants.
    private async Task ServeAsync(Task changed, CancellationToken stoppingToken)
    {
        var mirror = _host.Current;
        var client = _session.Current;
        if (_host.Fault is { } fault)
        {
            _board.Set(SyncState.CopyUnusable, fault);
            await changed.WaitAsync(stoppingToken);
            return;
        }

        if (mirror is null)
        {
            _board.Set(SyncState.Off);
            await changed.WaitAsync(stoppingToken);
            return;
        }

        await ShowAsync(mirror, stoppingToken);
        if (client is null)
        {
            _board.Set(SyncState.ReconnectNeeded, _refusal ?? "HubSpot must be connected again, under Settings, Connection. What is here stays readable.");
            await changed.WaitAsync(stoppingToken);
            return;
        }

        var mode = await LoadModeAsync(mirror.AccountId, stoppingToken);
        if (mode != Mode.On)
        {
            _board.Set(mode == Mode.Paused ? SyncState.Paused : SyncState.Cancelled, null, client);
            await changed.WaitAsync(stoppingToken);
            return;
        }

        await RunAsync(new SyncTarget(client.With(CallPriority.Background), mirror), changed, stoppingToken);
    }

    private async Task RunAsync(SyncTarget target, Task changed, CancellationToken stoppingToken)
    {
        _refusal = null;
        _board.Set(SyncState.Live, null, target.Client);
        using var run = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var work = new SyncRun(target, _steps, _board, _definitions, _options, _poke, _wanted, _time, _logger).RunAsync(run.Token);
        await Task.WhenAny(work, changed.WaitAsync(stoppingToken));
        await run.CancelAsync();
        if (await work is { } refused)
        {
            _refusal = refused.Message;
            _board.Set(SyncState.ReconnectNeeded, refused.Message);
            await changed.WaitAsync(stoppingToken);
        }
    }

    private async Task ShowAsync(Mirror mirror, CancellationToken cancellationToken)
    {
        foreach (var type in SyncKinds.All.Select(kind => kind.Type))
        {
            var checkpoint = await Checkpoints.LoadAsync(mirror, Lanes.Backfill, type, cancellationToken);
            _board.ProgressOf(type).Start(checkpoint.Done, checkpoint.Total, checkpoint.State == LaneStates.Done);
        }
    }

    // Kept in the mirror, so that a stop of the portal does not forget it.
    private async Task<Result<Done>> WantAsync(Actor actor, Policy policy, IReadOnlyList<CheckpointRow> asked, CancellationToken cancellationToken)
    {
        if (actor.Check(policy) is { } refused)
        {
            return refused;
        }

        if (_host.Current is not { } mirror)
        {
            return new NotConnected();
        }

        if (Status.State is SyncState.FirstSync)
        {
            return new FirstSyncRunning();
        }

        var woken = SyncNow(actor, policy);
        if (woken.Succeeded)
        {
            // Said before it can begin: what has ended must not look as if it were still to come.
            foreach (var row in asked)
            {
                _board.Next(row.Lane, (ObjectType)row.Type, _time.GetUtcNow());
            }

            await Checkpoints.SaveAsync(mirror, asked, cancellationToken);
            _logger.LogInformation("{Actor} asked for {Lanes}", actor.Name, asked.Select(row => row.Lane));
            _wanted.Raise();
        }

        return woken;
    }

    private Result<Done> SyncNow(Actor actor, Policy policy)
    {
        if (actor.Check(policy) is { } refused)
        {
            return refused;
        }

        switch (Status)
        {
            case { State: SyncState.Off }:
                return new NotConnected();
            case { State: SyncState.CopyUnusable } status:
                return new CopyUnusable(status.Message);
            case { State: SyncState.Paused or SyncState.Cancelled }:
                return new SyncStopped();
            case { State: SyncState.ReconnectNeeded } status:
                return new ReconnectNeeded(status.Message ?? "the connection was refused");
            default:
                _poke.Raise();
                return new Done();
        }
    }

    private async Task<Result<Done>> SetModeAsync(Actor actor, Mode mode, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.Administer) is { } refused)
        {
            return refused;
        }

        if (_host.Current is not { } mirror)
        {
            return new NotConnected();
        }

        var name = SettingRow.SyncModeOf(mirror.AccountId);
        await using (var app = await _app.CreateDbContextAsync(cancellationToken))
        {
            var setting = await app.Set<SettingRow>().FindAsync([name], cancellationToken);
            if (setting is null)
            {
                app.Add(setting = new SettingRow { Name = name, Value = "" });
            }

            setting.Value = mode.ToString();
            setting.UpdatedAt = _time.GetUtcNow().ToUnixTimeMilliseconds();
            await app.SaveChangesAsync(cancellationToken);
        }

        _logger.LogInformation("{Actor} set sync to {Mode}", actor.Name, mode);
        _changed.Raise();
        return new Done();
    }

    private async Task<Mode> LoadModeAsync(string accountId, CancellationToken cancellationToken)
    {
        await using var app = await _app.CreateDbContextAsync(cancellationToken);
        var setting = await app.Set<SettingRow>().FindAsync([SettingRow.SyncModeOf(accountId)], cancellationToken);
        return Enum.TryParse<Mode>(setting?.Value, out var mode) ? mode : Mode.On;
    }

    private async Task CountEditsAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (_host.Current is { } mirror)
                {
                    await using var app = await _app.CreateDbContextAsync(stoppingToken);
                    var open = await app.Set<OutboxRow>()
                        .Where(row => row.AccountId == mirror.AccountId && row.State != OutboxState.Confirmed && row.State != OutboxState.Discarded)
                        .GroupBy(row => row.State == OutboxState.Conflict)
                        .Select(group => new { IsConflict = group.Key, Count = group.Count() })
                        .ToListAsync(stoppingToken);
                    _board.Edits(open.Sum(group => group.Count), open.Where(group => group.IsConflict).Sum(group => group.Count));
                }

                await Task.Delay(EditsInterval, _time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A count for display; the next one will do.
                _logger.LogWarning(exception, "Could not count the open edits");
                await Task.Delay(EditsInterval, _time, CancellationToken.None);
            }
        }
    }
}
