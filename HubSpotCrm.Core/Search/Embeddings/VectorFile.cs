using System.Globalization;
using System.Runtime.InteropServices;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>What is kept of one record.</summary>
/// <param name="Mark">Over the texts of the record as the search index has them: while it stays, nothing has to be looked at.</param>
/// <param name="Hash">Over the text whose vector this is.</param>
/// <param name="Vector">Null for a record that says nothing, or that the endpoint does not take.</param>
internal sealed record StoredVector(long Key, ObjectType Type, long Mark, long Hash, QuantizedVector? Vector);

/// <summary>The file of vectors is damaged; only deleting it helps.</summary>
internal sealed class VectorsDamagedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The vectors of a mirror's records in a SQLite file of their own: written by one in short transactions, read once as a whole. All of it can be made
/// again, so a file of another model, or one that cannot be read, is deleted. They tell of people, so what is removed is overwritten.
/// </summary>
internal sealed class VectorFile : IDisposable
{
    private static readonly string[] Suffixes = ["-wal", "-shm", "-journal", ""];
    private readonly SqliteConnection _connection;

    private VectorFile(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file, or makes one where there is none of vectors that these settings would make.</summary>
    public static VectorFile Open(string path, EmbeddingOptions options)
    {
        var origin = string.Create(CultureInfo.InvariantCulture, $"{MeaningText.Version}\n{options.Dimensions}\n{options.Endpoint}\n{options.Model}");
        try
        {
            if (TryOpen(path, origin) is { } file)
            {
                return file;
            }
        }
        catch (SqliteException exception) when (StorageUnusableException.IsDamage(exception) || exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            // Not worth more than what it was made from.
        }

        Delete(path);
        return TryOpen(path, origin) ?? throw new IOException($"{path} was made just now, and is another's.");
    }

    /// <summary>Deletes the file with all that belongs to it. One that another program holds stays, and the log says so.</summary>
    public static void TryDelete(string path, ILogger logger)
    {
        try
        {
            Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(exception, "{Path} could not be deleted", path);
        }
    }

    /// <summary>Hands on everything that is kept.</summary>
    public void Read(Action<StoredVector> take) => Guard(() =>
    {
        using var command = Command("SELECT key, type, mark, hash, scale, units FROM vector ORDER BY key");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            QuantizedVector? vector = reader.IsDBNull(5) ? null : new QuantizedVector(MemoryMarshal.Cast<byte, sbyte>(reader.GetFieldValue<byte[]>(5)).ToArray(), reader.GetFloat(4));
            take(new StoredVector(reader.GetInt64(0), (ObjectType)reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3), vector));
        }
    });

    /// <summary>Adds records or puts them in place of what was kept of them, all or none.</summary>
    public void Put(IEnumerable<StoredVector> vectors) => Write(
        "INSERT OR REPLACE INTO vector (key, type, mark, hash, scale, units) VALUES ($key, $type, $mark, $hash, $scale, $units)",
        vectors,
        (command, one) =>
        {
            Set(command, "$key", one.Key);
            Set(command, "$type", (int)one.Type);
            Set(command, "$mark", one.Mark);
            Set(command, "$hash", one.Hash);
            Set(command, "$scale", one.Vector is { } vector ? vector.Scale : DBNull.Value);
            Set(command, "$units", one.Vector is { } kept ? MemoryMarshal.AsBytes<sbyte>(kept.Units).ToArray() : DBNull.Value);
        });

    /// <summary>Records whose text is the same although something else of them changed.</summary>
    public void Mark(IEnumerable<(long Key, long Mark)> marks) => Write(
        "UPDATE vector SET mark = $mark WHERE key = $key",
        marks,
        (command, one) =>
        {
            Set(command, "$key", one.Key);
            Set(command, "$mark", one.Mark);
        });

    /// <summary>Nothing of them stays in the file or its log.</summary>
    public void Remove(IEnumerable<long> keys)
    {
        Write("DELETE FROM vector WHERE key = $key", keys, (command, key) => Set(command, "$key", key));
        FoldLog();
    }

    /// <summary>Writes the log into the file and empties it: until then the log has what was removed or replaced.</summary>
    public void FoldLog() => Guard(() => Run("PRAGMA wal_checkpoint(TRUNCATE)"));

    public void Dispose() => _connection.Dispose();

    private static void Delete(string path)
    {
        foreach (var suffix in Suffixes)
        {
            File.Delete(path + suffix);
        }
    }

    private static VectorFile? TryOpen(string path, string origin)
    {
        // Unpooled, so that the file is free as soon as it is closed: it is deleted with the account.
        var file = new VectorFile(new SqliteConnection(SqliteSettings.ConnectionString(path, isPooled: false)));
        try
        {
            file._connection.Open();
            SqliteSettings.Apply(file._connection);
            file.Run("""
                PRAGMA secure_delete=ON;
                CREATE TABLE IF NOT EXISTS about (origin TEXT NOT NULL);
                CREATE TABLE IF NOT EXISTS vector (key INTEGER PRIMARY KEY, type INTEGER NOT NULL, mark INTEGER NOT NULL, hash INTEGER NOT NULL, scale REAL, units BLOB);
                """);
            using var about = file.Command("INSERT INTO about SELECT $origin WHERE NOT EXISTS (SELECT 1 FROM about); SELECT origin FROM about");
            about.Parameters.AddWithValue("$origin", origin);
            if (about.ExecuteScalar() is string kept && kept == origin)
            {
                return file;
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return null;
    }

    private static void Set(SqliteCommand command, string name, object value)
    {
        if (command.Parameters.Contains(name))
        {
            command.Parameters[name].Value = value;
        }
        else
        {
            command.Parameters.AddWithValue(name, value);
        }
    }

    private static void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (SqliteException exception) when (StorageUnusableException.IsDamage(exception))
        {
            throw new VectorsDamagedException(exception.Message, exception);
        }
    }

    private void Write<T>(string sql, IEnumerable<T> items, Action<SqliteCommand, T> set) => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        using (var command = Command(sql))
        {
            command.Transaction = transaction;
            foreach (var item in items)
            {
                set(command, item);
                command.ExecuteNonQuery();
            }
        }

        transaction.Commit();
    });

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private void Run(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }
}
