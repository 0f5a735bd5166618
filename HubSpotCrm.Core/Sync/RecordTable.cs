using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>A record as the mirror holds it before a page is taken in.</summary>
/// <param name="IsPartial">Some properties of the version are those of an older one.</param>
internal sealed record StoredRecord(long Key, long UpdatedAt, long Hash, bool IsArchived, bool IsStub, bool IsPartial);

/// <summary>What a record of a page does to its row.</summary>
internal enum Verdict
{
    /// <summary>Older than what is here: nothing of it may be taken.</summary>
    Stale,

    /// <summary>The version that is here already.</summary>
    Echo,
    Created,
    Updated,
}

/// <summary>The rows of <c>record</c> within one transaction.</summary>
internal sealed class RecordTable(SqliteConnection connection, SqliteTransaction transaction) : IDisposable
{
    private readonly Statement _insert = new(connection, transaction, """
        INSERT INTO record (type, hubspot_id, created_at, updated_at, archived, archived_at, hash, raw, partial)
        VALUES ($p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7, $p8) RETURNING key
        """, 9);

    private readonly Statement _update = new(connection, transaction, """
        UPDATE record SET created_at = $p1, updated_at = $p2, archived = $p3, archived_at = $p4, hash = $p5, raw = $p6, partial = $p7
        WHERE key = $p0
        """, 8);

    private readonly Statement _stub = new(connection, transaction, """
        INSERT INTO record (type, hubspot_id, created_at, updated_at, archived, archived_at, hash, raw)
        VALUES ($p0, $p1, 0, 0, 0, NULL, 0, NULL) RETURNING key
        """, 2);

    private readonly Statement _find = new(connection, transaction, """
        SELECT r.hubspot_id, r.key, r.updated_at, r.hash, r.archived, r.raw IS NULL, r.partial
        FROM json_each($p1) asked CROSS JOIN record r ON r.type = $p0 AND r.hubspot_id = asked.value
        """, 2);

    private readonly Statement _raw = new(connection, transaction, "SELECT raw FROM record WHERE key = $p0", 1);

    /// <summary>The rows that exist, by HubSpot's id.</summary>
    public Dictionary<string, StoredRecord> Find(ObjectType type, IReadOnlyCollection<string> ids)
    {
        var found = new Dictionary<string, StoredRecord>(ids.Count);
        using var reader = _find.Read((int)type, JsonSerializer.Serialize(ids));
        while (reader.Read())
        {
            found[reader.GetString(0)] = new StoredRecord(
                reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetBoolean(4), reader.GetBoolean(5), reader.GetBoolean(6));
        }

        return found;
    }

    /// <summary>The values as they are kept; empty for a stub.</summary>
    public Dictionary<string, string?> Values(long key)
    {
        using var reader = _raw.Read(key);
        return PropertyValues.FromRaw(reader.Read() && !reader.IsDBNull(0) ? reader.GetString(0) : null);
    }

    /// <summary>
    /// A row never goes back in time. Archiving does not change HubSpot's time of the last change, so at equal times archived
    /// beats live, and a record comes back to life only with a newer time. At equal times other values win: they were read later.
    /// </summary>
    /// <param name="revives">The record was read by its id just now, so that live beats archived at equal times too.</param>
    public static Verdict Judge(StoredRecord? stored, WireRecord record, long hash, bool revives = false)
    {
        if (stored is null || stored.IsStub)
        {
            return Verdict.Created;
        }

        if (record.UpdatedAt != stored.UpdatedAt)
        {
            return record.UpdatedAt > stored.UpdatedAt ? Verdict.Updated : Verdict.Stale;
        }

        if (record.Archived != stored.IsArchived)
        {
            return record.Archived || revives ? Verdict.Updated : Verdict.Stale;
        }

        return hash == stored.Hash ? Verdict.Echo : Verdict.Updated;
    }

    /// <summary>The row is that of a live record in this version.</summary>
    public bool IsLive(long key, long updatedAt)
    {
        using var statement = new Statement(connection, transaction, "SELECT 1 FROM record WHERE key = $p0 AND updated_at = $p1 AND archived = 0", 2);
        return statement.Integer(key, updatedAt) == 1;
    }

    /// <summary>HubSpot's ids of those of the rows that are live records.</summary>
    public List<string> ReadIds(IReadOnlyCollection<long> keys)
    {
        var ids = new List<string>(keys.Count);
        using var statement = new Statement(connection, transaction, """
            SELECT r.hubspot_id FROM json_each($p0) asked CROSS JOIN record r ON r.key = asked.value WHERE r.raw IS NOT NULL AND r.archived = 0
            """, 1);
        using var reader = statement.Read(JsonSerializer.Serialize(keys));
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    /// <summary>Notes that the version here is complete.</summary>
    public void Complete(long key)
    {
        using var statement = new Statement(connection, transaction, "UPDATE record SET partial = 0 WHERE key = $p0", 1);
        statement.Run(key);
    }

    /// <summary>Writes the row and returns its key.</summary>
    public long Write(ObjectType type, WireRecord record, long? key, IReadOnlyDictionary<string, string?> values, long hash, bool isPartial)
    {
        var raw = PropertyValues.ToRaw(values);
        if (key is { } existing)
        {
            _update.Run(existing, record.CreatedAt, record.UpdatedAt, record.Archived, record.ArchivedAt, hash, raw, isPartial);
            return existing;
        }

        return _insert.Integer((int)type, record.Id, record.CreatedAt, record.UpdatedAt, record.Archived, record.ArchivedAt, hash, raw, isPartial)!.Value;
    }

    /// <summary>The keys of records that an association names; a row without values is made for those not read yet.</summary>
    public Dictionary<string, long> KeysOf(ObjectType type, IReadOnlyCollection<string> ids)
    {
        var keys = Find(type, ids).ToDictionary(pair => pair.Key, pair => pair.Value.Key);
        foreach (var id in ids)
        {
            if (!keys.ContainsKey(id))
            {
                keys[id] = _stub.Integer((int)type, id)!.Value;
            }
        }

        return keys;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
        _stub.Dispose();
        _find.Dispose();
        _raw.Dispose();
    }
}
