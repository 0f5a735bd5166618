using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>
/// Makes an index anew in the order of last activity. A killed run leaves only tables beside the live ones; the next run drops them.
/// </summary>
internal sealed class SearchIndexRebuild(Mirror mirror, ObjectType type, AccountDefinitions definitions)
{
    private const int RowsPerTransaction = 5_000;
    private const int PagesPerMerge = 400;
    private readonly SearchIndexSchema _live = SearchIndexSchema.Of(type);
    private readonly SearchIndexSchema _next = SearchIndexSchema.Of(type).Successor;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // SQLite works synchronously: not on the caller's thread.
        await Task.Run(() => RebuildAsync(cancellationToken), cancellationToken);
    }

    /// <summary>A negative amount once makes every piece a candidate; then small amounts until nothing is left to do.</summary>
    public static async Task MergeAsync(Mirror mirror, string search, CancellationToken cancellationToken)
    {
        await Task.Run(
            async () =>
            {
                var pages = -PagesPerMerge;
                while (await mirror.WriteAsync((connection, transaction) => MergeStep(connection, transaction, search, pages), cancellationToken))
                {
                    pages = PagesPerMerge;
                }
            },
            cancellationToken);
    }

    private async Task RebuildAsync(CancellationToken cancellationToken)
    {
        var last = await mirror.WriteAsync(Begin, cancellationToken);
        var keys = ReadOrder();
        for (var from = 0; from < keys.Count; from += RowsPerTransaction)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (first, chunk) = (from, keys.Slice(from, Math.Min(RowsPerTransaction, keys.Count - from)));

            // Read before the writer is needed: what changes meanwhile has another hash, and is taken at the end.
            var further = await mirror.ReadAsync(connection => new FurtherText(connection, null, definitions).Words(type, chunk), cancellationToken);
            await mirror.WriteAsync((connection, transaction) => Copy(connection, transaction, chunk, first, further), cancellationToken);
        }

        await MergeAsync(mirror, _next.Search, cancellationToken);
        await MergeAsync(mirror, _next.Further, cancellationToken);
        await mirror.WriteAsync((connection, transaction) => Swap(connection, transaction, last), cancellationToken);
    }

    private long Begin(SqliteConnection connection, SqliteTransaction transaction)
    {
        Execute(connection, transaction, _next.DropSql + _next.CreateSql);
        using var command = SearchIndexWriter.Command(connection, transaction, "SELECT seq FROM sqlite_sequence WHERE name = $name", "$name");
        SearchIndexWriter.Set(command, _live.Sequence);
        return command.ExecuteScalar() as long? ?? 0;
    }

    private List<long> ReadOrder()
    {
        using var connection = mirror.OpenRead();
        using var command = SearchIndexWriter.Command(connection, null, $"SELECT key FROM {_live.Sequence} ORDER BY active_at NULLS FIRST, key");
        using var reader = command.ExecuteReader();
        var keys = new List<long>();
        while (reader.Read())
        {
            keys.Add(reader.GetInt64(0));
        }

        return keys;
    }

    private int Copy(SqliteConnection connection, SqliteTransaction transaction, List<long> keys, int from, Dictionary<long, string> further)
    {
        using var copy = SearchIndexWriter.Command(connection, transaction,
            $"INSERT INTO {_next.Sequence} (seq, key, active_at, text, further) SELECT $seq, key, active_at, text, $further FROM {_live.Sequence} WHERE key = $key", "$seq", "$further", "$key");
        for (var at = 0; at < keys.Count; at++)
        {
            SearchIndexWriter.Set(copy, from + at + 1L, IndexedRecord.HashOf(further.GetValueOrDefault(keys[at], "")), keys[at]);
            copy.ExecuteNonQuery();
        }

        using var index = SearchIndexWriter.Command(connection, transaction,
            $"INSERT INTO {_next.Search} (rowid, t) SELECT seq, text FROM {_next.Sequence} WHERE seq > $from AND seq <= $to ORDER BY seq", "$from", "$to");
        SearchIndexWriter.Set(index, (long)from, (long)from + keys.Count);
        index.ExecuteNonQuery();

        using var words = SearchIndexWriter.Command(connection, transaction,
            $"INSERT INTO {_next.Further} (rowid, t) SELECT seq, text || $further FROM {_next.Sequence} WHERE seq = $seq", "$further", "$seq");
        for (var at = 0; at < keys.Count; at++)
        {
            SearchIndexWriter.Set(words, further.TryGetValue(keys[at], out var more) ? $" {more}" : "", from + at + 1L);
            words.ExecuteNonQuery();
        }

        return keys.Count;
    }

    // What came, changed or left while the copy was made, then the new tables under the old names.
    private bool Swap(SqliteConnection connection, SqliteTransaction transaction, long last)
    {
        foreach (var (table, column) in new[] { (_next.Search, "rowid"), (_next.Further, "rowid"), (_next.Sequence, "seq") })
        {
            Execute(connection, transaction, $"""
                DELETE FROM {table} WHERE {column} IN (
                    SELECT n.seq FROM {_next.Sequence} n LEFT JOIN {_live.Sequence} l ON l.key = n.key WHERE l.key IS NULL OR l.seq > {last});
                """);
        }

        TakeChanges(connection, transaction, last);
        Execute(connection, transaction, _live.DropSql + $"""
            ALTER TABLE {_next.Search} RENAME TO {_live.Search};
            ALTER TABLE {_next.Further} RENAME TO {_live.Further};
            ALTER TABLE {_next.Sequence} RENAME TO {_live.Sequence};
            {ColumnLog.FollowPlacesSql(_live.Sequence)}
            """);
        return true;
    }

    private void TakeChanges(SqliteConnection connection, SqliteTransaction transaction, long last)
    {
        var texts = new FurtherText(connection, transaction, definitions);
        var moved = Read(connection, transaction, $"SELECT key, text, active_at, seq FROM {_live.Sequence} WHERE seq > $last ORDER BY seq", last);
        var kept = Read(connection, transaction, $"""
            SELECT l.key, l.text, l.active_at, n.seq FROM {_live.Sequence} l JOIN {_next.Sequence} n ON n.key = l.key
            WHERE l.seq <= $last AND l.further <> n.further ORDER BY n.seq
            """, last);
        var further = texts.Words(type, [.. moved.Concat(kept).Select(one => one.Record.Key)]);
        using var remove = SearchIndexWriter.Command(connection, transaction, $"DELETE FROM {_next.Further} WHERE rowid = $seq", "$seq");
        foreach (var (_, place) in kept)
        {
            SearchIndexWriter.Set(remove, place);
            remove.ExecuteNonQuery();
        }

        using var insert = new IndexInsert(connection, transaction, _next);
        foreach (var (record, place) in kept)
        {
            insert.RunFurther(place, record with { Further = further.GetValueOrDefault(record.Key, "") });
        }

        foreach (var (record, _) in moved)
        {
            insert.Run(record with { Further = further.GetValueOrDefault(record.Key, "") });
        }
    }

    private static List<(IndexedRecord Record, long Place)> Read(SqliteConnection connection, SqliteTransaction transaction, string sql, long last)
    {
        var command = SearchIndexWriter.Command(connection, transaction, sql, "$last");
        SearchIndexWriter.Set(command, last);
        return RowReading.ReadAll(command, row => (new IndexedRecord(row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2)), row.GetInt64(3)));
    }

    private static bool MergeStep(SqliteConnection connection, SqliteTransaction transaction, string search, int pages)
    {
        using var changes = SearchIndexWriter.Command(connection, transaction, "SELECT total_changes()");
        var before = (long)changes.ExecuteScalar()!;
        using var merge = SearchIndexWriter.Command(connection, transaction, $"INSERT INTO {search} ({search}, rank) VALUES ('merge', $pages)", "$pages");
        SearchIndexWriter.Set(merge, pages);
        merge.ExecuteNonQuery();

        // The command itself counts as one change.
        return (long)changes.ExecuteScalar()! - before >= 2;
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var command = SearchIndexWriter.Command(connection, transaction, sql);
        command.ExecuteNonQuery();
    }
}
