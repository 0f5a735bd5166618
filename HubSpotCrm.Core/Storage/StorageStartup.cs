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
    TimeProvider time,
    ILogger<StorageStartup> logger) : IDisposable
{
    private InstanceLock? _lock;

    /// <summary>Checks the folder and SQLite's version, takes the lock, and migrates <c>app.db</c>, after a copy of it. A mirror is migrated when it is opened.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var folder = options.Value.FullPath;
        MakeFolder(folder);
        _lock ??= InstanceLock.Take(folder);
        CheckSqliteVersion();

        var path = Path.Combine(folder, AppDatabase.FileName);
        RefuseEmptied(folder, path);
        try
        {
            await using var context = await appDb.CreateDbContextAsync(cancellationToken);
            await context.Database.OpenConnectionAsync(cancellationToken);
            SqliteSettings.Check((SqliteConnection)context.Database.GetDbConnection());
            await new DatabaseUpgrade(context, DatabaseKind.App, logger).RunAsync(new UpgradeCopies(folder, time).Make, cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw StorageUnusableException.Of(exception, path, DatabaseKind.App);
        }
    }

    internal static StorageUnusableException NotWritable(string folder, Exception inner) => new(
        $"The data folder {folder} cannot be written: {inner.Message} Give the portal's user the right to write there, free some space, or set Portal:DataDirectory.", inner);

    /// <summary>Nobody but the portal's user may look into a new folder.</summary>
    internal static void MakePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _lock?.Dispose();

    // A file that lost its content looks to SQLite like a new one: the portal would begin again with nobody knowing why.
    private static void RefuseEmptied(string folder, string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: 0 } && Directory.EnumerateFiles(folder, "mirror-*.db").Any())
        {
            throw new StorageUnusableException($"{path} is empty, and the portal was in use before. {DatabaseKind.App.Remedy}");
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            MakePrivateFolder(folder);
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
}
