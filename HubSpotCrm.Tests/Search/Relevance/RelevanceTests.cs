using System.Globalization;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>What people type, and whether it brings the record they mean: nine classes of cases over the sandbox's data.</summary>
public sealed class RelevanceTests(RelevanceWorld world, ITestOutputHelper output) : IClassFixture<RelevanceWorld>
{
    /// <summary>The share of cases, in percent, that every class reaches.</summary>
    private const int Goal = 95;

    private const int Shown = 3;

    public static TheoryData<RelevanceClass> Classes => [.. Enum.GetValues<RelevanceClass>()];

    [Theory]
    [MemberData(nameof(Classes))]
    public async Task What_is_meant_is_found(RelevanceClass of)
    {
        var (cases, hits) = (world.Cases.Where(one => one.Class == of).ToList(), 0);
        foreach (var one in cases)
        {
            var rows = await world.FindAsync(one.Type, one.Text);
            if (one.IsMetBy(rows))
            {
                hits++;
            }
            else
            {
                output.WriteLine(Miss(one, rows));
            }
        }

        var share = 100m * hits / cases.Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{of}: {hits} of {cases.Count} found, {share:0.0} %; {Goal} % must be."));
        share.Should().BeGreaterThanOrEqualTo(Goal);
    }

    [Fact]
    public void Every_class_has_at_least_fifteen_cases_and_all_together_at_least_150()
    {
        world.Cases.GroupBy(one => one.Class).ToDictionary(group => group.Key, group => group.Count())
            .Should().HaveCount(Enum.GetValues<RelevanceClass>().Length).And.OnlyContain(pair => pair.Value >= 15);
        world.Cases.Count.Should().BeGreaterThanOrEqualTo(150);
        world.Cases.Select(one => (one.Class, one.Type, one.Text)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task The_cases_are_the_same_in_each_run()
    {
        var again = await RelevanceWorld.AgainAsync();

        again.Should().HaveSameCount(world.Cases);
        again.Zip(world.Cases).Should().OnlyContain(pair => pair.First.IsSameAs(pair.Second));
    }

    private string Miss(RelevanceCase one, IReadOnlyList<string> rows)
    {
        var expected = one.Expected.Count == 0 ? "no row expected"
            : string.Create(CultureInfo.InvariantCulture, $"{(one.Only ? "only" : "one")} of {Some(one.Type, one.Expected)} expected in the first {one.Within}");
        return $"Missed: {one.Type} \"{one.Text}\"; {expected}; {(rows.Count == 0 ? "no row" : Some(one.Type, rows))} came.";
    }

    private string Some(ObjectType type, IEnumerable<string> ids) => string.Join(", ", ids.Take(Shown).Select(id => $"\"{world.Account.NameOf(type, id)}\""));
}
