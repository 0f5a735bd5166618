using System.Globalization;
using HubSpotCrm.Benchmarks.Sync;

namespace HubSpotCrm.Benchmarks;

/// <summary>What the lanes that follow changes cost in calls, and how soon a change is seen. The figures are of docs/performance.md.</summary>
internal static class SyncBenchmark
{
    private const int Few = 2_000;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var contacts = arguments.Number("contacts", 70_000);
        var samples = arguments.Number("samples", 60, minimum: 0);
        var few = Math.Min(Few, contacts).ToString(CultureInfo.InvariantCulture);
        var results = new List<BenchmarkResult>();
        await using (var sandbox = await SandboxProcess.StartAsync(
            contacts, latency: 0, limits: false, cancellationToken, "--companies", few, "--deals", few, "--engagements", "0", "--campaigns", "0", "--marketing-emails", "0"))
        {
            await output.WriteLineAsync($"Reading {contacts} contacts for the first time…");
            await using var bench = await LaneBench.StartAsync(sandbox, cancellationToken);
            var scenarios = new LaneScenarios(bench, contacts, output, cancellationToken);
            results.AddRange((await scenarios.RunAsync()).SelectMany(scenario => scenario.Results));
            results.Add(new BenchmarkResult("contacts that differ at the end", "records", await scenarios.DifferingAsync(), Target: 0));
        }

        if (samples > 0)
        {
            results.AddRange(await SeenWithin.RunAsync(samples, output, cancellationToken));
        }

        return results;
    }
}
