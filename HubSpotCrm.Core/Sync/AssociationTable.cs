using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// The rows of <c>association</c> within one transaction. A record's set is replaced as it was read from its side, and the other records' rows
/// follow: HubSpot lists each association from both sides, but the two are not read at the same time.
/// </summary>
internal sealed class AssociationTable(SqliteConnection connection, SqliteTransaction transaction) : IDisposable
{
    private readonly Statement _insert = new(connection, transaction, """
        INSERT INTO association (from_key, to_key, to_type, kind, label) VALUES ($p0, $p1, $p2, $p3, $p4)
        ON CONFLICT DO UPDATE SET label = excluded.label WHERE label IS NOT excluded.label
        """, 5);

    private readonly Statement _delete = new(connection, transaction,
        "DELETE FROM association WHERE from_key = $p0 AND to_key = $p1 AND kind = $p2", 3);

    private readonly Statement _deletePair = new(connection, transaction, "DELETE FROM association WHERE from_key = $p0 AND to_key = $p1", 2);

    private readonly Statement _present = new(connection, transaction, """
        SELECT a.from_key, a.to_type, a.to_key, a.kind, a.label FROM json_each($p0) asked CROSS JOIN association a ON a.from_key = asked.value
        """, 1);

    /// <summary>The records on the other side whose rows changed with those of a page, by type.</summary>
    public Dictionary<ObjectType, HashSet<long>> Others { get; } = [];

    /// <summary>
    /// Replaces what the records carry and returns the keys of those whose set changed. A record that carries no associations was not asked
    /// for them and keeps its own. A set with more pages to come is only added to: what is not listed yet is not gone.
    /// </summary>
    public HashSet<long> Replace(
        ObjectType from, IReadOnlyList<ObjectType> targetTypes, IReadOnlyList<(long Key, WireRecord Record)> records, RecordTable table, IReadOnlySet<long> withoutRows)
    {
        var carrying = records.Where(entry => entry.Record.Associations is not null).ToList();
        var changed = new HashSet<long>();
        if (carrying.Count == 0)
        {
            return changed;
        }

        // A record that was known by its id only may have rows as well: those that came from the other side.
        var present = Present(carrying.ConvertAll(entry => entry.Key));
        foreach (var to in targetTypes)
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
                if (ReplaceSet(key, from, to, listed, keys, present.GetValueOrDefault((key, to)) ?? []) || (withoutRows.Contains(key) && listed?.Results.Count > 0))
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
        _deletePair.Dispose();
        _present.Dispose();
    }

    private bool ReplaceSet(
        long key, ObjectType from, ObjectType to, WireAssociations? listed, Dictionary<string, long> keys, Dictionary<(long To, string Kind), string?> present)
    {
        var changed = false;
        var wanted = new HashSet<(long To, string Kind)>();
        foreach (var association in listed?.Results ?? [])
        {
            var kind = AssociationKinds.Kept(from, to, association.Kind);
            var label = association.Label ?? AssociationKinds.LabelOf(kind);
            var entry = (keys[association.Id], kind);
            if (!wanted.Add(entry) || (present.TryGetValue(entry, out var shown) && shown == label))
            {
                continue;
            }

            _insert.Run(key, entry.Item1, (int)to, kind, label);
            changed = true;
            if (AssociationKinds.InverseOf(from, to, kind) is { } inverse
                && _insert.Run(entry.Item1, key, (int)from, inverse, AssociationKinds.LabelOf(inverse)) > 0)
            {
                Touch(to, entry.Item1);
            }
        }

        return listed?.After is null ? Remove(key, from, to, wanted, present) || changed : changed;
    }

    private bool Remove(long key, ObjectType from, ObjectType to, HashSet<(long To, string Kind)> wanted, Dictionary<(long To, string Kind), string?> present)
    {
        var changed = false;
        foreach (var (target, kind) in present.Keys.Where(entry => !wanted.Contains(entry)))
        {
            _delete.Run(key, target, kind);
            changed = true;
            var gone = !wanted.Any(entry => entry.To == target) ? _deletePair.Run(target, key)
                : AssociationKinds.InverseOf(from, to, kind) is { } inverse ? _delete.Run(target, key, inverse)
                : 0;
            if (gone > 0)
            {
                Touch(to, target);
            }
        }

        return changed;
    }

    private void Touch(ObjectType type, long key)
    {
        if (!Others.TryGetValue(type, out var keys))
        {
            Others[type] = keys = [];
        }

        keys.Add(key);
    }

    private Dictionary<(long From, ObjectType To), Dictionary<(long To, string Kind), string?>> Present(List<long> keys)
    {
        var present = new Dictionary<(long, ObjectType), Dictionary<(long, string), string?>>();
        using var reader = _present.Read(JsonSerializer.Serialize(keys));
        while (reader.Read())
        {
            var set = (reader.GetInt64(0), (ObjectType)reader.GetInt32(1));
            if (!present.TryGetValue(set, out var entries))
            {
                present[set] = entries = [];
            }

            entries[(reader.GetInt64(2), reader.GetString(3))] = reader.IsDBNull(4) ? null : reader.GetString(4);
        }

        return present;
    }
}
