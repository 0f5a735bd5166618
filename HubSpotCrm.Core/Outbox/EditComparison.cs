using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Outbox;

/// <summary>What to do with an edit after HubSpot's record was read.</summary>
/// <param name="ToSend">Values that HubSpot does not have yet and may be given.</param>
/// <param name="Conflicts">Per property what HubSpot holds instead of the value the user saw. Nothing is sent then.</param>
internal sealed record EditPlan(IReadOnlyDictionary<string, string> ToSend, IReadOnlyDictionary<string, EditDetail> Conflicts);

/// <summary>Compares an edit with HubSpot's record. HubSpot knows no "only if unchanged", so this is all there is against lost changes.</summary>
internal sealed class EditComparison(ObjectType type, AccountDefinitions definitions)
{
    // Our note of when a change was sent and HubSpot's note of when it took effect come from two clocks.
    private const long ClockDifference = 60_000;

    public bool Same(string property, string? first, string? second) => PropertyEquality.Same(definitions.FindProperty(type, property), first, second);

    /// <summary>Before sending: HubSpot still has what the user saw, has the new value already, or has something else.</summary>
    public EditPlan Plan(WireRecord remote, Edit edit)
    {
        var send = new Dictionary<string, string>();
        var conflicts = new Dictionary<string, EditDetail>();
        foreach (var (property, value) in edit.New)
        {
            var theirs = remote.Properties.GetValueOrDefault(property);
            if (Same(property, theirs, value) || Arrived(remote, property, value, edit.Row.SentAt))
            {
                continue;
            }

            if (Same(property, theirs, edit.Base.GetValueOrDefault(property)))
            {
                send[property] = value;
            }
            else
            {
                conflicts[property] = Newest(remote, property);
            }
        }

        return new EditPlan(send, conflicts);
    }

    /// <summary>HubSpot's present value, since when, and by whom.</summary>
    public static EditDetail Newest(WireRecord remote, string property)
    {
        var version = remote.History?.GetValueOrDefault(property)?.MaxBy(version => version.Timestamp);
        return new EditDetail(remote.Properties.GetValueOrDefault(property), version?.Timestamp, version is null ? null : Who(version));
    }

    /// <summary>Per property the change of somebody else that came between our reading and our writing, and is overwritten now.</summary>
    public Dictionary<string, EditDetail> Overwritten(WireRecord before, WireRecord after, IReadOnlyDictionary<string, string> sent)
    {
        var overwritten = new Dictionary<string, EditDetail>();
        foreach (var (property, value) in sent)
        {
            var known = Versions(before, property).Select(version => (version.Timestamp, version.Value)).ToHashSet();
            var added = Versions(after, property).Where(version => !known.Contains((version.Timestamp, version.Value))).OrderBy(version => version.Timestamp).ToList();
            var ours = added.FindLastIndex(version => Same(property, version.Value, value));
            if (added.Take(Math.Max(ours, 0)).LastOrDefault(version => !Same(property, version.Value, value)) is { } theirs)
            {
                overwritten[property] = new EditDetail(theirs.Value, theirs.Timestamp, Who(theirs));
            }
        }

        return overwritten;
    }

    // A change of which no answer came may have been made, and have been changed again since: then it is not to be made a second time.
    private bool Arrived(WireRecord remote, string property, string value, long? sentAt) =>
        sentAt is { } sent && Versions(remote, property).Any(version => version.Timestamp >= sent - ClockDifference && Same(property, version.Value, value));

    private static IReadOnlyList<WireVersion> Versions(WireRecord record, string property) => record.History?.GetValueOrDefault(property) ?? [];

    private static string Who(WireVersion version) => (version.SourceType, version.UpdatedByUserId) switch
    {
        (_, { } user) => $"user {user}",
        ("CRM_UI", _) => "a user in HubSpot",
        ("INTEGRATION" or "API", _) => "an integration",
        ("IMPORT", _) => "an import",
        ("AUTOMATION_PLATFORM" or "WORKFLOWS", _) => "a workflow",
        ({ Length: > 0 } source, _) => source,
        _ => "HubSpot",
    };
}
