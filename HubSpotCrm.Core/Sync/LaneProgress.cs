using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync;

/// <summary>How far one type is, for the status; safe to use from any thread.</summary>
internal sealed class LaneProgress(ObjectType type, TimeProvider time, Action changed)
{
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HonestAfter = TimeSpan.FromSeconds(10);
    private const double HonestShare = 0.05;

    private readonly Lock _lock = new();
    private readonly Queue<(long At, long Done)> _marks = new();
    private long _started = time.GetTimestamp();
    private long _done;
    private long? _total;
    private bool _complete;
    private string? _message;
    private string? _note;
    private DateTimeOffset? _lastRun;
    private long _created;
    private long _updated;

    /// <summary>Begins, or goes on from a checkpoint.</summary>
    public void Start(long done, long? total, bool complete) => Set(() =>
    {
        (_done, _total, _complete, _message) = (done, total, complete, null);
        _started = time.GetTimestamp();
        _marks.Clear();
        _marks.Enqueue((_started, done));
    });

    public void Total(long total) => Set(() => _total = total);

    /// <summary>A page was taken in.</summary>
    public void Page(long done, ApplyResult result) => Set(() =>
    {
        var now = time.GetTimestamp();
        _done = done;
        _created += result.Created;
        _updated += result.Updated;
        _marks.Enqueue((now, done));
        while (_marks.Count > 2 && time.GetElapsedTime(_marks.Peek().At, now) > RateWindow)
        {
            _marks.Dequeue();
        }
    });

    /// <summary>The first sync of the type is complete.</summary>
    public void Complete() => Set(() =>
    {
        _complete = true;
        _message = null;
        _total = Math.Max(_done, 0);
    });

    /// <summary>A round of the fast lane found these.</summary>
    public void Round(long at, int created, int updated) => Set(() =>
    {
        _lastRun = DateTimeOffset.FromUnixTimeMilliseconds(at);
        _created += created;
        _updated += updated;
        _message = null;
    });

    /// <summary>Why it stopped or waits; null clears it.</summary>
    public void Message(string? message) => Set(() => _message = message);

    /// <summary>What is left out for as long as the lane runs; null for nothing. A reason to wait goes before it.</summary>
    public void Note(string? note)
    {
        if (_note != note)
        {
            Set(() => _note = note);
        }
    }

    public ObjectProgress Snapshot()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var rate = Rate(now);
            return new ObjectProgress(
                type, _done, _total is { } total && total < _done ? _done : _total, rate, TimeLeft(rate, now), _complete, _message ?? _note, _lastRun, _created, _updated);
        }
    }

    private double Rate(long now)
    {
        if (_complete || _marks.Count < 2)
        {
            return 0;
        }

        var (at, done) = _marks.Peek();
        var elapsed = time.GetElapsedTime(at, now).TotalSeconds;
        return elapsed <= 0 ? 0 : (_done - done) / elapsed;
    }

    private TimeSpan? TimeLeft(double rate, long now)
    {
        if (_complete || _total is not { } total || rate <= 0)
        {
            return null;
        }

        var honest = _done >= total * HonestShare || time.GetElapsedTime(_started, now) >= HonestAfter;
        return honest ? TimeSpan.FromSeconds(Math.Max(0, total - _done) / rate) : null;
    }

    private void Set(Action change)
    {
        lock (_lock)
        {
            change();
        }

        changed();
    }
}
