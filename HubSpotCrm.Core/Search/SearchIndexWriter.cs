using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>What the index holds of one record.</summary>
/// <param name="Key">The mirror's key.</param>
/// <param name="Text">From <see cref="SearchText"/>: folded words joined by spaces.</param>
/// <param name="LastActivityAt">UTC milliseconds; null when there was none.</param>
internal readonly record struct IndexedRecord(long Key, string Text, long? LastActivityAt);

/// <summary>Keeps the search index in step with the records, inside the transaction that writes them.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Writers take it from the container, as every service.")]
internal sealed class SearchIndexWriter
{
    private readonly ConcurrentDictionary<(string Mirror, ObjectType Type), SemaphoreSlim> _resequencing = new();

    /// <summary>
    /// Adds or replaces records. One whose text changed or that was active since moves to the front of its kind; one that did
    /// neither costs a look-up. Of a key given twice the last counts.
    /// </summary>
    public void Update(SqliteConnection connection, SqliteTransaction transaction, ObjectType type, IReadOnlyList<IndexedRecord> records)
    {
        var schema = SearchIndexSchema.Of(type);
        var moving = Moving(connection, transaction, schema, records, out var places);

        // All deletes first, then inserts with rising rowids: FTS5 writes its memory out whenever a rowid falls.
        DeleteFromIndex(connection, transaction, schema, places);

        using var insert = new IndexInsert(connection, transaction, schema);
        foreach (var record in moving)
        {
            insert.Run(record.Key, record.LastActivityAt, record.Text);
        }
    }

    /// <summary>Takes records out; keys that are not in the index are passed over.</summary>
    public void Remove(SqliteConnection connection, SqliteTransaction transaction, ObjectType type, IReadOnlyList<long> keys)
    {
        var schema = SearchIndexSchema.Of(type);
        var places = new List<long>();
        using var remove = Command(connection, transaction, $"DELETE FROM {schema.Sequence} WHERE key = $key RETURNING seq", "$key");
        foreach (var key in keys)
        {
            Set(remove, key);
            if (remove.ExecuteScalar() is long place)
            {
                places.Add(place);
            }
        }

        DeleteFromIndex(connection, transaction, schema, places);
    }

    /// <summary>
    /// Orders the index of a kind of record by last activity, newest first. Built beside the live one in short transactions and put
    /// in its place in one, so searches and other writers go on meanwhile. A second call for the same kind waits for the first.
    /// Takes minutes at a million records.
    /// </summary>
    public async Task ResequenceAsync(Mirror mirror, ObjectType type, CancellationToken cancellationToken)
    {
        var turn = _resequencing.GetOrAdd((mirror.AccountId, type), _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            await new SearchIndexRebuild(mirror, SearchIndexSchema.Of(type)).RunAsync(cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Merges the index's pieces in steps short enough for other writers to pass between. For quiet moments after many changes.</summary>
    public async Task MergeAsync(Mirror mirror, ObjectType type, CancellationToken cancellationToken)
    {
        var schema = SearchIndexSchema.Of(type);
        await SearchIndexRebuild.MergeAsync(mirror, schema.Search, cancellationToken);
        await SearchIndexRebuild.MergeAsync(mirror, schema.Parts, cancellationToken);
    }

    internal static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    internal static void Set(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var at = 0; at < values.Length; at++)
        {
            command.Parameters[at].Value = values[at] ?? DBNull.Value;
        }
    }

    // The records that get a new place, least recently active first, and the places they leave.
    private static IEnumerable<IndexedRecord> Moving(
        SqliteConnection connection, SqliteTransaction transaction, SearchIndexSchema schema, IReadOnlyList<IndexedRecord> records, out List<long> places)
    {
        var moving = new Dictionary<long, IndexedRecord>(records.Count);
        var left = new Dictionary<long, long>();
        using var find = Command(connection, transaction,
            $"SELECT seq, active_at, text = $text FROM {schema.Sequence} WHERE key = $key", "$text", "$key");
        using var note = Command(connection, transaction, $"UPDATE {schema.Sequence} SET active_at = $active WHERE key = $key", "$active", "$key");
        foreach (var record in records)
        {
            Set(find, record.Text, record.Key);
            using var reader = find.ExecuteReader();
            if (!reader.Read())
            {
                moving[record.Key] = record;
                continue;
            }

            var place = reader.GetInt64(0);
            long? active = reader.IsDBNull(1) ? null : reader.GetInt64(1);
            var sameText = reader.GetBoolean(2);
            if (!sameText || record.LastActivityAt > (active ?? long.MinValue))
            {
                moving[record.Key] = record;
                left[record.Key] = place;
                continue;
            }

            moving.Remove(record.Key);
            left.Remove(record.Key);
            if (record.LastActivityAt != active)
            {
                Set(note, record.LastActivityAt, record.Key);
                note.ExecuteNonQuery();
            }
        }

        places = [.. left.Values.Order()];
        return moving.Values.OrderBy(record => record.LastActivityAt ?? long.MinValue);
    }

    private static void DeleteFromIndex(SqliteConnection connection, SqliteTransaction transaction, SearchIndexSchema schema, List<long> places)
    {
        places.Sort();
        foreach (var table in new[] { schema.Search, schema.Parts })
        {
            using var delete = Command(connection, transaction, $"DELETE FROM {table} WHERE rowid = $seq", "$seq");
            foreach (var place in places)
            {
                Set(delete, place);
                delete.ExecuteNonQuery();
            }
        }
    }
}

/// <summary>Puts records at the front of an index, one after the other.</summary>
internal sealed class IndexInsert(SqliteConnection connection, SqliteTransaction transaction, SearchIndexSchema schema) : IDisposable
{
    private readonly SqliteCommand _place = SearchIndexWriter.Command(connection, transaction,
        $"INSERT OR REPLACE INTO {schema.Sequence} (key, active_at, text) VALUES ($key, $active, $text) RETURNING seq", "$key", "$active", "$text");

    private readonly SqliteCommand _words = SearchIndexWriter.Command(connection, transaction,
        $"INSERT INTO {schema.Search} (rowid, t) VALUES ($seq, $text)", "$seq", "$text");

    private readonly SqliteCommand _parts = SearchIndexWriter.Command(connection, transaction,
        $"INSERT INTO {schema.Parts} (rowid, t) VALUES ($seq, $text)", "$seq", "$text");

    public void Run(long key, long? lastActivityAt, string text)
    {
        SearchIndexWriter.Set(_place, key, lastActivityAt, text);
        var seq = (long)_place.ExecuteScalar()!;
        foreach (var insert in new[] { _words, _parts })
        {
            SearchIndexWriter.Set(insert, seq, text);
            insert.ExecuteNonQuery();
        }
    }

    public void Dispose()
    {
        _place.Dispose();
        _words.Dispose();
        _parts.Dispose();
    }
}
