using System.Collections.Frozen;

namespace HubSpotCrm.Sandbox.Data;

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

    public bool Hidden { get; init; }

    public bool? FormField { get; init; }

    public int? DisplayOrder { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The options are owners, told by the owners endpoint.</summary>
    public bool External { get; init; }

    /// <summary>When it was taken out of the account; values it had stay with their records, unseen.</summary>
    public long? ArchivedMs { get; init; }

    public bool IsMultiple => FieldType == "checkbox" && Type == "enumeration";
}

/// <summary>A type with the properties an account has now; a value's place is its property's slot. Never altered: another property makes another schema.</summary>
internal sealed class ObjectSchema
{
    private readonly FrozenDictionary<string, PropertyDefinition> _byName;

    public ObjectSchema(CrmType type, IEnumerable<PropertyDefinition> properties)
    {
        Type = type;
        All = [.. properties.Select((property, slot) => property with { Slot = slot })];
        Properties = [.. All.Where(property => property.ArchivedMs is null)];
        _byName = Properties.ToFrozenDictionary(property => property.Name, StringComparer.Ordinal);
        Modified = Slot(type.Modified);
        Created = Slot(type.Created);
        ObjectId = Slot("hs_object_id");
        Defaults = [.. type.Defaults.Select(Slot)];
        Always = [Created, Modified, ObjectId];
        Searched = [.. type.Searched.Select(Slot)];
    }

    public CrmType Type { get; }

    public ObjectKind Kind => Type.Kind;

    public string Plural => Type.Plural;

    public string Singular => Type.Singular;

    public string TypeId => Type.TypeId;

    /// <summary>Every property the account ever had, by slot.</summary>
    public PropertyDefinition[] All { get; }

    /// <summary>The properties in use.</summary>
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

    /// <summary>The same with one property more, or with another definition of one it has.</summary>
    public ObjectSchema With(PropertyDefinition property) => Find(property.Name) is { } old
        ? new ObjectSchema(Type, All.Select(one => one.Slot == old.Slot ? property : one))
        : new ObjectSchema(Type, All.Append(property));
}

/// <summary>The types as every account has them at first.</summary>
internal static class Schemas
{
    public static readonly ObjectSchema[] All =
    [.. new[]
    {
        ContactSchema.Create(), CompanySchema.Create(), DealSchema.Create(),
        TaskSchema.Create(), NoteSchema.Create(), MeetingSchema.Create(), CallSchema.Create(), EmailSchema.Create(),
    }.OrderBy(type => type.Kind).Select(type => new ObjectSchema(type, type.Properties))];

    public static ObjectSchema Of(ObjectKind kind) => All[(int)kind];

    /// <summary>The type by its name or id; null when there is none such here.</summary>
    public static ObjectSchema? Find(string? name) =>
        All.FirstOrDefault(schema => string.Equals(schema.Plural, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(schema.Singular, name, StringComparison.OrdinalIgnoreCase)
            || schema.TypeId == name);
}
