using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>At most so many calls a day, which begins at midnight where the account is.</summary>
internal sealed class DailyCount(TimeProvider time, int most)
{
    private readonly Lock _counting = new();
    private DateOnly _day;
    private int _taken;

    public int Most { get; set; } = most;

    public bool TryTake(out int remaining)
    {
        lock (_counting)
        {
            var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), Reference.Zone).DateTime);
            (_day, _taken) = today == _day ? (_day, _taken) : (today, 0);
            var allowed = _taken < Most;
            _taken += allowed ? 1 : 0;
            remaining = Most - _taken;
            return allowed;
        }
    }

    public void Clear()
    {
        lock (_counting)
        {
            _taken = 0;
        }
    }
}
