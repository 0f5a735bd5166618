using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Core.Outbox;

/// <summary>Puts a record into HubSpot's recycle bin. Doing it twice does no harm, so an unknown outcome is resolved by looking and doing it again.</summary>
internal sealed class ArchiveDelivery(OutboxQueue queue, MirrorAnswers answers, IDefinitionService definitionService, ChangeFeed feed)
{
    /// <inheritdoc cref="OutboxDelivery.DeliverAsync"/>
    public async Task<DeliveryOutcome?> DeliverAsync(OutboxTarget target, Edit edit, CancellationToken cancellationToken)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        var id = edit.Row.HubSpotId;
        var definitions = await definitionService.GetAsync(cancellationToken);

        // Under a merged id HubSpot answers with the survivor, and that one was not meant.
        var read = await target.Remote.ReadAsync(type, id, [], cancellationToken);
        if (!read.Succeeded)
        {
            return read.Failure is HubSpotRecordNotFound
                ? await GoneAsync(target, type, id, cancellationToken)
                : DeliveryFailures.OfRead(read.Failure, edit, definitions);
        }

        if (read.Value.Id != id)
        {
            await answers.TakeAsync(target, type, read.Value, cancellationToken, mergedId: id);
            return new DeliveryOutcome(OutboxState.Rejected, $"HubSpot merged this {type.Singular()} into another one, {read.Value.Id}, which was not deleted.")
            {
                MovedTo = read.Value.Id,
            };
        }

        var wasUnknown = edit.Row.State == OutboxState.Unknown;
        if (!await queue.MarkSendingAsync(edit, target.Remote.Now, null, cancellationToken))
        {
            return null;
        }

        feed.Publish(new RecordsChanged(type, [id]));
        var archived = await target.Remote.ArchiveAsync(type, id, cancellationToken);
        return archived.Succeeded || archived.Failure is HubSpotRecordNotFound
            ? await GoneAsync(target, type, id, cancellationToken)
            : DeliveryFailures.OfChange(archived.Failure, edit, wasUnknown, definitions);
    }

    private async Task<DeliveryOutcome> GoneAsync(OutboxTarget target, ObjectType type, string id, CancellationToken cancellationToken)
    {
        await answers.BuryAsync(target, type, id, cancellationToken);
        return new DeliveryOutcome(OutboxState.Confirmed);
    }
}
