using System.Collections.Frozen;

namespace HubSpotCrm.Sandbox.Data;

internal enum ObjectKind
{
    Contact,
    Company,
    Deal,
}

internal sealed record PropertyOption(string Value, string Label);

/// <summary>One property as the properties endpoint tells it.</summary>
internal sealed record PropertyDefinition(string Name, string Label, string Type, string FieldType, string Group)
{
    public int Slot { get; init; }

    public PropertyOption[] Options { get; init; } = [];

    public bool ReadOnly { get; init; }

    public bool Calculated { get; init; }

    public bool Unique { get; init; }

    public bool Custom { get; init; }

    /// <summary>The options are owners, told by the owners endpoint.</summary>
    public bool External { get; init; }

    public bool IsMultiple => FieldType == "checkbox" && Type == "enumeration";
}

/// <summary>What an object type is called in each place, and its properties; a value's place is its property's slot.</summary>
internal sealed class ObjectSchema
{
    private readonly FrozenDictionary<string, PropertyDefinition> _byName;

    public ObjectSchema(ObjectKind kind, string plural, string singular, string typeId, string modified, string[] defaults, string[] searched, IEnumerable<PropertyDefinition> properties)
    {
        Kind = kind;
        Plural = plural;
        Singular = singular;
        TypeId = typeId;
        Properties = [.. properties.Select((property, slot) => property with { Slot = slot })];
        _byName = Properties.ToFrozenDictionary(property => property.Name, StringComparer.Ordinal);
        Modified = Slot(modified);
        Created = Slot("createdate");
        ObjectId = Slot("hs_object_id");
        Defaults = [.. defaults.Select(Slot)];
        Always = [Created, Modified, ObjectId];
        Searched = [.. searched.Select(Slot)];
    }

    public ObjectKind Kind { get; }

    public string Plural { get; }

    public string Singular { get; }

    public string TypeId { get; }

    public PropertyDefinition[] Properties { get; }

    public int Modified { get; }

    public int Created { get; }

    public int ObjectId { get; }

    public int[] Defaults { get; }

    /// <summary>What every answer carries, asked for or not.</summary>
    public int[] Always { get; }

    /// <summary>Where the <c>query</c> of a search looks.</summary>
    public int[] Searched { get; }

    public PropertyDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    public int Slot(string name) => _byName[name].Slot;
}

internal static class Schemas
{
    public static readonly ObjectSchema[] All = [ContactSchema.Create(), CompanySchema.Create(), DealSchema.Create()];

    public static ObjectSchema Of(ObjectKind kind) => All[(int)kind];

    /// <summary>The type by its name or id; null when there is none such here.</summary>
    public static ObjectSchema? Find(string? name) =>
        All.FirstOrDefault(schema => string.Equals(schema.Plural, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(schema.Singular, name, StringComparison.OrdinalIgnoreCase)
            || schema.TypeId == name);
}

/// <summary>Short words for writing a schema down.</summary>
internal static class Define
{
    public static PropertyDefinition Text(string name, string label, string group = "information") => new(name, label, "string", "text", group);

    public static PropertyDefinition Area(string name, string label) => new(name, label, "string", "textarea", "information");

    public static PropertyDefinition Phone(string name, string label) => new(name, label, "string", "phonenumber", "information");

    public static PropertyDefinition Number(string name, string label) => new(name, label, "number", "number", "information");

    public static PropertyDefinition Date(string name, string label) => new(name, label, "date", "date", "information");

    public static PropertyDefinition Time(string name, string label) => new(name, label, "datetime", "date", "activity");

    public static PropertyDefinition Bool(string name, string label) =>
        new(name, label, "bool", "booleancheckbox", "information") { Options = [new("true", "Yes"), new("false", "No")] };

    public static PropertyDefinition Choice(string name, string label, params PropertyOption[] options) =>
        new(name, label, "enumeration", "select", "information") { Options = options };

    public static PropertyDefinition Radio(string name, string label, params PropertyOption[] options) =>
        new(name, label, "enumeration", "radio", "information") { Options = options };

    public static PropertyDefinition Checks(string name, string label, params PropertyOption[] options) =>
        new(name, label, "enumeration", "checkbox", "information") { Options = options };

    public static PropertyDefinition Owner() =>
        new("hubspot_owner_id", "Owner", "enumeration", "select", "sales_properties") { External = true };

    public static PropertyDefinition ReadOnly(this PropertyDefinition property) => property with { ReadOnly = true };

    public static PropertyDefinition Calculated(this PropertyDefinition property) =>
        property with { ReadOnly = true, Calculated = true, FieldType = property.Type == "number" ? "calculation_equation" : property.FieldType };

    public static PropertyDefinition Custom(this PropertyDefinition property) => property with { Custom = true, Group = "our_fields" };

    /// <summary>Options from "value|Label" words; a value alone is its own label.</summary>
    public static PropertyOption[] Options(params string[] words) =>
        [.. words.Select(word => word.Split('|')).Select(parts => new PropertyOption(parts[0], parts[^1]))];
}
