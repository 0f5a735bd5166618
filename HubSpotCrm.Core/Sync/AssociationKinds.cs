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

    /// <summary>The types whose associations are read with records of a type, as HubSpot's plurals name them.</summary>
    public static IReadOnlyList<ObjectType> TargetsOf(ObjectType type) => type switch
    {
        ObjectType.Contact => [ObjectType.Company, ObjectType.Deal],
        ObjectType.Company => [ObjectType.Contact, ObjectType.Deal],
        ObjectType.Deal => [ObjectType.Contact, ObjectType.Company],
        _ => [],
    };

    /// <summary>The name of a kind that the associations API numbers; a label of the account's own becomes its name in lower case.</summary>
    public static string NameOf(ObjectType from, ObjectType to, WireAssociationType type) => (type.Category, type.TypeId) switch
    {
        ("HUBSPOT_DEFINED", 1) => PrimaryCompanyOfContact,
        ("HUBSPOT_DEFINED", 2) => "company_to_contact",
        ("HUBSPOT_DEFINED", 3) => "deal_to_contact",
        ("HUBSPOT_DEFINED", 4) => "contact_to_deal",
        ("HUBSPOT_DEFINED", 5) => "deal_to_company",
        ("HUBSPOT_DEFINED", 6) => "company_to_deal",
        ("HUBSPOT_DEFINED", 279) => "contact_to_company_unlabeled",
        ("HUBSPOT_DEFINED", 280) => "company_to_contact_unlabeled",
        ("HUBSPOT_DEFINED", 341) => "deal_to_company_unlabeled",
        ("HUBSPOT_DEFINED", 342) => "company_to_deal_unlabeled",
        _ when !string.IsNullOrWhiteSpace(type.Label) => type.Label.Trim().ToLowerInvariant().Replace(' ', '_'),
        _ => $"{from.Singular()}_to_{to.Singular()}_{type.TypeId}",
    };
}
