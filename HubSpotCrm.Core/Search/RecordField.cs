using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search;

/// <summary>A field that records can be filtered by: one of the catalog, or any property that the account defines.</summary>
/// <param name="Name">As filters and URLs name it.</param>
/// <param name="Label">As people read it.</param>
public sealed record RecordField(ObjectType Type, string Name, string Label, FieldKind Kind)
{
    /// <summary>The catalog's field with its typed column; null for a property that is kept as HubSpot sent it.</summary>
    public FieldDefinition? Typed { get; init; }

    /// <summary>HubSpot's internal name; null for a number that the portal makes itself.</summary>
    public string? Property { get; init; }

    /// <summary>An instant that stands for a day, the same in every zone.</summary>
    public bool IsDay { get; init; }

    /// <summary>Several values at once.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>True or false.</summary>
    public bool IsFlag { get; init; }

    /// <summary>Values are owners' ids.</summary>
    public bool IsOwner { get; init; }

    /// <summary>A share of one, read and written in percent.</summary>
    public bool IsShare => Kind == FieldKind.Percent || Typed is { Kind: FieldKind.Number, Name: "probability" };

    /// <summary>How many of the stored units make one.</summary>
    public decimal Scale => Typed?.Scale ?? 1000;

    /// <summary>Filtered from and to, and never by values.</summary>
    public bool IsRange => Kind is not (FieldKind.Text or FieldKind.Choice);
}

/// <summary>What a name in a filter means, by the account's definitions.</summary>
public static class RecordFields
{
    /// <summary>Before the name of a property that a name of the catalog hides.</summary>
    public const string PropertyPrefix = "p.";

    /// <summary>
    /// Null when the kind of record has neither such a field nor such a property. A property that the catalog has under its own name is that field;
    /// hidden ones are found, archived ones are not.
    /// </summary>
    public static RecordField? Find(ObjectType type, string name, AccountDefinitions definitions)
    {
        if (FieldCatalog.Find(type, name) is { } typed)
        {
            return Of(type, typed, definitions);
        }

        var property = name.StartsWith(PropertyPrefix, StringComparison.Ordinal) ? name[PropertyPrefix.Length..] : name;
        if (FieldCatalog.Of(type).FirstOrDefault(field => field.Property == property) is { } known)
        {
            return Of(type, known, definitions);
        }

        return definitions.FindProperty(type, property) is { IsArchived: false } definition && FieldCatalog.Of(type).Count > 0 ? Of(type, definition) : null;
    }

    /// <summary>All that can be offered, the catalog's first, then by label; without hidden and archived properties.</summary>
    public static IReadOnlyList<RecordField> Of(ObjectType type, AccountDefinitions definitions)
    {
        var catalog = FieldCatalog.Of(type);
        var typed = catalog.Select(field => field.Property).ToHashSet();
        return
        [
            .. catalog.Select(field => Of(type, field, definitions)),
            .. definitions.Properties
                .Where(property => property.ObjectType == type && property is { IsHidden: false, IsArchived: false } && !typed.Contains(property.Name))
                .Select(property => Of(type, property))
                .OrderBy(field => TextFolding.Fold(field.Label), StringComparer.Ordinal).ThenBy(field => field.Name, StringComparer.Ordinal),
        ];
    }

    private static RecordField Of(ObjectType type, FieldDefinition field, AccountDefinitions definitions) => new(type, field.Name, field.Label, field.Kind)
    {
        Typed = field,
        Property = field.Property,
        IsDay = field.IsDay,
        IsMultiple = field.IsMultiple,
        IsOwner = field.Property is "hubspot_owner_id" or "hs_owner"
            || (field.Property is { } property && definitions.FindProperty(type, property)?.RefersToOwner == true),
    };

    private static RecordField Of(ObjectType type, PropertyDefinition property) => new(
        type,
        FieldCatalog.Find(type, property.Name) is null ? property.Name : PropertyPrefix + property.Name,
        property.Label.Length == 0 ? property.Name : property.Label,
        property switch
        {
            { RefersToOwner: true } or { Type: PropertyType.Enumeration or PropertyType.Boolean } => FieldKind.Choice,
            { Type: PropertyType.Number } => FieldKind.Number,
            { Type: PropertyType.Date or PropertyType.DateTime } => FieldKind.Instant,
            _ => FieldKind.Text,
        })
    {
        Property = property.Name,
        IsDay = property.Type == PropertyType.Date,
        IsMultiple = property.IsMultiple,
        IsFlag = property.Type == PropertyType.Boolean,
        IsOwner = property.RefersToOwner,
    };
}
