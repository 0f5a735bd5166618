using System.Collections.Frozen;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>HubSpot's numbers of the unlabelled kinds of association. Those of the primary company are others and would change it.</summary>
internal static class AssociationTypeIds
{
    public const string HubSpotDefined = "HUBSPOT_DEFINED";

    private static readonly FrozenDictionary<(string From, string To), int> Defaults = new Dictionary<(string, string), int>
    {
        [("contacts", "companies")] = 279,
        [("companies", "contacts")] = 280,
        [("contacts", "deals")] = 4,
        [("deals", "contacts")] = 3,
        [("deals", "companies")] = 341,
        [("companies", "deals")] = 342,
        [("notes", "contacts")] = 202,
        [("notes", "companies")] = 190,
        [("notes", "deals")] = 214,
        [("tasks", "contacts")] = 204,
        [("tasks", "companies")] = 192,
        [("tasks", "deals")] = 216,
        [("calls", "contacts")] = 194,
        [("calls", "companies")] = 182,
        [("calls", "deals")] = 206,
        [("emails", "contacts")] = 198,
        [("emails", "companies")] = 186,
        [("emails", "deals")] = 210,
        [("meetings", "contacts")] = 200,
        [("meetings", "companies")] = 188,
        [("meetings", "deals")] = 212,
    }.ToFrozenDictionary();

    public static bool Knows(string fromType, string toType) => Defaults.ContainsKey((fromType, toType));

    /// <summary>Asking for a pair that is not in the table is a bug here.</summary>
    public static int Default(string fromType, string toType) =>
        Defaults.TryGetValue((fromType, toType), out var id) ? id : throw new ArgumentException($"No default association from {fromType} to {toType}.", nameof(toType));
}
