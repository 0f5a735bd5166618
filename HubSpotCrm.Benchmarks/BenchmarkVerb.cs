using HubSpotCrm.Benchmarks.Filters;
using HubSpotCrm.Benchmarks.Simulation;
using HubSpotCrm.Benchmarks.Typing;

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
            new Dictionary<string, string> { ["contacts"] = "100000", ["limits"] = "off", ["latency"] = "0", ["columns"] = "on" }, IngestBenchmark.RunAsync),
        new("search", "How long does a search take, per length and shape of what was typed?",
            new Dictionary<string, string> { ["contacts"] = "1000000", ["anew"] = "no", ["updates"] = "0", ["postgres"] = "Host=...;Database=...", ["indexes"] = "single" }, SearchBenchmark.RunAsync),
        new("filters", "How long do filters, sorts, totals and facets take, alone and by eight at once?",
            new Dictionary<string, string> { ["contacts"] = "1000000", ["parts"] = "build,rows,totals,facets,users,start" }, FilterBenchmark.RunAsync),
        new("typing", "How long from a key until the rows that answer it are painted, in a browser?",
            new Dictionary<string, string> { ["contacts"] = "1000000", ["samples"] = "240" }, TypingBenchmark.RunAsync),
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
