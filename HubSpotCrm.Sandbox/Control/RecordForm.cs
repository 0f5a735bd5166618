using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>A property that a record must have once another has one of these values.</summary>
internal sealed record ConditionalNeed(string Property, string When, string[] Values);

/// <summary>What the account asks of records beyond what HubSpot itself does, as an administrator sets it for the form of new records.</summary>
internal sealed class RecordForm
{
    private volatile Dictionary<ObjectKind, (string[] Always, ConditionalNeed[] Conditional)> _needs = [];

    public string[] Always(ObjectKind kind) => _needs.TryGetValue(kind, out var needs) ? needs.Always : [];

    public ConditionalNeed[] Conditional(ObjectKind kind) => _needs.TryGetValue(kind, out var needs) ? needs.Conditional : [];

    public void Set(ObjectKind kind, string[] always, ConditionalNeed[] conditional) =>
        _needs = new(_needs) { [kind] = (always, conditional) };

    public void Clear() => _needs = [];
}
