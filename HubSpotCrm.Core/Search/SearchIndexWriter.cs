using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>What the index holds of one record.</summary>
/// <param name="Key">The mirror's key.</param>
/// <param name="Text">From <see cref="SearchText"/>: folded words joined by spaces.</param>
/// <param name="LastActivityAt">UTC milliseconds; null when there was none.</param>
/// <param name="Further">From <see cref="FurtherText"/>: folded words joined by spaces; null where the index is made anew soon, and takes them then.</param>
internal readonly record struct IndexedRecord(long Key, string Text, long? LastActivityAt, string? Further = "")
{
    /// <summary>Tells a changed text from the one that is indexed.</summary>
    public long? FurtherHash => Further is null ? null : HashOf(Further);

    /// <summary>As the index of further words takes it.</summary>
    public string AllWords => string.IsNullOrEmpty(Further) ? Text : $"{Text} {Further}";

    public static long HashOf(string further) => (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(further.AsSpan()));
}

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
        var moves = IndexMoves.Of(connection, transaction, schema, records);

        // All deletes first, then inserts with rising rowids: FTS5 writes its memory out whenever a rowid falls.
        Delete(connection, transaction, schema.Search, moves.Left);
        Delete(connection, transaction, schema.Further, [.. moves.Left, .. moves.Kept.Select(kept => kept.Place)]);

        using var insert = new IndexInsert(connection, transaction, schema);
        foreach (var (place, record) in moves.Kept.OrderBy(kept => kept.Place))
        {
            insert.RunFurther(place, record);
        }

        foreach (var record in moves.Moving)
        {
            insert.Run(record);
        }
    }

    /// <summary>Replaces the further words of records and leaves them in their places; those that have the same cost a look-up, those that are not indexed are passed over.</summary>
    public void UpdateFurther(SqliteConnection connection, SqliteTransaction transaction, ObjectType type, IReadOnlyDictionary<long, string> further)
    {
        var present = new List<IndexedRecord>(further.Count);
        using (var find = Command(connection, transaction, $"SELECT active_at, text FROM {SearchIndexSchema.Of(type).Sequence} WHERE key = $key", "$key"))
        {
            foreach (var (key, words) in further)
            {
                Set(find, key);
                using var reader = find.ExecuteReader();
                if (reader.Read())
                {
                    present.Add(new IndexedRecord(key, reader.GetString(1), reader.IsDBNull(0) ? null : reader.GetInt64(0), words));
                }
            }
        }

        Update(connection, transaction, type, present);
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

        Delete(connection, transaction, schema.Search, places);
        Delete(connection, transaction, schema.Further, places);
    }

    /// <summary>
    /// Orders the index of a kind of record by last activity, newest first. Built beside the live one in short transactions and put
    /// in its place in one, so searches and other writers go on meanwhile. A second call for the same kind waits for the first.
    /// Takes minutes at a million records.
    /// </summary>
    public async Task ResequenceAsync(Mirror mirror, ObjectType type, AccountDefinitions definitions, CancellationToken cancellationToken)
    {
        var turn = _resequencing.GetOrAdd((mirror.AccountId, type), _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            await new SearchIndexRebuild(mirror, type, definitions).RunAsync(cancellationToken);
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
        await SearchIndexRebuild.MergeAsync(mirror, schema.Further, cancellationToken);
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

    private static void Delete(SqliteConnection connection, SqliteTransaction transaction, string table, IReadOnlyList<long> places)
    {
        using var delete = Command(connection, transaction, $"DELETE FROM {table} WHERE rowid = $seq", "$seq");
        foreach (var place in places.Order())
        {
            Set(delete, place);
            delete.ExecuteNonQuery();
        }
    }
}

/// <summary>What an update does to an index.</summary>
/// <param name="Moving">The records that get a new place, least recently active first.</param>
/// <param name="Left">The places that they leave.</param>
/// <param name="Kept">Records that keep their place, and have other further words.</param>
internal sealed record IndexMoves(IReadOnlyList<IndexedRecord> Moving, IReadOnlyList<long> Left, IReadOnlyList<(long Place, IndexedRecord Record)> Kept)
{
    /// <summary>Compares the records with what is indexed of them.</summary>
    public static IndexMoves Of(SqliteConnection connection, SqliteTransaction transaction, SearchIndexSchema schema, IReadOnlyList<IndexedRecord> records)
    {
        var moving = new Dictionary<long, IndexedRecord>(records.Count);
        var left = new Dictionary<long, long>();
        var kept = new Dictionary<long, (long Place, IndexedRecord Record)>();
        using var find = SearchIndexWriter.Command(connection, transaction,
            $"SELECT seq, active_at, text = $text, further IS $further FROM {schema.Sequence} WHERE key = $key", "$text", "$further", "$key");
        using var note = SearchIndexWriter.Command(connection, transaction, $"UPDATE {schema.Sequence} SET active_at = $active WHERE key = $key", "$active", "$key");
        foreach (var record in records)
        {
            SearchIndexWriter.Set(find, record.Text, record.FurtherHash, record.Key);
            using var reader = find.ExecuteReader();
            if (!reader.Read())
            {
                moving[record.Key] = record;
                continue;
            }

            var place = reader.GetInt64(0);
            long? active = reader.IsDBNull(1) ? null : reader.GetInt64(1);
            var (sameText, sameFurther) = (reader.GetBoolean(2), reader.GetBoolean(3));
            kept.Remove(record.Key);
            if (!sameText || record.LastActivityAt > (active ?? long.MinValue))
            {
                moving[record.Key] = record;
                left[record.Key] = place;
                continue;
            }

            moving.Remove(record.Key);
            left.Remove(record.Key);
            if (!sameFurther)
            {
                kept[record.Key] = (place, record);
            }

            if (record.LastActivityAt != active)
            {
                SearchIndexWriter.Set(note, record.LastActivityAt, record.Key);
                note.ExecuteNonQuery();
            }
        }

        return new IndexMoves([.. moving.Values.OrderBy(record => record.LastActivityAt ?? long.MinValue)], [.. left.Values], [.. kept.Values]);
    }
}

/// <summary>Puts records at the front of an index, one after the other.</summary>
internal sealed class IndexInsert(SqliteConnection connection, SqliteTransaction transaction, SearchIndexSchema schema) : IDisposable
{
    private readonly SqliteCommand _place = SearchIndexWriter.Command(connection, transaction,
        $"INSERT OR REPLACE INTO {schema.Sequence} (key, active_at, text, further) VALUES ($key, $active, $text, $further) RETURNING seq", "$key", "$active", "$text", "$further");

    private readonly SqliteCommand _words = SearchIndexWriter.Command(connection, transaction,
        $"INSERT INTO {schema.Search} (rowid, t) VALUES ($seq, $text)", "$seq", "$text");

    private readonly SqliteCommand _further = SearchIndexWriter.Command(connection, transaction,
        $"INSERT INTO {schema.Further} (rowid, t) VALUES ($seq, $text)", "$seq", "$text");

    private readonly SqliteCommand _hash = SearchIndexWriter.Command(connection, transaction,
        $"UPDATE {schema.Sequence} SET further = $further WHERE seq = $seq", "$further", "$seq");

    public void Run(IndexedRecord record)
    {
        SearchIndexWriter.Set(_place, record.Key, record.LastActivityAt, record.Text, record.FurtherHash);
        var seq = (long)_place.ExecuteScalar()!;
        SearchIndexWriter.Set(_words, seq, record.Text);
        _words.ExecuteNonQuery();
        InsertFurther(seq, record);
    }

    /// <summary>The further words of a record that keeps its place, where none are at present.</summary>
    public void RunFurther(long place, IndexedRecord record)
    {
        SearchIndexWriter.Set(_hash, record.FurtherHash, place);
        _hash.ExecuteNonQuery();
        InsertFurther(place, record);
    }

    public void Dispose()
    {
        _place.Dispose();
        _words.Dispose();
        _further.Dispose();
        _hash.Dispose();
    }

    private void InsertFurther(long place, IndexedRecord record)
    {
        if (record.Further is null)
        {
            return;
        }

        SearchIndexWriter.Set(_further, place, record.AllWords);
        _further.ExecuteNonQuery();
    }
}
