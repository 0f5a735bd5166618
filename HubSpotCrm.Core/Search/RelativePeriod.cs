namespace HubSpotCrm.Core.Search;

public enum PeriodDirection
{
    This,
    Last,
    Next,
}

/// <summary>Weeks begin on Monday.</summary>
public enum PeriodUnit
{
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// <summary>
/// Days that move with today. Without a count the whole unit of the calendar: this month, last quarter, next week; last and next day are
/// yesterday and tomorrow. With one, so many units up to today or from today on, today among them.
/// </summary>
/// <param name="Count">From 1 to <see cref="MostUnits"/>; null, and always so for <see cref="PeriodDirection.This"/>, for a unit of the calendar.</param>
public sealed record RelativePeriod(PeriodDirection Direction, PeriodUnit Unit, int? Count = null)
{
    public const int MostUnits = 3660;

    public bool IsValid => Enum.IsDefined(Direction) && Enum.IsDefined(Unit) && (Count is null || (Direction != PeriodDirection.This && Count is >= 1 and <= MostUnits));

    /// <summary>The first and the last day, both included; cut where .NET's calendar ends.</summary>
    public (DateOnly From, DateOnly To) DaysAt(DateOnly today)
    {
        if (Count is { } count)
        {
            return Direction == PeriodDirection.Last
                ? (Move(today, -count, after: true), today)
                : (today, Move(today, count, after: false));
        }

        var first = FirstOf(today);
        var offset = Direction switch
        {
            PeriodDirection.Last => -1,
            PeriodDirection.Next => 1,
            _ => 0,
        };
        var from = Add(first, offset);
        return (from, Add(from, 1) is var next && next > from ? next.AddDays(-1) : DateOnly.MaxValue);
    }

    // So many units away, without the day on the far side: seven days up to today begin six days ago.
    private DateOnly Move(DateOnly day, int units, bool after)
    {
        var far = Add(day, units);
        return after
            ? (far < day ? far.AddDays(1) : far)
            : (far > day ? far.AddDays(-1) : far);
    }

    private DateOnly FirstOf(DateOnly day) => Unit switch
    {
        PeriodUnit.Day => day,
        PeriodUnit.Week => day.AddDays(-Math.Min(day.DayNumber, ((int)day.DayOfWeek + 6) % 7)),
        PeriodUnit.Month => new DateOnly(day.Year, day.Month, 1),
        PeriodUnit.Quarter => new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1),
        _ => new DateOnly(day.Year, 1, 1),
    };

    private DateOnly Add(DateOnly day, int units)
    {
        if (Unit is PeriodUnit.Day or PeriodUnit.Week)
        {
            return DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + (units * (Unit == PeriodUnit.Week ? 7 : 1)), DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
        }

        var months = units * Unit switch
        {
            PeriodUnit.Month => 1,
            PeriodUnit.Quarter => 3,
            _ => 12,
        };
        var place = (day.Year * 12) + day.Month - 1 + months;
        return place < 12 ? DateOnly.MinValue : place >= 10_000 * 12 ? DateOnly.MaxValue : day.AddMonths(months);
    }
}
