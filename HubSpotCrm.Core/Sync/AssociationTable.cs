using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>The rows of <c>association</c> within one transaction. Each record's set is listed, and replaced, from its own side.</summary>
internal sealed class AssociationTable(SqliteConnection connection, SqliteTransaction transaction) : IDisposable
{
    private readonly Statement _insert = new(connection, transaction,
        "INSERT INTO association (from_key, to_key, to_type, kind) VALUES ($p0, $p1, $p2, $p3) ON CONFLICT DO NOTHING", 4);

    private readonly Statement _delete = new(connection, transaction,
        "DELETE FROM association WHERE from_key = $p0 AND to_key = $p1 AND kind = $p2", 3);

    private readonly Statement _present = new(connection, transaction, """
        SELECT a.from_key, a.to_type, a.to_key, a.kind FROM json_each($p0) asked CROSS JOIN association a ON a.from_key = asked.value
        """, 1);

    /// <summary>
    /// Replaces what the records carry and returns the keys of those whose set changed. A record that carries no associations was not asked
    /// for them and keeps its own. A set with more pages to come is only added to: what is not listed yet is not gone.
    /// </summary>
    public HashSet<long> Replace(ObjectType from, IReadOnlyList<(long Key, WireRecord Record)> records, RecordTable table, IReadOnlySet<long> withoutRows)
    {
        var carrying = records.Where(entry => entry.Record.Associations is not null).ToList();
        var changed = new HashSet<long>();
        if (carrying.Count == 0)
        {
            return changed;
        }

        var present = Present(carrying.Select(entry => entry.Key).Where(key => !withoutRows.Contains(key)).ToList());
        foreach (var to in AssociationKinds.TargetsOf(from))
        {
            var plural = to.Plural();
            var targets = carrying
                .SelectMany(entry => entry.Record.Associations!.GetValueOrDefault(plural)?.Results ?? [])
                .Select(association => association.Id)
                .Distinct()
                .ToList();
            var keys = targets.Count == 0 ? [] : table.KeysOf(to, targets);
            foreach (var (key, record) in carrying)
            {
                var listed = record.Associations!.GetValueOrDefault(plural);
                if (ReplaceSet(key, to, listed, keys, present.GetValueOrDefault((key, to)) ?? []))
                {
                    changed.Add(key);
                }
            }
        }

        return changed;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
        _present.Dispose();
    }

    private bool ReplaceSet(long key, ObjectType to, WireAssociations? listed, Dictionary<string, long> keys, HashSet<(long To, string Kind)> present)
    {
        var changed = false;
        var wanted = new HashSet<(long To, string Kind)>();
        foreach (var association in listed?.Results ?? [])
        {
            var entry = (keys[association.Id], association.Kind);
            if (wanted.Add(entry) && !present.Contains(entry))
            {
                _insert.Run(key, entry.Item1, (int)to, association.Kind);
                changed = true;
            }
        }

        if (listed?.After is not null)
        {
            return changed;
        }

        foreach (var (target, kind) in present)
        {
            if (!wanted.Contains((target, kind)))
            {
                _delete.Run(key, target, kind);
                changed = true;
            }
        }

        return changed;
    }

    private Dictionary<(long From, ObjectType To), HashSet<(long To, string Kind)>> Present(List<long> keys)
    {
        var present = new Dictionary<(long, ObjectType), HashSet<(long, string)>>();
        if (keys.Count == 0)
        {
            return present;
        }

        using var reader = _present.Read(JsonSerializer.Serialize(keys));
        while (reader.Read())
        {
            var set = (reader.GetInt64(0), (ObjectType)reader.GetInt32(1));
            if (!present.TryGetValue(set, out var entries))
            {
                present[set] = entries = [];
            }

            entries.Add((reader.GetInt64(2), reader.GetString(3)));
        }

        return present;
    }
}
