namespace HubSpotCrm.Sandbox.Api;

/// <summary>At most so many calls within any window of that length; refused calls do not count.</summary>
internal sealed class RollingWindow(TimeProvider time, int most, TimeSpan length)
{
    private readonly Lock _counting = new();
    private readonly Queue<long> _taken = new();

    public int Most { get; set; } = most;

    public bool TryTake(out int remaining)
    {
        lock (_counting)
        {
            var now = time.GetTimestamp();
            while (_taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= length)
            {
                _taken.Dequeue();
            }

            remaining = Math.Max(0, Most - _taken.Count - 1);
            if (_taken.Count >= Most)
            {
                return false;
            }

            _taken.Enqueue(now);
            return true;
        }
    }

    public void Clear()
    {
        lock (_counting)
        {
            _taken.Clear();
        }
    }
}
