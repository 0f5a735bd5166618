namespace HubSpotCrm.Core.Crm;

/// <summary>A person or queue that records are assigned to. Archived owners stay: records keep pointing at them.</summary>
public sealed record Owner(string Id, string? Email, string? FirstName, string? LastName, bool IsQueue, bool IsArchived)
{
    /// <summary>HubSpot's user behind the owner, as histories name who made a change; null where HubSpot tells none.</summary>
    public string? UserId { get; init; }

    public string DisplayName =>
        string.Join(' ', new[] { FirstName, LastName }.Where(part => !string.IsNullOrWhiteSpace(part))) is { Length: > 0 } name
            ? name
            : string.IsNullOrWhiteSpace(Email) ? Id : Email;
}

/// <summary>A deal pipeline with its stages in order.</summary>
public sealed record Pipeline(string Id, string Label, int DisplayOrder, bool IsArchived, IReadOnlyList<Stage> Stages);

/// <summary>A stage. <paramref name="Probability"/> is 0 to 1, null when HubSpot states none.</summary>
public sealed record Stage(string Id, string Label, int DisplayOrder, decimal? Probability, bool IsClosed, bool IsArchived);

/// <summary>The type of a property's values, as HubSpot names them.</summary>
public enum PropertyType
{
    Text,
    Number,
    Date,
    DateTime,
    Enumeration,
    Boolean,
    PhoneNumber,
    Other,
}

/// <summary>One choice of an enumeration.</summary>
public sealed record PropertyOption(string Value, string Label, int DisplayOrder, bool IsHidden);

/// <summary>A property as the account defines it.</summary>
/// <param name="FieldType">HubSpot's form control: <c>text</c>, <c>textarea</c>, <c>select</c>, <c>checkbox</c> (several values), …</param>
/// <param name="IsReadOnly">Values cannot be written: calculated, or kept by HubSpot.</param>
/// <param name="RefersToOwner">Values are owner ids.</param>
public sealed record PropertyDefinition(
    ObjectType ObjectType,
    string Name,
    string Label,
    PropertyType Type,
    string FieldType,
    string? GroupName,
    string? Description,
    IReadOnlyList<PropertyOption> Options,
    bool IsReadOnly,
    bool IsCalculated,
    bool IsHidden,
    bool IsArchived,
    bool HasUniqueValue,
    bool RefersToOwner)
{
    /// <summary>Values hold several choices, separated by semicolons.</summary>
    public bool IsMultiple => Type == PropertyType.Enumeration && FieldType == "checkbox";
}
