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
    private const int ShortestForm = 3;

    public bool Same(string property, string? first, string? second) => PropertyEquality.Same(definitions.FindProperty(type, property), first, second);

    /// <summary>Before sending: HubSpot still has what the user saw, has the new value already, or has something else.</summary>
    public EditPlan Plan(WireRecord remote, Edit edit)
    {
        var arrived = Arrived(remote, edit);
        var send = new Dictionary<string, string>();
        var conflicts = new Dictionary<string, EditDetail>();
        foreach (var (property, value) in edit.New)
        {
            var theirs = remote.Properties.GetValueOrDefault(property);
            if (Same(property, theirs, value) || arrived.Contains(property))
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
    public EditDetail Newest(WireRecord remote, string property)
    {
        var version = Versions(remote, property).MaxBy(version => version.Timestamp);
        return new EditDetail(remote.Properties.GetValueOrDefault(property), version?.Timestamp, version is null ? null : Who(version));
    }

    /// <summary>What HubSpot holds of the properties, to be kept while they are sent.</summary>
    public static Dictionary<string, SentOver> Over(WireRecord remote, IEnumerable<string> properties) => properties.ToDictionary(
        property => property,
        property => new SentOver(
            remote.Properties.GetValueOrDefault(property),
            Versions(remote, property).Select(version => version.Timestamp).DefaultIfEmpty(0).Max()));

    /// <summary>Per property the change of somebody else that came between our reading and our writing, and is overwritten now.</summary>
    /// <param name="over">What HubSpot held when it was read before writing.</param>
    /// <param name="written">Our values as HubSpot writes them.</param>
    public Dictionary<string, EditDetail> Overwritten(
        IReadOnlyDictionary<string, SentOver> over, WireRecord after, IReadOnlyDictionary<string, string> written)
    {
        var overwritten = new Dictionary<string, EditDetail>();
        foreach (var (property, value) in written)
        {
            if (!over.TryGetValue(property, out var before))
            {
                continue;
            }

            var added = Versions(after, property).Where(version => version.Timestamp > before.At).OrderBy(version => version.Timestamp).ToList();
            var ours = added.FindLastIndex(version => IsOurs(property, version, value));
            if (added.Take(Math.Max(ours, 0)).LastOrDefault(version => !IsOurs(property, version, value)) is { } theirs)
            {
                overwritten[property] = new EditDetail(theirs.Value, theirs.Timestamp, Who(theirs));
            }
        }

        return overwritten;
    }

    // A change of which no answer came may have been made, and have been changed again since: then it is not to be made a second time.
    // Only what is newer than the value it was sent over can be it; both times are HubSpot's.
    private HashSet<string> Arrived(WireRecord remote, Edit edit)
    {
        var arrived = new HashSet<string>();
        var moments = new HashSet<long>();
        var sent = edit.SentOver.Where(entry => edit.New.ContainsKey(entry.Key)).ToList();
        foreach (var (property, before) in sent)
        {
            var value = edit.New[property];
            if (Versions(remote, property).Where(version => version.Timestamp > before.At).FirstOrDefault(version => IsOurs(property, version, value)) is { } ours)
            {
                arrived.Add(property);
                moments.Add(ours.Timestamp);
            }
            else if (remote.History is null && !Same(property, remote.Properties.GetValueOrDefault(property), before.Value)
                && IsForm(remote.Properties.GetValueOrDefault(property), value))
            {
                arrived.Add(property);
            }
        }

        // HubSpot writes the properties of one change at one moment: what changed with ours is ours, however HubSpot writes it.
        arrived.UnionWith(sent
            .Where(entry => Versions(remote, entry.Key).Any(version => version.Timestamp > entry.Value.At && moments.Contains(version.Timestamp)))
            .Select(entry => entry.Key));
        return arrived;
    }

    private bool IsOurs(string property, WireVersion version, string value) =>
        Same(property, version.Value, value) || (version.SourceType is "INTEGRATION" or "API" && IsForm(version.Value, value));

    // HubSpot takes the host out of an address, puts a scheme before one, and drops the signs in a number.
    private static bool IsForm(string? theirs, string value)
    {
        var (form, whole) = (Plain(theirs ?? ""), Plain(value));
        return form.Length >= ShortestForm && whole.Contains(form, StringComparison.Ordinal);
    }

    private static string Plain(string value)
    {
        var text = value.Trim();
        foreach (var prefix in (string[])["https://", "http://", "www."])
        {
            text = text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : text;
        }

        return string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
    }

    private static IReadOnlyList<WireVersion> Versions(WireRecord record, string property) => record.History?.GetValueOrDefault(property) ?? [];

    private string Who(WireVersion version) => ChangeSource.InWords(version.SourceType, version.UpdatedByUserId, definitions);
}
