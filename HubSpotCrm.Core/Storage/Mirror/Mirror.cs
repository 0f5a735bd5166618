using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Storage.Mirror;

/// <summary>
/// The open mirror of one account. Any number of readers, each on a connection of its own, and one writer at a time:
/// SQLite has one writer anyway, and a queue in the process is fairer than its busy wait.
/// </summary>
internal sealed class Mirror(string accountId, string path) : IDisposable
{
    private static readonly TimeSpan LastPage = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _writer = new(1, 1);
    private volatile bool _closed;
    private readonly DbContextOptions<MirrorDb> _options = new DbContextOptionsBuilder<MirrorDb>()
        .UseSqlite(SqliteSettings.ConnectionString(path))
        .AddInterceptors(new SqliteSettingsInterceptor())
        .Options;

    /// <summary>The account's key in the portal: HubSpot's account id, and before it <c>sandbox-</c> for a sandbox's.</summary>
    public string AccountId { get; } = accountId;

    public string Path { get; } = path;

    /// <summary>A context for the small tables. The caller disposes it, and writes through it only inside <see cref="WriteAsync{T}"/>.</summary>
    public MirrorDb CreateContext() => new(_options);

    /// <summary>A connection to read from, with the portal's settings. The caller disposes it.</summary>
    public SqliteConnection OpenRead()
    {
        // Opening would make the file anew after it was erased.
        ObjectDisposedException.ThrowIf(_closed, this);
        var connection = new SqliteConnection(SqliteSettings.ConnectionString(Path));
        connection.Open();
        SqliteSettings.Apply(connection);
        return connection;
    }

    /// <summary>
    /// Runs the work in one IMMEDIATE transaction, commits it, and returns what the work returns.
    /// When the work throws, nothing of it is kept. No network call belongs inside.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> work, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            using var connection = OpenRead();
            using var transaction = connection.BeginTransaction(deferred: false);
            var result = work(connection, transaction);
            transaction.Commit();
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose()
    {
        // The page that is being written is finished first; those that wait for their turn find the mirror closed.
        var isIdle = _writer.Wait(LastPage);
        _closed = true;
        if (isIdle)
        {
            _writer.Release();
        }

        // A pooled connection would keep the file open after it was moved or erased.
        using (var connection = new SqliteConnection(SqliteSettings.ConnectionString(Path)))
        {
            SqliteConnection.ClearPool(connection);
        }
    }
}
