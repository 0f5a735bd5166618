using DuckDB.NET.Data;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Columns;

/// <summary>
/// The columnar copy of one open mirror: opened or made, then fed after each commit until the mirror closes. Everything in it comes from the mirror,
/// so whatever is wrong with it, it is thrown away and made anew.
/// </summary>
internal sealed class ColumnCopy : IDisposable
{
    // More entries take longer to feed than everything takes to be read.
    private const long MostBehind = 300_000;
    private const int MostEntriesAtOnce = 20_000;
    private const int EntriesBetweenLooks = 5_000;

    // A row has room for a value of each column while it is fed.
    private const int MostValuesAtOnce = 2_000_000;

    // Of a copy that cannot be: enough for a short absence, and no burden.
    private const long MostKept = 100_000;

    private const double LeastProgress = 0.01;

    // Until somebody asks, what is written one after the other is taken together.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A first sync writes every row there is, some of them several times: reading them once behind it takes a fraction of feeding them.
    private static readonly TimeSpan FirstSyncPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBehind = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastWork = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan[] Retries = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)];

    private readonly Mirror _mirror;
    private readonly Func<CancellationToken, ValueTask<AccountDefinitions>> _definitions;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _changed;
    private readonly string _path;
    private readonly CancellationTokenSource _stop = new();
    private readonly ColumnLeases _leases;
    private readonly Signal _news = new();
    private readonly Signal _asked = new();
    private readonly ManualResetEventSlim _ended = new(initialState: true);
    private readonly ColumnSuccessor _successor;
    private long _forgotten;
    private long _lookedAtWear;
    private volatile bool _isBroken;
    private bool _isWorn;

    // Commits of the mirror in this process, and those of them that the copy has: what is here at the start counts as one.
    private long _commits = 1;
    private long _fed;
    private long _fedAt;

    /// <param name="definitions">The account's definitions at the moment of the call.</param>
    /// <param name="changed">Told after the status changed, on any thread.</param>
    public ColumnCopy(
        Mirror mirror, Func<CancellationToken, ValueTask<AccountDefinitions>> definitions, TimeProvider time, ILogger logger, Action changed)
    {
        (_mirror, _definitions, _time, _logger, _changed) = (mirror, definitions, time, logger, changed);
        _path = MirrorHost.ColumnsPath(mirror.Path);
        (_leases, _successor) = (new ColumnLeases(time), new ColumnSuccessor(time, logger));
        _mirror.Committed += OnCommitted;
        _mirror.Closing += Dispose;
    }

    public Mirror Mirror => _mirror;

    public ColumnCopyStatus Status { get; private set; } = new(ColumnCopyStage.Building, 0);

    private string SuccessorPath => _path + ".new";

    /// <summary>A mirror without any contact, company or deal is about to have its first sync: nothing is made before.</summary>
    public bool AwaitsRecords { get; init; }

    /// <summary>What making the copy is given of memory at first.</summary>
    public ColumnBuildMemory BuildMemory { get; init; } = ColumnBuildMemory.Least;

    /// <summary>To be called once.</summary>
    public void Start()
    {
        _ended.Reset();
        _ = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>
    /// A connection and the columns it finds, once the copy has everything that is in the mirror now. Where it does not get so far in time, one to a copy
    /// that is some seconds behind; null when it is more, or there is none.
    /// </summary>
    /// <param name="patience">How long to wait for the feed.</param>
    public async Task<ColumnLease?> LeaseAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var wanted = Interlocked.Read(ref _commits);
        if (Interlocked.Read(ref _fed) < wanted && !_leases.IsShut)
        {
            using var limit = new CancellationTokenSource(patience, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken, _stop.Token);
            try
            {
                while (!_leases.IsShut)
                {
                    // Taken before it is looked again, so that no news is missed.
                    var moved = _leases.Moved;
                    if (Interlocked.Read(ref _fed) >= wanted)
                    {
                        break;
                    }

                    _asked.Raise();
                    await moved.WaitAsync(either.Token);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // While much is written the feed runs behind, and the mirror would be slower still.
                return _time.GetElapsedTime(Interlocked.Read(ref _fedAt)) < LongestBehind ? _leases.Take() : null;
            }
        }

        return _leases.Take();
    }

    /// <summary>A query failed. A copy that is damaged is made anew.</summary>
    public void Report(Exception exception)
    {
        if (exception is DuckDBException duck && ColumnFile.IsTooLittleMemory(duck))
        {
            _logger.LogWarning(exception, "A query was too much for the columnar copy of account {AccountId}", _mirror.AccountId);
            return;
        }

        _logger.LogError(exception, "The columnar copy of account {AccountId} failed and is made anew", _mirror.AccountId);
        _isBroken = true;
        _leases.Shut();
        _news.Raise();
    }

    /// <summary>Waits until nobody reads it, and closes the file.</summary>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _mirror.Committed -= OnCommitted;
        _mirror.Closing -= Dispose;
        _stop.Cancel();
        _leases.Shut();

        // The mirror's file is moved or erased next: nothing may read it then.
        _ended.Wait(LastWork);
    }

    private void OnCommitted()
    {
        Interlocked.Increment(ref _commits);
        _news.Raise();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        for (var failures = 0; !stop.IsCancellationRequested;)
        {
            try
            {
                await PrepareAsync(stop);
                failures = 0;
                await FollowAsync(stop);
            }
            catch (Exception exception) when (stop.IsCancellationRequested && exception is not OutOfMemoryException)
            {
                _logger.LogDebug(exception, "The columnar copy of account {AccountId} stops", _mirror.AccountId);
                break;
            }
            catch (Exception exception) when (IsMissing(exception))
            {
                _leases.Close();
                _logger.LogWarning(exception, "DuckDB's library cannot be loaded: filters answer from SQLite, slower");
                Tell(new(ColumnCopyStage.Away, Reason: "DuckDB's library cannot be loaded on this system."));
                await GoWithoutAsync(stop);
                break;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _leases.Close();
                var pause = Retries[Math.Min(failures++, Retries.Length - 1)];
                _logger.LogError(exception, "The columnar copy of account {AccountId} failed and is tried again in {Pause}", _mirror.AccountId, pause);
                Tell(new(ColumnCopyStage.Away, Reason: exception.Message));
                _isBroken = true;
                await KeepLogShortAsync(stop);
                await PauseAsync(pause, stop);
            }
        }

        _leases.Close();
        await _successor.EndAsync();
        _ended.Set();
    }

    private async Task PrepareAsync(CancellationToken stop)
    {
        await AwaitFirstSyncAsync(stop);
        var definitions = await _definitions(stop);
        if (_isBroken || !TryOpen(definitions))
        {
            _leases.Close();
            await BuildAsync(definitions, _path, progress => Tell(new(ColumnCopyStage.Building, progress)), stop);
            _isBroken = false;
            _leases.Open(ColumnFile.Open(_path));
        }

        await FeedAsync(stop);
        Tell(new(ColumnCopyStage.Ready));
    }

    private async Task AwaitFirstSyncAsync(CancellationToken stop)
    {
        var isAwaited = false;
        while (await IsFirstSyncAsync(stop))
        {
            isAwaited = true;
            Tell(new(ColumnCopyStage.Building, 0));
            await Task.Delay(FirstSyncPause, _time, stop);
        }

        if (isAwaited)
        {
            // What the first sync took is given back before the copy takes memory of its own.
            await _mirror.ShrinkAsync(stop);
            ProcessMemory.GiveBack();
        }
    }

    private Task<bool> IsFirstSyncAsync(CancellationToken stop) => _mirror.ReadAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT EXISTS (SELECT 1 FROM checkpoint WHERE lane = $lane AND state = $state AND type IN (1, 2, 3))
                    OR ($awaits AND NOT EXISTS (SELECT 1 FROM contact) AND NOT EXISTS (SELECT 1 FROM company) AND NOT EXISTS (SELECT 1 FROM deal))
                """;
            command.Parameters.AddWithValue("$lane", Lanes.Backfill);
            command.Parameters.AddWithValue("$state", LaneStates.Running);
            command.Parameters.AddWithValue("$awaits", AwaitsRecords);
            return command.ExecuteScalar() is 1L;
        },
        stop);

    // Whatever speaks against the file that is there, it is not worth more than its rows in the mirror.
    private bool TryOpen(AccountDefinitions definitions)
    {
        if (!File.Exists(_path))
        {
            return false;
        }

        ColumnFile? file = null;
        try
        {
            file = ColumnFile.Open(_path);
            using var connection = file.Connect();
            using var mirror = _mirror.OpenRead();
            var isOurs = ColumnTables.IsOf(connection, mirror, MostBehind) && !ColumnLayout.Read(connection).IsOutdated(definitions);
            if (isOurs)
            {
                _isWorn = ColumnTables.IsWorn(connection);
                var ours = file;
                file = null;
                _leases.Open(ours);
                return true;
            }

            _logger.LogInformation("The columnar copy of account {AccountId} does not fit its mirror and is made anew", _mirror.AccountId);
        }
        catch (Exception exception) when (exception is DuckDBException or IOException or InvalidOperationException)
        {
            _logger.LogWarning(exception, "The columnar copy of account {AccountId} cannot be read and is made anew", _mirror.AccountId);
        }
        finally
        {
            // DuckDB knows a file that is open by its name: the one that is made in its place would be this one.
            file?.Dispose();
        }

        return false;
    }

    private async Task BuildAsync(AccountDefinitions definitions, string path, Action<double> progress, CancellationToken stop)
    {
        var start = _time.GetTimestamp();
        await new ColumnBuild(_mirror, path, definitions, BuildMemory, progress, _logger).RunAsync(stop);
        _logger.LogInformation("The columnar copy of account {AccountId} was made in {Elapsed}", _mirror.AccountId, _time.GetElapsedTime(start));
    }

    private async Task FollowAsync(CancellationToken stop)
    {
        while (true)
        {
            var (news, asked) = (_news.Next, _asked.Next);
            if (_isBroken)
            {
                return;
            }

            if (await IsFirstSyncAsync(stop))
            {
                _leases.Close();
                return;
            }

            var isOutdated = await FeedAsync(stop);
            await ForgetAsync(stop);
            if (_successor.HasEnded)
            {
                await SucceedAsync(stop);
            }
            else if ((isOutdated || _isWorn) && _successor.MayBegin)
            {
                await BeginSuccessorAsync(stop);
            }

            await Task.WhenAny(news, asked, _successor.Ended).WaitAsync(stop);

            // A page of sync follows the other: some are fed together, unless somebody waits.
            await Task.WhenAny(asked, Task.Delay(Pause, _time, stop));
        }
    }

    // Returns whether the definitions ask for other columns.
    private async Task<bool> FeedAsync(CancellationToken stop)
    {
        var (begun, commits) = (_time.GetTimestamp(), Interlocked.Read(ref _commits));
        var definitions = await _definitions(stop);
        using var lease = _leases.Take();
        if (lease is null)
        {
            // Told to stop, or reported as broken since.
            stop.ThrowIfCancellationRequested();
            return false;
        }

        using var reading = _mirror.OpenRead();
        var feeding = new ColumnFeeding(lease.Connection, reading, definitions);
        var layout = lease.Layout;
        while (ColumnLog.Read(reading, _leases.Reached, EntriesAtOnce(layout)) is var changes && changes.To > _leases.Reached)
        {
            layout = feeding.Apply(changes, layout, stop);
            _leases.Move(changes.To, layout);
        }

        if (_leases.Reached >= _lookedAtWear + EntriesBetweenLooks)
        {
            (_lookedAtWear, _isWorn) = (_leases.Reached, ColumnTables.IsWorn(lease.Connection));
        }

        Interlocked.Exchange(ref _fedAt, begun);
        Interlocked.Exchange(ref _fed, commits);
        _leases.TellMoved();
        return layout.IsOutdated(definitions);
    }

    private static int EntriesAtOnce(ColumnLayout layout) =>
        Math.Clamp(MostValuesAtOnce / ColumnLog.Types.Max(type => layout.Of(type).Count), 1_000, MostEntriesAtOnce);

    private async Task ForgetAsync(CancellationToken stop)
    {
        var upTo = Math.Min(_leases.Reached, _successor.KeptFrom ?? long.MaxValue);
        if (upTo >= _forgotten + EntriesBetweenLooks)
        {
            _forgotten = upTo;
            await ColumnLog.ForgetAsync(_mirror, upTo, stop);
        }
    }

    // The old copy answers while the new one is made; both read the log from where they are.
    private async Task BeginSuccessorAsync(CancellationToken stop)
    {
        var from = await _mirror.ReadAsync(ColumnLog.Last, stop);
        var definitions = await _definitions(stop);
        _successor.Begin(from, () => BuildAsync(definitions, SuccessorPath, _ => { }, stop));
    }

    private async Task SucceedAsync(CancellationToken stop)
    {
        if (!await _successor.TryTakeAsync())
        {
            return;
        }

        _leases.Close();

        // What was written while it was made is missing: nobody may take it for the state of now.
        Interlocked.Exchange(ref _fed, 0);
        Interlocked.Exchange(ref _fedAt, 0);
        _isWorn = false;
        ColumnFile.Erase(_path);
        File.Move(SuccessorPath, _path);
        _leases.Open(ColumnFile.Open(_path));
        await FeedAsync(stop);
    }

    private async Task GoWithoutAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await KeepLogShortAsync(stop);
            await PauseAsync(TimeSpan.FromMinutes(10), stop);
        }
    }

    // The log must not grow for a reader who never comes.
    private async Task KeepLogShortAsync(CancellationToken stop)
    {
        try
        {
            var last = await _mirror.ReadAsync(ColumnLog.Last, stop);
            await ColumnLog.ForgetAsync(_mirror, Math.Min(last - MostKept, _successor.KeptFrom ?? long.MaxValue), stop);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SqliteException)
        {
            _logger.LogDebug(exception, "The log of changes was not kept short this time");
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, _time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The loop ends by itself.
        }
    }

    private void Tell(ColumnCopyStatus status)
    {
        if (status is { Stage: ColumnCopyStage.Building, Progress: > 0 and < 1 and var done } && Status is { Stage: ColumnCopyStage.Building, Progress: { } told } && done - told < LeastProgress)
        {
            return;
        }

        Status = status;
        _changed();
    }

    private static bool IsMissing(Exception exception) => exception
        is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException
        || (exception is TypeInitializationException or AggregateException && exception.InnerException is { } inner && IsMissing(inner));
}
