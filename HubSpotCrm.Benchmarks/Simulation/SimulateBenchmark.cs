using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>Runs many seeds, and says how often each invariant was broken and how much happened.</summary>
internal static class SimulateBenchmark
{
    // What makes the runs worth something: the least per thousand seeds.
    private static readonly Dictionary<string, int> Least = new()
    {
        ["archive in HubSpot"] = 400,
        ["archive in the portal"] = 300,
        ["association made"] = 650,
        ["association removed"] = 20,
        ["bulk edit"] = 200,
        ["clock jump"] = 200,
        ["crash"] = 190,
        ["crash AfterCommit"] = 20,
        ["crash AfterFetch"] = 15,
        ["crash AfterReadBack"] = 5,
        ["crash Anywhere"] = 20,
        ["crash BeforeReadBack"] = 15,
        ["crash DuringRefresh"] = 15,
        ["crash DuringSend"] = 5,
        ["crash InTransaction"] = 20,
        ["create in HubSpot"] = 4_000,
        ["create in the portal"] = 550,
        ["crowded millisecond"] = 200,
        ["decision"] = 10,
        ["edit in HubSpot"] = 2_000,
        ["edit in the portal"] = 1_700,
        ["erase in HubSpot"] = 190,
        ["fault Duplicate"] = 10,
        ["fault Error500"] = 100,
        ["fault Error502"] = 40,
        ["fault Error503"] = 20,
        ["fault FailedAfter"] = 15,
        ["fault Limited"] = 50,
        ["fault LimitedWithoutHeader"] = 90,
        ["fault Locked"] = 15,
        ["fault Migrating"] = 50,
        ["fault Page"] = 50,
        ["fault RepeatedCursor"] = 5,
        ["fault ResetAfter"] = 190,
        ["fault ResetBefore"] = 50,
        ["fault ResetDuring"] = 40,
        ["fault Silent"] = 10,
        ["fault Truncated"] = 40,
        ["fault Unauthorized"] = 90,
        ["hint"] = 3_000,
        ["merge"] = 390,
        ["merge into a new id"] = 200,
        ["merge of a merged record"] = 90,
        ["outage of an hour"] = 120,
        ["property added"] = 300,
        ["property removed"] = 5,
        ["restore in HubSpot"] = 20,
        ["seed with a lag longer than the wait"] = 60,
        ["tokens expired"] = 180,
        ["undo of a confirmed edit"] = 60,
    };

    private static readonly Dictionary<Invariant, string> Names = new()
    {
        [Invariant.I1] = "I1 the mirror equals the account",
        [Invariant.I2] = "I2 no record goes back in time",
        [Invariant.I3] = "I3 no acknowledged edit is lost",
        [Invariant.I4] = "I4 nothing is made twice",
        [Invariant.I5] = "I5 the same after a kill",
        [Invariant.I6] = "I6 no call too many, none too soon",
        [Invariant.I7] = "I7 no secret in the log",
        [Invariant.I8] = "I8 the promised time is true",
    };

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        // Each portal of a simulation has services of its own, and lives too short for the code that would be made to resolve them.
        AppContext.SetSwitch("Microsoft.Extensions.DependencyInjection.DisableDynamicEngine", true);
        var seeds = arguments.Number("seeds", 1_000);
        var first = arguments.Text("first", "") is { Length: > 0 } ? arguments.Number("first", 1) : Random.Shared.Next(1, 1_000_000_000);
        var plant = Enum.TryParse<Plant>(arguments.Text("plant", nameof(Plant.None)), out var known)
            ? known
            : throw new BadArgumentException($"--plant takes one of {string.Join(", ", Enum.GetNames<Plant>())}.");
        await output.WriteLineAsync($"{seeds} seeds from --first {first}");
        var began = Stopwatch.GetTimestamp();
        var outcome = new SimulationOutcome(TextWriter.Synchronized(output));
        await Task.Run(() => Run(outcome, first, seeds, plant, cancellationToken), CancellationToken.None);
        if (seeds == 1)
        {
            await output.WriteLineAsync(string.Join(Environment.NewLine, outcome.Log));
        }

        var took = Stopwatch.GetElapsedTime(began);

        return
        [
            new("seeds", "seeds", outcome.Done, Target: seeds, AtLeast: true),
            new("time", "s", Math.Round(took.TotalSeconds, 1)),
            new("processor time", "s", Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, 1)),
            .. Enum.GetValues<Invariant>().Select(invariant => new BenchmarkResult(
                Names[invariant], "violations", outcome.Broken.Sum(seed => seed.Violations.Count(violation => violation.Invariant == invariant)), Target: 0)),
            .. outcome.Events.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Happened(pair.Key, pair.Value, outcome.Done)),
            .. Least.Where(least => !outcome.Events.ContainsKey(least.Key)).Select(least => Happened(least.Key, 0, outcome.Done)),
        ];
    }

    /// <summary>The seeds from the first one on, on all cores, each on one thread. Those that were done when it is stopped are the first ones.</summary>
    public static SimulationOutcome Run(int first, int seeds, CancellationToken cancellationToken, Plant plant = Plant.None)
    {
        var outcome = new SimulationOutcome(TextWriter.Null);
        Run(outcome, first, seeds, plant, cancellationToken);
        return outcome;
    }

    private static void Run(SimulationOutcome outcome, int first, int seeds, Plant plant, CancellationToken cancellationToken)
    {
        var next = first - 1;
        void Work()
        {
            while (!cancellationToken.IsCancellationRequested && Interlocked.Increment(ref next) is var seed && seed < first + seeds)
            {
                outcome.Add(SeedRun.Run(seed, plant, keepsLog: seeds == 1));
            }
        }

        var others = Enumerable.Range(1, Environment.ProcessorCount - 1).Select(_ => new Thread(Work)).ToList();
        others.ForEach(other => other.Start());
        Work();
        others.ForEach(other => other.Join());
    }

    private static BenchmarkResult Happened(string what, int count, int seeds)
    {
        // A short run says nothing about rare events.
        var least = Least.TryGetValue(what, out var perThousand) && seeds >= 1_000 ? perThousand : (double?)null;
        return new(what, "per 1,000", Math.Round(count * 1_000d / Math.Max(seeds, 1), 1), Target: least, AtLeast: true);
    }
}

/// <summary>What many seeds came to. Safe to use from any thread.</summary>
/// <param name="progress">Told of each broken seed at once, and from time to time how many are done.</param>
internal sealed class SimulationOutcome(TextWriter progress)
{
    private const int Between = 500;
    private const int MostTold = 20;

    private readonly ConcurrentDictionary<string, int> _events = new();
    private readonly ConcurrentBag<SeedOutcome> _broken = [];
    private int _done;

    public int Done => _done;

    /// <summary>What happened in a run of one seed.</summary>
    public IReadOnlyList<string> Log { get; private set; } = [];

    public IReadOnlyCollection<SeedOutcome> Broken => _broken;

    public IReadOnlyDictionary<string, int> Events => _events;

    public void Add(SeedOutcome seed)
    {
        Log = seed.Log;
        foreach (var (what, count) in seed.Events)
        {
            _events.AddOrUpdate(what, count, (_, before) => before + count);
        }

        if (seed.Violations.Count > 0)
        {
            _broken.Add(seed);
            if (_broken.Count <= MostTold)
            {
                progress.WriteLine(seed);
            }
        }

        if (Interlocked.Increment(ref _done) is var done && done % Between == 0)
        {
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} seeds done, {_broken.Count} broken"));
        }
    }

    public override string ToString() =>
        string.Join(Environment.NewLine, _broken.OrderBy(seed => seed.Seed).Select(seed => seed.ToString()).Take(MostTold).Prepend(string.Create(CultureInfo.InvariantCulture, $"{_broken.Count} of {_done} seeds")));
}
