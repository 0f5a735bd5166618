using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
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
        var type = (ObjectType)edit.Row.ObjectType;
        var definitions = await definitionService.GetAsync(cancellationToken);
        var comparison = new EditComparison(type, definitions);
        var began = time.GetTimestamp();
        var read = await target.Remote.ReadAsync(type, edit.Row.HubSpotId, [.. edit.New.Keys], cancellationToken);
        if (!read.Succeeded)
        {
            return DeliveryFailures.OfRead(read.Failure, edit, definitions);
        }

        var before = read.Value;
        var plan = comparison.Plan(before, edit);
        if (before.Id != edit.Row.HubSpotId)
        {
            return await MergedAsync(target, edit, before, plan, cancellationToken);
        }

        if (plan.Conflicts.Count > 0)
        {
            await answers.TakeAsync(target, type, before, cancellationToken);
            return new DeliveryOutcome(OutboxState.Conflict, "Changed in HubSpot since you saw it.", new EditDetails(plan.Conflicts));
        }

        if (plan.ToSend.Count == 0)
        {
            await answers.TakeAsync(target, type, before, cancellationToken);
            return Made(edit, before, [], comparison, definitions);
        }

        // Of an earlier attempt that may have arrived in part of the properties, what they were written over still tells who was overwritten.
        var over = edit.SentOver.ToDictionary();
        foreach (var (property, held) in EditComparison.Over(before, plan.ToSend.Keys))
        {
            over[property] = held;
        }

        var wasUnknown = edit.Row.State == OutboxState.Unknown;
        if (!await queue.MarkSendingAsync(edit, target.Remote.Now, over, cancellationToken))
        {
            return null;
        }

        feed.Publish(new RecordsChanged(type, [edit.Row.HubSpotId]));
        var written = await target.Remote.UpdateAsync(type, edit.Row.HubSpotId, plan.ToSend, cancellationToken);
        logger.LogInformation(
            "Edit {EditId} of {Type} {RecordId}: {Gap:0} ms between reading and HubSpot's answer", edit.Row.Id, type, edit.Row.HubSpotId, time.GetElapsedTime(began).TotalMilliseconds);
        return written.Succeeded
            ? await ConfirmAsync(target, edit, written.Value, plan.ToSend, definitions, cancellationToken)
            : DeliveryFailures.OfChange(written.Failure, edit, wasUnknown, definitions);
    }

    private async Task<DeliveryOutcome> ConfirmAsync(
        OutboxTarget target, Edit edit, WireRecord answer, IReadOnlyDictionary<string, string> sent, AccountDefinitions definitions, CancellationToken cancellationToken)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        var comparison = new EditComparison(type, definitions);

        // HubSpot cannot be told to write only what nobody changed meanwhile, but its history tells afterwards whether somebody did.
        var after = await target.Remote.ReadAsync(type, edit.Row.HubSpotId, [.. edit.New.Keys], cancellationToken);
        if (!after.Succeeded)
        {
            logger.LogWarning("Edit {EditId} was made, but not read back: {Reason}", edit.Row.Id, after.Failure.Message);
        }

        await answers.TakeAsync(target, type, answer, cancellationToken);
        if (after.Succeeded)
        {
            await answers.TakeAsync(target, type, after.Value, cancellationToken);
        }

        // What HubSpot holds as before it did not take. Anything else is our value in HubSpot's form.
        var over = edit.SentOver;
        var kept = new Dictionary<string, EditDetail>();
        var forms = new Dictionary<string, string?>();
        foreach (var (property, value) in sent)
        {
            var source = answer.Properties.ContainsKey(property) ? answer : after.Succeeded ? after.Value : null;
            var theirs = source?.Properties.GetValueOrDefault(property);
            if (source is null || comparison.Same(property, theirs, value))
            {
                continue;
            }

            if (comparison.Same(property, theirs, over[property].Value))
            {
                kept[property] = new EditDetail(theirs, Reason: $"{LabelOf(definitions, type, property)}: HubSpot kept {Quoted(definitions, type, property, theirs)}.");
            }
            else
            {
                forms[property] = theirs;
            }
        }

        if (kept.Count > 0)
        {
            return new DeliveryOutcome(OutboxState.Rejected, string.Join(" ", kept.Values.Select(detail => detail.Reason)), new EditDetails(kept, OthersMade: true))
            {
                Forms = forms,
            };
        }

        return Made(edit, after.Succeeded ? after.Value : answer, forms, comparison, definitions);
    }

    // The values are at HubSpot; the question is whether they went over something that nobody here had seen.
    private static DeliveryOutcome Made(
        Edit edit, WireRecord after, Dictionary<string, string?> forms, EditComparison comparison, AccountDefinitions definitions)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        var written = edit.New.ToDictionary(value => value.Key, value => forms.TryGetValue(value.Key, out var form) ? form ?? "" : value.Value);
        var overwritten = comparison.Overwritten(edit.SentOver, after, written);
        if (overwritten.Count > 0)
        {
            return new DeliveryOutcome(OutboxState.Conflict, OverwroteText(overwritten, definitions, type), new EditDetails(overwritten, Overwrote: true)) { Forms = forms };
        }

        var text = forms.Count == 0
            ? null
            : string.Join(" ", forms.Select(form => $"{LabelOf(definitions, type, form.Key)}: HubSpot keeps {Quoted(definitions, type, form.Key, form.Value)} for it."));
        return new DeliveryOutcome(OutboxState.Confirmed, text) { Forms = forms };
    }

    private async Task<DeliveryOutcome> MergedAsync(OutboxTarget target, Edit edit, WireRecord survivor, EditPlan plan, CancellationToken cancellationToken)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        await answers.TakeAsync(target, type, survivor, cancellationToken, mergedId: edit.Row.HubSpotId);
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

    private static string LabelOf(AccountDefinitions definitions, ObjectType type, string property) => definitions.FindProperty(type, property)?.Label ?? property;

    private static string Quoted(AccountDefinitions definitions, ObjectType type, string property, string? value) =>
        string.IsNullOrEmpty(value) ? "it empty" : $"“{definitions.LabelOf(type, property, value)}”";

    private static string OverwroteText(Dictionary<string, EditDetail> overwritten, AccountDefinitions definitions, ObjectType type) =>
        string.Join(" ", overwritten.Select(entry => string.IsNullOrEmpty(entry.Value.HubSpots)
            ? $"{LabelOf(definitions, type, entry.Key)}: your value was written over a clearing by {entry.Value.By} a moment before."
            : $"{LabelOf(definitions, type, entry.Key)}: your value was written over “{definitions.LabelOf(type, entry.Key, entry.Value.HubSpots)}” that {entry.Value.By} had set a moment before."));
}
