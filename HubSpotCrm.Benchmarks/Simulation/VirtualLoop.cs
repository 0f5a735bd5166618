using System.Collections.Concurrent;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>
/// Runs everything of a simulation on one thread, in one order: continuations in the order they were posted, and, when none is left, the timer
/// that is due first. Waiting costs no real time, and the same seed gives the same run.
/// </summary>
internal sealed class VirtualLoop
{
    private const int MostTurns = 4_000_000;
    private static readonly TimeSpan OtherThreads = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<Turn> _turns = new();
    private readonly PriorityQueue<VirtualTimer, (long At, long Number)> _timers = new();
    private long _number;
    private int _thread;

    private readonly record struct Turn(LoopDomain Domain, SendOrPostCallback Callback, object? State);

    /// <summary>Since the start of the run.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Continuations that came from other threads: with any, the order is not the seed's alone.</summary>
    public int Foreign { get; private set; }

    /// <summary>Runs the body to its end. Throws what it throws.</summary>
    public void Run(Func<Task> body)
    {
        var before = SynchronizationContext.Current;
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            var root = new LoopDomain(this);
            SynchronizationContext.SetSynchronizationContext(root);
            var task = body();
            for (var turns = 0; !task.IsCompleted; turns++)
            {
                if (turns == MostTurns)
                {
                    throw new InvalidOperationException("The simulation does not come to an end.");
                }

                Next();
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Calls back in virtual time.</summary>
    public void After(TimeSpan wait, Action callback) => new VirtualTimer(this, null, _ => callback(), null).Change(wait, Timeout.InfiniteTimeSpan);

    /// <summary>Ends after the time has passed.</summary>
    public Task PassAsync(TimeSpan time)
    {
        var passed = new TaskCompletionSource();
        After(time, passed.SetResult);
        return passed.Task;
    }

    internal void Post(LoopDomain domain, SendOrPostCallback callback, object? state)
    {
        Foreign += Environment.CurrentManagedThreadId == _thread ? 0 : 1;
        _turns.Enqueue(new Turn(domain, callback, state));
    }

    internal (long At, long Number) Schedule(VirtualTimer timer, TimeSpan wait)
    {
        var place = ((Now + wait).Ticks, ++_number);
        _timers.Enqueue(timer, place);
        return place;
    }

    private void Next()
    {
        if (_turns.TryDequeue(out var turn))
        {
            if (!turn.Domain.IsOver)
            {
                SynchronizationContext.SetSynchronizationContext(turn.Domain);
                turn.Callback(turn.State);
            }

            return;
        }

        if (!_timers.TryDequeue(out var timer, out var place))
        {
            // The first sync builds the search index on a thread of its own.
            if (SpinWait.SpinUntil(() => !_turns.IsEmpty, OtherThreads))
            {
                return;
            }

            throw new InvalidOperationException("The simulation waits for something that never comes.");
        }

        if (timer.Take(place))
        {
            Now = Now.Ticks > place.At ? Now : new TimeSpan(place.At);

            // As on a timer's own thread: what completes here and wants no context goes on at once.
            SynchronizationContext.SetSynchronizationContext(null);
            timer.Fire();
        }
    }
}

/// <summary>A part of the simulation that can end at once, as a process that is killed: what it waited for never goes on.</summary>
internal sealed class LoopDomain(VirtualLoop loop) : SynchronizationContext
{
    public bool IsOver { get; private set; }

    public void End() => IsOver = true;

    /// <summary>Begins the work within this domain.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            return work();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsOver)
        {
            loop.Post(this, d, state);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}

/// <summary>A timer in virtual time.</summary>
internal sealed class VirtualTimer(VirtualLoop loop, LoopDomain? domain, TimerCallback callback, object? state) : ITimer
{
    private (long At, long Number)? _place;
    private TimeSpan _period = Timeout.InfiniteTimeSpan;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _place = dueTime == Timeout.InfiniteTimeSpan ? null : loop.Schedule(this, dueTime);
        return true;
    }

    /// <summary>False when it was changed or stopped since.</summary>
    public bool Take((long At, long Number) place)
    {
        if (_place != place || domain is { IsOver: true })
        {
            return false;
        }

        _place = _period > TimeSpan.Zero ? loop.Schedule(this, _period) : null;
        return true;
    }

    public void Fire() => callback(state);

    public void Dispose() => _place = null;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A clock over the loop's time: HubSpot's, or that of a portal's server, which may be wrong.</summary>
internal sealed class VirtualTime(VirtualLoop loop, LoopDomain? domain = null) : TimeProvider
{
    /// <summary>When every run begins.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    /// <summary>How far the clock is off.</summary>
    public TimeSpan Skew { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Start + loop.Now + Skew;

    public override long GetTimestamp() => loop.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(loop, domain, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
