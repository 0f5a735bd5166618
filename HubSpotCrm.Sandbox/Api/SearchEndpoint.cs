using System.Text;
using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

internal static class SearchEndpoint
{
    private const int MostCharacters = 3_000;

    public static async Task Search(Call call)
    {
        var schema = call.Schema()!;
        using var reader = new StreamReader(call.Http.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(call.Cancelled);
        if (text.Length > MostCharacters)
        {
            await call.Fail(ApiFault.Invalid($"The request body must not be longer than {MostCharacters} characters"));
            return;
        }

        SearchQuery? query;
        ApiFault? fault;
        try
        {
            using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            (query, fault) = SearchQuery.Parse(schema, document.RootElement, call.Crm.Habits);
        }
        catch (JsonException problem)
        {
            (query, fault) = (null, ApiFault.BadJson($"line {problem.LineNumber + 1}, column {problem.BytePositionInLine + 1}"));
        }

        if (query is null)
        {
            await call.Fail(fault!);
            return;
        }

        call.Http.Response.Headers["X-HubSpot-RateLimit-Exemptions"] = "ten-secondly";
        var (total, page) = new SearchEngine(call.Crm, schema, query).Run(call.Cancelled);
        var shown = Projection.Of(schema, query.Properties);
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total", total);
            json.WriteStartArray("results");
            foreach (var record in page)
            {
                RecordWriter.Write(json, call.Crm, record, shown);
            }

            json.WriteEndArray();
            if (query.After + page.Count < total)
            {
                ReadEndpoints.WritePaging(json, Stamp.Text(query.After + page.Count), null);
            }

            json.WriteEndObject();
        });
    }
}
