using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>
/// Keeps the vectors of the connected account's mirror, from when it is opened until it is closed. Without an endpoint it only erases those that are left of one.
/// </summary>
internal sealed class MeaningCopies(
    MirrorHost mirrors, IDefinitionService definitions, Embedder embedder, IOptions<EmbeddingOptions> options, TimeProvider time, ILogger<MeaningCopies> logger)
    : IHostedService, IMeaningReport, IDisposable
{
    private readonly Lock _gate = new();
    private MeaningCopy? _copy;
    private bool _isStarted;

    public event Action? Changed;

    public MeaningStatus Status => Volatile.Read(ref _copy)?.Status ?? new MeaningStatus(options.Value.IsOn ? MeaningStage.Waiting : MeaningStage.Off);

    /// <inheritdoc cref="MeaningCopy.Rest"/>
    public TimeSpan Rest { get; init; } = MeaningCopy.LeastRest;

    /// <inheritdoc cref="MeaningCopy.Retries"/>
    public IReadOnlyList<TimeSpan> Retries { get; init; } = MeaningCopy.UsualRetries;

    /// <summary>The vectors of the mirror's records; null when they are not those that are kept.</summary>
    public MeaningCopy? Of(Mirror mirror) => Volatile.Read(ref _copy) is { } copy && copy.Mirror == mirror ? copy : null;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        mirrors.Changed += Follow;
        Follow();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        mirrors.Changed -= Follow;
        lock (_gate)
        {
            _isStarted = false;
            _copy?.Dispose();
            _copy = null;
        }
    }

    // A mirror that closes closes its own.
    private void Follow()
    {
        lock (_gate)
        {
            var mirror = mirrors.Current;
            if (!_isStarted || mirror == _copy?.Mirror)
            {
                return;
            }

            if (mirror is not null && !options.Value.IsOn)
            {
                // They tell of people, and nobody uses them any more.
                VectorFile.TryDelete(MirrorHost.MeaningPath(mirror.Path), logger);
                return;
            }

            _copy?.Dispose();
            _copy = mirror is not null
                ? new MeaningCopy(mirror, new MeaningSources(embedder, options.Value, definitions.GetAsync, time, logger), () => Changed?.Invoke()) { Rest = Rest, Retries = Retries }
                : null;
            _copy?.Start();
        }

        Changed?.Invoke();
    }
}
