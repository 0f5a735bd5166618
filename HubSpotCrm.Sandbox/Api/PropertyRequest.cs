using System.Text.Json;
using System.Text.RegularExpressions;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>A property as a caller wants to have it.</summary>
internal static partial class PropertyRequest
{
    private const int MostInName = 100;

    private static readonly Dictionary<string, string[]> FieldTypes = new()
    {
        ["bool"] = ["booleancheckbox"],
        ["enumeration"] = ["select", "radio", "checkbox", "booleancheckbox"],
        ["date"] = ["date"],
        ["datetime"] = ["date"],
        ["number"] = ["number"],
        ["string"] = ["text", "textarea", "html", "file", "phonenumber"],
        ["phone_number"] = ["phonenumber"],
    };

    public static (PropertyDefinition? Property, ApiFault? Fault) New(JsonElement body)
    {
        string[] needed = ["name", "label", "type", "fieldType", "groupName"];
        var lacking = needed.Where(field => string.IsNullOrWhiteSpace(Body.Text(body, field))).ToArray();
        if (lacking.Length > 0)
        {
            return (null, ApiFault.BadJson($"Some required fields were not set: [{string.Join(", ", lacking)}]"));
        }

        var name = Body.Text(body, "name")!;
        if (name.Length > MostInName || !NameShape().IsMatch(name))
        {
            return (null, ApiFault.Invalid($"name \"{name}\" must begin with a letter, hold lower-case letters, digits and underscores only, and be {MostInName} characters long at most"));
        }

        return Changed(new PropertyDefinition(name, "", "string", "text", "") { Custom = true, Unique = Body.Flag(body, "hasUniqueValue") ?? false }, body);
    }

    /// <summary>The property with what the body says about it; what it does not mention stays.</summary>
    public static (PropertyDefinition? Property, ApiFault? Fault) Changed(PropertyDefinition before, JsonElement body)
    {
        var type = Body.Text(body, "type") ?? (before.FieldType == "phonenumber" ? "phone_number" : before.Type);
        var fieldType = Body.Text(body, "fieldType") ?? before.FieldType;
        if (!FieldTypes.TryGetValue(type, out var fits))
        {
            return (null, ApiFault.Invalid($"type \"{type}\" is not one of [{string.Join(", ", FieldTypes.Keys)}]"));
        }

        if (!fits.Contains(fieldType))
        {
            return (null, ApiFault.Invalid($"fieldType \"{fieldType}\" does not fit type \"{type}\", which takes [{string.Join(", ", fits)}]"));
        }

        var (options, wrong) = Options(before, type, body);
        if (wrong is not null)
        {
            return (null, wrong);
        }

        if (before.Unique && type is not ("string" or "number"))
        {
            return (null, ApiFault.Invalid($"hasUniqueValue is for type string or number, not \"{type}\""));
        }

        var label = Body.Text(body, "label") ?? before.Label;
        return string.IsNullOrWhiteSpace(label)
            ? (null, ApiFault.Invalid("label must not be empty"))
            : (before with
            {
                Label = label,
                Type = type == "phone_number" ? "string" : type,
                FieldType = fieldType,
                Group = Body.Text(body, "groupName") ?? before.Group,
                Description = Body.Text(body, "description") ?? before.Description,
                Options = options,
                Hidden = Body.Flag(body, "hidden") ?? before.Hidden,
                FormField = Body.Flag(body, "formField") ?? before.FormField,
                DisplayOrder = Body.Number(body, "displayOrder") ?? before.DisplayOrder,
            }, null);
    }

    private static (PropertyOption[] Options, ApiFault? Fault) Options(PropertyDefinition before, string type, JsonElement body)
    {
        if (type is not ("enumeration" or "bool"))
        {
            return ([], null);
        }

        if (Body.Items(body, "options") is not { } items)
        {
            return type == before.Type && before.Options.Length > 0 ? (before.Options, null)
                : type == "bool" ? ([new("true", "Yes"), new("false", "No")], null)
                : ([], ApiFault.BadJson("Some required fields were not set: [options]"));
        }

        var options = new List<PropertyOption>();
        foreach (var item in items)
        {
            var (value, label) = (Body.Text(item, "value"), Body.Text(item, "label"));
            if (string.IsNullOrEmpty(value) || string.IsNullOrEmpty(label))
            {
                return ([], ApiFault.Invalid("every one of options needs a label and a value"));
            }

            if (options.Any(option => option.Value == value) || value.Contains(';', StringComparison.Ordinal))
            {
                return ([], ApiFault.Invalid($"options: the value \"{value}\" stands there twice or has a semicolon"));
            }

            options.Add(new PropertyOption(value, label));
        }

        return type == "bool" && !options.Select(option => option.Value).Order().SequenceEqual(["false", "true"])
            ? ([], ApiFault.Invalid("options of type bool are true and false"))
            : ([.. options], null);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex NameShape();
}
