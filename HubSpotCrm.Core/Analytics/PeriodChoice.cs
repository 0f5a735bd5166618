using System.Globalization;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Analytics;

/// <summary>The stretch of time a reader asks for; the account's calendar makes days of it.</summary>
public abstract record PeriodChoice
{
    /// <summary>The longest stretch: ten years.</summary>
    public const int MostDays = 3660;
    private const string RangeMark = "..";
    private static readonly DateOnly First = new(1990, 1, 1);
    private static readonly DateOnly Last = new(2199, 12, 31);

    /// <summary>As URLs hold it: <c>90d</c>, <c>month</c>, <c>quarter</c>, <c>year</c>, <c>2026-01-01..2026-03-31</c>.</summary>
    public abstract string Text { get; }

    /// <summary>Why no period can be cut from it; null when one can.</summary>
    public InvalidInput? Fault => this switch
    {
        LastDays { Count: < 1 or > MostDays } => Refuse($"between 1 and {MostDays} days."),
        DayRange range when range.From > range.To => Refuse("the first day is after the last."),
        DayRange range when range.From < First || range.To > Last => Refuse("days from 1990 to 2199 are taken."),
        DayRange range when range.To.DayNumber - range.From.DayNumber >= MostDays => Refuse($"at most {MostDays} days."),
        _ => null,
    };

    /// <summary>Reads what <see cref="Text"/> writes. <see cref="InvalidInput"/> says what is wrong with anything else.</summary>
    public static Result<PeriodChoice> Parse(string text)
    {
        if (Read(text) is not { } choice)
        {
            return Refuse("write 90d, month, quarter, year, or two days as 2026-01-01..2026-03-31.");
        }

        return choice.Fault is { } fault ? fault : choice;
    }

    private static PeriodChoice? Read(string text)
    {
        if (Enum.GetValues<CalendarUnit>().Cast<CalendarUnit?>().FirstOrDefault(unit => CalendarSoFar.NameOf(unit!.Value) == text) is { } calendar)
        {
            return new CalendarSoFar(calendar);
        }

        if (text.EndsWith('d') && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var days))
        {
            return new LastDays(days);
        }

        return text.Split(RangeMark) is [var from, var to] && ReadDay(from) is { } first && ReadDay(to) is { } last ? new DayRange(first, last) : null;
    }

    private static DateOnly? ReadDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static InvalidInput Refuse(string reason) => new("Period", reason);
}

/// <summary>This many days, today the last of them.</summary>
public sealed record LastDays(int Count) : PeriodChoice
{
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"{Count}d");
}

public enum CalendarUnit
{
    Month,
    Quarter,
    Year,
}

/// <summary>The present month, quarter or year up to today.</summary>
public sealed record CalendarSoFar(CalendarUnit Unit) : PeriodChoice
{
    public override string Text => NameOf(Unit);

    internal static string NameOf(CalendarUnit unit) => unit switch
    {
        CalendarUnit.Month => "month",
        CalendarUnit.Quarter => "quarter",
        _ => "year",
    };
}

/// <summary>From one day to another, both included.</summary>
public sealed record DayRange(DateOnly From, DateOnly To) : PeriodChoice
{
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}");
}
