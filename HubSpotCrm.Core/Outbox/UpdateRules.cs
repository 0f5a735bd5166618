using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Core.Outbox;

/// <summary>What to do with an edit once HubSpot's record was read.</summary>
/// <param name="Outcome">Null when something is to be sent.</param>
/// <param name="ToSend">Values that HubSpot does not have yet.</param>
/// <param name="Over">What is to be kept of HubSpot's values while they are sent.</param>
internal sealed record UpdateStep(DeliveryOutcome? Outcome, IReadOnlyDictionary<string, string> ToSend, IReadOnlyDictionary<string, SentOver> Over);

/// <summary>What becomes of new values of a record, by what HubSpot holds before and after: the same for one record and for a hundred at once.</summary>
internal sealed class UpdateRules(ObjectType type, AccountDefinitions definitions)
{
    private readonly EditComparison _comparison = new(type, definitions);

    /// <summary>Before sending.</summary>
    public UpdateStep Begin(Edit edit, WireRecord before)
    {
        var plan = _comparison.Plan(before, edit);
        if (before.Id != edit.Row.HubSpotId)
        {
            return Ends(Moved(edit, before, plan));
        }

        if (plan.Conflicts.Count > 0)
        {
            return Ends(new DeliveryOutcome(OutboxState.Conflict, "Changed in HubSpot since you saw it.", new EditDetails(plan.Conflicts)));
        }

        if (plan.ToSend.Count == 0)
        {
            return Ends(Made(edit, before, []));
        }

        // Of an earlier attempt that may have arrived in part of the properties, what they were written over still tells who was overwritten.
        var over = edit.SentOver.ToDictionary();
        foreach (var (property, held) in EditComparison.Over(before, plan.ToSend.Keys))
        {
            over[property] = held;
        }

        return new UpdateStep(null, plan.ToSend, over);
    }

    /// <summary>After HubSpot took the change.</summary>
    /// <param name="after">The record read again; null when it could not be read.</param>
    public DeliveryOutcome End(Edit edit, IReadOnlyDictionary<string, string> sent, WireRecord answer, WireRecord? after)
    {
        // What HubSpot holds as before it did not take. Anything else is our value in HubSpot's form.
        var over = edit.SentOver;
        var kept = new Dictionary<string, EditDetail>();
        var forms = new Dictionary<string, string?>();
        foreach (var (property, value) in sent)
        {
            var source = answer.Properties.ContainsKey(property) ? answer : after;
            var theirs = source?.Properties.GetValueOrDefault(property);
            if (source is null || _comparison.Same(property, theirs, value))
            {
                continue;
            }

            if (_comparison.Same(property, theirs, over[property].Value))
            {
                kept[property] = new EditDetail(theirs, Reason: $"{LabelOf(property)}: HubSpot kept {Quoted(property, theirs)}.");
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

        return Made(edit, after ?? answer, forms);
    }

    private static UpdateStep Ends(DeliveryOutcome outcome) => new(outcome, new Dictionary<string, string>(), new Dictionary<string, SentOver>());

    // The values are at HubSpot; the question is whether they went over something that nobody here had seen.
    private DeliveryOutcome Made(Edit edit, WireRecord after, Dictionary<string, string?> forms)
    {
        var written = edit.New.ToDictionary(value => value.Key, value => forms.TryGetValue(value.Key, out var form) ? form ?? "" : value.Value);
        var overwritten = _comparison.Overwritten(edit.SentOver, after, written);
        if (overwritten.Count > 0)
        {
            return new DeliveryOutcome(OutboxState.Conflict, OverwroteText(overwritten), new EditDetails(overwritten, Overwrote: true)) { Forms = forms };
        }

        var text = forms.Count == 0
            ? null
            : string.Join(" ", forms.Select(form => $"{LabelOf(form.Key)}: HubSpot keeps {Quoted(form.Key, form.Value)} for it."));
        return new DeliveryOutcome(OutboxState.Confirmed, text) { Forms = forms };
    }

    private DeliveryOutcome Moved(Edit edit, WireRecord survivor, EditPlan plan)
    {
        if (plan.Conflicts.Count == 0 && plan.ToSend.Count == 0)
        {
            return new DeliveryOutcome(OutboxState.Confirmed) { MovedTo = survivor.Id };
        }

        // The user saw another record: what to do with the value is theirs to say, also where it looks the same.
        var details = edit.New.Keys
            .Where(property => plan.Conflicts.ContainsKey(property) || plan.ToSend.ContainsKey(property))
            .ToDictionary(property => property, property => _comparison.Newest(survivor, property));
        return new DeliveryOutcome(OutboxState.Conflict, $"HubSpot merged this {type.Singular()} into another one.", new EditDetails(details)) { MovedTo = survivor.Id };
    }

    private string LabelOf(string property) => definitions.FindProperty(type, property)?.Label ?? property;

    private string Quoted(string property, string? value) =>
        string.IsNullOrEmpty(value) ? "it empty" : $"“{definitions.LabelOf(type, property, value)}”";

    private string OverwroteText(Dictionary<string, EditDetail> overwritten) =>
        string.Join(" ", overwritten.Select(entry => string.IsNullOrEmpty(entry.Value.HubSpots)
            ? $"{LabelOf(entry.Key)}: your value was written over a clearing by {entry.Value.By} a moment before."
            : $"{LabelOf(entry.Key)}: your value was written over “{definitions.LabelOf(type, entry.Key, entry.Value.HubSpots)}” that {entry.Value.By} had set a moment before."));
}
