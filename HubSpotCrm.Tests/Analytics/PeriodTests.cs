using FsCheck.Xunit;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Tests.Analytics;

public sealed class PeriodTests
{
    // Whole hours, half hours, quarter hours, clocks put forward at midnight, a day that was left out.
    private static readonly string[] Zones =
        ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "America/Santiago", "Africa/Cairo", "Pacific/Apia", "Australia/Lord_Howe", "America/Havana"];

    [Property(MaxTest = 2_000)]
    public void Days_follow_each_other_without_gap_or_overlap_in_every_zone(int seed)
    {
        var (calendar, day) = Any(seed);

        var (first, second) = (calendar.Cut(day, day), calendar.Cut(day.AddDays(1), day.AddDays(1)));

        first.End.Should().Be(second.Start);
        first.Start.Should().BeBefore(first.End);
        calendar.DayOf(first.Start).Should().Be(day);
        calendar.DayOf(first.End.AddTicks(-1)).Should().Be(day);
    }

    [Property(MaxTest = 2_000)]
    public void A_period_and_the_one_before_have_as_many_days_and_touch(int seed)
    {
        var (calendar, day) = Any(seed);
        var length = 1 + (int)((uint)seed % 400);
        PeriodChoice choice = seed % 2 == 0 ? new LastDays(length) : new DayRange(day, day.AddDays(length - 1));

        var (present, before) = (calendar.Of(choice), calendar.Before(choice));

        present.Days.Should().Be(length);
        before.Days.Should().Be(length);
        before.End.Should().Be(present.Start);
        present.IsPartial.Should().Be(present.From <= calendar.Today && present.To >= calendar.Today);
        before.IsPartial.Should().BeFalse("it ends before the present one", present, before);
    }

    [Property(MaxTest = 2_000)]
    public void A_calendar_period_starts_on_its_first_day_and_the_one_before_never_reaches_into_it(int seed)
    {
        var (calendar, _) = Any(seed);
        foreach (var unit in Enum.GetValues<CalendarUnit>())
        {
            var choice = new CalendarSoFar(unit);
            var (present, before) = (calendar.Of(choice), calendar.Before(choice));

            present.To.Should().Be(calendar.Today);
            present.From.Day.Should().Be(1);
            present.IsPartial.Should().BeTrue();
            before.From.Should().Be(present.From.AddMonths(unit switch { CalendarUnit.Month => -1, CalendarUnit.Quarter => -3, _ => -12 }));
            before.To.Should().BeBefore(present.From);
            before.Days.Should().BeLessThanOrEqualTo(present.Days);
            (before.Days == present.Days || before.To == present.From.AddDays(-1)).Should().BeTrue();
        }
    }

    [Fact]
    public void A_month_of_31_days_is_compared_with_the_whole_of_a_shorter_one()
    {
        var calendar = At("2026-03-31T10:00:00Z", "Europe/Berlin");

        var before = calendar.Before(new CalendarSoFar(CalendarUnit.Month));

        (before.From, before.To).Should().Be((new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 28)));
    }

    [Fact]
    public void The_quarter_before_ends_on_the_same_day_of_it()
    {
        var calendar = At("2026-11-12T14:00:00Z", "Europe/Berlin");

        var before = calendar.Before(new CalendarSoFar(CalendarUnit.Quarter));

        (before.From, before.To).Should().Be((new DateOnly(2026, 7, 1), new DateOnly(2026, 8, 12)));
    }

    [Fact]
    public void Today_is_the_accounts_day_and_not_the_servers()
    {
        At("2026-12-31T23:30:00Z", "Europe/Berlin").Today.Should().Be(new DateOnly(2027, 1, 1));
        At("2026-12-31T23:30:00Z", "America/New_York").Today.Should().Be(new DateOnly(2026, 12, 31));
    }

    [Fact]
    public void The_day_the_clock_is_put_forward_has_23_hours()
    {
        var day = At("2026-06-01T00:00:00Z", "Europe/Berlin").Cut(new DateOnly(2026, 3, 29), new DateOnly(2026, 3, 29));

        (day.End - day.Start).Should().Be(TimeSpan.FromHours(23));
    }

    [Fact]
    public void An_unknown_zone_counts_as_UTC() =>
        At("2026-11-12T23:59:59Z", "Mars/Olympus").Today.Should().Be(new DateOnly(2026, 11, 12));

    [Theory]
    [InlineData("7d")]
    [InlineData("90d")]
    [InlineData("month")]
    [InlineData("quarter")]
    [InlineData("year")]
    [InlineData("2026-01-01..2026-03-31")]
    public void A_period_is_read_as_it_is_written(string text) => PeriodChoice.Parse(text).Value.Text.Should().Be(text);

    [Theory]
    [Trait("BadInput", "Period in the URL")]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("0d")]
    [InlineData("-5d")]
    [InlineData("+5d")]
    [InlineData("3661d")]
    [InlineData("99999999999d")]
    [InlineData("90")]
    [InlineData("Month")]
    [InlineData("week")]
    [InlineData("2026-01-01")]
    [InlineData("2026-02-30..2026-03-01")]
    [InlineData("2026-03-31..2026-01-01")]
    [InlineData("1989-12-31..1990-01-02")]
    [InlineData("2199-01-01..2200-01-01")]
    [InlineData("2000-01-01..2026-01-01")]
    [InlineData("2026-01-01..2026-01-02..2026-01-03")]
    [InlineData("90d' OR 1=1")]
    public void What_is_no_period_is_refused_by_name(string text) =>
        PeriodChoice.Parse(text).Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Period");

    private static AccountCalendar At(string now, string zone) =>
        AccountCalendar.Of(zone, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

    private static (AccountCalendar Calendar, DateOnly Day) Any(int seed)
    {
        var random = new Random(seed);
        var now = new DateTimeOffset(1995, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(50 * 365 * 1440));
        return (AccountCalendar.Of(Zones[random.Next(Zones.Length)], now), new DateOnly(1995, 1, 1).AddDays(random.Next(50 * 365)));
    }
}
