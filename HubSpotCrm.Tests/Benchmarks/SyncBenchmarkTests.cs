using System.Text.Json;
using HubSpotCrm.Benchmarks;
using HubSpotCrm.Benchmarks.Sync;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Benchmarks;

/// <summary>What the benchmark <c>sync</c> counts, and against what.</summary>
public sealed class SyncBenchmarkTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 1, 4)]
    [InlineData(200, 50, 4)]
    [InlineData(201, 51, 6)]
    [InlineData(25_000, 25_000, 1_125)]
    public void The_least_of_a_search_is_its_pages_and_the_batches_of_what_changed(long shown, long changed, long least) =>
        LeastCalls.Search(ObjectType.Contact, shown, changed).Should().Be(least);

    [Fact]
    public void The_least_of_the_sweeps_is_their_pages()
    {
        LeastCalls.Archived(0, 0).Should().Be(1);
        LeastCalls.Archived(12_000, 60).Should().Be(122);
        LeastCalls.Associations(ObjectType.Contact, 1_001).Should().Be(4);
        LeastCalls.Associations(ObjectType.Task, 1_000).Should().Be(3);
        LeastCalls.Reconciliation(ObjectType.Contact, 250, 1).Should().Be(6);
    }

    [Fact]
    public void A_lane_read_the_records_that_its_batches_named_be_it_for_values_or_for_associations()
    {
        var cost = LaneCost.Of(
        [
            Call("/crm/objects/2026-09/contacts/search"),
            Call("/crm/objects/2026-09/contacts/batch/read", 50),
            Call("/crm/objects/2026-09/contacts/batch/read", 10),
            Call("/crm/associations/2026-09/contacts/companies/batch/read", 65),
            Call("/crm/associations/2026-09/contacts/deals/batch/read", 60),
        ]);

        cost.Should().Be(new LaneCost(5, 65));
    }

    [Fact]
    public void Too_many_calls_or_reads_and_too_few_found_miss_their_targets()
    {
        new SyncScenario("x", 100, 100, 12, 10, 105).Results.Should().OnlyContain(result => result.Met == true);
        new SyncScenario("x", 100, 99, 13, 10, 106).Results.Should().OnlyContain(result => result.Met == false).And.HaveCount(3);
        new SyncScenario("x", 0, 0, 1, 1, 0).Results.Should().OnlyContain(result => result.Met == true).And.HaveCount(2);
    }

    [Fact]
    public void The_share_of_the_allowed_rate_is_of_the_time_of_the_lists_and_of_calls_that_count_there()
    {
        var lists = Enumerable.Range(0, 111).Select(at => Call("/crm/objects/2026-09/contacts", method: "GET", at: at / 11.0));
        var others = new[] { Call("/crm/objects/2026-09/contacts/search", at: 1), Call("/crm/associations/2026-09/contacts/deals/batch/read", 5, at: 2), Call("/crm/objects/2026-09/contacts/batch/read", 5, at: 60) };

        IngestBenchmark.ShareUntilLastPage([.. lists, .. others]).Should().BeApproximately(1.01, 0.01);
        IngestBenchmark.ShareUntilLastPage([.. others]).Should().Be(0);
    }

    [Fact]
    public async Task A_run_of_sync_finds_everything_and_tells_calls_and_records_read_of_each_scenario()
    {
        var folder = Directory.CreateTempSubdirectory("hubspotcrm-benchmark-");
        try
        {
            var file = Path.Combine(folder.FullName, "sync.json");
            var table = new StringWriter();

            var code = await Program.RunAsync(["sync", "--contacts", "700", "--samples", "0", "--json", file], table, TextWriter.Null, TestContext.Current.CancellationToken);

            code.Should().Be(0, table.ToString());
            using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            document.RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("name").GetString()).Should().Contain(
            [
                "250 of one millisecond, fast lane: found", "250 of one millisecond, settled lane alone: records read against the changed",
                "120 archived at once, archived lane: calls against the least", "a chain of three merges, fast lane: found", "contacts that differ at the end",
            ]);
            table.ToString().Should().Contain("scenario").And.Contain("reconciliation");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static SandboxCall Call(string path, int inputs = 0, string method = "POST", double at = 0) => new(Start.AddSeconds(at), method, path, 200, inputs);
}
