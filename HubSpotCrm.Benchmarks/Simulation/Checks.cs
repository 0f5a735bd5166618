using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Data;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>Checks the invariants, some at every turn and some at the end.</summary>
internal sealed class Checks(World world, HubSpotSide others, PortalSide users)
{
    private readonly Dictionary<(int Type, string Id), long> _versions = [];

    private (Life? Life, int Changes) _watched;

    private sealed record Row(long UpdatedAt, bool IsArchived);

    /// <summary>Search lags longer than the settled lane waits.</summary>
    public bool LagsLong { get; set; }

    private bool Crashed => world.Events.ContainsKey("crash");

    /// <summary>At every turn: no record went back in time (I2), and nothing is missing that was promised (I8).</summary>
    public void Watch(Life life)
    {
        // Without a commit no row and no promise is another, and what changes at HubSpot is newer than any promise.
        if (_watched == (life, life.Changes))
        {
            return;
        }

        _watched = (life, life.Changes);
        var (rows, promises) = Read(life);
        foreach (var (key, row) in rows)
        {
            if (row.UpdatedAt < _versions.GetValueOrDefault(key))
            {
                Break(Invariant.I2, $"{(ObjectType)key.Type} {key.Id} went from {_versions[key]} to {row.UpdatedAt}");
            }

            _versions[key] = row.UpdatedAt;
        }

        if (LagsLong)
        {
            return;
        }

        foreach (var type in Template.Types)
        {
            foreach (var id in Broken(type, rows, promises))
            {
                world.Break(Invariant.I8, $"{type} {id} is not here, and changed before the promised time");
            }
        }
    }

    /// <summary>What the mirror holds of every record.</summary>
    public static HashSet<(int Type, string Id, long UpdatedAt, bool IsArchived)> Versions(Life life) =>
        [.. Read(life).Rows.Select(row => (row.Key.Type, row.Key.Id, row.Value.UpdatedAt, row.Value.IsArchived))];

    /// <summary>Records that changed before the promised time and are not here so.</summary>
    public List<string> Broken(Life life, ObjectType type)
    {
        var (rows, promises) = Read(life);
        return [.. Broken(type, rows, promises)];
    }

    /// <summary>A comparison found what no lane should have left.</summary>
    public void Drift(Life life, ObjectType type, SyncCheckRow check)
    {
        if (check.Drift == 0)
        {
            return;
        }

        world.Note("drift found", $"{type} {check.Drift}");
        if (!LagsLong)
        {
            using var connection = life.Mirror.OpenRead();
            using var statement = new Statement(connection, null, "SELECT hub_spot_id, detail FROM drift WHERE type = $p0 ORDER BY id DESC LIMIT 1", 1);
            using var reader = statement.Read((int)type);
            var last = reader.Read() ? $"{reader.GetString(0)}: {reader.GetString(1)}" : "";
            world.Break(Invariant.I8, $"{check.Drift} differences of {type} were found by comparison only, the last of them {last}");
        }
    }

    /// <summary>What was missing is here now, and was reported.</summary>
    public void Healed(Life life, ObjectType type, IReadOnlyList<string> broken)
    {
        if (broken.Count == 0)
        {
            return;
        }

        world.Note("missing records healed", $"{type} {broken.Count}");
        foreach (var id in Broken(life, type).Intersect(broken))
        {
            world.Break(Invariant.I8, $"{type} {id} was not healed by the comparison");
        }

        using var connection = life.Mirror.OpenRead();
        using var statement = new Statement(connection, null, "SELECT hub_spot_id FROM drift WHERE type = $p0 AND healed_at IS NOT NULL", 1);
        using var reader = statement.Read((int)type);
        var reported = new HashSet<string>();
        while (reader.Read())
        {
            reported.Add(reader.GetString(0));
        }

        foreach (var id in broken.Except(reported))
        {
            world.Break(Invariant.I8, $"{type} {id} was healed without being reported as drift");
        }
    }

    /// <summary>I1: the mirror equals the account.</summary>
    public void Mirror(Life life)
    {
        foreach (var difference in AccountComparison.Differences(world.Crm, life.Mirror).Take(5))
        {
            Break(Invariant.I1, difference);
        }
    }

    /// <summary>I3 and I4: what became of every edit.</summary>
    public async Task EditsAsync(Life life)
    {
        await using var app = life.OpenApp();
        var rows = await app.Outbox.AsNoTracking().OrderBy(row => row.Id).ToListAsync();
        var known = rows.Select(row => row.Id).ToHashSet();
        foreach (var edit in users.Acknowledged.Where(edit => !known.Contains(edit)))
        {
            Break(Invariant.I3, $"acknowledged edit {users.Acknowledged.IndexOf(edit)} is not there any more");
        }

        foreach (var row in rows)
        {
            world.Note($"edit {row.State}", row.Kind.ToString());
            switch (row)
            {
                case { State: OutboxState.Confirmed, Kind: EditKind.Update } when !IsAtHubSpot(row):
                    Break(Invariant.I3, $"a confirmed edit of {(ObjectType)row.ObjectType} {row.HubSpotId} is not at HubSpot: {row.NewValues}");
                    break;
                case { State: OutboxState.Confirmed, Kind: EditKind.Archive } when !IsGone(row):
                    Break(Invariant.I3, $"{(ObjectType)row.ObjectType} {row.HubSpotId} should be archived");
                    break;
                case { State: OutboxState.Discarded, Message: null } when !users.Decided.Contains(row.Id) && row.BatchId is null:
                    Break(Invariant.I3, $"an edit of {(ObjectType)row.ObjectType} {row.HubSpotId} was dropped without a word");
                    break;
            }
        }

        Creates(rows);
        await BulkAsync(life);
    }

    private static IEnumerable<string> Broken(
        ObjectType type, Dictionary<(int Type, string Id), Row> rows, Dictionary<int, long> promises, Crm crm)
    {
        if (!promises.TryGetValue((int)type, out var completeTo))
        {
            yield break;
        }

        foreach (var record in crm.From(PortalSide.KindOf(type), 0, archived: false).Where(record => record.ModifiedMs < completeTo))
        {
            var id = Stamp.Text(record.Id);
            if (rows.GetValueOrDefault(((int)type, id)) is not { IsArchived: false } row || row.UpdatedAt < record.ModifiedMs)
            {
                yield return id;
            }
        }
    }

    private IEnumerable<string> Broken(ObjectType type, Dictionary<(int Type, string Id), Row> rows, Dictionary<int, long> promises) =>
        Broken(type, rows, promises, world.Crm);

    private static (Dictionary<(int Type, string Id), Row> Rows, Dictionary<int, long> Promises) Read(Life life)
    {
        var rows = new Dictionary<(int, string), Row>();
        var promises = new Dictionary<int, long>();
        using var connection = life.Mirror.OpenRead();
        using (var statement = new Statement(connection, null, "SELECT type, hubspot_id, updated_at, archived FROM record WHERE raw IS NOT NULL", 0))
        {
            using var reader = statement.Read();
            while (reader.Read())
            {
                rows[(reader.GetInt32(0), reader.GetString(1))] = new Row(reader.GetInt64(2), reader.GetBoolean(3));
            }
        }

        // The settled lane's word counts; before its first, that of the first sync.
        using var checkpoints = new Statement(
            connection, null, "SELECT type, complete_to FROM checkpoint WHERE lane IN ('backfill', 'settled') AND complete_to IS NOT NULL ORDER BY lane", 0);
        using var read = checkpoints.Read();
        while (read.Read())
        {
            promises[read.GetInt32(0)] = read.GetInt64(1);
        }

        return (rows, promises);
    }

    private bool IsAtHubSpot(OutboxRow row)
    {
        var kind = PortalSide.KindOf((ObjectType)row.ObjectType);
        var wanted = JsonSerializer.Deserialize<Dictionary<string, string>>(row.NewValues)!;
        var records = new List<CrmRecord>();
        for (var record = world.Crm.Find(kind, Number(row.HubSpotId)); record is not null; record = record.MergedInto is { } into ? world.Crm.Find(kind, into) : null)
        {
            records.Add(record);
        }

        return records.Exists(record => record.Erased) || wanted.All(value => records.Exists(record =>
            world.Crm.Schemas[kind].Find(value.Key) is not { } property || record.Value(property.Slot) == Empty(value.Value)
            || world.Crm.Versions(record, property).Exists(version => version.Value == Empty(value.Value))));
    }

    private static string? Empty(string value) => value.Length == 0 ? null : value;

    private bool IsGone(OutboxRow row)
    {
        var (kind, id) = (PortalSide.KindOf((ObjectType)row.ObjectType), Number(row.HubSpotId));

        // One that was taken out of the recycle bin since was in it.
        return others.EverArchived.Contains((kind, id)) || world.Crm.Find(kind, id) is not { IsLive: true };
    }

    private void Creates(List<OutboxRow> rows)
    {
        var creates = rows.FindAll(row => row.Kind == EditKind.Create);
        var made = world.Made.ConvertAll(record => Lives(record.Type, record.Id));
        var claimed = creates.Where(row => row.State == OutboxState.Confirmed).Select(row => (((ObjectType)row.ObjectType).Plural(), row.HubSpotId)).ToList();
        foreach (var twice in claimed.GroupBy(claim => claim).Where(group => group.Count() > 1))
        {
            Break(Invariant.I4, $"{twice.Count()} edits made {twice.Key}");
        }

        // What the portal could not tell apart waits for a user.
        foreach (var type in world.Made.Select(record => record.Type).Distinct())
        {
            var unclaimed = made.Count(lives => lives[0].Type == type && !lives.Exists(claimed.Contains));
            var open = creates.Count(row => ((ObjectType)row.ObjectType).Plural() == type && row.State != OutboxState.Confirmed);
            if (unclaimed > open)
            {
                Break(Invariant.I4, $"HubSpot made {made.Count(lives => lives[0].Type == type)} {type} for {creates.Count(row => ((ObjectType)row.ObjectType).Plural() == type)} that users made");
            }
        }

        foreach (var row in creates.Where(row => row.State == OutboxState.Confirmed && !made.Exists(lives => lives.Contains((((ObjectType)row.ObjectType).Plural(), row.HubSpotId)))))
        {
            Break(Invariant.I4, $"{(ObjectType)row.ObjectType} {row.HubSpotId} is said to be made by the portal, and was not");
        }
    }

    // The record, and those it was merged into: an entry may have found it under any of them.
    private List<(string Type, string Id)> Lives(string type, string id)
    {
        var kind = PortalSide.KindOf(Template.Types.First(one => one.Plural() == type));
        var lives = new List<(string, string)> { (type, id) };
        for (var record = world.Crm.Find(kind, Number(id)); record?.MergedInto is { } into; record = world.Crm.Find(kind, into))
        {
            lives.Add((type, Stamp.Text(into)));
        }

        return lives;
    }

    private async Task BulkAsync(Life life)
    {
        foreach (var id in users.Bulk)
        {
            var bulk = await life.UseAsync(() => life.Get<IBulkEditService>().FindAsync(Life.Editor, id, CancellationToken.None));
            if (!bulk.Succeeded)
            {
                Break(Invariant.I3, "a bulk edit is not there any more");
            }
            else if (bulk.Value is var status && (status.IsRunning || status.Same + status.LeftOut + status.Confirmed + status.Conflicts + status.Rejected + status.TakenBack != status.Selected))
            {
                Break(Invariant.I3, $"a bulk edit does not account for all of its records: {status}");
            }
        }
    }

    private void Break(Invariant invariant, string what)
    {
        world.Break(invariant, what);
        if (Crashed)
        {
            world.Break(Invariant.I5, $"{invariant} after a crash: {what}");
        }
    }

    private static long Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
