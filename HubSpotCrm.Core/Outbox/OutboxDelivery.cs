using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Outbox;

/// <summary>Takes entries to HubSpot, as their kind demands.</summary>
internal sealed class OutboxDelivery
{
    private readonly UpdateDelivery _updates;
    private readonly BulkDelivery _bulk;
    private readonly CreateDelivery _creates;
    private readonly ArchiveDelivery _archives;

    public OutboxDelivery(
        OutboxQueue queue, MirrorWriter writer, IDefinitionService definitions, ChangeFeed feed, TimeProvider time, IOptions<SyncOptions> options,
        ILogger<OutboxDelivery> logger)
    {
        var answers = new MirrorAnswers(writer, definitions, feed);
        _updates = new UpdateDelivery(queue, answers, definitions, feed, time, logger);
        _bulk = new BulkDelivery(queue, answers, _updates, definitions, feed, logger);
        _creates = new CreateDelivery(queue, answers, definitions, feed, options.Value.SettleAfter, logger);
        _archives = new ArchiveDelivery(queue, answers, definitions, feed);
    }

    /// <summary>What became of the edit; null when its lease was lost before anything was sent. The caller settles it.</summary>
    public Task<DeliveryOutcome?> DeliverAsync(OutboxTarget target, Edit edit, CancellationToken cancellationToken) => edit.Row.Kind switch
    {
        EditKind.Create => _creates.DeliverAsync(target, edit, cancellationToken),
        EditKind.Archive => _archives.DeliverAsync(target, edit, cancellationToken),
        _ => _updates.DeliverAsync(target, edit, cancellationToken),
    };

    /// <inheritdoc cref="BulkDelivery.DeliverAsync"/>
    public Task<IReadOnlyList<(Edit Edit, DeliveryOutcome? Outcome)>> DeliverAsync(
        OutboxTarget target, IReadOnlyList<Edit> edits, CancellationToken cancellationToken) => _bulk.DeliverAsync(target, edits, cancellationToken);
}
