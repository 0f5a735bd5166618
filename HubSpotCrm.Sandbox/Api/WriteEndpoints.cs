using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Create, update and archive one record.</summary>
internal static class WriteEndpoints
{
    public static async Task Create(Call call)
    {
        var schema = Schemas.Find(call.Route("type"))!;
        var (body, fault) = await call.Body();
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var (record, given, wrong) = TryCreate(call, schema, body);
        await (record is null
            ? call.Fail(wrong!)
            : call.Answer(201, json => RecordWriter.Write(json, call.Crm, record, Projection.AfterWrite(record, given!.Values.Keys), also: given.WriteWarnings)));
    }

    public static async Task Update(Call call)
    {
        var schema = Schemas.Find(call.Route("type"))!;
        var (body, fault) = await call.Body();
        var (before, missing) = fault is null ? ReadEndpoints.Find(call.Crm, schema, call.Route("id"), call.Query("idProperty")) : (null, fault);
        if (before is null)
        {
            await call.Fail(missing!);
            return;
        }

        var (given, wrong) = CheckUpdate(call, schema, body, before);
        if (wrong is not null)
        {
            await call.Fail(wrong);
            return;
        }

        var after = call.Crm.Update(schema.Kind, before.Id, given!.Values, Writer.Api);
        await call.Answer(200, json => RecordWriter.Write(json, call.Crm, after, Projection.AfterWrite(after, given.Values.Keys), also: given.WriteWarnings));
    }

    public static Task Archive(Call call)
    {
        var schema = Schemas.Find(call.Route("type"))!;
        var (record, _) = ReadEndpoints.Find(call.Crm, schema, call.Route("id"), null);
        if (record is not null)
        {
            call.Crm.Archive(schema.Kind, record.Id);
        }

        // HubSpot answers alike for a record that is already gone.
        return call.NoContent();
    }

    /// <summary>Checks a whole input of an update; nothing is written yet.</summary>
    public static (CheckedProperties? Given, ApiFault? Fault) CheckUpdate(Call call, ObjectSchema schema, JsonElement input, CrmRecord before)
    {
        if (input.ValueKind != JsonValueKind.Object || !input.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return (null, ApiFault.BadJson("Some required fields were not set: [properties]"));
        }

        var given = PropertyRules.Check(call.Version.Rules, schema, properties, before);
        var fault = given.Fault ?? Taken(call.Crm, schema, given, before.Id, inBatch: false);
        return fault is null ? (given, null) : (null, fault);
    }

    public static (CrmRecord? Record, CheckedProperties? Given, ApiFault? Fault) TryCreate(Call call, ObjectSchema schema, JsonElement input, bool inBatch = false)
    {
        var (given, links, fault) = CheckCreate(call, schema, input, inBatch);
        if (fault is not null)
        {
            return (null, null, fault);
        }

        var record = call.Crm.Create(schema.Kind, given!.Values, Writer.Api);
        foreach (var (to, toId, types) in links)
        {
            call.Crm.SetLink(schema.Kind, record.Id, to, toId, types);
        }

        return (record, given, null);
    }

    /// <summary>Checks a whole input of a create; nothing is written yet.</summary>
    public static (CheckedProperties? Given, List<(ObjectKind To, long Id, int[] Types)> Links, ApiFault? Fault) CheckCreate(
        Call call, ObjectSchema schema, JsonElement input, bool inBatch)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            return (null, [], ApiFault.BadJson("an object is expected"));
        }

        input.TryGetProperty("properties", out var properties);
        var given = PropertyRules.Check(call.Version.Rules, schema, properties, null);
        var (links, wrongLink) = Links(call.Crm, schema, input);
        return (given, links, given.Fault ?? wrongLink ?? Taken(call.Crm, schema, given, null, inBatch));
    }

    /// <summary>The conflict when another record has one of the unique values.</summary>
    private static ApiFault? Taken(Crm crm, ObjectSchema schema, CheckedProperties given, long? own, bool inBatch)
    {
        foreach (var property in schema.Properties.Where(property => property.Unique))
        {
            if (given.Values.GetValueOrDefault(property.Name) is { } value
                && crm.FindUnique(schema, property, value) is { } other && other.Id != own)
            {
                return ApiFault.Exists(schema.Singular, other.Id, inBatch);
            }
        }

        return null;
    }

    private static (List<(ObjectKind, long, int[])> Links, ApiFault? Fault) Links(Crm crm, ObjectSchema schema, JsonElement input)
    {
        var links = new List<(ObjectKind, long, int[])>();
        foreach (var item in Body.Items(input, "associations") ?? [])
        {
            var types = (Body.Items(item, "types") ?? []).Select(type => Body.Number(type, "associationTypeId") ?? 0).ToArray();
            var to = Enum.GetValues<ObjectKind>().Cast<ObjectKind?>()
                .FirstOrDefault(kind => types.Length > 0 && types.All(type => LinkTypes.Fits(schema.Kind, kind!.Value, type)));
            var id = item.TryGetProperty("to", out var target) ? Body.Text(target, "id") : null;
            if (to is null || !long.TryParse(id, out var number) || crm.Find(to.Value, number) is not { ArchivedMs: null })
            {
                return ([], ApiFault.Invalid($"One or more associations are not valid: no record {id} by types [{string.Join(", ", types)}]") with
                {
                    SubCategory = "crm.associations.INVALID_IDENTIFIER",
                });
            }

            links.Add((to.Value, number, AssociationEndpoints.Complete(schema.Kind, to.Value, types)));
        }

        return (links, null);
    }
}
