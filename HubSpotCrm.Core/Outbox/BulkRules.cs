using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Core.Outbox;

/// <summary>What a bulk edit, or the undoing of an edit, makes of one record.</summary>
/// <param name="Base">What the changes stand upon: what the portal shows of the properties now.</param>
/// <param name="Changes">Empty when there is nothing to send.</param>
/// <param name="Refused">Why the record is left out; null when it is not.</param>
internal sealed record BulkLine(IReadOnlyDictionary<string, string?> Base, IReadOnlyDictionary<string, string> Changes, string? Refused)
{
    public static BulkLine LeftOut(string reason) => new(new Dictionary<string, string?>(), new Dictionary<string, string>(), reason);
}

/// <summary>The same question for every record of a bulk edit: what differs, and may it be changed.</summary>
internal sealed class BulkRules(ObjectType type, AccountDefinitions definitions)
{
    private readonly EditComparison _comparison = new(type, definitions);
    private readonly PropertyValidator _validator = new(definitions, type, TimeZoneInfo.Utc);

    /// <summary>For new values, which <see cref="Check"/> has passed.</summary>
    /// <param name="earlier">The record's open entries, oldest first.</param>
    public BulkLine Edit(KeptValues? kept, IReadOnlyList<OutboxRow> earlier, IReadOnlyDictionary<string, string> values)
    {
        if (Closed(kept, earlier) is { } reason)
        {
            return BulkLine.LeftOut(reason);
        }

        var present = OutboxStore.Present(kept!.Values, values.Keys, earlier);
        var changes = values.Where(value => !_comparison.Same(value.Key, present[value.Key], value.Value)).ToDictionary();
        if (changes.Count > 0 && DependsOnTheRecord(values) && _validator.Check(values, OutboxStore.Present(kept.Values, kept.Values.Keys, earlier)) is { Succeeded: false } wrong)
        {
            return new BulkLine(present, new Dictionary<string, string>(), wrong.Failure.Message);
        }

        return new BulkLine(present, changes, null);
    }

    /// <summary>For taking a confirmed edit back: each property gets what it had, if it still holds what the edit wrote.</summary>
    public BulkLine Undo(Edit settled, KeptValues? kept, IReadOnlyList<OutboxRow> earlier)
    {
        if (Closed(kept, earlier) is { } reason)
        {
            return BulkLine.LeftOut(reason);
        }

        if (kept!.Id != settled.Row.HubSpotId)
        {
            return BulkLine.LeftOut($"HubSpot merged this {type.Singular()} into another one since.");
        }

        var present = OutboxStore.Present(kept.Values, settled.New.Keys, earlier);
        var changed = new List<string>();
        var reverse = new Dictionary<string, string>();
        foreach (var property in settled.New.Keys)
        {
            if (!_comparison.Same(property, present[property], settled.Written(property)))
            {
                changed.Add(_comparison.Same(property, kept.Values.GetValueOrDefault(property), settled.Written(property))
                    ? $"{LabelOf(property)}: a newer edit of it is on its way."
                    : $"{LabelOf(property)}: HubSpot has {Quoted(property, kept.Values.GetValueOrDefault(property))}, which was set after this edit.");
            }
            else if (!_comparison.Same(property, present[property], settled.Before(property)))
            {
                reverse[property] = settled.Before(property) ?? "";
            }
        }

        return changed.Count > 0
            ? new BulkLine(present, new Dictionary<string, string>(), string.Join(" ", changed))
            : new BulkLine(present.Where(value => reverse.ContainsKey(value.Key)).ToDictionary(), reverse, null);
    }

    /// <summary>The values as HubSpot takes them, by all rules that do not ask what the record holds.</summary>
    /// <param name="several">They are meant for more than one record.</param>
    public static Result<IReadOnlyDictionary<string, string>> Check(
        ObjectType type, AccountDefinitions definitions, TimeZoneInfo zone, IReadOnlyDictionary<string, string> values, bool several)
    {
        if (values.Count == 0)
        {
            return new InvalidInput("Property", "choose one to change.");
        }

        if (values.Count > MostProperties)
        {
            return new InvalidInput("Properties", $"at most {MostProperties} at once.");
        }

        var check = new PropertyValidator(definitions, type, zone).Check(values, new Dictionary<string, string?>());
        if (!check.Succeeded || !several)
        {
            return check;
        }

        var unique = check.Value.Where(value => value.Value.Length > 0).Select(value => definitions.FindProperty(type, value.Key)).FirstOrDefault(IsUnique);
        return unique is null ? check : new InvalidInput(unique.Label, "HubSpot takes a value of it for one record only, so it cannot be the same for several.");
    }

    private const int MostProperties = 50;

    private static bool IsUnique(PropertyDefinition? definition) =>
        definition is { HasUniqueValue: true } or { ObjectType: ObjectType.Contact, Name: "email" };

    // A stage belongs to a pipeline, and which one a deal is in differs.
    private bool DependsOnTheRecord(IReadOnlyDictionary<string, string> values) =>
        type == ObjectType.Deal && (values.ContainsKey("dealstage") || values.ContainsKey("pipeline"));

    private string? Closed(KeptValues? kept, IReadOnlyList<OutboxRow> earlier) =>
        kept is null ? $"The portal knows no such {type.Singular()}."
        : kept.IsArchived || earlier.Any(entry => entry.Kind == EditKind.Archive && OutboxStore.InFlight.Contains(entry.State)) ? $"This {type.Singular()} was deleted."
        : null;

    private string LabelOf(string property) => definitions.FindProperty(type, property)?.Label ?? property;

    private string Quoted(string property, string? value) => string.IsNullOrEmpty(value) ? "it empty" : $"“{definitions.LabelOf(type, property, value)}”";
}
