using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Storage;

/// <summary>
/// Makes sure that a file is one of the portal's and not of a newer portal, and brings its schema up to date. The header names the kind
/// of file, and the portal that last changed the schema; EF Core's history names the changes.
/// </summary>
internal sealed class DatabaseUpgrade(DbContext context, DatabaseKind kind, ILogger logger)
{
    /// <summary>The running portal's version, without the fourth part that nobody counts.</summary>
    public static Version OwnVersion { get; } = ToVersion(ToNumber(typeof(DatabaseUpgrade).Assembly.GetName().Version!));

    private string Path => Connection.DataSource;

    private SqliteConnection Connection => (SqliteConnection)context.Database.GetDbConnection();

    /// <summary>Throws <see cref="StorageUnusableException"/> for a file that is not ours or is newer, and what SQLite throws.</summary>
    /// <param name="beforeChange">Runs on the open file before the first change of a schema that is in use.</param>
    public async Task RunAsync(Func<SqliteConnection, string>? beforeChange, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            Refuse((await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(context.Database.GetMigrations()).Any());
            ProbeWriting();
            var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            if (pending.Count > 0)
            {
                var isInUse = pending.Count < context.Database.GetMigrations().Count();
                await MigrateAsync(pending, isInUse ? beforeChange?.Invoke(Connection) : null, cancellationToken);
            }

            if (pending.Count > 0 || Number("user_version") == 0)
            {
                Execute($"PRAGMA user_version = {ToNumber(OwnVersion)}");
            }

            if (Number("application_id") == 0)
            {
                Execute($"PRAGMA application_id = {kind.ApplicationId}");
            }
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    private void Refuse(bool hasUnknownChanges)
    {
        var id = Number("application_id");
        if (id != 0 && id != kind.ApplicationId)
        {
            throw new StorageUnusableException($"{Path} is a database of another program. {kind.Remedy}") { IsFileItself = true };
        }

        var last = Number("user_version");
        if (hasUnknownChanges || last > ToNumber(OwnVersion))
        {
            var needed = last > ToNumber(OwnVersion) ? $"version {ToVersion(last)} or later" : "a later version";
            throw new StorageUnusableException($"{Path} was made by a newer portal and needs {needed}; this is version {OwnVersion}. {kind.Remedy}") { IsFileItself = true };
        }
    }

    // A file that can only be read would fail later, in the middle of something.
    private void ProbeWriting() => Execute("BEGIN IMMEDIATE; ROLLBACK;");

    /// <summary>
    /// A portal that was killed while migrating leaves EF Core's lock row behind, for which every later migration would wait forever;
    /// the folder's own lock is held here, so the row can only be a dead one's.
    /// </summary>
    private async Task MigrateAsync(List<string> pending, string? copy, CancellationToken cancellationToken)
    {
        await ClearDeadMigrationLockAsync(cancellationToken);
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
        catch (SqliteException exception) when (copy is not null)
        {
            throw new StorageUnusableException($"{Path} could not be brought up to date: {exception.Message} As it was before, it is kept as {copy}.", exception);
        }
    }

    private async Task ClearDeadMigrationLockAsync(CancellationToken cancellationToken)
    {
        var tables = await context.Database
            .SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (tables > 0 && await context.Database.ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock", cancellationToken) > 0)
        {
            logger.LogWarning("An earlier migration of {Database} was interrupted; it is taken up again", context.GetType().Name);
        }
    }

    private int Number(string pragma)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // 1.20.3 is 1020003: it grows with the version and can be read by eye.
    private static int ToNumber(Version version) => (version.Major * 1_000_000) + (version.Minor * 1_000) + version.Build;

    private static Version ToVersion(int number) => new(number / 1_000_000, number / 1_000 % 1_000, number % 1_000);
}
