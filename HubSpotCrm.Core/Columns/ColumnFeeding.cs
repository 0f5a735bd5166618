using DuckDB.NET.Data;
using HubSpotCrm.Core.Crm;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Columns;

/// <summary>
/// Brings a copy forward by some entries of the log: rows and associations are replaced by what the mirror has now, and the number that is reached
/// is written with them, so that a copy is never between two.
/// </summary>
internal sealed class ColumnFeeding(DuckDBConnection copy, SqliteConnection mirror, AccountDefinitions definitions)
{
    /// <summary>Returns what the copy has afterwards.</summary>
    public ColumnLayout Apply(ColumnChanges changes, ColumnLayout layout, CancellationToken cancellationToken)
    {
        // A row tells its first company, so it changes with its associations.
        var links = ReadLinks(changes.Associations);
        var rows = changes.Rows.ToDictionary(
            pair => pair.Key,
            pair => ColumnLinks.HasFirstCompany(pair.Key) && links.TryGetValue(pair.Key, out var linked) ? pair.Value.Union(linked.Keys).ToHashSet() : pair.Value);
        var batches = new List<(ObjectType Type, ColumnBatch Batch)>();
        foreach (var (type, keys) in rows)
        {
            foreach (var chunk in keys.Order().Chunk(ColumnBatch.MostRows))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var batch = Read(type, chunk, layout);
                layout = ColumnTables.Widen(copy, batch, layout);
                batches.Add((type, batch));
            }
        }

        using var transaction = copy.BeginTransaction();
        foreach (var (type, keys) in rows.Where(pair => pair.Value.Count > 0))
        {
            ColumnTables.FillGone(copy, keys);
            copy.Execute($"DELETE FROM {type.Singular()} WHERE key IN (SELECT key FROM gone)");
            var columns = ColumnTables.ColumnsOf(copy, type);
            foreach (var (_, batch) in batches.Where(entry => entry.Type == type && entry.Batch.Count > 0))
            {
                batch.AppendTo(copy, columns);
            }
        }

        WriteLinks(links);
        foreach (var type in changes.Places)
        {
            MovePlaces(type);
        }

        copy.Execute("UPDATE copy SET reached = $1, replaced = replaced + $2", changes.To, (long)rows.Sum(pair => pair.Value.Count));
        transaction.Commit();
        return layout;
    }

    private ColumnBatch Read(ObjectType type, long[] keys, ColumnLayout layout)
    {
        var batch = new ColumnBatch(type, definitions, layout, keys.Length);
        using var command = ColumnTables.ForKeys(mirror, ColumnBatch.SelectSql(type, ofKeys: true), keys);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            batch.Add(reader);
        }

        return batch;
    }

    // By the kind of the record they are listed from; a record without any has an entry too, so that those it had go.
    private Dictionary<ObjectType, Dictionary<long, HashSet<(ObjectType Type, long Key)>>> ReadLinks(IReadOnlySet<long> from)
    {
        var links = new Dictionary<ObjectType, Dictionary<long, HashSet<(ObjectType, long)>>>();
        if (from.Count == 0)
        {
            return links;
        }

        using var command = ColumnTables.ForKeys(mirror, $"""
            SELECT r.type, r.key, a.to_type, a.to_key FROM json_each($keys) AS asked CROSS JOIN record AS r ON r.key = asked.value
            LEFT JOIN association AS a ON a.from_key = r.key AND a.to_type <= {(int)ObjectType.Deal} WHERE r.type <= {(int)ObjectType.Campaign}
            """, from);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var type = (ObjectType)reader.GetInt32(0);
            if (!links.TryGetValue(type, out var ofType))
            {
                links[type] = ofType = [];
            }

            var key = reader.GetInt64(1);
            if (!ofType.TryGetValue(key, out var set))
            {
                ofType[key] = set = [];
            }

            if (!reader.IsDBNull(2))
            {
                set.Add(((ObjectType)reader.GetInt32(2), reader.GetInt64(3)));
            }
        }

        return links;
    }

    private void WriteLinks(Dictionary<ObjectType, Dictionary<long, HashSet<(ObjectType Type, long Key)>>> links)
    {
        foreach (var (from, records) in links)
        {
            ColumnTables.FillGone(copy, records.Keys);
            foreach (var (_, to) in ColumnLinks.Tables.Where(pair => pair.From == from))
            {
                var table = ColumnLinks.TableOf(from, to);
                copy.Execute($"DELETE FROM {table} WHERE from_key IN (SELECT key FROM gone)");
                using var appender = copy.CreateAppender(table);
                foreach (var (key, others) in records)
                {
                    ColumnLinks.Append(appender, from, key, to, others.Where(entry => entry.Type == to).Select(entry => entry.Key));
                }
            }
        }
    }

    private void MovePlaces(ObjectType type)
    {
        copy.Execute("CREATE OR REPLACE TEMP TABLE moved (key BIGINT, place BIGINT)");
        using (var appender = copy.CreateAppender("moved"))
        {
            using var command = mirror.CreateCommand();
            command.CommandText = $"SELECT key, seq FROM {type.Singular()}_seq";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                appender.CreateRow().AppendValue(reader.GetInt64(0)).AppendValue(reader.GetInt64(1)).EndRow();
            }
        }

        copy.Execute($"UPDATE {type.Singular()} AS c SET place = m.place FROM moved AS m WHERE m.key = c.key AND c.place IS DISTINCT FROM m.place");
        copy.Execute("DROP TABLE moved");
    }
}
