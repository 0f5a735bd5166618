namespace HubSpotCrm.Web.Features.Records;

/// <summary>
/// Runs an action at most once in an interval, however often it is signalled, and once more after the last signal.
/// Safe from any thread; the action runs on the signalling thread or the timer's.
/// </summary>
public sealed class Throttle : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Action _action;
    private readonly ITimer _timer;
    private long? _lastRun;
    private bool _isWaiting;
    private bool _isDisposed;

    public Throttle(TimeProvider time, TimeSpan interval, Action action)
    {
        (_time, _interval, _action) = (time, interval, action);
        _timer = time.CreateTimer(_ => Run(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Signal()
    {
        lock (_lock)
        {
            if (_isDisposed || _isWaiting)
            {
                return;
            }

            if (_lastRun is { } last && _interval - _time.GetElapsedTime(last) is { Ticks: > 0 } rest)
            {
                _isWaiting = true;
                _timer.Change(rest, Timeout.InfiniteTimeSpan);
                return;
            }

            _lastRun = _time.GetTimestamp();
        }

        _action();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        _timer.Dispose();
    }

    private void Run()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isWaiting = false;
            _lastRun = _time.GetTimestamp();
        }

        _action();
    }
}
