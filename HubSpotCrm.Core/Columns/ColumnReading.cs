using DuckDB.NET.Data;
using HubSpotCrm.Core.Crm;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Columns;

/// <summary>Asks the copy on behalf of one query, one statement after the other.</summary>
internal sealed class ColumnReading(ColumnCopy copy, ColumnLease lease, SemaphoreSlim turns) : IDisposable
{
    private CancellationToken _stop;
    private bool _isAsking;

    public ColumnLayout Layout => lease.Layout;

    /// <summary>
    /// What <paramref name="read"/> returns; null when that returns it, or when the copy could not answer: then the mirror has to. Throws
    /// <see cref="OperationCanceledException"/> when stopped, also in the middle of a statement.
    /// </summary>
    public T? Try<T>(Func<T?> read, CancellationToken stop)
        where T : class
    {
        // Two copies follow each other without anybody waiting for queries: those are asked of the mirror.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, lease.Closing);
        _stop = either.Token;
        try
        {
            if (!_isAsking)
            {
                lease.Cores.Enter(lease.Connection);
                _isAsking = true;
            }

            return read();
        }
        catch (OperationCanceledException) when (lease.Closing.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(stop);
        }
        catch (Exception exception) when (exception is DuckDBException or IOException or InvalidOperationException)
        {
            copy.Report(exception);
            return null;
        }
    }

    /// <summary>
    /// Whether the kind's places in the search index are the same in the copy as in the mirror's snapshot: an index that is made anew numbers them anew.
    /// From here on all statements read one state of the copy. To be called once.
    /// </summary>
    public bool SharesPlaces(SqliteConnection mirror, ObjectType type)
    {
        lease.Connection.Execute("BEGIN TRANSACTION");
        return ColumnLog.HasPlacesOf(mirror, type, lease.Connection.Number("SELECT reached FROM copy"));
    }

    /// <summary>Makes the table <see cref="ColumnSql.Hits"/> of places, best first.</summary>
    public void Hand(IReadOnlyList<long> places)
    {
        lease.Connection.Execute($"CREATE OR REPLACE TEMP TABLE {ColumnSql.Hits} (place BIGINT, rank BIGINT)");
        using var appender = lease.Connection.CreateAppender(ColumnSql.Hits);
        for (var at = 0; at < places.Count; at++)
        {
            appender.CreateRow().AppendValue(places[at]).AppendValue((long)at).EndRow();
        }
    }

    /// <summary>The keys of a window, in its order.</summary>
    public List<long> Keys(ColumnSql sql, int offset, int limit)
    {
        long? last = null;
        if (sql.LastValue(offset, limit) is { } bound)
        {
            Read(bound, row => last = row.IsDBNull(0) ? null : row.GetInt64(0));
        }

        return Keys(sql.Keys(offset, limit, last));
    }

    public List<long> Keys(ColumnStatement statement)
    {
        var keys = new List<long>();
        Read(statement, row => keys.Add(row.GetInt64(0)));
        return keys;
    }

    /// <summary>The keys of a window and the number of all rows; null for that when the window has none.</summary>
    public (List<long> Keys, int? All) KeysAndCount(ColumnStatement statement)
    {
        var (keys, all) = (new List<long>(), (int?)null);
        Read(statement, row =>
        {
            keys.Add(row.GetInt64(0));
            all = (int)row.GetInt64(1);
        });
        return (keys, all);
    }

    public int Count(ColumnStatement statement)
    {
        var count = 0L;
        Read(statement, row => count = row.GetInt64(0));
        return (int)count;
    }

    public void Read(ColumnStatement statement, Action<DuckDBDataReader> row)
    {
        _stop.ThrowIfCancellationRequested();
        using var command = lease.Connection.Statement(statement.Sql, statement.Values);

        // The connection is this query's alone, so an interrupt cannot hit another's.
        using var registration = _stop.Register(command.Cancel);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            row(reader);
        }
    }

    public void Dispose()
    {
        if (_isAsking)
        {
            lease.Cores.Leave();
        }

        lease.Dispose();
        turns.Release();
    }
}
