using System.Collections.Frozen;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// HubSpot's names for the kinds of association. Lists of records name them (<c>contact_to_company</c>), the associations API numbers them:
/// the mirror keeps the names, so that both reads give the same rows.
/// </summary>
internal static class AssociationKinds
{
    /// <summary>A contact's primary company.</summary>
    public const string PrimaryCompanyOfContact = "contact_to_company";

    private const string HubSpotDefined = "HUBSPOT_DEFINED";
    private const string Primary = "Primary";

    private static readonly FrozenDictionary<int, Known> ByNumber = new Known[]
    {
        new(1, 2, PrimaryCompanyOfContact, Primary),
        new(2, 1, "company_to_contact", Primary),
        new(3, 4, "deal_to_contact"),
        new(4, 3, "contact_to_deal"),
        new(5, 6, "deal_to_company", Primary),
        new(6, 5, "company_to_deal", Primary),
        new(279, 280, "contact_to_company_unlabeled"),
        new(280, 279, "company_to_contact_unlabeled"),
        new(341, 342, "deal_to_company_unlabeled"),
        new(342, 341, "company_to_deal_unlabeled"),
    }.ToFrozenDictionary(known => known.Number);

    private static readonly FrozenDictionary<string, Known> ByName = ByNumber.Values.ToFrozenDictionary(known => known.Name);

    /// <summary>The types whose associations are read with records of a type, as HubSpot's plurals name them.</summary>
    public static IReadOnlyList<ObjectType> TargetsOf(ObjectType type) => SyncKinds.Of(type).Targets;

    /// <summary>An association that the associations API numbers, as lists of records would name it.</summary>
    public static WireAssociation Of(ObjectType from, ObjectType to, string id, WireAssociationType type)
    {
        var kind = NameOf(from, to, type);
        return new WireAssociation(id, kind) { Label = LabelOf(kind) ?? (string.IsNullOrWhiteSpace(type.Label) ? null : type.Label.Trim()) };
    }

    /// <summary>The name of a kind that the associations API numbers; a label of the account's own becomes its name in lower case.</summary>
    public static string NameOf(ObjectType from, ObjectType to, WireAssociationType type) =>
        from.IsEngagement() || to.IsEngagement() ? Plain(from, to)
        : type.Category == HubSpotDefined && ByNumber.TryGetValue(type.TypeId, out var known) ? known.Name
        : !string.IsNullOrWhiteSpace(type.Label) ? type.Label.Trim().ToLowerInvariant().Replace(' ', '_')
        : $"{Plain(from, to)}_{type.TypeId}";

    /// <summary>The name as it is kept of one that a list gave. A timeline's are of one kind, whatever HubSpot calls it: <c>meeting_event_to_contact</c>.</summary>
    public static string Kept(ObjectType from, ObjectType to, string listed) => from.IsEngagement() || to.IsEngagement() ? Plain(from, to) : listed;

    /// <summary>Whether a list's name says all: of a label of the account's own it does not tell the label.</summary>
    public static bool IsKnown(ObjectType from, string kind) => from.IsEngagement() || ByName.ContainsKey(kind);

    /// <summary>HubSpot's label of a kind that has one by itself.</summary>
    public static string? LabelOf(string kind) => ByName.TryGetValue(kind, out var known) ? known.Label : null;

    /// <summary>The same association seen from the other record; null for a label of the account's own, whose other side may have another.</summary>
    public static string? InverseOf(ObjectType from, ObjectType to, string kind) =>
        from.IsEngagement() || to.IsEngagement() ? Plain(to, from)
        : ByName.TryGetValue(kind, out var known) ? ByNumber[known.Inverse].Name
        : null;

    private static string Plain(ObjectType from, ObjectType to) => $"{from.Singular()}_to_{to.Singular()}";

    private sealed record Known(int Number, int Inverse, string Name, string? Label = null);
}
