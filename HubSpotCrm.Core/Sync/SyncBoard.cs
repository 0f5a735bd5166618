using System.Collections.Concurrent;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Sync;

/// <summary>Why a lane waits, and until when.</summary>
internal sealed record LaneWait(string Message, DateTimeOffset Until, WaitReason Reason = WaitReason.Other);

/// <summary>Puts together what the lanes say into one status, and tells it to those who listen at most twice a second.</summary>
internal sealed class SyncBoard : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<Subscription, Action<SyncStatus>> _subscriptions = new();
    private readonly Dictionary<ObjectType, LaneProgress> _progress = [];
    private readonly Dictionary<ObjectType, long> _rounds = [];
    private readonly Dictionary<ObjectType, long> _complete = [];
    private readonly Dictionary<(string Lane, ObjectType? Type), LaneStatus> _lanes = [];
    private readonly Dictionary<string, LaneWait> _waits = [];
    private readonly Dictionary<ObjectType, IReadOnlyList<string>> _stopped = [];
    private SyncState _state = SyncState.Off;
    private string? _message;
    private HubSpotClient? _client;
    private (int Open, int Conflicts) _edits;
    private bool _pending;
    private long _published;

    public SyncBoard(TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(_ => Publish(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public SyncStatus Status
    {
        get
        {
            lock (_lock)
            {
                return Build();
            }
        }
    }

    public IDisposable Subscribe(Action<SyncStatus> onChanged)
    {
        var subscription = new Subscription(this);
        _subscriptions[subscription] = onChanged;
        return subscription;
    }

    public LaneProgress ProgressOf(ObjectType type)
    {
        lock (_lock)
        {
            return _progress.TryGetValue(type, out var progress) ? progress : _progress[type] = new LaneProgress(type, _time, Touch);
        }
    }

    /// <summary>The engine's own state; while it is <see cref="SyncState.Live"/> the lanes tell whether it is the first sync, or waits.</summary>
    public void Set(SyncState state, string? message = null, HubSpotClient? client = null) => Change(() =>
    {
        (_state, _message, _client) = (state, message, client);
        _waits.Clear();
        if (state == SyncState.Off)
        {
            _progress.Clear();
            _rounds.Clear();
            _complete.Clear();
            _lanes.Clear();
            _edits = default;
        }

        if (client is not null)
        {
            _stopped.Clear();
        }
    });

    public void Wait(string lane, LaneWait? wait) => Change(() =>
    {
        if (wait is null)
        {
            _waits.Remove(lane);
        }
        else
        {
            _waits[lane] = wait;
        }
    });

    /// <summary>The type is left out until the account is connected again, for want of these scopes.</summary>
    public void Stop(ObjectType type, IReadOnlyList<string> scopes) => Change(() => _stopped[type] = scopes);

    public void Round(ObjectType type, long began) => Change(() => _rounds[type] = began);

    /// <summary>Everything of the type that changed before is here, UTC milliseconds.</summary>
    public void CompleteTo(ObjectType type, long completeTo) => Change(() => _complete[type] = completeTo);

    /// <summary>A lane ended a run, well or with a failure.</summary>
    /// <param name="next">Null where the lane says so itself, or does not know.</param>
    public void Ran(string lane, ObjectType? type, DateTimeOffset at, string? failure, DateTimeOffset? next) =>
        Change(() => _lanes[(lane, type)] = new LaneStatus(lane, type, at, next ?? (_lanes.TryGetValue((lane, type), out var known) ? known.NextRun : null), failure));

    /// <summary>When a lane last ran, as known from before this start.</summary>
    public void Known(string lane, ObjectType? type, DateTimeOffset at) => Change(() => _lanes.TryAdd((lane, type), new LaneStatus(lane, type, at, null, null)));

    public void Next(string lane, ObjectType? type, DateTimeOffset at) =>
        Change(() => _lanes[(lane, type)] = _lanes.TryGetValue((lane, type), out var known) ? known with { NextRun = at } : new LaneStatus(lane, type, null, at, null));

    public void Edits(int open, int conflicts)
    {
        if (_edits != (open, conflicts))
        {
            Change(() => _edits = (open, conflicts));
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
        }

        Touch();
    }

    private SyncStatus Build()
    {
        if (_state == SyncState.Off)
        {
            return SyncStatus.Off;
        }

        var objects = SyncKinds.All
            .Where(kind => _progress.ContainsKey(kind.Type))
            .Select(kind => _progress[kind.Type].Snapshot() with { MissingScopes = _stopped.GetValueOrDefault(kind.Type), CompleteTo = CompleteTo(kind.Type), NextRun = NextRun(kind) })
            .ToList();
        var active = objects.Where(progress => progress.MissingScopes is null).ToList();

        // Whatever the journal would tell is found by asking: without it nothing waits.
        var wait = _waits.Where(entry => entry.Key != Lanes.Journal).Select(entry => entry.Value).OrderBy(entry => entry.Until).FirstOrDefault();
        var state = _state != SyncState.Live ? _state
            : wait is not null ? SyncState.Waiting
            : active.Count == 0 || active.Exists(progress => !progress.IsComplete) ? SyncState.FirstSync
            : SyncState.Live;

        // What HubSpot has no search for is read every quarter of an hour by design, and would make all else look old.
        var followed = active.Where(progress => SyncKinds.Of(progress.Type).Source == SyncSource.CrmObjects).ToList();
        DateTimeOffset? synced = followed.Count > 0 && followed.TrueForAll(progress => _rounds.ContainsKey(progress.Type))
            ? DateTimeOffset.FromUnixTimeMilliseconds(followed.Min(progress => _rounds[progress.Type]))
            : null;
        DateTimeOffset? complete = followed.Count > 0 && followed.TrueForAll(progress => progress.CompleteTo is not null) ? followed.Min(progress => progress.CompleteTo) : null;
        var calls = _client?.CallsPerTenSeconds ?? (0, null);
        return new SyncStatus(state, objects, synced, _message ?? wait?.Message, wait?.Until, calls.Used, calls.Allowed, _edits.Open, _edits.Conflicts)
        {
            CompleteTo = complete,
            Reason = state == SyncState.Waiting ? wait?.Reason ?? WaitReason.Other : WaitReason.Other,
            Lanes = [.. _lanes.Values],
            Checking = [.. active.Select(progress => progress.Type).Where(IsChecking)],
            Today = _client?.CallsToday is { } day ? new DailyCalls(day.Used, day.Limit, day.ForSync, day.CountedAt) : null,
        };
    }

    private DateTimeOffset? CompleteTo(ObjectType type) => _complete.TryGetValue(type, out var at) ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    private DateTimeOffset? NextRun(SyncKind kind) =>
        _lanes.GetValueOrDefault((kind.Source == SyncSource.Marketing ? Lanes.Marketing : Lanes.Fast, kind.Type))?.NextRun;

    // It runs only when it is asked: what lies after its last end has not ended.
    private bool IsChecking(ObjectType type) =>
        _lanes.GetValueOrDefault((Lanes.Check, type)) is { NextRun: { } asked } lane && (lane.LastRun is not { } last || last < asked);

    private void Touch()
    {
        lock (_lock)
        {
            if (_pending)
            {
                return;
            }

            _pending = true;
            var since = _published == 0 ? Quiet : _time.GetElapsedTime(_published);
            _timer.Change(since >= Quiet ? TimeSpan.Zero : Quiet - since, Timeout.InfiniteTimeSpan);
        }
    }

    private void Publish()
    {
        SyncStatus status;
        lock (_lock)
        {
            _pending = false;
            _published = _time.GetTimestamp();
            status = Build();
        }

        foreach (var callback in _subscriptions.Values)
        {
            try
            {
                callback(status);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // One screen that fails must not keep the news from the others.
                _logger.LogError(exception, "A screen failed to take the status of sync");
            }
        }
    }

    private sealed class Subscription(SyncBoard board) : IDisposable
    {
        public void Dispose() => board._subscriptions.TryRemove(this, out _);
    }
}
