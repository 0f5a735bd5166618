using System.Text.Json;
using HubSpotCrm.Benchmarks;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Tests.Benchmarks;

public sealed class BenchmarkTests
{
    [Theory]
    [InlineData()]
    [InlineData("dance")]
    [InlineData("search", "--unknown", "1")]
    [InlineData("search", "contacts", "1")]
    [InlineData("search", "--contacts")]
    [InlineData("search", "--contacts", "many")]
    [InlineData("search", "--contacts", "0")]
    [InlineData("search", "--contacts", "-5")]
    public async Task Arguments_that_make_no_sense_end_with_2_and_a_reason(params string[] args)
    {
        var errors = new StringWriter();

        (await Program.RunAsync(args, TextWriter.Null, errors, CancellationToken.None)).Should().Be(2);

        errors.ToString().Should().NotBeEmpty();
    }

    [Fact]
    public void Percentiles_are_of_the_durations_and_the_p95_counts()
    {
        var result = BenchmarkResult.OfDurations("a", [.. Enumerable.Range(1, 100).Select(number => (double)number)], 20);

        result.Should().Be(new BenchmarkResult("a", "ms", 95, 50, 95, 99, 20));
        result.Met.Should().BeFalse();
    }

    [Theory]
    [InlineData(19, false, true)]
    [InlineData(20, false, true)]
    [InlineData(20.1, false, false)]
    [InlineData(19, true, false)]
    [InlineData(21, true, true)]
    public void A_target_is_a_most_or_a_least(double value, bool atLeast, bool met) =>
        new BenchmarkResult("a", "ms", value, Target: 20, AtLeast: atLeast).Met.Should().Be(met);

    [Fact]
    public void A_first_sync_tells_when_each_kind_was_complete_and_the_first_ones_together()
    {
        var moments = IngestBenchmark.Moments(new Dictionary<ObjectType, TimeSpan>
        {
            [ObjectType.Deal] = TimeSpan.FromSeconds(20),
            [ObjectType.Contact] = TimeSpan.FromSeconds(48.04),
            [ObjectType.Company] = TimeSpan.FromSeconds(21),
            [ObjectType.Campaign] = TimeSpan.FromSeconds(70),
        });

        moments.Select(moment => (moment.Name, moment.Value, moment.Unit)).Should().Equal(
            ("contacts, companies and deals complete after", 48, "s"), ("deals complete after", 20, "s"), ("companies complete after", 21, "s"),
            ("contacts complete after", 48, "s"), ("campaigns complete after", 70, "s"));
    }

    [Fact]
    [Trait("Seed", "S42")]
    public async Task A_run_of_ingest_tells_the_moment_of_every_kind_in_the_table_and_in_the_file()
    {
        var folder = Directory.CreateTempSubdirectory("hubspotcrm-benchmark-");
        try
        {
            var file = Path.Combine(folder.FullName, "ingest.json");
            var table = new StringWriter();
            await Program.RunAsync(["ingest", "--contacts", "200", "--json", file], table, TextWriter.Null, TestContext.Current.CancellationToken);

            using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            var results = document.RootElement.GetProperty("results").EnumerateArray().ToDictionary(result => result.GetProperty("name").GetString()!, result => result.GetProperty("value").GetDouble());
            var kinds = SyncKinds.All.Select(kind => $"{kind.Type.Plural()} complete after").ToList();
            results.Keys.Should().Contain([.. kinds, "contacts, companies and deals complete after"]);
            kinds.Should().OnlyContain(name => results[name] >= 0 && results[name] <= results["time"] + 0.1);
            results["contacts, companies and deals complete after"].Should().BeLessThanOrEqualTo(kinds.Max(name => results[name]));
            table.ToString().Should().ContainAll(kinds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_report_is_met_when_no_target_is_missed()
    {
        new BenchmarkReport("x", [new("a", "s", 5), new("b", "s", 5, Target: 5)]).Met.Should().BeTrue();
        new BenchmarkReport("x", [new("a", "s", 5, Target: 5), new("b", "s", 6, Target: 5)]).Met.Should().BeFalse();
    }

    [Fact]
    [Trait("Seed", "S42")]
    public async Task A_run_of_search_writes_a_result_for_each_shape_in_the_agreed_form_and_keeps_its_data()
    {
        var folder = Directory.CreateTempSubdirectory("hubspotcrm-benchmark-");
        try
        {
            var file = Path.Combine(folder.FullName, "search.json");
            string[] args = ["search", "--contacts", "300", "--data", folder.FullName, "--json", file];
            var first = new StringWriter();
            var code = await Program.RunAsync(args, first, TextWriter.Null, CancellationToken.None);

            using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            document.RootElement.EnumerateObject().Select(property => property.Name).Should().Equal("verb", "commit", "machine", "results");
            var results = document.RootElement.GetProperty("results").EnumerateArray().ToList();
            results.Should().HaveCount(19);
            results[0].EnumerateObject().Select(property => property.Name).Should().Equal("name", "unit", "value", "p50", "p95", "p99", "target", "met");
            results.Should().OnlyContain(result => result.GetProperty("target").GetDouble() > 0);
            code.Should().Be(results.TrueForAll(result => result.GetProperty("met").GetBoolean()) ? 0 : 1);
            first.ToString().Should().Contain("Making 300 contacts");

            var second = new StringWriter();
            await Program.RunAsync(args, second, TextWriter.Null, CancellationToken.None);
            second.ToString().Should().NotContain("Making");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
