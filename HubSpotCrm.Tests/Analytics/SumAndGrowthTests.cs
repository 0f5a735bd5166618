using FsCheck.Xunit;
using HubSpotCrm.Core.Analytics;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Tests.Analytics;

public sealed class SumAndGrowthTests
{
    [Property(MaxTest = 300)]
    public void A_sum_in_SQL_is_exact_beyond_64_bits(int seed)
    {
        var random = new Random(seed);
        var numbers = Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(4) switch
        {
            0 => long.MaxValue - random.Next(3),
            1 => long.MinValue + random.Next(3),
            2 => random.NextInt64(long.MinValue, long.MaxValue),
            _ => random.Next(-5, 5),
        }).ToList();

        Sum(numbers, WideSum.Sql("n")).Should().Be(numbers.Aggregate((Int128)0, (sum, number) => sum + number));
    }

    [Property(MaxTest = 300)]
    public void A_weighted_sum_in_SQL_is_exact_beyond_64_bits(int seed)
    {
        var random = new Random(seed);
        var numbers = Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(2) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(-5, 5)).ToList();
        var factor = random.Next(0, 1001);

        Sum(numbers, WideSum.Sql("n", Text(factor))).Should().Be(numbers.Aggregate((Int128)0, (sum, number) => sum + ((Int128)number * factor)));
    }

    [Fact]
    public void The_sum_of_nothing_is_zero() => Sum([], WideSum.Sql("n")).Should().Be(Int128.Zero);

    [Property(MaxTest = 1_000)]
    public void Growth_applied_to_what_was_gives_what_is(int before, int now)
    {
        var growth = Growth.Of(now, before);

        if (before < 0)
        {
            growth.Kind.Should().Be(GrowthKind.Unknown);
        }
        else if (before == 0)
        {
            growth.Kind.Should().Be(now == 0 ? GrowthKind.None : GrowthKind.New);
            growth.Share.Should().BeNull("nothing can be divided by zero");
        }
        else
        {
            (before * (1 + growth.Share!.Value)).Should().BeApproximately(now, 0.000001m);
        }
    }

    [Fact]
    public void Growth_from_almost_nothing_to_the_largest_amount_is_a_number() =>
        Growth.Of(decimal.MaxValue, 0.001m).Share.Should().Be(decimal.MaxValue);

    [Fact]
    public void Growth_of_an_unknown_number_is_unknown() => Growth.Of(null, 5).Kind.Should().Be(GrowthKind.Unknown);

    private static Int128 Sum(List<long> numbers, string columns)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {columns} FROM ({(numbers.Count == 0 ? "SELECT 1 AS n WHERE 0" : string.Join(" UNION ALL ", numbers.Select(number => $"SELECT {Literal(number)} AS n")))})";
        using var reader = command.ExecuteReader();
        reader.Read().Should().BeTrue();
        return WideSum.Read(reader, 0);
    }

    // The smallest number has no literal in SQL.
    private static string Literal(long number) => number == long.MinValue ? $"({Text(number + 1)} - 1)" : Text(number);

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
