using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Crm;

/// <summary>What a new record must hold, and what of an archived one goes into the record that takes its place.</summary>
internal static class NewRecordRules
{
    /// <summary>HubSpot's most for one call.</summary>
    public const int MostAssociations = 100;

    /// <summary>The values as HubSpot takes them, without empty ones; or the first thing that is wrong or missing.</summary>
    public static Result<IReadOnlyDictionary<string, string>> Check(
        ObjectType type, IReadOnlyDictionary<string, string> values, AccountDefinitions definitions, TimeZoneInfo zone)
    {
        var filled = values.Where(value => !string.IsNullOrWhiteSpace(value.Value)).ToDictionary();
        var check = new PropertyValidator(definitions, type, zone).Check(filled, new Dictionary<string, string?>());
        return check.Succeeded && Missing(type, check.Value, definitions) is { } missing ? missing : check;
    }

    /// <summary>The kept values that a new record can take: HubSpot's own, and those that are no longer possible, stay behind.</summary>
    public static Dictionary<string, string> Carried(
        ObjectType type, IReadOnlyDictionary<string, string?> kept, AccountDefinitions definitions, TimeZoneInfo zone)
    {
        var validator = new PropertyValidator(definitions, type, zone);
        return definitions.Properties
            .Where(property => property.ObjectType == type && !string.IsNullOrWhiteSpace(kept.GetValueOrDefault(property.Name)))
            .Select(property => (property.Name, Value: kept[property.Name]!))
            .Where(property => validator.Check(new Dictionary<string, string> { [property.Name] = property.Value }, kept).Succeeded)
            .ToDictionary(property => property.Name, property => property.Value);
    }

    private static InvalidInput? Missing(ObjectType type, IReadOnlyDictionary<string, string> values, AccountDefinitions definitions)
    {
        string Label(string property) => definitions.FindProperty(type, property)?.Label ?? property;
        InvalidInput? Needs(string property) =>
            values.ContainsKey(property) ? null : new InvalidInput(Label(property), $"a {type.Singular()} cannot be made without it.");
        InvalidInput? NeedsOneOf(params string[] properties) => properties.Any(values.ContainsKey)
            ? null
            : new InvalidInput(Label(properties[0]), $"a {type.Singular()} needs at least one of: {string.Join(", ", properties.Select(Label))}.");
        return type switch
        {
            ObjectType.Contact => NeedsOneOf("email", "firstname", "lastname"),
            ObjectType.Company => NeedsOneOf("name", "domain"),
            ObjectType.Deal => Needs("dealname") ?? Needs("pipeline") ?? Needs("dealstage"),
            ObjectType.Campaign => Needs("hs_name"),
            _ => null,
        };
    }
}
