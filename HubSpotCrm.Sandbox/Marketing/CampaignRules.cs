using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>The properties of campaigns, and which values HubSpot takes for them.</summary>
internal static partial class CampaignRules
{
    public static readonly string[] Statuses = ["planned", "in_progress", "active", "paused", "completed"];

    public static readonly string[] Writable =
    [
        "hs_name", "hs_start_date", "hs_end_date", "hs_campaign_status", "hs_goal", "hs_audience", "hs_notes", "hs_owner", "hs_currency_code", "hs_utm", "hs_color_hex",
    ];

    public static readonly string[] ReadOnly = ["hs_created_by_user_id", "hs_object_id", "hs_budget_items_sum_amount", "hs_spend_items_sum_amount"];

    public static readonly string[] All = [.. Writable, .. ReadOnly];

    /// <summary>Checks the properties of a write to the campaign, or of a new one when there is none before; an empty value resets.</summary>
    public static (Dictionary<string, string?> Values, ApiFault? Fault) Check(JsonElement input, Campaign? before)
    {
        var result = new CheckedProperties([], [], []);
        if (input.ValueKind != JsonValueKind.Object || !input.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return ([], ApiFault.BadJson("Some required fields were not set: [properties]"));
        }

        foreach (var given in properties.EnumerateObject())
        {
            if (Problem(given, result.Values) is var (message, code))
            {
                result.Problems.Add(new PropertyProblem(given.Name, message, code));
            }
        }

        string? Then(string name) => result.Values.TryGetValue(name, out var set) ? set : before?[name];
        if (result.Problems.Count == 0 && Then("hs_name") is null)
        {
            result.Problems.Add(new PropertyProblem("hs_name", "Property \"hs_name\" is required", "MISSING_REQUIRED_PROPERTY"));
        }

        if (result.Problems.Count == 0 && string.CompareOrdinal(Then("hs_start_date"), Then("hs_end_date") ?? "~") > 0)
        {
            result.Problems.Add(new PropertyProblem("hs_end_date", $"{Then("hs_end_date")} is before the start date {Then("hs_start_date")}", "INVALID_DATE"));
        }

        return (result.Values, result.Fault);
    }

    private static (string Message, string Code)? Problem(JsonProperty given, Dictionary<string, string?> values)
    {
        var name = given.Name;
        if (!Writable.Contains(name))
        {
            return ReadOnly.Contains(name)
                ? ($"\"{name}\" is a read only property; its value cannot be set.", "READ_ONLY_VALUE")
                : ($"Property \"{name}\" does not exist", "PROPERTY_DOESNT_EXIST");
        }

        if (given.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
        {
            return ($"The value of \"{name}\" must be a text", "INVALID_TYPE");
        }

        var text = given.Value.ToString();
        if (text.Length == 0)
        {
            values[name] = null;
            return null;
        }

        values[name] = name is "hs_start_date" or "hs_end_date" ? Day(text) : text;
        return name switch
        {
            "hs_start_date" or "hs_end_date" => values[name] is null ? ($"{text} was not a valid date.", "INVALID_DATE") : null,
            "hs_campaign_status" => Statuses.Contains(text) ? null : ($"{text} was not one of the allowed options: [{string.Join(", ", Statuses)}]", "INVALID_OPTION"),
            "hs_owner" => Reference.Owners.Any(owner => Stamp.Text(owner.Id) == text) ? null : ($"Owner {text} does not exist", "INVALID_OWNER_ID"),
            "hs_currency_code" => Currency().IsMatch(text) ? null : ($"{text} was not a currency code", "INVALID_OPTION"),
            "hs_color_hex" => Color().IsMatch(text) ? null : ($"{text} was not a colour such as #FF5733", "INVALID_COLOR"),
            _ => text.Length > (name == "hs_notes" ? PropertyRules.MostCharacters : 256) || string.IsNullOrWhiteSpace(text)
                ? ($"The value of \"{name}\" is blank or too long", "PROPERTY_VALUE_TOO_LONG")
                : null,
        };
    }

    /// <summary>The day of a date or of a midnight UTC in milliseconds; null for all else.</summary>
    private static string? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms % MarketingPlan.Day == 0 && ms < 32_503_680_000_000 ? Stamp.Day(ms)
            : null;

    [GeneratedRegex("^[A-Z]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Currency();

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$", RegexOptions.CultureInvariant)]
    private static partial Regex Color();
}
