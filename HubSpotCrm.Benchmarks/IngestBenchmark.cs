using System.Collections.Concurrent;
using System.Diagnostics;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Benchmarks;

/// <summary>
/// The first sync of a whole account, from connecting until every type is complete and its search index is in order, by the product's
/// own engine into a file with the product's settings.
/// </summary>
internal static class IngestBenchmark
{
    private const string AccountId = "1";
    private const double RecordsPerSecond = 2_000;
    private const double Megabytes = 500;
    private const double Seconds = 90;
    private const double ShareOfRate = 0.8;
    private const double ShareOfRateInLists = 0.85;
    private const double CallsPerSecond = 11;

    /// <summary>The account of which the issue asks for a time.</summary>
    private const int TimedContacts = 12_000;
    private const int TimedLatency = 150;

    // What people came for; the other kinds follow.
    private static readonly ObjectType[] FirstKinds = [ObjectType.Contact, ObjectType.Company, ObjectType.Deal];

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var contacts = arguments.Number("contacts", 100_000);
        var latency = arguments.Number("latency", 0, minimum: 0);
        var limits = arguments.Text("limits", "off") switch
        {
            "on" => true,
            "off" => false,
            var other => throw new BadArgumentException($"--limits takes on or off, not '{other}'."),
        };

        await using var sandbox = await SandboxProcess.StartAsync(contacts, latency, limits, cancellationToken);
        var token = await sandbox.AuthorizeAsync(cancellationToken);
        var folder = Directory.CreateTempSubdirectory("hubspotcrm-ingest-");
        try
        {
            await using var services = PortalServices.Build(folder.FullName);
            var copies = arguments.Text("columns", "on") == "on" ? services.GetRequiredService<ColumnCopies>() : null;
            await (copies?.StartAsync(cancellationToken) ?? Task.CompletedTask);
            var (records, elapsed, completed) = await SyncAsync(services, sandbox.Address, token, output, cancellationToken);
            await (copies is null ? Task.CompletedTask : CopiedAsync(copies, cancellationToken));
            await (copies?.StopAsync(cancellationToken) ?? Task.CompletedTask);
            var calls = await sandbox.CallsAsync(cancellationToken);
            return [.. limits ? Limited(records, elapsed, calls, contacts, latency) : Unlimited(records, elapsed, calls), .. Moments(completed)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>When each kind was complete, in the order in which they were, and when the first ones were together.</summary>
    public static IEnumerable<BenchmarkResult> Moments(IReadOnlyDictionary<ObjectType, TimeSpan> completed)
    {
        static BenchmarkResult At(string name, TimeSpan moment) => new(name, "s", Math.Round(moment.TotalSeconds, 1));
        if (FirstKinds.All(completed.ContainsKey))
        {
            yield return At("contacts, companies and deals complete after", FirstKinds.Max(type => completed[type]));
        }

        foreach (var (type, moment) in completed.OrderBy(entry => entry.Value).ThenBy(entry => entry.Key))
        {
            yield return At($"{type.Plural()} complete after", moment);
        }
    }

    private static async Task<(long Records, TimeSpan Elapsed, IReadOnlyDictionary<ObjectType, TimeSpan> Completed)> SyncAsync(
        ServiceProvider services, Uri address, string token, TextWriter output, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<StorageStartup>().PrepareAsync(cancellationToken);
        await services.GetRequiredService<MirrorHost>().OpenAsync(AccountId, cancellationToken);
        var engine = services.GetRequiredService<SyncEngine>();
        var complete = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = Stopwatch.GetTimestamp();
        var told = began;
        var completed = new ConcurrentDictionary<ObjectType, TimeSpan>();
        using var subscription = engine.Subscribe(status =>
        {
            foreach (var entry in status.Objects.Where(entry => entry.IsComplete))
            {
                completed.TryAdd(entry.Type, Stopwatch.GetElapsedTime(began));
            }

            if (status.State is SyncState.ReconnectNeeded)
            {
                complete.TrySetException(new InvalidOperationException(status.Message));
            }
            else if (IsComplete(status))
            {
                complete.TrySetResult();
            }
            else if (Stopwatch.GetElapsedTime(told) > TimeSpan.FromSeconds(5))
            {
                told = Stopwatch.GetTimestamp();
                output.WriteLine(string.Join("  ", status.Objects.Select(entry => $"{entry.Type} {entry.Done}/{entry.Total}")) + $"  {status.State} {status.Message}  {Memory()}");
            }
        });

        began = Stopwatch.GetTimestamp();

        // Connected first: an engine that finds a copy and no connection says that one is needed.
        services.GetRequiredService<HubSpotSession>().Set(services.GetRequiredService<HubSpotClientFactory>().For(
            new HubSpotEndpoint(address, "2026-09", IsSandbox: true), new FixedTokenSource(token), isOAuth: true));
        await engine.StartAsync(cancellationToken);
        await complete.Task.WaitAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(began);
        var records = engine.Status.Objects.Sum(entry => entry.Done);
        await engine.StopAsync(cancellationToken);
        return (records, elapsed, completed);
    }

    // The portal makes it as soon as it can, and the memory that it takes counts.
    private static async Task CopiedAsync(ColumnCopies copies, CancellationToken cancellationToken)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (copies.Status is { Stage: ColumnCopyStage.Ready })
            {
                ready.TrySetResult();
            }
        }

        copies.Changed += Look;
        try
        {
            Look();
            await ready.Task.WaitAsync(TimeSpan.FromMinutes(10), cancellationToken);
        }
        finally
        {
            copies.Changed -= Look;
        }
    }

    private static List<BenchmarkResult> Unlimited(long records, TimeSpan elapsed, IReadOnlyCollection<SandboxCall> calls) =>
    [
        new("records per second, index and history included", "1/s", Math.Round(records / elapsed.TotalSeconds), Target: RecordsPerSecond, AtLeast: true),
        new("peak memory of the process that syncs", "MB", Math.Round(PeakMegabytes()), Target: Megabytes),
        new("time", "s", Math.Round(elapsed.TotalSeconds, 1)),
        new("processor time of the process that syncs", "s", ProcessorSeconds()),
        new("records", "", records),
        new("calls", "", calls.Count),
    ];

    // The share counts calls that HubSpot counts: search has a limit of its own.
    private static List<BenchmarkResult> Limited(
        long records, TimeSpan elapsed, IReadOnlyCollection<SandboxCall> calls, int contacts, int latency)
    {
        var counted = calls.Count(call => call.IsOfAccount && !call.IsSearch);
        var isTimed = contacts == TimedContacts && latency <= TimedLatency;
        return
        [
            new("time until everything is complete", "s", Math.Round(elapsed.TotalSeconds, 1), Target: isTimed ? Seconds : null),
            new("answers 429", "", calls.Count(call => call.Status == 429), Target: 0),
            new("share of the allowed rate until the last list page", "", Math.Round(ShareUntilLastPage(calls), 2), Target: ShareOfRateInLists, AtLeast: true),
            new("share of the allowed rate", "", Math.Round(counted / (elapsed.TotalSeconds * CallsPerSecond), 2), Target: ShareOfRate, AtLeast: true),
            new("processor time of the process that syncs", "s", ProcessorSeconds()),
            new("records", "", records),
            new("calls", "", counted),
            new("peak memory of the process that syncs", "MB", Math.Round(PeakMegabytes()), Target: Megabytes),
        ];
    }

    // Only of what HubSpot counts as an account's calls: searches and associations have limits of their own.
    internal static double ShareUntilLastPage(IReadOnlyCollection<SandboxCall> calls)
    {
        if (!calls.Any(call => call.IsList))
        {
            return 0;
        }

        var (first, last) = (calls.Where(call => call.IsOfAccount).Min(call => call.Time), calls.Where(call => call.IsList).Max(call => call.Time));
        var counted = calls.Count(call => call.IsOfAccount && !call.IsSearch && !call.IsAssociations && call.Time <= last);
        return last == first ? 1 : counted / ((last - first).TotalSeconds * CallsPerSecond);
    }

    private static bool IsComplete(SyncStatus status) =>
        status.Objects.Count == Core.Sync.SyncKinds.All.Count && status.Objects.All(entry => entry.IsComplete);

    private static string Memory()
    {
        using var process = Process.GetCurrentProcess();
        return $"{process.WorkingSet64 >> 20} MB, {GC.GetTotalMemory(forceFullCollection: false) >> 20} of them objects";
    }

    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024d * 1024);
    }

    // On a machine that does other work as well, it says more than the clock.
    private static double ProcessorSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Round(process.TotalProcessorTime.TotalSeconds, 1);
    }
}
