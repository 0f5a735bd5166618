using System.Reflection;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Architecture;

/// <summary>docs/faults.md says which test shows which fault; this holds the page against the tests.</summary>
public sealed class FaultMapTests
{
    private const int Faults = 52;

    private sealed record Row(string Fault, IReadOnlyList<string> Tests, string NotShown);

    [Fact]
    public void Every_fault_has_its_row_with_a_test_or_a_reason()
    {
        var rows = Rows();

        rows.Select(row => row.Fault).Should().Equal(Enumerable.Range(1, Faults).Select(number => $"F{number}"));
        rows.Where(row => row.Tests.Count == 0 && row.NotShown.Length == 0).Should().BeEmpty();
    }

    [Fact]
    public void Every_test_of_the_map_exists_and_carries_the_number_of_its_fault()
    {
        var tests = Carried();

        var missing = Rows().SelectMany(row => row.Tests.Select(test => (row.Fault, test))).Where(entry => !tests.Contains((entry.Fault, entry.test)));

        missing.Should().BeEmpty();
    }

    [Fact]
    public void Every_test_that_carries_a_number_is_in_the_map()
    {
        var mapped = Rows().SelectMany(row => row.Tests.Select(test => (row.Fault, test))).ToHashSet();

        Carried().Except(mapped).Should().BeEmpty();
    }

    private static HashSet<(string Fault, string Test)> Carried()
    {
        var carried = new HashSet<(string, string)>();
        foreach (var type in typeof(FaultMapTests).Assembly.GetTypes())
        {
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.GetCustomAttribute<FactAttribute>() is not null))
            {
                foreach (var trait in method.GetCustomAttributes<TraitAttribute>().Where(trait => trait.Name == "Fault"))
                {
                    carried.Add((trait.Value, $"{type.Name}.{method.Name}"));
                }
            }
        }

        return carried;
    }

    private static List<Row> Rows() => [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "faults.md"))
        .Where(line => line.StartsWith("| F", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Select(cells => new Row(cells[1], [.. cells[4].Split("<br>").Select(test => test.Trim('`')).Where(test => test.Length > 0)], cells[5]))];
}
