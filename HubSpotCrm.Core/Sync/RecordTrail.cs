using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>What a page leaves beside its records within one transaction: changes, history, unreadable values, merged ids, checkpoints.</summary>
internal sealed class RecordTrail(SqliteConnection connection, SqliteTransaction transaction, ObjectType type, long now) : IDisposable
{
    private readonly Statement _change = new(connection, transaction,
        "INSERT INTO change_log (key, updated_at, hash, at) VALUES ($p0, $p1, $p2, $p3) ON CONFLICT DO NOTHING", 4);

    private readonly Statement _history = new(connection, transaction, """
        INSERT INTO history (key, property, at, value, source) VALUES ($p0, $p1, $p2, $p3, $p4)
        ON CONFLICT (key, property, at) DO UPDATE SET value = excluded.value, source = excluded.source
        """, 5);

    private readonly Statement _clearFaults = new(connection, transaction, "DELETE FROM quarantine WHERE key = $p0", 1);

    private readonly Statement _fault = new(connection, transaction,
        "INSERT INTO quarantine (key, property, raw, reason, at) VALUES ($p0, $p1, $p2, $p3, $p4)", 5);

    private static string Engagements { get; } = string.Join(", ", SyncKinds.All.Where(kind => kind.Type.IsEngagement()).Select(kind => (int)kind.Type));

    public void WriteChange(long key, long updatedAt, long hash) => _change.Run(key, updatedAt, hash, now);

    public void WriteHistory(long key, IReadOnlyDictionary<string, IReadOnlyList<WireVersion>> history)
    {
        foreach (var property in TrackedProperties.Of(type))
        {
            foreach (var version in history.GetValueOrDefault(property) ?? [])
            {
                _history.Run(key, property, version.Timestamp, version.Value, Source(version));
            }
        }
    }

    public void WriteFaults(long key, bool hadRows, IEnumerable<BadValue> faults)
    {
        if (hadRows)
        {
            _clearFaults.Run(key);
        }

        foreach (var fault in faults)
        {
            _fault.Run(key, fault.Property, fault.Raw, fault.Reason, now);
        }
    }

    /// <summary>Those of the ids that were merged into others.</summary>
    public HashSet<string> MergedAmong(IReadOnlyCollection<string> ids)
    {
        using var statement = new Statement(connection, transaction, "SELECT asked.value FROM json_each($p1) asked JOIN alias ON alias.type = $p0 AND alias.old_id = asked.value", 2);
        using var reader = statement.Read((int)type, JsonSerializer.Serialize(ids));
        var merged = new HashSet<string>();
        while (reader.Read())
        {
            merged.Add(reader.GetString(0));
        }

        return merged;
    }

    /// <summary>
    /// Notes that ids were merged into others, over chains too, and marks their rows archived. Returns key and id of the rows that were live until now.
    /// </summary>
    public Dictionary<long, string> WriteAliases(IReadOnlyCollection<(string OldId, string SurvivorId)> aliases, RecordTable records)
    {
        var archived = new Dictionary<long, string>();
        if (aliases.Count == 0)
        {
            return archived;
        }

        using var chain = new Statement(connection, transaction, "UPDATE alias SET survivor_id = $p2 WHERE type = $p0 AND survivor_id = $p1", 3);
        using var alias = new Statement(connection, transaction, """
            INSERT INTO alias (type, old_id, survivor_id) VALUES ($p0, $p1, $p2)
            ON CONFLICT (type, old_id) DO UPDATE SET survivor_id = excluded.survivor_id
            """, 3);
        using var archive = new Statement(connection, transaction, "UPDATE record SET archived = 1, archived_at = $p1 WHERE key = $p0", 2);
        using var moved = new Statement(connection, transaction, $"UPDATE OR IGNORE association SET from_key = $p1 WHERE from_key = $p0 AND to_type IN ({Engagements})", 2);
        using var followed = new Statement(connection, transaction, $"""
            UPDATE OR IGNORE association SET to_key = $p1
            WHERE (from_key, to_key, kind) IN (
                SELECT a.from_key, a.to_key, a.kind FROM association s CROSS JOIN association a ON a.from_key = s.to_key AND a.to_key = $p0
                WHERE s.from_key = $p1 AND s.to_type IN ({Engagements}))
            """, 2);
        var stored = records.Find(type, [.. aliases.SelectMany(entry => new[] { entry.OldId, entry.SurvivorId })]);
        foreach (var (old, survivor) in aliases)
        {
            if (stored.TryGetValue(old, out var from) && stored.TryGetValue(survivor, out var to))
            {
                // HubSpot moves the timeline to the survivor, and says so from the side of the activities only.
                moved.Run(from.Key, to.Key);
                followed.Run(from.Key, to.Key);
            }

            chain.Run((int)type, old, survivor);
            alias.Run((int)type, old, survivor);
            if (stored.GetValueOrDefault(old) is { IsArchived: false } row)
            {
                archive.Run(row.Key, now);
                archived[row.Key] = old;
            }
        }

        return archived;
    }

    public void WriteCheckpoints(IReadOnlyList<CheckpointRow> checkpoints) => Checkpoints.Write(connection, transaction, checkpoints);

    public void Dispose()
    {
        _change.Dispose();
        _history.Dispose();
        _clearFaults.Dispose();
        _fault.Dispose();
    }

    private static string? Source(WireVersion version) => ChangeSource.Write(version.SourceType, version.UpdatedByUserId);
}
