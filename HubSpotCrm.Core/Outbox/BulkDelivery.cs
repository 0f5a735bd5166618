using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Outbox;

/// <summary>
/// Takes entries of a bulk edit to HubSpot together, by the same rules as one alone: read many, compare each, send many, read many again,
/// and bring all answers into the mirror at once. What does not answer in the batch is delivered alone.
/// </summary>
internal sealed class BulkDelivery(
    OutboxQueue queue, MirrorAnswers answers, UpdateDelivery alone, IDefinitionService definitionService, ChangeFeed feed, ILogger logger)
{
    /// <summary>What became of each entry; null of one whose lease was lost before anything was sent.</summary>
    public async Task<IReadOnlyList<(Edit Edit, DeliveryOutcome? Outcome)>> DeliverAsync(
        OutboxTarget target, IReadOnlyList<Edit> edits, CancellationToken cancellationToken)
    {
        var type = (ObjectType)edits[0].Row.ObjectType;
        var definitions = await definitionService.GetAsync(cancellationToken);
        var work = new Work(target, type, definitions, [.. edits.SelectMany(edit => edit.New.Keys).Distinct()]);
        var rows = edits.Select(edit => new BulkRow(edit)).ToList();
        var read = await work.ReadAsync(rows, cancellationToken);
        if (!read.Succeeded)
        {
            return [.. edits.Select(edit => (edit, (DeliveryOutcome?)DeliveryFailures.OfRead(read.Failure, edit, definitions)))];
        }

        var found = rows.Where(row => read.Value.ContainsKey(row.Id)).ToList();
        foreach (var row in found)
        {
            row.Begin(work.Rules, read.Value[row.Id]);
        }

        await SendAsync(work, [.. found.Where(row => row.Outcome is null)], cancellationToken);
        await answers.TakeAsync(target, type, [.. found.Select(row => row.Newest).OfType<WireRecord>()], cancellationToken);
        foreach (var row in rows.Where(row => !read.Value.ContainsKey(row.Id)))
        {
            row.Outcome = await alone.DeliverAsync(target, row.Edit, cancellationToken);
        }

        return [.. rows.Select(row => (row.Edit, row.Outcome))];
    }

    private async Task SendAsync(Work work, List<BulkRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var ours = await queue.MarkSendingAsync([.. rows.Select(row => (row.Edit, row.Over))], work.Target.Remote.Now, cancellationToken);
        rows.RemoveAll(row => !ours.Contains(row.Edit.Row.Id));
        feed.Publish(new RecordsChanged(work.Type, [.. rows.Select(row => row.Id)]));
        await work.SendAsync(rows, cancellationToken);

        // HubSpot cannot be told to write only what nobody changed meanwhile, but its history tells afterwards whether somebody did.
        var made = rows.FindAll(row => row.Answer is not null);
        var after = made.Count == 0 ? new Dictionary<string, WireRecord>() : await work.ReadAsync(made, cancellationToken);
        if (!after.Succeeded)
        {
            logger.LogWarning("{Count} edits of {Type} were made, but not read back: {Reason}", made.Count, work.Type, after.Failure.Message);
        }

        made.ForEach(row => row.End(work.Rules, after.Succeeded ? after.Value.GetValueOrDefault(row.Id) : null));
    }

    /// <summary>One entry on its way through the batch.</summary>
    private sealed class BulkRow(Edit edit)
    {
        public Edit Edit => edit;

        public string Id => edit.Row.HubSpotId;

        public IReadOnlyDictionary<string, string> ToSend { get; private set; } = new Dictionary<string, string>();

        public IReadOnlyDictionary<string, SentOver> Over { get; private set; } = new Dictionary<string, SentOver>();

        /// <summary>An earlier attempt may have been made.</summary>
        public bool WasUnknown { get; private set; }

        public WireRecord? Answer { get; set; }

        /// <summary>The record as HubSpot told it last; null where nothing new was learnt.</summary>
        public WireRecord? Newest { get; private set; }

        public DeliveryOutcome? Outcome { get; set; }

        public void Begin(UpdateRules rules, WireRecord before)
        {
            var step = rules.Begin(edit, before);
            (Outcome, ToSend, Over, WasUnknown) = (step.Outcome, step.ToSend, step.Over, edit.Row.State == OutboxState.Unknown);
            Newest = step.Outcome is null ? null : before;
        }

        public void End(UpdateRules rules, WireRecord? after)
        {
            Outcome = rules.End(edit, ToSend, Answer!, after);
            Newest = after is null ? Answer : Together(Answer!, after);
        }

        // The answer holds what HubSpot worked out from the change, the reading after it the history: the newer of the two counts.
        private static WireRecord Together(WireRecord answer, WireRecord after)
        {
            var (older, newer) = after.UpdatedAt >= answer.UpdatedAt ? (answer, after) : (after, answer);
            var values = older.Properties.ToDictionary();
            foreach (var (property, value) in newer.Properties)
            {
                values[property] = value;
            }

            return newer with { Properties = values, History = after.History };
        }
    }

    /// <summary>What the steps of one delivery share.</summary>
    private sealed record Work(OutboxTarget Target, ObjectType Type, AccountDefinitions Definitions, IReadOnlyList<string> Touched)
    {
        public UpdateRules Rules { get; } = new(Type, Definitions);

        public Task<Result<IReadOnlyDictionary<string, WireRecord>>> ReadAsync(IEnumerable<BulkRow> rows, CancellationToken cancellationToken) =>
            Target.Remote.ReadManyAsync(Type, [.. rows.Select(row => row.Id)], Touched, cancellationToken);

        public async Task SendAsync(IReadOnlyList<BulkRow> rows, CancellationToken cancellationToken)
        {
            var sent = await Target.Remote.UpdateManyAsync(Type, [.. rows.Select(row => (row.Id, row.ToSend))], cancellationToken);
            if (sent.Succeeded)
            {
                foreach (var (row, result) in rows.Zip(sent.Value))
                {
                    Take(row, result);
                }
            }
            else if (rows.Count > 1 && IsOfSomeRow(sent.Failure))
            {
                // HubSpot refuses all for one that it does not like and need not say which: the others are found by halving.
                await SendAsync([.. rows.Take(rows.Count / 2)], cancellationToken);
                await SendAsync([.. rows.Skip(rows.Count / 2)], cancellationToken);
            }
            else
            {
                foreach (var row in rows)
                {
                    Take(row, sent.Failure);
                }
            }
        }

        private void Take(BulkRow row, Result<WireRecord> result)
        {
            row.Answer = result.Succeeded ? result.Value : null;
            row.Outcome = result.Succeeded ? null : DeliveryFailures.OfChange(result.Failure, row.Edit, row.WasUnknown, Definitions);
        }

        private static bool IsOfSomeRow(Failure failure) => failure is InvalidProperties or RequestRefused or RecordConflict or HubSpotRecordNotFound;
    }
}
