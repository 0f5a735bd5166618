using System.Net.Http.Headers;

namespace HubSpotCrm.Core.HubSpot.Limits;

/// <summary>The calls of an account's day, which all its apps share.</summary>
/// <param name="Used">By HubSpot's last count and our calls since.</param>
/// <param name="ForSync">So many of <paramref name="Limit"/> may be used before sync waits for the next day.</param>
/// <param name="CountedAt">When HubSpot last said it.</param>
internal readonly record struct DayUse(int Used, int Limit, int ForSync, DateTimeOffset CountedAt);

/// <summary>
/// What HubSpot's headers say of the day. The last tenth of its calls is kept for people: sync waits, and edits still arrive.
/// An account that is told of no daily limit has none.
/// </summary>
internal sealed class DayBudget(TimeProvider time)
{
    /// <summary>One part in so many is kept.</summary>
    private const int Kept = 10;

    /// <summary>Nobody knows to the minute when HubSpot's day ends, so one call in a while may look.</summary>
    public static TimeSpan Probe { get; } = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private (int Limit, int Remaining, DateTimeOffset At)? _stated;
    private int _since;
    private DateTimeOffset _nextProbe;

    /// <summary>Null where no limit is known.</summary>
    public DayUse? Use
    {
        get
        {
            lock (_lock)
            {
                return _stated is { } stated ? new DayUse(Math.Min(stated.Limit, stated.Limit - stated.Remaining + _since), stated.Limit, ForSync(stated.Limit), stated.At) : null;
            }
        }
    }

    /// <summary>A call was sent that HubSpot counts, whether it says so or not.</summary>
    public void Sent()
    {
        lock (_lock)
        {
            _since++;
        }
    }

    /// <summary>Takes HubSpot's own count from an answer.</summary>
    public void Read(HttpResponseHeaders headers)
    {
        if (AccountBudget.Number(headers, "X-HubSpot-RateLimit-Daily") is not (> 0 and var limit)
            || AccountBudget.Number(headers, "X-HubSpot-RateLimit-Daily-Remaining") is not { } remaining || remaining > limit)
        {
            return;
        }

        lock (_lock)
        {
            // Answers under way at the same time may overtake each other; the difference is theirs only.
            _stated = (limit, remaining, time.GetUtcNow());
            _since = 0;
        }
    }

    /// <summary>How long a call of sync waits; null when it may go. One in a while goes that HubSpot answers with its count, to see whether the day is over.</summary>
    public TimeSpan? Holds(bool isCounted)
    {
        lock (_lock)
        {
            if (_stated is not { } stated || stated.Remaining - _since > stated.Limit - ForSync(stated.Limit))
            {
                return null;
            }

            var now = time.GetUtcNow();
            if (isCounted && now >= _nextProbe && now - stated.At >= Probe)
            {
                _nextProbe = now + Probe;
                return null;
            }

            return Probe;
        }
    }

    private static int ForSync(int limit) => limit - (limit / Kept);
}
