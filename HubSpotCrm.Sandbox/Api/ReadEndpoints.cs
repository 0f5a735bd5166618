using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>List, one, and many by id.</summary>
internal static class ReadEndpoints
{
    public const int MostInBatch = 100;

    public static async Task List(Call call)
    {
        var schema = call.Schema()!;
        var history = call.Names("propertiesWithHistory");
        var (limit, fault) = call.Limit(history is null ? 100 : 50, 10);
        var (kinds, unknown) = Kinds(call);
        var after = 0L;
        if (call.Query("after") is { Length: > 0 } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            fault = ApiFault.Invalid($"Cannot deserialize value of type `long` from String \"{text}\": after");
        }

        if ((fault ?? unknown) is { } wrong)
        {
            await call.Fail(wrong);
            return;
        }

        var shown = Projection.Of(schema, call.Names("properties"), history, kinds);
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            var left = Math.Min(limit, call.Crm.Habits.Page);
            CrmRecord? next = null;
            foreach (var record in call.Crm.From(schema.Kind, after, call.Flag("archived")))
            {
                if (left-- == 0)
                {
                    next = record;
                    break;
                }

                RecordWriter.Write(json, call.Crm, record, shown);
            }

            json.WriteEndArray();
            if (next is not null)
            {
                WritePaging(json, Stamp.Text(next.Id), call);
            }

            json.WriteEndObject();
        });
    }

    public static async Task One(Call call)
    {
        var schema = call.Schema()!;
        var (kinds, unknown) = Kinds(call);
        var (record, fault) = Find(call.Crm, schema, call.Route("id"), call.Query("idProperty"), call.Flag("archived"));
        await ((fault ?? unknown) is { } wrong
            ? call.Fail(wrong)
            : call.Answer(200, json => RecordWriter.Write(
                json, call.Crm, record!, Projection.Of(schema, call.Names("properties"), call.Names("propertiesWithHistory"), kinds))));
    }

    public static async Task Batch(Call call)
    {
        var schema = call.Schema()!;
        var (body, fault) = await call.Body();
        var inputs = fault is null ? Inputs(body, MostInBatch, out fault) : [];
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        call.Inputs = inputs.Length;
        var property = Body.Text(body, "idProperty");
        var shown = Projection.Of(schema, Body.Texts(body, "properties"), Body.Texts(body, "propertiesWithHistory"));
        var found = new Dictionary<long, CrmRecord>();
        var missing = new List<string>();
        foreach (var id in inputs.Select(input => Body.Text(input, "id") ?? ""))
        {
            var (record, problem) = Find(call.Crm, schema, id, property, call.Flag("archived"));
            if (problem is { Status: 400 } && property is not null)
            {
                await call.Fail(problem);
                return;
            }

            if (record is null)
            {
                missing.Add(id);
            }
            else
            {
                found[record.Id] = record;
            }
        }

        await MultiStatus.Answer(
            call, 200,
            [.. found.Values.Select(record => new Action<Utf8JsonWriter>(json => RecordWriter.Write(json, call.Crm, record, shown)))],
            missing.Count == 0 ? [] : [MultiStatus.Missing(schema, missing)]);
    }

    /// <summary>The live (or, if asked, archived) record by its id or by a unique property; that of a merged record leads to the survivor unless told not to.</summary>
    public static (CrmRecord? Record, ApiFault? Fault) Find(
        Crm crm, ObjectSchema schema, string id, string? idProperty, bool archived = false, bool follow = true)
    {
        CrmRecord? record = null;
        if (idProperty is not (null or "" or "hs_object_id"))
        {
            if (schema.Find(idProperty) is not { Unique: true } property)
            {
                return (null, ApiFault.Invalid($"The property '{idProperty}' is not a unique identifier of {schema.Plural}"));
            }

            record = crm.FindUnique(schema, property, id);
        }
        else if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            record = follow ? crm.Follow(schema.Kind, number) : crm.Find(schema.Kind, number);
        }

        return record is { IsGone: false } && record.ArchivedMs is not null == archived ? (record, null) : (null, ApiFault.NotFound("resource not found"));
    }

    /// <summary>The inputs of a batch, or the fault when there are none or too many.</summary>
    public static JsonElement[] Inputs(JsonElement body, int most, out ApiFault? fault)
    {
        fault = null;
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Array)
        {
            fault = ApiFault.BadJson("Some required fields were not set: [inputs]");
            return [];
        }

        if (inputs.GetArrayLength() > most)
        {
            fault = ApiFault.Invalid($"The maximum number of inputs supported in a batch request is {most}");
            return [];
        }

        if (inputs.EnumerateArray().Any(input => input.ValueKind != JsonValueKind.Object))
        {
            fault = ApiFault.BadJson("every input is an object");
            return [];
        }

        return [.. inputs.EnumerateArray()];
    }

    public static void WritePaging(Utf8JsonWriter json, string after, Call? call)
    {
        json.WriteStartObject("paging");
        json.WriteStartObject("next");
        json.WriteString("after", after);
        if (call is not null)
        {
            json.WriteString("link", call.LinkAfter(after));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static (ObjectKind[] Kinds, ApiFault? Fault) Kinds(Call call)
    {
        var names = call.Names("associations") ?? [];
        var unknown = names.FirstOrDefault(name => Schemas.Find(name) is null);
        return unknown is null
            ? ([.. names.Select(name => Schemas.Find(name)!.Kind).Distinct()], null)
            : ([], ApiFault.UnknownType(unknown));
    }
}
