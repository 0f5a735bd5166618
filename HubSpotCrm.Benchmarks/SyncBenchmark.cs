using System.Globalization;
using HubSpotCrm.Benchmarks.Sync;

namespace HubSpotCrm.Benchmarks;

/// <summary>What the lanes that follow changes cost in calls, and how soon a change is seen. The figures are of docs/performance.md.</summary>
internal static class SyncBenchmark
{
    private const int Few = 2_000;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        // Each of the two questions can be left out.
        var contacts = arguments.Number("contacts", 70_000, minimum: 0);
        var samples = arguments.Number("samples", 60, minimum: 0);
        var results = new List<BenchmarkResult>();
        if (contacts > 0)
        {
            results.AddRange(await LanesAsync(contacts, output, cancellationToken));
        }

        if (samples > 0)
        {
            results.AddRange(await SeenWithin.RunAsync(samples, output, cancellationToken));
        }

        return results;
    }

    private static async Task<IReadOnlyList<BenchmarkResult>> LanesAsync(int contacts, TextWriter output, CancellationToken cancellationToken)
    {
        var few = Math.Min(Few, contacts).ToString(CultureInfo.InvariantCulture);
        await using var sandbox = await SandboxProcess.StartAsync(
            contacts, latency: 0, limits: false, cancellationToken, "--companies", few, "--deals", few, "--engagements", "0", "--campaigns", "0", "--marketing-emails", "0");
        await output.WriteLineAsync($"Reading {contacts} contacts for the first time…");
        await using var bench = await LaneBench.StartAsync(sandbox, cancellationToken);
        var scenarios = new LaneScenarios(bench, contacts, output, cancellationToken);
        var done = await scenarios.RunAsync();
        return
        [
            .. done.SelectMany(scenario => scenario.Results),
            new BenchmarkResult("contacts that differ at the end", "records", await scenarios.DifferingAsync(), Target: 0),
        ];
    }
}
