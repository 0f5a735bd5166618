namespace HubSpotCrm.Core.Search.Filters;

/// <summary>The days that filters mean: those of a zone, as seen on one of them.</summary>
public sealed record FilterDays(TimeZoneInfo Zone, DateOnly Today)
{
    public static FilterDays At(TimeZoneInfo zone, DateTimeOffset now) => new(zone, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime));

    /// <summary>The day an instant falls on.</summary>
    /// <param name="isDay">It stands for a day, kept as midnight UTC.</param>
    public DateOnly DayOf(DateTimeOffset at, bool isDay) => DateOnly.FromDateTime(isDay ? at.UtcDateTime : TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>UTC milliseconds of the day's first moment.</summary>
    public long StartOf(DateOnly day, bool isDay)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);

        // A day without a zone is the same one everywhere.
        if (isDay)
        {
            return (local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        }

        // Where the clock is put forward at midnight, the day begins later.
        while (Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return (local.Ticks - offset.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
    }

    /// <summary>UTC milliseconds of the day's last moment.</summary>
    public long EndOf(DateOnly day, bool isDay) => day == DateOnly.MaxValue ? long.MaxValue : StartOf(day.AddDays(1), isDay) - 1;
}
