using System.Globalization;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search.Filters;

public sealed class RelativePeriodTests
{
    // A Thursday.
    private static readonly DateOnly Today = new(2026, 11, 26);

    [Theory]
    [Trait("Seed", "S07")]
    [InlineData(PeriodDirection.This, PeriodUnit.Day, null, "2026-11-26", "2026-11-26")]
    [InlineData(PeriodDirection.Last, PeriodUnit.Day, null, "2026-11-25", "2026-11-25")]
    [InlineData(PeriodDirection.Next, PeriodUnit.Day, null, "2026-11-27", "2026-11-27")]
    [InlineData(PeriodDirection.This, PeriodUnit.Week, null, "2026-11-23", "2026-11-29")]
    [InlineData(PeriodDirection.Last, PeriodUnit.Week, null, "2026-11-16", "2026-11-22")]
    [InlineData(PeriodDirection.This, PeriodUnit.Month, null, "2026-11-01", "2026-11-30")]
    [InlineData(PeriodDirection.Next, PeriodUnit.Month, null, "2026-12-01", "2026-12-31")]
    [InlineData(PeriodDirection.This, PeriodUnit.Quarter, null, "2026-10-01", "2026-12-31")]
    [InlineData(PeriodDirection.Next, PeriodUnit.Quarter, null, "2027-01-01", "2027-03-31")]
    [InlineData(PeriodDirection.Last, PeriodUnit.Year, null, "2025-01-01", "2025-12-31")]
    [InlineData(PeriodDirection.Last, PeriodUnit.Day, 1, "2026-11-26", "2026-11-26")]
    [InlineData(PeriodDirection.Last, PeriodUnit.Day, 30, "2026-10-28", "2026-11-26")]
    [InlineData(PeriodDirection.Next, PeriodUnit.Day, 7, "2026-11-26", "2026-12-02")]
    [InlineData(PeriodDirection.Last, PeriodUnit.Month, 3, "2026-08-27", "2026-11-26")]
    [InlineData(PeriodDirection.Next, PeriodUnit.Week, 2, "2026-11-26", "2026-12-09")]
    [InlineData(PeriodDirection.Last, PeriodUnit.Year, 3660, "0001-01-02", "2026-11-26")]
    [InlineData(PeriodDirection.Next, PeriodUnit.Quarter, 3660, "2026-11-26", "2941-11-25")]
    public void A_period_is_cut_from_the_calendar(PeriodDirection direction, PeriodUnit unit, int? count, string from, string to) =>
        new RelativePeriod(direction, unit, count).DaysAt(Today).Should().Be((Day(from), Day(to)));

    [Fact]
    public void Every_period_is_one_on_every_day_of_the_calendar()
    {
        foreach (var today in new[] { DateOnly.MinValue, DateOnly.MinValue.AddDays(3), DateOnly.MaxValue, DateOnly.MaxValue.AddDays(-3), new DateOnly(2024, 2, 29) })
        {
            foreach (var period in
                from direction in Enum.GetValues<PeriodDirection>()
                from unit in Enum.GetValues<PeriodUnit>()
                from count in direction == PeriodDirection.This ? new int?[] { null } : [null, 1, 2, 3660]
                select new RelativePeriod(direction, unit, count))
            {
                var (from, to) = period.DaysAt(today);
                from.Should().BeOnOrBefore(to, $"{period} at {today:O}");
            }
        }
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);
}
