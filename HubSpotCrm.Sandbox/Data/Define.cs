namespace HubSpotCrm.Sandbox.Data;

/// <summary>Short words for writing a schema down.</summary>
internal static class Define
{
    public static PropertyDefinition Text(string name, string label, string group = "information") => new(name, label, "string", "text", group);

    public static PropertyDefinition Area(string name, string label) => new(name, label, "string", "textarea", "information");

    public static PropertyDefinition Html(string name, string label) => new(name, label, "string", "html", "information");

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
