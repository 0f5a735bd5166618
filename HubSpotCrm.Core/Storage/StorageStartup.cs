using HubSpotCrm.Core.Storage.App;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Storage;

/// <summary>
/// Makes the data folder and its databases ready, before anything else runs. Holds the folder's lock until disposed.
/// Every fault is a <see cref="StorageUnusableException"/> whose message says what to do.
/// </summary>
public sealed class StorageStartup(
    IOptions<StorageOptions> options,
    IDbContextFactory<AppDb> appDb,
    ILogger<StorageStartup> logger) : IDisposable
{
    private InstanceLock? _lock;

    /// <summary>Checks the folder and SQLite's version, takes the lock, and migrates <c>app.db</c>. A mirror is migrated when it is opened.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var folder = options.Value.FullPath;
        MakeFolder(folder);
        _lock ??= InstanceLock.Take(folder);
        CheckSqliteVersion();

        try
        {
            await using var context = await appDb.CreateDbContextAsync(cancellationToken);
            await MigrateAsync(context, logger, cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw new StorageUnusableException(Describe(exception, Path.Combine(folder, AppDatabase.FileName)), exception);
        }
    }

    /// <summary>
    /// Migrates when something is pending. A portal that was killed while migrating leaves EF Core's lock row behind, for
    /// which every later migration would wait forever; the folder's own lock is held here, so the row can only be a dead one's.
    /// </summary>
    internal static async Task MigrateAsync(DbContext context, ILogger logger, CancellationToken cancellationToken)
    {
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
        {
            return;
        }

        await ClearDeadMigrationLockAsync(context, logger, cancellationToken);
        logger.LogInformation("Migrating {Database}: {Migrations}", context.GetType().Name, pending);
        using var watchdog = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watchdog.CancelAfter(TimeSpan.FromMinutes(10));
        try
        {
            await context.Database.MigrateAsync(watchdog.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StorageUnusableException("Migrating the database took more than ten minutes and was stopped. Is another program using it?", exception);
        }
    }

    internal static StorageUnusableException NotWritable(string folder, Exception inner) => new(
        $"The data folder {folder} cannot be written: {inner.Message} Give the portal's user the right to write there, free some space, or set Portal:DataDirectory.", inner);

    public void Dispose() => _lock?.Dispose();

    private static async Task ClearDeadMigrationLockAsync(DbContext context, ILogger logger, CancellationToken cancellationToken)
    {
        var tables = await context.Database
            .SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (tables > 0 && await context.Database.ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock", cancellationToken) > 0)
        {
            logger.LogWarning("An earlier migration of {Database} was interrupted; it is taken up again", context.GetType().Name);
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            var probe = Path.Combine(folder, $".probe-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "probe");
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, exception);
        }
    }

    private static void CheckSqliteVersion()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        if (Version.Parse(connection.ServerVersion) < SqliteSettings.MinimumVersion)
        {
            throw new StorageUnusableException(
                $"SQLite {connection.ServerVersion} is in use; at least {SqliteSettings.MinimumVersion} is needed, since older ones can corrupt a database that is written and read at once.");
        }
    }

    private static string Describe(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_FULL => $"The disk is full, so {path} cannot be written. Free some space and start again; nothing was lost.",
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB =>
            $"{path} is damaged ({exception.Message}). It was left as it is: move it aside and restore a backup.",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_IOERR =>
            $"{path} cannot be written ({exception.Message}). Give the portal's user the right to write it.",
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
            $"{path} is locked by another program. Close it and start again.",
        _ => $"{path} cannot be used: {exception.Message}",
    };
}
