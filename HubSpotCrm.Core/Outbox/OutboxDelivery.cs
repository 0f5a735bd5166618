using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Outbox;

/// <summary>Takes one edit to HubSpot: read, compare, send, read again, and bring the answer into the mirror.</summary>
internal sealed class OutboxDelivery(
    OutboxQueue queue, MirrorWriter writer, IDefinitionService definitionService, ChangeFeed feed, TimeProvider time, ILogger<OutboxDelivery> logger)
{
    /// <summary>What became of the edit; null when its lease was lost before anything was sent. The caller settles it.</summary>
    public async Task<DeliveryOutcome?> DeliverAsync(OutboxTarget target, Edit edit, CancellationToken cancellationToken)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        var definitions = await definitionService.GetAsync(cancellationToken);
        var comparison = new EditComparison(type, definitions);
        string[] properties = [.. edit.New.Keys];
        var began = time.GetTimestamp();
        var read = await target.Remote.ReadAsync(type, edit.Row.HubSpotId, properties, cancellationToken);
        if (!read.Succeeded)
        {
            return DeliveryFailures.Classify(read.Failure, edit, wasSent: false, definitions);
        }

        var before = read.Value;
        var plan = comparison.Plan(before, edit);
        if (before.Id != edit.Row.HubSpotId)
        {
            return await MergedAsync(target, edit, before, plan, definitions, cancellationToken);
        }

        if (plan.Conflicts.Count > 0)
        {
            await ApplyAsync(target, type, before, definitions, null, cancellationToken);
            return new DeliveryOutcome(OutboxState.Conflict, "Changed in HubSpot since you saw it.", new EditDetails(plan.Conflicts));
        }

        if (plan.ToSend.Count == 0)
        {
            await ApplyAsync(target, type, before, definitions, null, cancellationToken);
            return new DeliveryOutcome(OutboxState.Confirmed);
        }

        if (!await queue.MarkSendingAsync(edit, target.Remote.Now, cancellationToken))
        {
            return null;
        }

        feed.Publish(new RecordsChanged(type, [edit.Row.HubSpotId]));
        var written = await target.Remote.UpdateAsync(type, edit.Row.HubSpotId, plan.ToSend, cancellationToken);
        logger.LogInformation(
            "Edit {EditId} of {Type} {RecordId}: {Gap:0} ms between reading and HubSpot's answer", edit.Row.Id, type, edit.Row.HubSpotId, time.GetElapsedTime(began).TotalMilliseconds);
        return written.Succeeded
            ? await ConfirmAsync(target, edit, before, written.Value, plan.ToSend, definitions, cancellationToken)
            : DeliveryFailures.Classify(written.Failure, edit, wasSent: true, definitions);
    }

    private async Task<DeliveryOutcome> ConfirmAsync(
        OutboxTarget target, Edit edit, WireRecord before, WireRecord answer, IReadOnlyDictionary<string, string> sent,
        AccountDefinitions definitions, CancellationToken cancellationToken)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        var comparison = new EditComparison(type, definitions);

        // HubSpot cannot be told to write only what nobody changed meanwhile, but its history tells afterwards whether somebody did.
        var after = await target.Remote.ReadAsync(type, edit.Row.HubSpotId, [.. edit.New.Keys], cancellationToken);
        if (!after.Succeeded)
        {
            logger.LogWarning("Edit {EditId} was made, but not read back: {Reason}", edit.Row.Id, after.Failure.Message);
        }

        await ApplyAsync(target, type, answer, definitions, null, cancellationToken);
        if (after.Succeeded)
        {
            await ApplyAsync(target, type, after.Value, definitions, null, cancellationToken);
        }

        var kept = new Dictionary<string, EditDetail>();
        foreach (var (property, value) in sent)
        {
            var source = answer.Properties.ContainsKey(property) ? answer : after.Succeeded ? after.Value : null;
            if (source?.Properties.GetValueOrDefault(property) is var theirs && source is not null && !comparison.Same(property, theirs, value))
            {
                var label = string.IsNullOrEmpty(theirs) ? "it empty" : $"“{definitions.LabelOf(type, property, theirs)}”";
                kept[property] = new EditDetail(theirs, Reason: $"{LabelOf(definitions, type, property)}: HubSpot kept {label}.");
            }
        }

        if (kept.Count > 0)
        {
            return new DeliveryOutcome(OutboxState.Rejected, string.Join(" ", kept.Values.Select(detail => detail.Reason)), new EditDetails(kept));
        }

        var overwritten = after.Succeeded ? comparison.Overwritten(before, after.Value, sent) : [];
        return overwritten.Count > 0
            ? new DeliveryOutcome(OutboxState.Conflict, OverwroteText(overwritten, definitions, type), new EditDetails(overwritten, Overwrote: true))
            : new DeliveryOutcome(OutboxState.Confirmed);
    }

    private async Task<DeliveryOutcome> MergedAsync(
        OutboxTarget target, Edit edit, WireRecord survivor, EditPlan plan, AccountDefinitions definitions, CancellationToken cancellationToken)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        await ApplyAsync(target, type, survivor, definitions, edit.Row.HubSpotId, cancellationToken);
        if (plan.Conflicts.Count == 0 && plan.ToSend.Count == 0)
        {
            return new DeliveryOutcome(OutboxState.Confirmed) { MovedTo = survivor.Id };
        }

        // The user saw another record: what to do with the value is theirs to say, also where it looks the same.
        var details = edit.New.Keys
            .Where(property => plan.Conflicts.ContainsKey(property) || plan.ToSend.ContainsKey(property))
            .ToDictionary(property => property, property => EditComparison.Newest(survivor, property));
        return new DeliveryOutcome(OutboxState.Conflict, $"HubSpot merged this {type.Singular()} into another one.", new EditDetails(details)) { MovedTo = survivor.Id };
    }

    private async Task ApplyAsync(
        OutboxTarget target, ObjectType type, WireRecord record, AccountDefinitions definitions, string? mergedId, CancellationToken cancellationToken)
    {
        // A write of history only, or one that lost the race with sync, changes nothing here.
        var page = new PageWrite(type, [record], WriteKind.Partial, target.Remote.Now) { Aliases = mergedId is null ? [] : [(mergedId, record.Id)] };
        var result = await writer.ApplyAsync(target.Mirror, page, definitions, cancellationToken);
        result.PublishTo(feed);
    }

    private static string LabelOf(AccountDefinitions definitions, ObjectType type, string property) => definitions.FindProperty(type, property)?.Label ?? property;

    private static string OverwroteText(Dictionary<string, EditDetail> overwritten, AccountDefinitions definitions, ObjectType type) =>
        string.Join(" ", overwritten.Select(entry => string.IsNullOrEmpty(entry.Value.HubSpots)
            ? $"{LabelOf(definitions, type, entry.Key)}: your value was written over a clearing by {entry.Value.By} a moment before."
            : $"{LabelOf(definitions, type, entry.Key)}: your value was written over “{definitions.LabelOf(type, entry.Key, entry.Value.HubSpots)}” that {entry.Value.By} had set a moment before."));
}
