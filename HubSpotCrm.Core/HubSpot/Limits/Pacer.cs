namespace HubSpotCrm.Core.HubSpot.Limits;

/// <summary>The calls one budget of HubSpot allows.</summary>
/// <param name="Calls">At most so many in any <paramref name="Window"/>.</param>
/// <param name="Distance">Between two background calls: their even flow leaves a place free for a person at any time.</param>
internal readonly record struct Allowance(int Calls, TimeSpan Window, TimeSpan Distance);

/// <summary>
/// Keeps calls below a limit that HubSpot counts over a rolling window, people before sync, and sync before what can wait.
/// A call occupies its place from sending until one window after its answer: HubSpot counted it somewhere in between,
/// so no delay on the way can put more calls into one of HubSpot's windows than there are places.
/// </summary>
internal sealed class Pacer : IDisposable
{
    // Timers fire a little early at times, and clocks drift apart.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(20);
    private const int Backlog = 3;

    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly ITimer _alarm;
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _interactive = [];
    private readonly LinkedList<Waiter> _background = [];
    private readonly LinkedList<Waiter> _spare = [];
    private readonly PriorityQueue<int, TimeSpan> _leaving = new();
    private readonly Queue<TimeSpan> _sent = new();
    private Allowance _allowance;
    private int _underWay;
    private TimeSpan _pausedUntil;
    private TimeSpan _nextBackground;
    private TimeSpan _nextSpare;
    private bool _pausedForTheDay;

    public Pacer(TimeProvider time, Allowance allowance)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _allowance = allowance;
        _alarm = time.CreateTimer(_ => Dispatch(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls sent in the last ten seconds.</summary>
    public int SentInTenSeconds
    {
        get
        {
            lock (_gate)
            {
                ForgetSent(Elapsed);
                return _sent.Count;
            }
        }
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_origin);

    public void Allow(Allowance allowance)
    {
        lock (_gate)
        {
            if (_allowance == allowance)
            {
                return;
            }

            _allowance = allowance;
        }

        Dispatch();
    }

    /// <summary>HubSpot counts more calls in its window than we made: somebody else uses the same budget, or we did before a restart.</summary>
    public void CountAtLeast(int calls)
    {
        lock (_gate)
        {
            var now = Elapsed;
            ForgetLeft(now);
            for (var missing = calls - _underWay - _leaving.Count; missing > 0; missing--)
            {
                _leaving.Enqueue(0, now + _allowance.Window);
            }
        }
    }

    /// <summary>No call of this budget until <paramref name="wait"/> is over.</summary>
    public void Pause(TimeSpan wait, bool forTheDay)
    {
        lock (_gate)
        {
            var until = Elapsed + wait;
            if (until > _pausedUntil)
            {
                (_pausedUntil, _pausedForTheDay) = (until, forTheDay);
            }
        }
    }

    /// <summary>A place, in turn. Instead of waiting through a pause longer than <paramref name="patience"/>: <see cref="Throttled"/>, at once.</summary>
    public async ValueTask<(Place? Place, Throttled? Refused)> WaitAsync(CallPriority priority, TimeSpan patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter();
        var line = priority switch
        {
            CallPriority.Interactive => _interactive,
            CallPriority.Spare => _spare,
            _ => _background,
        };
        LinkedListNode<Waiter> node;
        lock (_gate)
        {
            var pause = _pausedUntil - Elapsed;
            if (pause > TimeSpan.Zero && (pause > patience || _pausedForTheDay))
            {
                return (null, new Throttled(pause, _pausedForTheDay));
            }

            node = line.AddLast(waiter);
        }

        Dispatch();
        if (!waiter.Task.IsCompleted)
        {
            await using var registration = cancellationToken.Register(() => Leave(line, node, cancellationToken));
            await waiter.Task;
        }

        return (new Place(this), null);
    }

    public void Dispose() => _alarm.Dispose();

    private void Leave(LinkedList<Waiter> line, LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (node.List is null)
            {
                return;
            }

            line.Remove(node);
        }

        node.Value.TrySetCanceled(cancellationToken);
    }

    private void Dispatch()
    {
        lock (_gate)
        {
            var now = Elapsed;
            ForgetLeft(now);
            while (NextInLine(now) is { } next)
            {
                _underWay++;
                next.SetResult();
            }

            SetAlarm(now);
        }
    }

    private Waiter? NextInLine(TimeSpan now)
    {
        if (now < _pausedUntil || _underWay + _leaving.Count >= _allowance.Calls)
        {
            return null;
        }

        if (_interactive.First is { } person)
        {
            _interactive.RemoveFirst();
            return person.Value;
        }

        // What can wait keeps its distance from all calls, sync only from its own: it never waits for what has just gone before it.
        if (_background.First is { } sync && now >= _nextBackground)
        {
            _nextBackground = After(_nextBackground, now);
            _nextSpare = After(_nextSpare, now);
            _background.RemoveFirst();
            return sync.Value;
        }

        if (_spare.First is { } other && now >= _nextSpare)
        {
            _nextSpare = After(_nextSpare, now);
            _spare.RemoveFirst();
            return other.Value;
        }

        return null;
    }

    // A late timer is made up for, a quiet hour is not.
    private TimeSpan After(TimeSpan planned, TimeSpan now) => Later(planned, now - (_allowance.Distance * Backlog)) + _allowance.Distance;

    private void SetAlarm(TimeSpan now)
    {
        if (_interactive.Count + _background.Count + _spare.Count == 0)
        {
            return;
        }

        var at = _pausedUntil;
        if (_underWay + _leaving.Count >= _allowance.Calls)
        {
            if (!_leaving.TryPeek(out _, out var leaves))
            {
                return;
            }

            at = Later(at, leaves);
        }
        else if (_interactive.Count == 0)
        {
            var sync = _background.Count > 0 ? _nextBackground : TimeSpan.MaxValue;
            var other = _spare.Count > 0 ? _nextSpare : TimeSpan.MaxValue;
            at = Later(at, sync < other ? sync : other);
        }

        // Timers cut fractions of a millisecond off.
        _alarm.Change(TimeSpan.FromMilliseconds(at > now ? Math.Ceiling((at - now).TotalMilliseconds) : 0), Timeout.InfiniteTimeSpan);
    }

    private void ForgetLeft(TimeSpan now)
    {
        while (_leaving.TryPeek(out _, out var leaves) && leaves <= now)
        {
            _leaving.Dequeue();
        }
    }

    private void ForgetSent(TimeSpan now)
    {
        while (_sent.TryPeek(out var at) && at <= now - TimeSpan.FromSeconds(10))
        {
            _sent.Dequeue();
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void Sending()
    {
        lock (_gate)
        {
            var now = Elapsed;
            ForgetSent(now);
            _sent.Enqueue(now);
        }
    }

    private void Give(bool sent)
    {
        lock (_gate)
        {
            _underWay--;
            if (sent)
            {
                _leaving.Enqueue(0, Elapsed + _allowance.Window + Margin);
            }
        }

        Dispatch();
    }

    /// <summary>The right to make one call. Disposed when the answer is there; a call that was not sent gives its place back at once.</summary>
    internal sealed class Place(Pacer pacer) : IDisposable
    {
        private int _state;

        public void Sending()
        {
            if (Interlocked.CompareExchange(ref _state, 1, 0) == 0)
            {
                pacer.Sending();
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _state, 2) is var before and not 2)
            {
                pacer.Give(sent: before == 1);
            }
        }
    }

    private sealed class Waiter() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
}
