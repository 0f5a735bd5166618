using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Core.Crm;

/// <summary>Lays the open edits of a record, oldest first, over what the mirror holds.</summary>
internal static class EditOverlay
{
    public static bool IsOnItsWay(Edit edit) => OutboxStore.InFlight.Contains(edit.Row.State);

    /// <summary>It is on its way to put the record into the recycle bin.</summary>
    public static bool Archives(Edit edit) => edit.Row.Kind == EditKind.Archive && IsOnItsWay(edit);

    /// <summary>The values as users see them.</summary>
    public static Dictionary<string, string?> Present(IReadOnlyDictionary<string, string?> mirror, IEnumerable<Edit> edits)
    {
        var present = mirror.ToDictionary();
        foreach (var (property, value) in edits.Where(IsOnItsWay).SelectMany(edit => edit.New))
        {
            present[property] = value.Length == 0 ? null : value;
        }

        return present;
    }

    /// <summary>Every property in use, in the order of the definitions, with where its last edit stands.</summary>
    public static IReadOnlyList<RecordProperty> Properties(
        ObjectType type, IReadOnlyDictionary<string, string?> mirror, IReadOnlyList<Edit> edits, AccountDefinitions definitions)
    {
        var last = new Dictionary<string, Edit>();
        foreach (var edit in edits)
        {
            foreach (var property in Concerned(edit))
            {
                // What is on its way is what the user wants now; an older edit that got stuck waits in the outbox.
                if (!last.TryGetValue(property, out var known) || !IsOnItsWay(known) || IsOnItsWay(edit))
                {
                    last[property] = edit;
                }
            }
        }

        return [.. definitions.Properties
            .Where(definition => definition.ObjectType == type && definition is { IsArchived: false, IsHidden: false })
            .Select(definition => Property(definition, mirror.GetValueOrDefault(definition.Name), last.GetValueOrDefault(definition.Name)))];
    }

    // HubSpot names the properties it does not like; the others of a refused edit are as they were.
    private static IEnumerable<string> Concerned(Edit edit) =>
        edit.Row.State is OutboxState.Rejected or OutboxState.Conflict && edit.Details is { Properties.Count: > 0 } details
            ? edit.New.Keys.Where(details.Properties.ContainsKey)
            : edit.New.Keys;

    private static RecordProperty Property(PropertyDefinition definition, string? value, Edit? edit)
    {
        if (edit is null)
        {
            return new RecordProperty(definition, value, value);
        }

        if (IsOnItsWay(edit))
        {
            var wanted = edit.New[definition.Name];
            return new RecordProperty(definition, wanted.Length == 0 ? null : wanted, value, EditState.Pending, edit.Row.Message, edit.Row.Id);
        }

        var reason = edit.Details?.Properties.GetValueOrDefault(definition.Name)?.Reason ?? edit.Row.Message;
        return new RecordProperty(
            definition, value, value, edit.Row.State == OutboxState.Conflict ? EditState.Conflict : EditState.Rejected, reason, edit.Row.Id);
    }
}
