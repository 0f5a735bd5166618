using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Storage.Mirror;

/// <summary>A work that waits for the mirror's writer.</summary>
internal abstract class PendingWrite
{
    private int _begun;

    /// <summary>True for the first who asks: it is run, or withdrawn, once.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;

    /// <summary>False when the work threw; what it did is then to be undone.</summary>
    public abstract bool Run(SqliteConnection connection, SqliteTransaction transaction);

    /// <summary>The transaction is on disk: whoever waits gets the result, or his work's own exception.</summary>
    public abstract void Commit();

    /// <summary>The transaction as a whole was not kept.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class PendingWrite<T>(Func<SqliteConnection, SqliteTransaction, T> work) : PendingWrite
{
    // Whoever waits goes on on a thread of his own; the writer's is needed for the next.
    private readonly TaskCompletionSource<T> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _exception;

    /// <summary>The result, once it is on disk.</summary>
    public Task<T> Written => _written.Task;

    public override bool Run(SqliteConnection connection, SqliteTransaction transaction)
    {
        try
        {
            _result = work(connection, transaction);
            return true;
        }
        catch (Exception exception)
        {
            _exception = exception;
            return false;
        }
    }

    public override void Commit()
    {
        if (_exception is null)
        {
            _written.SetResult(_result!);
        }
        else
        {
            _written.SetException(_exception);
        }
    }

    public override void Fail(Exception exception) => _written.TrySetException(_exception ?? exception);
}
