using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using HubSpotCrm.Sandbox.Data;
using Microsoft.AspNetCore.Http.Features;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>One request to the API: what it asks, and ways to answer it.</summary>
internal sealed class Call(HttpContext http, SandboxAccount account, ApiVersion version)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public HttpContext Http { get; } = http;

    public SandboxAccount Account { get; } = account;

    /// <summary>The version of the API that was called.</summary>
    public ApiVersion Version { get; } = version;

    public Crm Crm => Account.Crm;

    public string CorrelationId { get; } = Guid.NewGuid().ToString();

    /// <summary>How many records a batch read names, for the log.</summary>
    public int Inputs { get; set; }

    public CancellationToken Cancelled => Http.RequestAborted;

    /// <summary>How long path and query are as they were sent.</summary>
    public int TargetLength => (Http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "").Length;

    public string Route(string name) => (string?)Http.Request.RouteValues[name] ?? "";

    /// <summary>The object type named in the path, with the properties the account has now; null for none.</summary>
    public ObjectSchema? Schema(string name = "type") => Crm.Schemas.Find(Route(name));

    public string? Query(string name) => Http.Request.Query[name] is { Count: > 0 } values ? values[0] : null;

    public bool Flag(string name) => string.Equals(Query(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The names in a parameter, given repeatedly, joined by commas, or both; null when it is not there.</summary>
    public string[]? Names(string name) =>
        Http.Request.Query[name] is { Count: > 0 } values
            ? [.. values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()]
            : null;

    /// <summary>The page size asked for, or the fault when it is none or too big.</summary>
    public (int Limit, ApiFault? Fault) Limit(int most, int standard)
    {
        var text = Query("limit");
        if (text is null)
        {
            return (standard, null);
        }

        return !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit)
            ? (0, ApiFault.Invalid($"Cannot deserialize value of type `int` from String \"{text}\": limit"))
            : limit < 1 || limit > most
                ? (0, ApiFault.Invalid($"The value for limit must be between 1 and {most}, but was {limit}"))
                : (limit, null);
    }

    /// <summary>The body as an object of JSON, or the fault when it is not one.</summary>
    public async Task<(JsonElement Body, ApiFault? Fault)> Body()
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(Http.Request.Body, default, Cancelled);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                ? (document.RootElement.Clone(), null)
                : (default, ApiFault.BadJson("an object is expected"));
        }
        catch (JsonException problem)
        {
            return (default, ApiFault.BadJson($"line {problem.LineNumber + 1}, column {problem.BytePositionInLine + 1}"));
        }
    }

    public Task Fail(ApiFault fault) => Answer(fault.Status, json => fault.Write(json, CorrelationId));

    public async Task Answer(int status, Action<Utf8JsonWriter> write)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = "application/json;charset=utf-8";
        await using (var json = new Utf8JsonWriter(Http.Response.BodyWriter, Relaxed))
        {
            write(json);
        }

        await Http.Response.BodyWriter.FlushAsync(Cancelled);
    }

    public Task NoContent()
    {
        Http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    /// <summary>The address of this very request with another <c>after</c>.</summary>
    public string LinkAfter(string after)
    {
        var request = Http.Request;
        var query = request.Query.Where(pair => pair.Key != "after").SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value)));
        return $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{QueryString.Create(query.Append(KeyValuePair.Create("after", (string?)after)))}";
    }
}
