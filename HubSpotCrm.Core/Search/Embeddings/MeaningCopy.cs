using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>What keeps the vectors of one open mirror works with.</summary>
/// <param name="Definitions">The account's, at the moment of the call.</param>
internal sealed record MeaningSources(Embedder Embedder, EmbeddingOptions Options, Func<CancellationToken, ValueTask<AccountDefinitions>> Definitions, TimeProvider Time, ILogger Logger);

/// <summary>
/// The vectors of one open mirror: read from their file, then kept in step with the records until the mirror closes. It compares what should be with what is,
/// in the background, some time after commits and now and then; whatever it missed it finds the next time.
/// </summary>
internal sealed class MeaningCopy : IDisposable
{
    /// <summary>The time between two looks at the records of a mirror that is written all the time.</summary>
    public static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(15);

    /// <summary>How long an endpoint that fails is left alone, the first time and then the next ones.</summary>
    public static readonly IReadOnlyList<TimeSpan> UsualRetries = [TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    private const int RecordsAtOnce = 256;

    // Looking through a million records takes a second or two: at most a twentieth of the time goes into it.
    private const int RestForLook = 20;
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestPass = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstSyncPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastWork = TimeSpan.FromSeconds(30);

    private readonly MeaningSources _sources;
    private readonly Action _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly Signal _news = new();
    private readonly ManualResetEventSlim _ended = new(initialState: true);
    private volatile KeptVectors? _kept;

    /// <param name="changed">Told after the status changed, on any thread.</param>
    public MeaningCopy(Mirror mirror, MeaningSources sources, Action changed)
    {
        (Mirror, _sources, _changed) = (mirror, sources, changed);
        mirror.Committed += _news.Raise;
        mirror.Closing += Dispose;
    }

    public Mirror Mirror { get; }

    public MeaningStatus Status { get; private set; } = new(MeaningStage.Waiting);

    /// <summary>The least time between two looks at the records.</summary>
    public TimeSpan Rest { get; init; } = LeastRest;

    /// <inheritdoc cref="UsualRetries"/>
    public IReadOnlyList<TimeSpan> Retries { get; init; } = UsualRetries;

    private string Path => MirrorHost.MeaningPath(Mirror.Path);

    private TimeProvider Time => _sources.Time;

    /// <summary>To be called once.</summary>
    public void Start()
    {
        _ended.Reset();
        _ = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>How many records of a kind can be found.</summary>
    public int CountOf(ObjectType type) => _kept?.CountOf(type) ?? 0;

    /// <inheritdoc cref="VectorBlock.Nearest"/>
    public IReadOnlyList<NearRecord> Nearest(ObjectType type, QuantizedVector vector, int most, CancellationToken cancellationToken) =>
        _kept?.Nearest(type, vector, _sources.Options.Nearness, most, cancellationToken) ?? [];

    /// <summary>Closes the file; returns when nothing reads the mirror any more.</summary>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        Mirror.Committed -= _news.Raise;
        Mirror.Closing -= Dispose;
        _stop.Cancel();
        _ended.Wait(LastWork);
    }

    private async Task RunAsync(CancellationToken stop)
    {
        try
        {
            var isAnew = false;
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await KeepAsync(stop);
                }
                catch (VectorsDamagedException exception) when (!isAnew)
                {
                    // Once: a disk that damages the next one as well would have all texts embedded again and again.
                    isAnew = true;
                    _sources.Logger.LogWarning(exception, "The vectors of account {AccountId} are damaged, and are made anew", Mirror.AccountId);
                    VectorFile.TryDelete(Path, _sources.Logger);
                }
                catch (Exception exception) when (exception is not OutOfMemoryException && !stop.IsCancellationRequested)
                {
                    // A full disk, for one. Searches go on by words.
                    _sources.Logger.LogError(exception, "The vectors of account {AccountId} cannot be kept", Mirror.AccountId);
                    Fail(new EmbeddingFailure("what it gave could not be kept in the data folder; the log says why"));
                    await Task.Delay(Retries[^1], Time, stop);
                }
            }
        }
        catch (Exception exception) when (stop.IsCancellationRequested && exception is not OutOfMemoryException)
        {
            _sources.Logger.LogDebug(exception, "The vectors of account {AccountId} are let go of", Mirror.AccountId);
        }
        finally
        {
            _kept = null;
            _ended.Set();
        }
    }

    private async Task KeepAsync(CancellationToken stop)
    {
        using var kept = new KeptVectors(VectorFile.Open(Path, _sources.Options));
        _kept = kept;
        try
        {
            var pauses = new RetryPauses(Retries);
            while (true)
            {
                var news = _news.Next;
                await AwaitFirstSyncAsync(stop);
                var begun = Time.GetTimestamp();
                var wanted = await Mirror.ReadAsync(connection => MeaningScan.Read(connection, _sources.Options.Records, stop), stop);
                var looked = Time.GetElapsedTime(begun);
                var missing = kept.Compare(wanted);
                Tell(missing.Count == 0 ? MeaningStage.Ready : MeaningStage.Building, wanted.Count - missing.Count, wanted.Count);
                var before = Status.Done;
                var failure = await MakeAsync(kept, missing, stop);
                if (failure is null || Status.Done > before)
                {
                    pauses.Reset();
                }

                if (failure is not null)
                {
                    Fail(failure);
                    _sources.Logger.LogWarning("Records of account {AccountId} get no vectors: {Reason}", Mirror.AccountId, failure.Message);
                    await Task.Delay(pauses.After(failure), Time, stop);
                }
                else if (Status.Done >= Status.Wanted)
                {
                    Tell(MeaningStage.Ready, Status.Done, Status.Wanted);
                    await Task.WhenAny(news, Task.Delay(LongestRest, Time, stop));
                    await Task.Delay(looked * RestForLook > Rest ? looked * RestForLook : Rest, Time, stop);
                }
            }
        }
        finally
        {
            _kept = null;
        }
    }

    private async Task AwaitFirstSyncAsync(CancellationToken stop)
    {
        while (await Mirror.ReadAsync(MeaningScan.IsFirstSync, stop))
        {
            Tell(MeaningStage.Waiting, 0, 0);
            await Task.Delay(FirstSyncPause, Time, stop);
        }
    }

    // In the order that is given, and only for some minutes: what became active meanwhile comes before what is left.
    private async Task<EmbeddingFailure?> MakeAsync(KeptVectors kept, List<MarkedRecord> missing, CancellationToken stop)
    {
        var begun = Time.GetTimestamp();
        var definitions = await _sources.Definitions(stop);
        var batches = new BatchVectors(_sources.Embedder, kept, _sources.Logger);
        foreach (var some in missing.Chunk(RecordsAtOnce))
        {
            var raw = await Mirror.ReadAsync(connection => MeaningScan.Raw(connection, some.Select(record => record.Key)), stop);
            var texts = some.Select(record => new MeantText(record, raw.TryGetValue(record.Key, out var properties) ? MeaningText.Of(record.Type, properties, definitions) : ""));
            var changed = kept.MarkUnchanged([.. texts]);
            Progress(some.Length - changed.Count);
            foreach (var batch in changed.Chunk(_sources.Options.BatchSize))
            {
                if (await batches.MakeAsync(batch, stop) is { } failure)
                {
                    return failure;
                }

                Progress(batch.Length);
                await Task.Delay(_sources.Options.Pause, Time, stop);
            }

            if (Time.GetElapsedTime(begun) > LongestPass)
            {
                break;
            }
        }

        return null;
    }

    private void Progress(int more)
    {
        if (more > 0)
        {
            Tell(Status.Stage, Status.Done + more, Status.Wanted);
        }
    }

    private void Tell(MeaningStage stage, int done, int wanted) => Tell(Status with { Stage = stage, Done = done, Wanted = wanted });

    private void Fail(EmbeddingFailure failure) => Tell(Status with { Stage = MeaningStage.Failing, Failure = failure, FailedAt = Time.GetUtcNow() });

    private void Tell(MeaningStatus status)
    {
        if (status != Status)
        {
            Status = status;
            _changed();
        }
    }
}
