using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Storage.Mirror;

/// <summary>
/// The open mirror of one account. Any number of readers, each on a connection of its own, and one writer at a time:
/// SQLite has one writer anyway, and a queue in the process is fairer than its busy wait.
/// </summary>
/// <param name="onDamaged">Told of each time that SQLite finds the file damaged.</param>
internal sealed class Mirror(string accountId, string path, Action<Mirror, SqliteException>? onDamaged = null) : IDisposable
{
    /// <summary>More would not be faster, and each keeps some megabytes of cached pages.</summary>
    public const int MostReaders = 16;

    private const int MostTogether = 16;
    private const string Savepoint = "work";

    // 96 MB: the inner pages of every index of some hundred thousand records, which a first sync touches at random.
    private const string WriterCache = "PRAGMA cache_size=-98304";

    // 32 MB: those of what changes from day to day.
    private const string DailyCache = "PRAGMA cache_size=-32768";
    private static readonly TimeSpan LastPage = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastRead = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly SemaphoreSlim _readers = new(MostReaders, MostReaders);
    private readonly ConcurrentQueue<PendingWrite> _waiting = new();
    private SqliteConnection? _writing;
    private volatile bool _closed;
    private readonly DbContextOptions<MirrorDb> _options = new DbContextOptionsBuilder<MirrorDb>()
        .UseSqlite(ConnectionString(path))
        .AddInterceptors(new SqliteSettingsInterceptor())
        .Options;

    /// <summary>The account's key in the portal: HubSpot's account id, and before it <c>sandbox-</c> for a sandbox's.</summary>
    public string AccountId { get; } = accountId;

    public string Path { get; } = path;

    /// <summary>Reads run on the caller's thread, so that everything in a simulation has one order.</summary>
    internal bool ReadsInline { get; set; }

    /// <summary>Raised on the writer's thread after each commit; whoever listens returns at once.</summary>
    public event Action? Committed;

    /// <summary>Raised before the mirror closes. Returns when nobody needs it any more.</summary>
    public event Action? Closing;

    /// <summary>Told before and after each commit. What it throws ends the writer's work there, as the end of the process would.</summary>
    internal Action<CommitMoment>? Committing { get; set; }

    /// <summary>A context for the small tables. The caller disposes it, and writes through it only inside <see cref="WriteAsync{T}"/>.</summary>
    public MirrorDb CreateContext()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return new MirrorDb(_options);
    }

    /// <summary>A connection to read from, with the portal's settings. The caller disposes it.</summary>
    public SqliteConnection OpenRead()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return Open(isPooled: true);
    }

    /// <summary>Runs the read on a thread of its own. When <see cref="MostReaders"/> are under way it waits for its turn; those that wait are served in order.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        await _readers.WaitAsync(cancellationToken);
        try
        {
            return ReadsInline ? Read(read) : await Task.Run(() => Read(read), cancellationToken);
        }
        catch (SqliteException exception) when (StorageUnusableException.IsDamage(exception))
        {
            onDamaged?.Invoke(this, exception);
            throw;
        }
        finally
        {
            _readers.Release();
        }
    }

    /// <summary>
    /// Runs the work in an IMMEDIATE transaction and returns what the work returns, after the commit. When the work throws, nothing of
    /// it is kept. Works that wait at the same time share a commit, since the disk's answer to it is what takes long; each stands or
    /// falls alone. No network call belongs inside.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> work, CancellationToken cancellationToken)
    {
        var mine = new PendingWrite<T>(work);
        _waiting.Enqueue(mine);
        try
        {
            await _writer.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!mine.TryBegin())
        {
            // Too late: it is being written with another's.
            return await ResultAsync(mine);
        }

        try
        {
            WriteTogether();
        }
        finally
        {
            _writer.Release();
        }

        return await ResultAsync(mine);
    }

    /// <summary>A first sync is over: gives back most of the pages that the connections keep. What is needed of them is read again.</summary>
    public async Task ShrinkAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            if (_writing is { } connection)
            {
                using var command = connection.CreateCommand();
                command.CommandText = DailyCache;
                command.ExecuteNonQuery();
            }

            ClearPool();
        }
        finally
        {
            _writer.Release();
        }
    }

    private SqliteConnection Open(bool isPooled)
    {
        var connection = new SqliteConnection(ConnectionString(Path, isPooled));
        try
        {
            connection.Open();
            SqliteSettings.Apply(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        using var connection = OpenRead();
        return read(connection);
    }

    private void Commit(SqliteTransaction transaction)
    {
        Committing?.Invoke(CommitMoment.Before);
        transaction.Commit();
        Committing?.Invoke(CommitMoment.After);
        Committed?.Invoke();
    }

    private async Task<T> ResultAsync<T>(PendingWrite<T> write)
    {
        try
        {
            return await write.Written;
        }
        catch (SqliteException exception) when (StorageUnusableException.IsDamage(exception))
        {
            onDamaged?.Invoke(this, exception);
            throw;
        }
    }

    private void WriteTogether()
    {
        var group = new List<PendingWrite>();
        while (group.Count < MostTogether && _waiting.TryDequeue(out var write))
        {
            if (write.TryBegin())
            {
                group.Add(write);
            }
        }

        if (group.Count == 0)
        {
            return;
        }

        try
        {
            using var transaction = Writing().BeginTransaction(deferred: false);
            if (group is [var alone])
            {
                // A savepoint copies every page that is touched; one work needs none.
                if (alone.Run(transaction.Connection!, transaction))
                {
                    Commit(transaction);
                }
                else
                {
                    transaction.Rollback();
                }

                alone.Commit();
                return;
            }

            foreach (var write in group)
            {
                transaction.Save(Savepoint);
                if (!write.Run(transaction.Connection!, transaction))
                {
                    transaction.Rollback(Savepoint);
                }

                transaction.Release(Savepoint);
            }

            Commit(transaction);
            group.ForEach(write => write.Commit());
        }
        catch (Exception exception)
        {
            // Of a transaction that broke as a whole nothing was kept, whoever's work broke it.
            _writing?.Dispose();
            _writing = null;
            group.ForEach(write => write.Fail(exception));
        }
    }

    // One connection for all writes: SQLite drops the cached pages of a connection whenever another one has written.
    private SqliteConnection Writing()
    {
        if (_writing is null)
        {
            // Not of the pool, where the next reader would inherit its cache.
            ObjectDisposedException.ThrowIf(_closed, this);
            _writing = Open(isPooled: false);
            using var command = _writing.CreateCommand();
            command.CommandText = WriterCache;
            command.ExecuteNonQuery();
        }

        return _writing;
    }

    public void Dispose()
    {
        Closing?.Invoke();

        // The page that is being written is finished first; those that wait for their turn find the mirror closed.
        var isIdle = _writer.Wait(LastPage);
        _closed = true;
        if (isIdle)
        {
            _writing?.Dispose();
            _writing = null;
            _writer.Release();
        }

        // Windows erases no file that is being read.
        AwaitReaders();

        // A pooled connection would keep the file open after it was moved or erased.
        ClearPool();
    }

    private void ClearPool()
    {
        using var connection = new SqliteConnection(ConnectionString(Path));
        SqliteConnection.ClearPool(connection);
    }

    private void AwaitReaders()
    {
        var taken = 0;
        using var patience = new CancellationTokenSource(LastRead);
        try
        {
            for (; taken < MostReaders; taken++)
            {
                _readers.Wait(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // A read that takes this long goes on until its own limit.
        }

        if (taken > 0)
        {
            _readers.Release(taken);
        }
    }

    // Never makes the file: whoever was about to open it when it was erased would bring it back, empty.
    private static string ConnectionString(string path, bool isPooled = true) => SqliteSettings.ConnectionString(path, SqliteOpenMode.ReadWrite, isPooled);
}

/// <summary>Where the writer is.</summary>
internal enum CommitMoment
{
    /// <summary>The rows are written, and not committed.</summary>
    Before,

    /// <summary>They are on disk, and nobody knows yet.</summary>
    After,
}
