using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Sync.Push;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>One account, one portal, some virtual hours, everything in them chosen by the seed.</summary>
internal sealed class SeedRun : IDisposable
{
    private const int Scenes = 34;
    private static readonly Step[] Lanes = [Step.Fast, Step.Fast, Step.Fast, Step.Settled, Step.Settled, Step.Archived, Step.Associations, Step.Sweep, Step.Reconciliation];

    private readonly World _world;
    private readonly HubSpotSide _others;
    private readonly PortalSide _users;
    private readonly Checks _checks;
    private readonly List<Life> _lives = [];
    private readonly HashSet<(Step, ObjectType)> _running = [];
    private readonly bool _lagsLong;
    private readonly bool _hasFaults;
    private readonly bool _hasCrashes;
    private readonly TimeSpan _lag;
    private Life? _life;
    private string _folder;
    private TimeSpan _skew;
    private CrashPoint? _armed;
    private int _countdown;
    private int _hints;
    private bool _isReady;

    private SeedRun(int seed, Plant plant, bool keepsLog)
    {
        var account = 1 + (int)((uint)seed % Template.Accounts);
        _folder = Template.Copy(account);
        _world = new World(seed, account, plant, keepsLog);
        _others = new HubSpotSide(_world) { Changed = OnChanged };
        _users = new PortalSide(_world, _others);
        _checks = new Checks(_world, _others, _users);

        var chance = _world.Chance;
        _world.SettleAfter = _world.Any([TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)]);
        _world.SettleAfter = plant == Plant.CheckpointFirst ? TimeSpan.FromMinutes(5) : _world.SettleAfter;
        _lagsLong = plant == Plant.None && chance.Next(8) == 0;
        _lag = chance.Next(4) == 0 && !_lagsLong ? TimeSpan.Zero : _world.SettleAfter * (_lagsLong ? 1.2 + chance.NextDouble() : chance.NextDouble() * 0.95);
        _hasFaults = chance.Next(4) != 0;
        _hasCrashes = chance.Next(2) == 0 || plant == Plant.ForgottenSending;
        _world.Crm.SearchLagMs = (int)_lag.TotalMilliseconds;
        _world.Crm.Habits = new SearchHabits(
            Window: 20, Page: chance.Next(5, 9), LagsApart: chance.Next(3) == 0, ShowsPresent: chance.Next(3) == 0, IdsAsText: chance.Next(4) == 0);
        _world.Account.Tokens.Rotating = chance.Next(2) == 0;
        _checks.LagsLong = _lagsLong;
        _world.Note(_lagsLong ? "seed with a lag longer than the wait" : "seed with a lag shorter than the wait", $"{_lag} {_world.SettleAfter} {_world.Crm.Habits}");
    }

    /// <summary>Runs the seed to its end.</summary>
    public static SeedOutcome Run(int seed, Plant plant = Plant.None, bool keepsLog = false)
    {
        using var run = new SeedRun(seed, plant, keepsLog);
        try
        {
            run._world.Loop.Run(run.LiveAsync);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            run._world.Break(Invariant.I1, $"the run broke off: {exception}");
        }

        return new SeedOutcome(seed, run._world.Violations, run._world.Events, run._world.Digest, run._world.Log, run._world.Loop.Foreign);
    }

    public void Dispose()
    {
        foreach (var life in _lives)
        {
            life.Dispose();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        _world.Dispose();
    }

    private async Task LiveAsync()
    {
        // After the first sync, whose times the files hold.
        await _world.Loop.PassAsync(TimeSpan.FromHours(1));
        await StartAsync();
        _world.Troubles = _hasFaults ? _world.Any([8, 25, 60]) : 0;
        if (_world.Plant == Plant.ForgottenSending)
        {
            (_armed, _countdown) = (CrashPoint.DuringSend, 1);
        }

        for (var scene = 0; scene < Scenes; scene++)
        {
            await SceneAsync();
            await _world.Loop.PassAsync(Gap());
            if (_life is { } life)
            {
                _checks.Watch(life);
            }
        }

        _world.Troubles = 0;
        _world.IsDown = false;
        (_armed, _hints) = (null, int.MaxValue);
        await SettleDownAsync();
        await new Rest(_world, _checks, _life!, _lag).RunAsync();
    }

    private async Task SceneAsync()
    {
        if (_life is null)
        {
            // Longer than any of HubSpot's windows: a portal that starts knows nothing of the calls before.
            await _world.Loop.PassAsync(_world.Between(11, 90));
            await StartAsync();
        }

        var life = _life!;
        if (_world.NeedsReconnect && _world.Happens(600))
        {
            _world.Connect();
            life.Connect();
            _world.Note("connected again");
        }

        switch (_world.Chance.Next(100))
        {
            case < 30:
                _others.Act();
                break;
            case < 52:
                Launch(life, () => _users.ActAsync(life));
                break;
            case < 66:
                Launch(life, Step.Outbox, ObjectType.Contact);
                break;
            case < 88:
                Launch(life, _world.Any(Lanes), _world.Any([ObjectType.Contact, ObjectType.Company, ObjectType.Deal, ObjectType.Task]));
                break;
            case < 91:
                Launch(life, Step.Definitions, ObjectType.Contact);
                break;
            case < 95:
                Launch(life, Step.Hints, ObjectType.Contact);
                break;
            default:
                Upset(life);
                break;
        }
    }

    private void Upset(Life life)
    {
        switch (_world.Chance.Next(5))
        {
            case 0:
                _skew = _world.Any([TimeSpan.FromDays(-1), TimeSpan.FromDays(1), TimeSpan.FromMinutes(-7), TimeSpan.Zero]);
                life.Time.Skew = _skew;
                _world.Note("clock jump", $"{_skew}");
                break;
            case 1:
                _world.Account.Tokens.ExpireAll();
                _world.Refused = _world.Loop.Now;
                _world.Note("tokens expired");
                break;
            case 2 when _hasFaults:
                _world.IsDown = true;
                _world.Note("outage of an hour");
                _world.Loop.After(TimeSpan.FromHours(1), () => _world.IsDown = false);
                break;
            default:
                if (_hasCrashes && _armed is null)
                {
                    Arm(life, (CrashPoint)_world.Chance.Next(8));
                }

                break;
        }
    }

    private void Arm(Life life, CrashPoint point)
    {
        _armed = point;
        _countdown = _world.Chance.Next(1, point is CrashPoint.AfterFetch or CrashPoint.InTransaction or CrashPoint.AfterCommit ? 12 : 3);
        switch (point)
        {
            case CrashPoint.Anywhere:
                _world.Loop.After(_world.Between(0, 5), () => Reached(life, CrashPoint.Anywhere));
                _countdown = 1;
                break;
            case CrashPoint.DuringRefresh:
                _world.Account.Tokens.ExpireAll();
                _world.Refused = _world.Loop.Now;
                break;
            case CrashPoint.DuringSend or CrashPoint.BeforeReadBack or CrashPoint.AfterReadBack:
                // Otherwise it is seldom reached before the end: there must be something to send.
                Launch(life, async () =>
                {
                    await _users.SaveAsync(life, mayCreate: point == CrashPoint.DuringSend);
                    Launch(life, Step.Outbox, ObjectType.Contact);
                });
                break;
        }
    }

    // Mostly so short that what was begun is still under way.
    private TimeSpan Gap() => _world.Chance.Next(10) switch
    {
        < 5 => _world.Between(0, 0.4),
        < 8 => _world.Between(1, 40),
        _ => _world.Between(60, 1_500),
    };

    private async Task StartAsync()
    {
        Life? begun = null;
        begun = await Life.StartAsync(_world, _folder, _skew, point => begun is not null && Reached(begun, point));
        _lives.Add(begun);
        (_life, _isReady) = (begun, false);
        _world.Note("start");
        if (_world.Plant == Plant.ForgottenSending && _lives.Count > 1)
        {
            Planting.ForgetSending(begun);
        }
    }

    // True when the portal that has come there is dead.
    private bool Reached(Life life, CrashPoint point)
    {
        if (life.Domain.IsOver)
        {
            return true;
        }

        if (_armed != point || life != _life || --_countdown > 0)
        {
            return false;
        }

        _armed = null;
        _folder = life.Kill();
        _life = null;
        _running.Clear();
        _world.Note("crash");
        _world.Note($"crash {point}");
        return true;
    }

    private void Launch(Life life, Step step, ObjectType type)
    {
        // As in the portal: no lane before HubSpot was heard once, whose time they go by.
        if (!_isReady && step is not (Step.Outbox or Step.Definitions))
        {
            (step, type) = (Step.Definitions, ObjectType.Contact);
        }

        if (_running.Add((step, type)))
        {
            _world.Note("step", $"{step} {type}");
            Launch(life, () => StepAsync(life, step, type));
        }
    }

    private async Task StepAsync(Life life, Step step, ObjectType type)
    {
        try
        {
            Planting.Before(_world, life, step, type);
            if (_world.Plant == Plant.CheckpointFirst && step == Step.Settled)
            {
                (_armed, _countdown) = (CrashPoint.AfterFetch, 1);
            }

            var failure = step == Step.Reconciliation ? await ReconcileAsync(life, type) : await life.RunAsync(step, type);
            _isReady |= step == Step.Definitions && failure is null && life == _life;
            _world.Note(failure is null ? "step done" : "step failed", $"{step} {type} {failure?.GetType().Name}");
            Planting.After(_world, life, step, type);
        }
        finally
        {
            if (life == _life)
            {
                _running.Remove((step, type));
            }
        }
    }

    private async Task<Failure?> ReconcileAsync(Life life, ObjectType type)
    {
        var check = await life.ReconcileAsync(type, mayBury: false);
        if (check.Succeeded)
        {
            _checks.Drift(life, type, check.Value);
        }

        return check.Failure;
    }

    // Within the portal's own domain, so that it ends with it.
    private void Launch(Life life, Func<Task> work)
    {
        _ = life.Domain.RunAsync(async () =>
        {
            try
            {
                await work();
            }
            catch (Exception) when (life.Domain.IsOver)
            {
                // Nobody is there any more to hear of it.
            }
            catch (Exception exception)
            {
                _world.Break(Invariant.I1, $"a step threw: {exception}");
            }

            return 0;
        });
    }

    // Everything that was begun comes to its end.
    private async Task SettleDownAsync()
    {
        if (_life is null)
        {
            await _world.Loop.PassAsync(_world.Between(11, 90));
            await StartAsync();
        }

        if (_world.NeedsReconnect)
        {
            _world.Connect();
            _life!.Connect();
            _world.Note("connected again");
        }

        for (var waited = 0; _running.Count > 0; waited++)
        {
            if (waited == 180)
            {
                _world.Break(Invariant.I1, $"still under way after an hour and a half: {string.Join(", ", _running)}");
                break;
            }

            await _world.Loop.PassAsync(TimeSpan.FromSeconds(30));
        }

        // Longer than calls are held back after many that failed.
        await _world.Loop.PassAsync(TimeSpan.FromMinutes(2));
        if (_world.LostTokens)
        {
            // A portal that was killed with HubSpot's new refresh token in its hand hears of it when the access token it still has runs out.
            await _world.Loop.PassAsync(TimeSpan.FromSeconds(HubSpotCrm.Sandbox.OAuth.TokenStore.LifetimeSeconds));
            await _life!.RunAsync(Step.Definitions, ObjectType.Contact);
        }

        if (_world.NeedsReconnect)
        {
            _world.Connect();
            _life!.Connect();
        }
    }

    private void OnChanged(ObjectKind kind, long id)
    {
        // Some changes are told, in any order, some twice.
        if (id == 0 || _hints == int.MaxValue || _world.Chance.Next(3) != 0)
        {
            return;
        }

        var type = Template.Types.First(one => PortalSide.KindOf(one) == kind);
        var hint = new RecordHint($"event {++_hints}", type, Stamp.Text(id), IsErasure: false);
        for (var times = _world.Chance.Next(4) == 0 ? 2 : 1; times > 0; times--)
        {
            _world.Loop.After(_world.Between(0, 20), () =>
            {
                if (_life is { } life)
                {
                    _world.Note("hint");
                    Launch(life, () => life.UseAsync(() => life.Get<Inbox>().AddAsync(life.Mirror, [hint], _world.NowMs, CancellationToken.None)));
                }
            });
        }
    }
}
