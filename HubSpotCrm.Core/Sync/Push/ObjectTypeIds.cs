using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync.Push;

/// <summary>HubSpot's numbers of the kinds of records that its events can tell of.</summary>
internal static class ObjectTypeIds
{
    private static readonly Dictionary<string, ObjectType> Types = new()
    {
        ["0-1"] = ObjectType.Contact,
        ["0-2"] = ObjectType.Company,
        ["0-3"] = ObjectType.Deal,
        ["0-27"] = ObjectType.Task,
        ["0-46"] = ObjectType.Note,
        ["0-47"] = ObjectType.Meeting,
        ["0-48"] = ObjectType.Call,
        ["0-49"] = ObjectType.Email,
    };

    public static IReadOnlyCollection<string> All => Types.Keys;

    /// <summary>Null for a kind that is not kept.</summary>
    public static ObjectType? TypeOf(string id) => Types.TryGetValue(id, out var type) ? type : null;
}
