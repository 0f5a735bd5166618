namespace HubSpotCrm.Core.Crm;

/// <summary>What a record is called, by its values.</summary>
internal static class RecordNames
{
    /// <summary>Falls back as lists do: to the e-mail or the domain, and at last to the id.</summary>
    public static string Of(ObjectType type, string id, IReadOnlyDictionary<string, string?> values)
    {
        string? Value(string property) => values.GetValueOrDefault(property) is { Length: > 0 } value ? value : null;
        return type switch
        {
            ObjectType.Contact => new Contact { Key = 0, Id = id, FirstName = Value("firstname"), LastName = Value("lastname"), Email = Value("email") }.DisplayName,
            ObjectType.Company => new Company { Key = 0, Id = id, Name = Value("name"), Domain = Value("domain") }.DisplayName,
            ObjectType.Deal => new Deal { Key = 0, Id = id, Name = Value("dealname") }.DisplayName,
            ObjectType.Campaign => Value("hs_name") ?? id,
            _ => id,
        };
    }
}
