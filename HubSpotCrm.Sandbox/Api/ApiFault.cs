using System.Text.Json;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>One entry of an error's <c>errors</c>.</summary>
internal sealed record FaultDetail(string Message, string? Code = null, string? Property = null);

/// <summary>An answer that says no, in the envelope HubSpot uses.</summary>
internal sealed record ApiFault(int Status, string Category, string Message)
{
    public string? SubCategory { get; init; }

    public IReadOnlyDictionary<string, string[]>? Context { get; init; }

    public IReadOnlyList<FaultDetail>? Errors { get; init; }

    public static ApiFault Invalid(string message) => new(400, "VALIDATION_ERROR", message);

    public static ApiFault BadJson(string why) => Invalid($"Invalid input JSON: {why}");

    public static ApiFault UnknownType(string? name) => Invalid($"Unable to infer object type from: {name}");

    public static ApiFault NotFound(string what) => new(404, "OBJECT_NOT_FOUND", what);

    public static ApiFault UriTooLong(int most) => new(414, "URI_TOO_LONG", $"The URI must not be longer than {most} characters");

    public static ApiFault Exists(string singular, long id, bool inBatch = false) => new(
        409, "CONFLICT", $"{char.ToUpperInvariant(singular[0])}{singular[1..]} already exists{(inBatch ? "" : $". Existing ID: {id}")}")
    {
        Context = new Dictionary<string, string[]> { ["existingId"] = [Data.Stamp.Text(id)] },
    };

    public static ApiFault ExistsInBatch(string singular) =>
        new(409, "CONFLICT", $"{char.ToUpperInvariant(singular[0])}{singular[1..]} already exists");

    public void Write(Utf8JsonWriter json, string? correlationId)
    {
        json.WriteStartObject();
        json.WriteString("status", "error");
        json.WriteString("message", Message);
        if (correlationId is not null)
        {
            json.WriteString("correlationId", correlationId);
        }

        WriteTail(json, withContext: Status != 409);
        json.WriteEndObject();
    }

    /// <summary>The error as one of several in a 207.</summary>
    public void WriteInBatch(Utf8JsonWriter json, IReadOnlyDictionary<string, string[]> also)
    {
        json.WriteStartObject();
        json.WriteString("status", "error");
        json.WriteString("message", Message);
        (this with { Context = (Context ?? new Dictionary<string, string[]>()).Concat(also).ToDictionary() }).WriteTail(json, withContext: true);
        json.WriteEndObject();
    }

    private void WriteTail(Utf8JsonWriter json, bool withContext)
    {
        json.WriteString("category", Category);
        if (SubCategory is not null)
        {
            json.WriteString("subCategory", SubCategory);
        }

        if (withContext && Context is { Count: > 0 })
        {
            json.WriteStartObject("context");
            foreach (var (name, values) in Context)
            {
                WriteStrings(json, name, values);
            }

            json.WriteEndObject();
        }

        if (Errors is { Count: > 0 })
        {
            json.WriteStartArray("errors");
            foreach (var error in Errors)
            {
                json.WriteStartObject();
                json.WriteString("message", error.Message);
                if (error.Code is not null)
                {
                    json.WriteString("code", error.Code);
                }

                if (error.Property is not null)
                {
                    json.WriteStartObject("context");
                    WriteStrings(json, "propertyName", [error.Property]);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
