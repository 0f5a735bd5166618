using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace HubSpotCrm.Core.Storage;

/// <summary>One policy for every SQLite connection of the portal.</summary>
internal static class SqliteSettings
{
    /// <summary>Before this release two connections that write and checkpoint at once could corrupt a WAL database.</summary>
    public static Version MinimumVersion { get; } = new(3, 51, 3);

    // 8 MB of cached pages for each connection, of which there are as many as there are readers at once: a mirror's writer takes more.
    // FULL keeps the last commits over a power loss: the outbox and the audit need it, and page transactions are few.
    // A page of a first sync touches hundreds of database pages, mostly the same ones: the log is folded in every 96 MB, not every 4 as by default.
    private const string Pragmas = """
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        PRAGMA foreign_keys=ON;
        PRAGMA busy_timeout=5000;
        PRAGMA journal_size_limit=134217728;
        PRAGMA wal_autocheckpoint=24576;
        PRAGMA trusted_schema=OFF;
        PRAGMA cell_size_check=ON;
        PRAGMA cache_size=-8192;
        PRAGMA temp_store=MEMORY;
        """;

    // A pooled connection keeps its handle, and with it the settings: to give them anew takes longer than to find a record by its id.
    private static readonly ConditionalWeakTable<sqlite3, object> Set = [];

    /// <param name="isPooled">A pooled connection keeps its file open after it was closed.</param>
    public static string ConnectionString(string path, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate, bool isPooled = true) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = isPooled,
        DefaultTimeout = 30,
    }.ToString();

    /// <summary>Settings of an open connection. Throws when the file cannot be kept in WAL mode, as on a network disk.</summary>
    public static void Apply(SqliteConnection connection)
    {
        if (Set.TryGetValue(connection.Handle!, out _))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        using var reader = command.ExecuteReader();
        if (!reader.Read() || !string.Equals(reader.GetString(0), "wal", StringComparison.OrdinalIgnoreCase))
        {
            throw new StorageUnusableException(
                $"The database {connection.DataSource} cannot use write-ahead logging. Put the data folder on a local disk.");
        }

        while (reader.NextResult())
        {
        }

        Set.AddOrUpdate(connection.Handle!, Pragmas);
    }

    /// <summary>Reads the whole file. Throws as SQLite does for a damaged one.</summary>
    public static void Check(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is string answer and not "ok")
        {
            throw new SqliteException(answer, SQLitePCL.raw.SQLITE_CORRUPT);
        }
    }
}

/// <summary>Gives the connections that EF Core opens the portal's settings.</summary>
internal sealed class SqliteSettingsInterceptor : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        SqliteSettings.Apply((SqliteConnection)connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        SqliteSettings.Apply((SqliteConnection)connection);
        return Task.CompletedTask;
    }
}
