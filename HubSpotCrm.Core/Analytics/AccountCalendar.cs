namespace HubSpotCrm.Core.Analytics;

/// <summary>Cuts periods in the account's zone, where a day may have 23 or 25 hours and may not begin at midnight.</summary>
internal sealed class AccountCalendar(TimeZoneInfo zone, DateTimeOffset now)
{
    public DateTimeOffset Now { get; } = now;

    public DateOnly Today { get; } = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);

    /// <summary>The calendar of an account; an unknown zone counts as UTC.</summary>
    public static AccountCalendar Of(string timeZone, DateTimeOffset now) =>
        new(TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? zone : TimeZoneInfo.Utc, now);

    /// <summary>The day an instant falls on.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    public Period Cut(DateOnly from, DateOnly to) => new(from, to, StartOf(from), StartOf(to.AddDays(1)), from <= Today && to >= Today);

    public Period Of(PeriodChoice choice) => choice switch
    {
        LastDays days => Cut(Today.AddDays(1 - days.Count), Today),
        CalendarSoFar calendar => Cut(FirstOf(calendar.Unit, Today), Today),
        DayRange range => Cut(range.From, range.To),
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "No such choice."),
    };

    /// <summary>
    /// What the period is compared with: as many days, right before it; of a month, quarter or year the one before, to the same day of it,
    /// or to its end where it has fewer days.
    /// </summary>
    public Period Before(PeriodChoice choice)
    {
        var period = Of(choice);
        if (choice is not CalendarSoFar calendar)
        {
            return Cut(period.From.AddDays(-period.Days), period.From.AddDays(-1));
        }

        var from = FirstOf(calendar.Unit, period.From.AddDays(-1));
        var same = from.AddDays(period.Days - 1);
        return Cut(from, same < period.From ? same : period.From.AddDays(-1));
    }

    /// <summary>The whole month that lies this many months from the present one.</summary>
    public Period Month(int offset)
    {
        var first = FirstOf(CalendarUnit.Month, Today).AddMonths(offset);
        return Cut(first, first.AddMonths(1).AddDays(-1));
    }

    /// <summary>When the day begins.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);

        // Where the clock is put forward at midnight, the day begins later.
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        // Where it is put back over midnight, the day begins the first time.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    private static DateOnly FirstOf(CalendarUnit unit, DateOnly day) => unit switch
    {
        CalendarUnit.Month => new DateOnly(day.Year, day.Month, 1),
        CalendarUnit.Quarter => new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1),
        _ => new DateOnly(day.Year, 1, 1),
    };
}
