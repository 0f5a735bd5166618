using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Why a value was not taken.</summary>
internal sealed record PropertyProblem(string Property, string Message, string Code);

/// <summary>A date that was taken, but not as it was sent.</summary>
internal sealed record NormalizedValue(string Property, string Raw, string Normal);

/// <summary>What is left of the properties of a write once HubSpot's rules were applied.</summary>
internal sealed record CheckedProperties(Dictionary<string, string?> Values, List<PropertyProblem> Problems, List<NormalizedValue> Warnings)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The problems as HubSpot words them: JSON inside the message, and once more in <c>errors</c>.</summary>
    public ApiFault? Fault
    {
        get
        {
            if (Problems.Count == 0)
            {
                return null;
            }

            var inside = JsonSerializer.Serialize(
                Problems.Select(problem => new { isValid = false, message = problem.Message, error = problem.Code, name = problem.Property }), Plain);
            return ApiFault.Invalid($"Property values were not valid: {inside}") with
            {
                Errors = [.. Problems.Select(problem => new FaultDetail(problem.Message, problem.Code, problem.Property))],
            };
        }
    }

    public void WriteWarnings(Utf8JsonWriter json)
    {
        if (Warnings.Count == 0)
        {
            return;
        }

        json.WriteStartArray("warnings");
        foreach (var warning in Warnings)
        {
            json.WriteStartObject();
            json.WriteString("category", "PROPERTY_VALUE_NORMALIZED");
            json.WriteString("message", $"The value of {warning.Property} was normalized");
            json.WriteStartObject("context");
            json.WriteString("propertyName", warning.Property);
            json.WriteString("rawValue", warning.Raw);
            json.WriteString("normalizedValue", warning.Normal);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>Which values HubSpot takes.</summary>
internal static partial class PropertyRules
{
    public const int MostCharacters = 65_536;

    /// <summary>Checks the properties of a write to the record, or of a new one when there is none before.</summary>
    /// <param name="call">Its version's rules hold.</param>
    /// <param name="schema">The properties there are.</param>
    /// <param name="properties">Those given; anything but an object gives none.</param>
    /// <param name="before">The record as it is.</param>
    /// <param name="key">The unique value an upsert names its record by; it counts as given.</param>
    public static CheckedProperties Check(Call call, ObjectSchema schema, JsonElement properties, CrmRecord? before, (PropertyDefinition Property, string Value)? key = null)
    {
        var rules = call.Version.Rules;
        var result = new CheckedProperties([], [], []);
        if (properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var given in properties.EnumerateObject().Where(given => given.Name != key?.Property.Name))
            {
                Check(rules, schema, given.Name, given.Value, before, result);
            }
        }

        if (key is { } unique)
        {
            Check(rules, schema, unique.Property.Name, JsonSerializer.SerializeToElement(unique.Value), before, result);
        }

        if (schema.Type.Pipelines.Length > 0)
        {
            CheckStage(before, result);
        }

        CheckNeeds(call, schema, before, result);
        KeepLifecycleForward(before, result);
        return result;
    }

    private static void Check(VersionRules rules, ObjectSchema schema, string name, JsonElement given, CrmRecord? before, CheckedProperties result)
    {
        void No(string message, string code) => result.Problems.Add(new PropertyProblem(name, message, code));

        if (schema.Find(name) is not { } property)
        {
            No($"Property \"{name}\" does not exist", "PROPERTY_DOESNT_EXIST");
            return;
        }

        if (property.ReadOnly)
        {
            No($"\"{name}\" is a read only property; its value cannot be set.", "READ_ONLY_VALUE");
            return;
        }

        string? text;
        switch (given.ValueKind)
        {
            case JsonValueKind.String:
                text = given.GetString();
                break;
            case JsonValueKind.Null:
                text = null;
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                text = given.GetRawText();
                break;
            default:
                No($"The value of \"{name}\" must be a text, a number, true or false", "INVALID_TYPE");
                return;
        }

        if (string.IsNullOrEmpty(text))
        {
            result.Values[name] = null;
            return;
        }

        if (property.Type != "string" && text.Trim() != text)
        {
            No($"\"{text}\" has leading or trailing whitespace", "LEADING_TRAILING_WHITESPACE");
            return;
        }

        var (value, problem) = Normal(rules, property, text, before?.Value(property.Slot));
        if (problem is not null)
        {
            result.Problems.Add(problem);
            return;
        }

        if (rules.NormalisesDates && IsBent(property, text))
        {
            result.Warnings.Add(new NormalizedValue(name, text, value!));
        }

        result.Values[name] = value;
    }

    private static (string? Value, PropertyProblem? Problem) Normal(VersionRules rules, PropertyDefinition property, string text, string? before)
    {
        (string?, PropertyProblem?) No(string message, string code) => (null, new PropertyProblem(property.Name, message, code));
        switch (property.Type)
        {
            case "number":
                return PlainNumber().IsMatch(text) ? (text, null) : No($"{text} was not a valid number.", "INVALID_INTEGER");
            case "bool":
                return text is "true" or "false" ? (text, null) : No($"{text} was not one of the allowed options: [true, false]", "INVALID_OPTION");
            case "date":
                return Stamp.Parse(text) is { } day && Year(day) && (rules.NormalisesDates || day % Stamp.DayMs == 0)
                    ? (Stamp.Day(day), null)
                    : No($"{text} was not a valid date.", "INVALID_DATE");
            case "datetime":
                return Stamp.Parse(text) is { } time && Year(time) ? (Stamp.Iso(time), null) : No($"{text} was not a valid long.", "INVALID_LONG");
            case "enumeration" when property.External:
                return Reference.Owners.Any(owner => !owner.Archived && Stamp.Text(owner.Id) == text)
                    ? (text, null)
                    : No($"Owner {text} does not exist or is not active", "INVALID_OWNER_ID");
            case "enumeration" when property.Options.Length > 0:
                return Choice(property, text, before);
            case "enumeration":
                return (text, null);
            default:
                return text.Length > MostCharacters
                    ? No($"The value is {text.Length} characters long; at most {MostCharacters} are allowed", "PROPERTY_VALUE_TOO_LONG")
                    : property.Name == "email" && !Email().IsMatch(text)
                        ? No($"Email address {text} is invalid", "INVALID_EMAIL")
                        : (property.Name == "email" ? text.ToLowerInvariant() : text, null);
        }
    }

    /// <summary>Options are case-sensitive; a leading semicolon adds to what several already are chosen.</summary>
    private static (string? Value, PropertyProblem? Problem) Choice(PropertyDefinition property, string text, string? before)
    {
        var chosen = property.IsMultiple ? text.Split(';', StringSplitOptions.RemoveEmptyEntries) : [text];
        var wrong = chosen.FirstOrDefault(one => property.Options.All(option => option.Value != one));
        if (wrong is not null)
        {
            var allowed = string.Join(", ", property.Options.Select(option => option.Value));
            return (null, new PropertyProblem(property.Name, $"{wrong} was not one of the allowed options: [{allowed}]", "INVALID_OPTION"));
        }

        var all = property.IsMultiple && text[0] == ';' && before is not null ? before.Split(';').Union(chosen) : chosen.Distinct();
        return (string.Join(';', all), null);
    }

    private static void CheckStage(CrmRecord? before, CheckedProperties result)
    {
        var (stage, pipeline) = (result.Values.GetValueOrDefault("dealstage"), result.Values.GetValueOrDefault("pipeline"));
        if (pipeline is not null && Reference.FindPipeline(pipeline) is null)
        {
            result.Problems.Add(new PropertyProblem("pipeline", $"{pipeline} was not one of the allowed options: [{string.Join(", ", Reference.Pipelines.Select(one => one.Id))}]", "INVALID_OPTION"));
            return;
        }

        if (stage is null && pipeline is null)
        {
            return;
        }

        var within = Reference.FindPipeline(pipeline ?? before?["pipeline"] ?? "default")!;
        var standing = stage ?? before?["dealstage"];
        if (standing is not null && within.Stages.All(one => one.Id != standing))
        {
            result.Problems.Add(new PropertyProblem("dealstage", $"{standing} was not one of the allowed options: [{string.Join(", ", within.Stages.Select(one => one.Id))}]", "INVALID_OPTION"));
        }
    }

    /// <summary>What every record needs, and from 2026-09 on what the account's own form asks for.</summary>
    private static void CheckNeeds(Call call, ObjectSchema schema, CrmRecord? before, CheckedProperties result)
    {
        string? After(string name) => result.Values.TryGetValue(name, out var given) ? given : schema.Find(name) is { } property ? before?.Value(property.Slot) : null;
        void Need(string name, string code, string message)
        {
            if (After(name) is null && result.Problems.All(problem => problem.Property != name))
            {
                result.Problems.Add(new PropertyProblem(name, message, code));
            }
        }

        var enforced = call.Version.Rules.EnforcesRequired;
        if (before is null)
        {
            foreach (var name in schema.Type.Lacking(name => After(name) is null).Concat(enforced ? call.Account.Form.Always(schema.Kind) : []).Distinct())
            {
                Need(name, "MISSING_REQUIRED_PROPERTY", $"Property \"{name}\" is required");
            }
        }

        foreach (var need in enforced ? call.Account.Form.Conditional(schema.Kind) : [])
        {
            if (After(need.When) is { } value && need.Values.Contains(value))
            {
                Need(need.Property, "MISSING_CONDITIONAL_REQUIRED_PROPERTY", $"Property \"{need.Property}\" is required when \"{need.When}\" is {value}");
            }
        }
    }

    /// <summary>A step back is answered with 200 and does nothing; only an emptied stage can be set anew.</summary>
    private static void KeepLifecycleForward(CrmRecord? before, CheckedProperties result)
    {
        if (before?["lifecyclestage"] is { } now && result.Values.GetValueOrDefault("lifecyclestage") is { } wanted
            && Place(wanted) < Place(now))
        {
            result.Values.Remove("lifecyclestage");
        }

        static int Place(string stage) => Array.FindIndex(ContactSchema.Lifecycle, option => option.Value == stage);
    }

    /// <summary>A date with a time of day, or a time that is not said in UTC.</summary>
    private static bool IsBent(PropertyDefinition property, string text) => property.Type switch
    {
        "date" => Stamp.Parse(text) % Stamp.DayMs != 0,
        "datetime" => !text.EndsWith('Z') && !long.TryParse(text, out _),
        _ => false,
    };

    private static bool Year(long ms) => ms is > -30_610_224_000_000 and < 32_503_680_000_000;

    [GeneratedRegex(@"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@"^[^@\s,;<>()""]+@[^@\s,;<>()""]+\.[^@\s,;<>()"".]{2,}$", RegexOptions.CultureInvariant)]
    private static partial Regex Email();
}
