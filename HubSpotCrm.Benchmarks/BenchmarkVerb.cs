using HubSpotCrm.Benchmarks.Simulation;

namespace HubSpotCrm.Benchmarks;

/// <summary>A question the benchmarks answer.</summary>
/// <param name="Options">What it understands beside <c>--json</c> and <c>--data</c>, with an example.</param>
/// <param name="Run">Makes what it needs, measures, and writes progress to the writer.</param>
internal sealed record BenchmarkVerb(
    string Name,
    string Question,
    IReadOnlyDictionary<string, string> Options,
    Func<BenchmarkArguments, TextWriter, CancellationToken, Task<IReadOnlyList<BenchmarkResult>>> Run)
{
    public static IReadOnlyList<BenchmarkVerb> All { get; } =
    [
        new("ingest", "How fast is an account taken into the mirror?",
            new Dictionary<string, string> { ["contacts"] = "100000", ["limits"] = "off", ["latency"] = "0" }, IngestBenchmark.RunAsync),
        new("search", "How long does a search take, per length and shape of what was typed?",
            new Dictionary<string, string> { ["contacts"] = "1000000" }, SearchBenchmark.RunAsync),
        new("sync", "How many calls do the lanes need against the least, and how soon is a change seen?",
            new Dictionary<string, string> { ["contacts"] = "70000", ["samples"] = "60" }, SyncBenchmark.RunAsync),
        new("simulate", "Does every invariant of sync hold, whatever happens?",
            new Dictionary<string, string> { ["seeds"] = "1000", ["first"] = "1", ["plant"] = "None" }, SimulateBenchmark.RunAsync),
    ];

    public static string Usage => string.Join(
        Environment.NewLine,
        All.Select(verb => $"  {verb.Name} {string.Join(' ', verb.Options.Select(option => $"[--{option.Key} {option.Value}]"))}  {verb.Question}")
            .Prepend("usage: VERB [options] [--json FILE] [--data DIR]"));
}
