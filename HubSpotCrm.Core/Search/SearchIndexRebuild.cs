using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>
/// Makes an index anew in the order of last activity. A killed run leaves only tables beside the live ones; the next run drops them.
/// </summary>
internal sealed class SearchIndexRebuild(Mirror mirror, SearchIndexSchema live)
{
    private const int RowsPerTransaction = 5_000;
    private const int PagesPerMerge = 400;
    private readonly SearchIndexSchema _next = live.Successor;

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
            var first = from;
            await mirror.WriteAsync((connection, transaction) => Copy(connection, transaction, keys, first), cancellationToken);
        }

        await MergeAsync(mirror, _next.Search, cancellationToken);
        await MergeAsync(mirror, _next.Parts, cancellationToken);
        await mirror.WriteAsync((connection, transaction) => Swap(connection, transaction, last), cancellationToken);
    }

    private long Begin(SqliteConnection connection, SqliteTransaction transaction)
    {
        Execute(connection, transaction, _next.DropSql + _next.CreateSql);
        using var command = SearchIndexWriter.Command(connection, transaction, "SELECT seq FROM sqlite_sequence WHERE name = $name", "$name");
        SearchIndexWriter.Set(command, live.Sequence);
        return command.ExecuteScalar() as long? ?? 0;
    }

    private List<long> ReadOrder()
    {
        using var connection = mirror.OpenRead();
        using var command = SearchIndexWriter.Command(connection, null, $"SELECT key FROM {live.Sequence} ORDER BY active_at NULLS FIRST, key");
        using var reader = command.ExecuteReader();
        var keys = new List<long>();
        while (reader.Read())
        {
            keys.Add(reader.GetInt64(0));
        }

        return keys;
    }

    private int Copy(SqliteConnection connection, SqliteTransaction transaction, List<long> keys, int from)
    {
        var to = Math.Min(from + RowsPerTransaction, keys.Count);
        using var copy = SearchIndexWriter.Command(connection, transaction,
            $"INSERT INTO {_next.Sequence} (seq, key, active_at, text) SELECT $seq, key, active_at, text FROM {live.Sequence} WHERE key = $key", "$seq", "$key");
        for (var at = from; at < to; at++)
        {
            SearchIndexWriter.Set(copy, at + 1L, keys[at]);
            copy.ExecuteNonQuery();
        }

        foreach (var table in new[] { _next.Search, _next.Parts })
        {
            using var index = SearchIndexWriter.Command(connection, transaction,
                $"INSERT INTO {table} (rowid, t) SELECT seq, text FROM {_next.Sequence} WHERE seq > $from AND seq <= $to ORDER BY seq", "$from", "$to");
            SearchIndexWriter.Set(index, (long)from, (long)to);
            index.ExecuteNonQuery();
        }

        return to - from;
    }

    // What came, changed or left while the copy was made, then the new tables under the old names.
    private bool Swap(SqliteConnection connection, SqliteTransaction transaction, long last)
    {
        foreach (var (table, column) in new[] { (_next.Search, "rowid"), (_next.Parts, "rowid"), (_next.Sequence, "seq") })
        {
            Execute(connection, transaction, $"""
                DELETE FROM {table} WHERE {column} IN (
                    SELECT n.seq FROM {_next.Sequence} n LEFT JOIN {live.Sequence} l ON l.key = n.key WHERE l.key IS NULL OR l.seq > {last});
                """);
        }

        var added = new List<(long Key, long? Active, string Text)>();
        using (var read = SearchIndexWriter.Command(connection, transaction,
            $"SELECT key, active_at, text FROM {live.Sequence} WHERE seq > $last ORDER BY seq", "$last"))
        {
            SearchIndexWriter.Set(read, last);
            using var reader = read.ExecuteReader();
            while (reader.Read())
            {
                added.Add((reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetString(2)));
            }
        }

        using (var insert = new IndexInsert(connection, transaction, _next))
        {
            foreach (var (key, active, text) in added)
            {
                insert.Run(key, active, text);
            }
        }

        Execute(connection, transaction, live.DropSql + $"""
            ALTER TABLE {_next.Search} RENAME TO {live.Search};
            ALTER TABLE {_next.Parts} RENAME TO {live.Parts};
            ALTER TABLE {_next.Sequence} RENAME TO {live.Sequence};
            """);
        return true;
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
