using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;
using HubSpotCrm.Sandbox.Marketing;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>Every record, live and archived, one per line, with all its values and links (unless told not to): what a copy is compared with.</summary>
internal static class Dump
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    public static async Task Write(Call call)
    {
        if (MarketingDump.Of(call.Query("type")) is { } lines)
        {
            await MarketingDump.Write(call, lines);
            return;
        }

        if (call.Crm.Schemas.Find(call.Query("type")) is not { } schema)
        {
            await call.Fail(ApiFault.UnknownType(call.Query("type")));
            return;
        }

        var body = call.Http.Response.BodyWriter;
        call.Http.Response.ContentType = "application/x-ndjson";
        await using var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        var (written, whole) = (0, call.Query("values") != "off");
        foreach (var record in call.Crm.From(schema.Kind, 0, archived: false).Concat(call.Crm.From(schema.Kind, 0, archived: true)))
        {
            Write(json, call.Crm, record, whole);
            json.Flush();
            json.Reset();
            body.Write(NewLine);
            if (++written % 100 == 0)
            {
                await body.FlushAsync(call.Cancelled);
            }
        }

        await body.FlushAsync(call.Cancelled);
    }

    private static void Write(Utf8JsonWriter json, Crm crm, CrmRecord record, bool whole)
    {
        json.WriteStartObject();
        json.WriteString("id", Stamp.Text(record.Id));
        json.WriteBoolean("archived", record.ArchivedMs is not null);
        if (record.ArchivedMs is { } archived)
        {
            json.WriteString("archivedAt", Stamp.Iso(archived));
        }

        json.WriteString("createdAt", Stamp.Iso(record.CreatedMs));
        json.WriteString("updatedAt", Stamp.Iso(record.ModifiedMs));
        if (whole)
        {
            WriteContent(json, crm, record);
        }

        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, Crm crm, CrmRecord record)
    {
        json.WriteStartObject("properties");
        foreach (var property in crm.Schemas[record.Kind].Properties)
        {
            if (record.Value(property.Slot) is { } value)
            {
                json.WriteString(property.Name, value);
            }
        }

        json.WriteEndObject();
        json.WriteStartObject("associations");
        foreach (var to in Schemas.All)
        {
            if (LinkTypes.Plain(record.Kind, to.Kind) == 0)
            {
                continue;
            }

            json.WriteStartArray(to.Plural);
            foreach (var link in crm.Links(record.Kind, record.Id, to.Kind))
            {
                json.WriteStartObject();
                json.WriteString("id", Stamp.Text(link.To));
                json.WriteStartArray("types");
                foreach (var type in link.Types)
                {
                    json.WriteNumberValue(type);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
