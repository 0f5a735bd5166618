namespace HubSpotCrm.Core.HubSpot;

/// <summary>HubSpot's time, taken from its answers, so that a wrong clock on this server moves no sync window.</summary>
internal sealed class HubSpotClock(TimeProvider time)
{
    private Reading? _last;

    /// <summary>UTC milliseconds; the local clock before the first answer.</summary>
    public long Now => Volatile.Read(ref _last) is { } reading
        ? reading.At + (long)time.GetElapsedTime(reading.Timestamp).TotalMilliseconds
        : time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>There was an answer.</summary>
    public bool IsKnown => Volatile.Read(ref _last) is not null;

    public void Read(DateTimeOffset? date)
    {
        if (date is { } at)
        {
            Volatile.Write(ref _last, new Reading(at.ToUnixTimeMilliseconds(), time.GetTimestamp()));
        }
    }

    private sealed record Reading(long At, long Timestamp);
}
