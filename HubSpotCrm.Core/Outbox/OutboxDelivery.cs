using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Outbox;

/// <summary>Takes one entry to HubSpot, as its kind demands.</summary>
internal sealed class OutboxDelivery(
    OutboxQueue queue, MirrorWriter writer, IDefinitionService definitions, ChangeFeed feed, TimeProvider time, ILogger<OutboxDelivery> logger)
{
    private readonly UpdateDelivery _updates = new(queue, new MirrorAnswers(writer, definitions, feed), definitions, feed, time, logger);
    private readonly CreateDelivery _creates = new(queue, new MirrorAnswers(writer, definitions, feed), definitions, feed, logger);
    private readonly ArchiveDelivery _archives = new(queue, new MirrorAnswers(writer, definitions, feed), definitions, feed);

    /// <summary>What became of the edit; null when its lease was lost before anything was sent. The caller settles it.</summary>
    public Task<DeliveryOutcome?> DeliverAsync(OutboxTarget target, Edit edit, CancellationToken cancellationToken) => edit.Row.Kind switch
    {
        EditKind.Create => _creates.DeliverAsync(target, edit, cancellationToken),
        EditKind.Archive => _archives.DeliverAsync(target, edit, cancellationToken),
        _ => _updates.DeliverAsync(target, edit, cancellationToken),
    };
}
