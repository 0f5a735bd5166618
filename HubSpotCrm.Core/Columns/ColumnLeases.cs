using DuckDB.NET.Data;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Core.Columns;

/// <summary>A connection to the copy for one reader. The copy's file stays open until it is disposed.</summary>
/// <param name="Cores">Of the queries over the file.</param>
/// <param name="Closing">The copy is about to be closed: let go of it.</param>
internal sealed record ColumnLease(DuckDBConnection Connection, ColumnLayout Layout, ColumnCores Cores, Action GiveBack, CancellationToken Closing) : IDisposable
{
    public void Dispose()
    {
        Connection.Dispose();
        GiveBack();
    }
}

/// <summary>Hands out connections to the open file, and knows how far it is fed.</summary>
internal sealed class ColumnLeases(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LastQuery = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly Signal _moved = new();
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private CancellationTokenSource _closing = new();
    private ColumnFile? _file;
    private ColumnCores _cores = new(time);
    private ColumnLayout _layout = ColumnLayout.Empty;
    private bool _isShut = true;
    private int _taken;

    /// <summary>Nobody gets a connection.</summary>
    public bool IsShut
    {
        get
        {
            lock (_gate)
            {
                return _isShut;
            }
        }
    }

    /// <summary>The last number of the log that is in the file.</summary>
    public long Reached { get; private set; }

    /// <summary>Completes when the copy is fed the next time, opened or closed.</summary>
    public Task Moved => _moved.Next;

    /// <summary>Takes the file over: closes it when it cannot be read.</summary>
    public void Open(ColumnFile file)
    {
        ColumnLayout layout;
        long reached;
        try
        {
            using var connection = file.Connect();
            (layout, reached) = (ColumnLayout.Read(connection), connection.Number("SELECT reached FROM copy"));
        }
        catch
        {
            file.Dispose();
            throw;
        }

        lock (_gate)
        {
            (_file, _cores, _layout, Reached, _isShut, _closing) = (file, new ColumnCores(time), layout, reached, false, new CancellationTokenSource());
        }

        _moved.Raise();
    }

    /// <summary>Null while the copy is closed.</summary>
    public ColumnLease? Take()
    {
        ColumnFile file;
        ColumnCores cores;
        ColumnLayout layout;
        CancellationToken closing;
        lock (_gate)
        {
            if (_isShut)
            {
                return null;
            }

            (file, cores, layout, closing) = (_file!, _cores, _layout, _closing.Token);
            _taken++;
            _idle.Reset();
        }

        try
        {
            return new ColumnLease(file.Connect(), layout, cores, GiveBack, closing);
        }
        catch
        {
            GiveBack();
            throw;
        }
    }

    public void Move(long to, ColumnLayout layout)
    {
        lock (_gate)
        {
            (Reached, _layout) = (to, layout);
        }
    }

    public void TellMoved() => _moved.Raise();

    /// <summary>Nobody gets a connection any more, and those who have one are asked to let go of it.</summary>
    public void Shut()
    {
        CancellationTokenSource closing;
        lock (_gate)
        {
            _isShut = true;
            closing = _closing;
        }

        closing.Cancel();
        _moved.Raise();
    }

    /// <summary>Waits for those who have a connection, and closes the file.</summary>
    public void Close()
    {
        Shut();
        _idle.Wait(LastQuery);
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    public void Dispose()
    {
        Close();
        _closing.Dispose();
        _idle.Dispose();
    }

    private void GiveBack()
    {
        lock (_gate)
        {
            if (--_taken == 0)
            {
                _idle.Set();
            }
        }
    }
}
