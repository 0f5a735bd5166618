using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HubSpotCrm.Core.Search;

/// <summary>
/// Reads from a mirror on a thread of its own, and no longer than allowed. SQLite asks every few thousand steps whether to go on;
/// an interrupt from another thread could hit between two statements, where it does nothing, or the next user of a pooled connection.
/// </summary>
internal static class BoundedRead
{
    private const int StepsBetweenQuestions = 4_000;

    /// <summary>
    /// What <paramref name="read"/> returns, or <see cref="SearchTooSlow"/> after the limit. Throws
    /// <see cref="OperationCanceledException"/> when cancelled, also in mid-statement.
    /// </summary>
    public static Task<Result<T>> RunAsync<T>(
        Mirror mirror, TimeProvider time, TimeSpan limit, Func<SqliteConnection, T> read, CancellationToken cancellationToken) =>
        RunAsync(mirror, time, limit, (connection, _) => read(connection), cancellationToken);

    /// <param name="read">Gets a token that asks it to stop what SQLite does not stop.</param>
    /// <inheritdoc cref="RunAsync{T}(Mirror, TimeProvider, TimeSpan, Func{SqliteConnection, T}, CancellationToken)"/>
    public static async Task<Result<T>> RunAsync<T>(
        Mirror mirror, TimeProvider time, TimeSpan limit, Func<SqliteConnection, CancellationToken, T> read, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var token = stop.Token;
        try
        {
            return await mirror.ReadAsync(connection => Read(connection, read, token), token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SearchTooSlow(limit);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private static T Read<T>(SqliteConnection connection, Func<SqliteConnection, CancellationToken, T> read, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        FilterFunctions.AddTo(connection);
        var handle = connection.Handle!;
        raw.sqlite3_progress_handler(handle, StepsBetweenQuestions, static state => ((CancellationToken)state).IsCancellationRequested ? 1 : 0, stop);
        try
        {
            // One snapshot for all statements of a read: rows and their total belong together.
            using var transaction = connection.BeginTransaction(deferred: true);
            return read(connection, stop);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("Stopped in mid-query.", exception, stop);
        }
        finally
        {
            raw.sqlite3_progress_handler(handle, 0, null, null);
        }
    }
}
