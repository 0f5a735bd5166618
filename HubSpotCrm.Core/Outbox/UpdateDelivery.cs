using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Outbox;

/// <summary>Takes new values of a record to HubSpot: read, compare, send, read again, and bring the answer into the mirror.</summary>
internal sealed class UpdateDelivery(
    OutboxQueue queue, MirrorAnswers answers, IDefinitionService definitionService, ChangeFeed feed, TimeProvider time, ILogger logger)
{
    /// <inheritdoc cref="OutboxDelivery.DeliverAsync"/>
    public async Task<DeliveryOutcome?> DeliverAsync(OutboxTarget target, Edit edit, CancellationToken cancellationToken)
    {
        var (type, id) = ((ObjectType)edit.Row.ObjectType, edit.Row.HubSpotId);
        var definitions = await definitionService.GetAsync(cancellationToken);
        var rules = new UpdateRules(type, definitions);
        var began = time.GetTimestamp();
        IReadOnlyList<string> touched = [.. edit.New.Keys];
        var read = await target.Remote.ReadAsync(type, id, touched, cancellationToken);
        if (!read.Succeeded)
        {
            return DeliveryFailures.OfRead(read.Failure, edit, definitions);
        }

        var before = read.Value;
        var step = rules.Begin(edit, before);
        if (step.Outcome is { } outcome)
        {
            await answers.TakeAsync(target, type, before, cancellationToken, mergedId: before.Id == id ? null : id);
            return outcome;
        }

        var wasUnknown = edit.Row.State == OutboxState.Unknown;
        if (!await queue.MarkSendingAsync(edit, target.Remote.Now, step.Over, cancellationToken))
        {
            return null;
        }

        feed.Publish(new RecordsChanged(type, [id]));
        var written = await target.Remote.UpdateAsync(type, id, step.ToSend, cancellationToken);
        logger.LogInformation(
            "Edit {EditId} of {Type} {RecordId}: {Gap:0} ms between reading and HubSpot's answer", edit.Row.Id, type, id, time.GetElapsedTime(began).TotalMilliseconds);
        if (!written.Succeeded)
        {
            return DeliveryFailures.OfChange(written.Failure, edit, wasUnknown, definitions);
        }

        // HubSpot cannot be told to write only what nobody changed meanwhile, but its history tells afterwards whether somebody did.
        var after = await target.Remote.ReadAsync(type, id, touched, cancellationToken);
        await answers.TakeAsync(target, type, written.Value, cancellationToken);
        if (!after.Succeeded)
        {
            logger.LogWarning("Edit {EditId} was made, but not read back: {Reason}", edit.Row.Id, after.Failure.Message);
            return rules.End(edit, step.ToSend, written.Value, null);
        }

        await answers.TakeAsync(target, type, after.Value, cancellationToken);
        return rules.End(edit, step.ToSend, written.Value, after.Value);
    }
}
