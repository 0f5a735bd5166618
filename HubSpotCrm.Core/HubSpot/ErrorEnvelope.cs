using System.Text.Json;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>HubSpot's error body; every field may be missing.</summary>
/// <param name="Category">Or the token endpoint's code.</param>
/// <param name="Reasons">Per property HubSpot's reason.</param>
/// <param name="Codes">Per property HubSpot's code.</param>
internal sealed record ErrorEnvelope(
    string? Message,
    string? Category,
    string? CorrelationId,
    string? PolicyName,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Context,
    IReadOnlyDictionary<string, string> Reasons,
    IReadOnlyDictionary<string, string> Codes)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>A body that is no JSON object: HTML, plain text, nothing.</summary>
    public static ErrorEnvelope Empty { get; } = new(null, null, null, null, new Dictionary<string, IReadOnlyList<string>>(), None, None);

    /// <summary>
    /// Sample: <c>{"status":"error","message":"Property values were not valid: [{\"message\":\"…\",\"error\":\"INVALID_EMAIL\",\"name\":\"email\"}]",
    /// "category":"VALIDATION_ERROR","correlationId":"…","errors":[{"message":"…","code":"INVALID_EMAIL","context":{"propertyName":["email"]}}]}</c>.
    /// </summary>
    public static ErrorEnvelope Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : Empty;
        }
        catch (JsonException)
        {
            return Empty;
        }
    }

    /// <summary>The error of one row of a batch has the same form.</summary>
    public static ErrorEnvelope Read(JsonElement root)
    {
        var message = root.Text("message") ?? root.Text("error_description");
        var reasons = new Dictionary<string, string>();
        var codes = new Dictionary<string, string>();
        var context = BatchErrors.Context(root).ToDictionary();
        foreach (var error in root.Items("errors"))
        {
            ReadError(error, context, reasons, codes);
        }

        ReadMessage(message, reasons, codes);
        return new ErrorEnvelope(
            message, root.Text("category") ?? root.Text("errorType") ?? TokenCode(root), root.Text("correlationId") ?? root.Text("requestId"), root.Text("policyName"), context, reasons, codes);
    }

    // The token endpoint's word: HubSpot's own in its status, RFC 6749's in its error.
    private static string? TokenCode(JsonElement root) =>
        root.Text("status") is { Length: > 0 } status && !status.Equals("error", StringComparison.OrdinalIgnoreCase) ? status : root.Text("error");

    private static void ReadError(
        JsonElement error, Dictionary<string, IReadOnlyList<string>> context, Dictionary<string, string> reasons, Dictionary<string, string> codes)
    {
        var own = BatchErrors.Context(error);
        foreach (var (name, values) in own)
        {
            context.TryAdd(name, values);
        }

        var names = own.TryGetValue("propertyName", out var listed) ? listed : error.Text("in") is { Length: > 0 } single ? [single] : [];
        foreach (var name in names)
        {
            Add(name, error.Text("message"), error.Text("code"), reasons, codes);
        }
    }

    // The reasons stand once more inside the text, as JSON; sometimes only there.
    private static void ReadMessage(string? message, Dictionary<string, string> reasons, Dictionary<string, string> codes)
    {
        if (message?.IndexOf('[', StringComparison.Ordinal) is not (>= 0 and var start) || !message.StartsWith("Property values were not valid", StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(message.AsMemory(start));
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                return;
            }

            foreach (var item in document.RootElement.EnumerateArray())
            {
                if (item.Text("name") is { Length: > 0 } name)
                {
                    Add(name, item.Text("localizedErrorMessage") ?? item.Text("message"), item.Text("error"), reasons, codes);
                }
            }
        }
        catch (JsonException)
        {
            // Cut off, or no JSON after all: the text stays the reason.
        }
    }

    private static void Add(string name, string? reason, string? code, Dictionary<string, string> reasons, Dictionary<string, string> codes)
    {
        reasons.TryAdd(name, ErrorText.Shown(reason ?? code ?? "not valid"));
        if (!string.IsNullOrEmpty(code))
        {
            codes.TryAdd(name, code);
        }
    }
}
