using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Benchmarks.Sync;

/// <summary>What a lane asked of HubSpot.</summary>
/// <param name="Read">Records whose values or associations were read.</param>
internal readonly record struct LaneCost(long Calls, long Read)
{
    public static LaneCost operator +(LaneCost one, LaneCost other) => new(one.Calls + other.Calls, one.Read + other.Read);

    public static LaneCost Of(IReadOnlyCollection<SandboxCall> calls)
    {
        long Inputs(Func<SandboxCall, bool> which) => calls.Where(call => call.IsBatchRead && which(call)).GroupBy(call => call.Path).Select(group => group.Sum(call => (long)call.Inputs)).DefaultIfEmpty().Max();
        return new(calls.Count, Math.Max(Inputs(call => !call.IsAssociations), Inputs(call => call.IsAssociations)));
    }
}

/// <summary>An emulated account, a mirror of it, and the portal's lanes, run one at a time so that each call is known to be of one.</summary>
internal sealed class LaneBench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hubspotcrm-sync-");
    private readonly ServiceProvider _services;
    private SyncTarget _target = null!;

    private LaneBench(SandboxProcess sandbox)
    {
        Sandbox = sandbox;
        _services = PortalServices.Build(_folder.FullName);
    }

    public SandboxProcess Sandbox { get; }

    public Mirror Mirror => _target.Mirror;

    /// <summary>By HubSpot's clock.</summary>
    public long Now => _target.Client.Now;

    /// <summary>Ends when the first sync of the type, and of those it is associated with, is complete.</summary>
    public static async Task<LaneBench> StartAsync(SandboxProcess sandbox, CancellationToken cancellationToken)
    {
        var bench = new LaneBench(sandbox);
        await bench.Get<StorageStartup>().PrepareAsync(cancellationToken);
        var mirror = await bench.Get<MirrorHost>().OpenAsync("1", cancellationToken);
        var client = bench.Get<HubSpotClientFactory>().For(
            new HubSpotEndpoint(sandbox.Address, "2026-09", IsSandbox: true), new FixedTokenSource(SandboxProcess.Token), isOAuth: false);
        bench._target = new SyncTarget(client, mirror);
        Expect(await bench.Get<DefinitionSync>().RunAsync(bench._target, cancellationToken));
        foreach (var kind in SyncKinds.CrmObjects.Where(kind => kind.Stage == SyncStage.First))
        {
            Expect(await bench.Get<Backfill>().RunAsync(bench._target, kind.Type, new BackfillPace(), Progress(kind.Type), cancellationToken));
        }

        return bench;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Time goes by at HubSpot, and the portal has seen it.</summary>
    public async Task PassAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        await Sandbox.ControlAsync("clock", new { advanceSeconds = (int)time.TotalSeconds }, cancellationToken);
        Expect(await _target.Client.AccountAsync(cancellationToken));
    }

    /// <summary>A round of the fast lane, and from where it searched.</summary>
    public async Task<(LaneCost Cost, long From)> FastAsync(ObjectType type, CancellationToken cancellationToken)
    {
        var cursor = (await Checkpoints.LoadAsync(Mirror, Lanes.Fast, type, cancellationToken)).Cursor;
        var cost = await CountAsync(() => Get<FastLane>().RunAsync(_target, type, Progress(type), cancellationToken), cancellationToken);
        return (cost, long.Parse(cursor!, System.Globalization.CultureInfo.InvariantCulture) - (long)Backfill.Overlap.TotalMilliseconds);
    }

    /// <summary>A run of the settled lane, and the stretches that it had to search.</summary>
    public async Task<(LaneCost Cost, IReadOnlyList<(long From, long To)> Slices)> SettledAsync(ObjectType type, CancellationToken cancellationToken)
    {
        var before = await CompleteToAsync(type, cancellationToken);
        var cost = await CountAsync(() => Get<SettledLane>().RunAsync(_target, type, cancellationToken), cancellationToken);
        var slices = new List<(long, long)>();
        for (var (at, end) = (before, await CompleteToAsync(type, cancellationToken)); at < end;)
        {
            var to = Math.Min(at + (long)SettledLane.Slice.TotalMilliseconds, end);
            slices.Add((at - (long)SettledLane.Overlap.TotalMilliseconds, to));
            at = to;
        }

        return (cost, slices);
    }

    public Task<LaneCost> ArchivedAsync(ObjectType type, CancellationToken cancellationToken) =>
        CountAsync(() => Get<ArchivedSweep>().RunAsync(_target, type, cancellationToken), cancellationToken);

    public Task<LaneCost> AssociationsAsync(ObjectType type, CancellationToken cancellationToken) =>
        CountAsync(() => Get<AssociationSweep>().RunAsync(_target, type, cancellationToken), cancellationToken);

    public Task<LaneCost> ReconciliationAsync(ObjectType type, CancellationToken cancellationToken) =>
        CountAsync(() => Get<Reconciliation>().RunAsync(_target, type, mayBury: false, cancellationToken), cancellationToken);

    /// <summary>Every whole record of the type that is here, with the time of its last change.</summary>
    public Task<Dictionary<string, RecordVersion>> VersionsAsync(ObjectType type, CancellationToken cancellationToken) => Mirror.ReadAsync(
        connection =>
        {
            var versions = new Dictionary<string, RecordVersion>();
            using var statement = new Statement(connection, null, "SELECT hubspot_id, updated_at, archived FROM record WHERE type = $p0 AND raw IS NOT NULL AND (partial = 0 OR archived = 1)", 1);
            using var reader = statement.Read((int)type);
            while (reader.Read())
            {
                versions[reader.GetString(0)] = new RecordVersion(reader.GetInt64(1), reader.GetBoolean(2));
            }

            return versions;
        },
        cancellationToken);

    /// <summary>How many of the ids lead to the survivor.</summary>
    public Task<long> MergedAsync(ObjectType type, IReadOnlyCollection<string> ids, string survivor, CancellationToken cancellationToken) => Mirror.ReadAsync(
        connection =>
        {
            using var statement = new Statement(connection, null, """
                SELECT count(*) FROM alias WHERE type = $p0 AND survivor_id = $p1 AND old_id IN (SELECT value FROM json_each($p2))
                """, 3);
            return statement.Integer((int)type, survivor, System.Text.Json.JsonSerializer.Serialize(ids)) ?? 0;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static LaneProgress Progress(ObjectType type) => new(type, TimeProvider.System, () => { });

    private static void Expect<T>(Result<T> result)
    {
        if (result.Failure is { } failure)
        {
            throw new InvalidOperationException(failure.Message);
        }
    }

    private async Task<long> CompleteToAsync(ObjectType type, CancellationToken cancellationToken) =>
        (await Checkpoints.LoadAsync(Mirror, Lanes.Settled, type, cancellationToken)).CompleteTo
        ?? (await Checkpoints.LoadAsync(Mirror, Lanes.Backfill, type, cancellationToken)).CompleteTo!.Value;

    private async Task<LaneCost> CountAsync<T>(Func<Task<Result<T>>> run, CancellationToken cancellationToken)
    {
        await Sandbox.ForgetCallsAsync(cancellationToken);
        Expect(await run());
        return LaneCost.Of(await Sandbox.CallsAsync(cancellationToken));
    }
}
