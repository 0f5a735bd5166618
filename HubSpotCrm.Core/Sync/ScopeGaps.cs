using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Associations that HubSpot did not let us read for want of a scope. The records themselves are read without them,
/// and keep the associations they have. Safe to use from any thread.
/// </summary>
internal sealed class ScopeGaps
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(ObjectType From, ObjectType To), string> _dropped = [];

    /// <summary>The types whose associations with a type are read.</summary>
    public IReadOnlyList<ObjectType> TargetsOf(ObjectType from)
    {
        lock (_lock)
        {
            return [.. AssociationKinds.TargetsOf(from).Where(to => !_dropped.ContainsKey((from, to)))];
        }
    }

    /// <summary>Why some are not; null when all are.</summary>
    public string? MessageOf(ObjectType from)
    {
        lock (_lock)
        {
            var messages = _dropped.Where(pair => pair.Key.From == from).Select(pair => $"Without associations with {pair.Key.To.Plural()}: {pair.Value}").ToList();
            return messages.Count == 0 ? null : string.Join(" ", messages);
        }
    }

    public void Drop(ObjectType from, ObjectType to, string message)
    {
        lock (_lock)
        {
            _dropped[(from, to)] = message;
        }
    }

    /// <summary>
    /// Finds in a refusal the target it is about. False when it is about the records themselves, or nothing is left to do without.
    /// A refusal that names no scope costs the targets one after another.
    /// </summary>
    public bool Drop(ObjectType from, MissingScopes missing)
    {
        var targets = TargetsOf(from);
        if (targets.Count == 0 || missing.Scopes.Any(scope => Names(scope, from)))
        {
            return false;
        }

        var named = targets.Where(to => missing.Scopes.Any(scope => Names(scope, to))).ToList();
        if (named.Count == 0 && missing.Scopes.Count > 0)
        {
            return false;
        }

        foreach (var to in named.Count > 0 ? named : [targets[^1]])
        {
            Drop(from, to, missing.Message);
        }

        return true;
    }

    private static bool Names(string scope, ObjectType type) => scope.Contains($".{type.Plural()}.", StringComparison.OrdinalIgnoreCase);
}
