namespace HubSpotCrm.Core.Crm;

/// <summary>The kinds of record the portal keeps. The numbers are stored; never renumber.</summary>
public enum ObjectType
{
    Contact = 1,
    Company = 2,
    Deal = 3,
    Campaign = 4,
}

/// <summary>HubSpot's and the portal's names for the kinds of record.</summary>
public static class ObjectTypes
{
    /// <summary>The types that are read through HubSpot's CRM objects API.</summary>
    public static IReadOnlyList<ObjectType> CrmObjects { get; } = [ObjectType.Contact, ObjectType.Company, ObjectType.Deal];

    /// <summary>The plural in HubSpot's paths and in the portal's URLs: <c>contacts</c>.</summary>
    public static string Plural(this ObjectType type) => type switch
    {
        ObjectType.Contact => "contacts",
        ObjectType.Company => "companies",
        ObjectType.Deal => "deals",
        ObjectType.Campaign => "campaigns",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type of record."),
    };

    /// <summary>The singular for texts: <c>contact</c>.</summary>
    public static string Singular(this ObjectType type) => type switch
    {
        ObjectType.Contact => "contact",
        ObjectType.Company => "company",
        ObjectType.Deal => "deal",
        ObjectType.Campaign => "campaign",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type of record."),
    };

    /// <summary>HubSpot's property that holds the time of the last change.</summary>
    public static string ModifiedProperty(this ObjectType type) =>
        type == ObjectType.Contact ? "lastmodifieddate" : "hs_lastmodifieddate";
}
