using System.Threading.Channels;
using HubSpotCrm.Core.Search.Meaning;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Search;

/// <summary>Has the portal's own synonyms at the start, and the words of a mirror as soon as one is opened: whoever searches first does not wait for them.</summary>
internal sealed class SearchPreparation(SynonymService synonyms, MirrorHost mirrors, RecordSearch search, ILogger<SearchPreparation> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await synonyms.LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var opened = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Tell() => opened.Writer.TryWrite(true);
        mirrors.Changed += Tell;
        try
        {
            Tell();
            await foreach (var _ in opened.Reader.ReadAllAsync(stoppingToken))
            {
                await PrepareAsync(stoppingToken);
            }
        }
        finally
        {
            mirrors.Changed -= Tell;
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (mirrors.Current is not { } mirror)
        {
            return;
        }

        try
        {
            await search.PrepareAsync(mirror, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not OutOfMemoryException)
        {
            // The mirror was closed again, or cannot be read: the next search reads the words, or says why it cannot.
            logger.LogDebug(exception, "The words of the search index were not read ahead");
        }
    }
}
