namespace HubSpotCrm.Core.Crm;

/// <summary>The kinds of record the portal keeps. The numbers are stored; never renumber.</summary>
public enum ObjectType
{
    Contact = 1,
    Company = 2,
    Deal = 3,
    Campaign = 4,
    Task = 5,
    Note = 6,
    Meeting = 7,
    Call = 8,

    /// <summary>A one-to-one e-mail of the timeline.</summary>
    Email = 9,

    /// <summary>An e-mail sent to many, with its statistics.</summary>
    MarketingEmail = 10,
}

/// <summary>HubSpot's and the portal's names for the kinds of record.</summary>
public static class ObjectTypes
{
    /// <summary>The types with a list of their own that are read through HubSpot's CRM objects API.</summary>
    public static IReadOnlyList<ObjectType> CrmObjects { get; } = [ObjectType.Contact, ObjectType.Company, ObjectType.Deal];

    /// <summary>What a record's timeline holds; CRM objects too.</summary>
    public static IReadOnlyList<ObjectType> Engagements { get; } = [ObjectType.Task, ObjectType.Note, ObjectType.Meeting, ObjectType.Call, ObjectType.Email];

    /// <summary>What is read through HubSpot's marketing API.</summary>
    public static IReadOnlyList<ObjectType> Marketing { get; } = [ObjectType.Campaign, ObjectType.MarketingEmail];

    /// <summary>The plural in HubSpot's paths and in the portal's URLs: <c>contacts</c>.</summary>
    public static string Plural(this ObjectType type) => type switch
    {
        ObjectType.Contact => "contacts",
        ObjectType.Company => "companies",
        ObjectType.Deal => "deals",
        ObjectType.Campaign => "campaigns",
        ObjectType.Task => "tasks",
        ObjectType.Note => "notes",
        ObjectType.Meeting => "meetings",
        ObjectType.Call => "calls",
        ObjectType.Email => "emails",
        ObjectType.MarketingEmail => "marketing-emails",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type of record."),
    };

    /// <summary>The singular for texts: <c>contact</c>.</summary>
    public static string Singular(this ObjectType type) => type switch
    {
        ObjectType.Contact => "contact",
        ObjectType.Company => "company",
        ObjectType.Deal => "deal",
        ObjectType.Campaign => "campaign",
        ObjectType.Task => "task",
        ObjectType.Note => "note",
        ObjectType.Meeting => "meeting",
        ObjectType.Call => "call",
        ObjectType.Email => "email",
        ObjectType.MarketingEmail => "marketing email",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type of record."),
    };

    /// <summary>HubSpot's property of a record that others were merged into: their ids, separated by semicolons.</summary>
    public const string MergedIdsProperty = "hs_merged_object_ids";

    /// <summary>HubSpot's property that holds the time of the last change; marketing records have a field beside their properties instead.</summary>
    public static string ModifiedProperty(this ObjectType type) =>
        type == ObjectType.Contact ? "lastmodifieddate" : "hs_lastmodifieddate";
}
