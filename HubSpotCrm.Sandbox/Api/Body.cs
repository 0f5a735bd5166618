using System.Text.Json;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Reads fields of a request that may be missing, null or of another type than documented.</summary>
internal static class Body
{
    /// <summary>Text or number as text; null for all else.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    public static int? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    public static bool? Flag(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is (JsonValueKind.True or JsonValueKind.False)
            ? value.ValueKind == JsonValueKind.True
            : null;

    /// <summary>Whether the field is there and says something, sensible or not.</summary>
    public static bool Has(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public static string[]? Texts(JsonElement element, string name) =>
        Items(element, name) is { } items
            ? [.. items.Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())]
            : null;

    /// <summary>The items of an array; null when it is missing or none.</summary>
    public static JsonElement[]? Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray()]
            : null;
}
