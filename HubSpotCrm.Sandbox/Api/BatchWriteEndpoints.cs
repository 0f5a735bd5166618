using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Create, update, upsert and archive up to a hundred records.</summary>
internal static class BatchWriteEndpoints
{
    public static async Task Create(Call call)
    {
        if (await Begin(call) is not ({ } inputs, { } schema))
        {
            return;
        }

        // One by one only when every input can be told apart; otherwise one bad row stops all.
        var traces = inputs.Select(input => Body.Text(input, "objectWriteTraceId")).ToArray();
        var traced = traces.All(trace => trace is not null) && traces.Distinct().Count() == traces.Length;
        if (!traced)
        {
            var fault = inputs.Select(input => WriteEndpoints.CheckCreate(call, schema, input, inBatch: true).Fault).FirstOrDefault(one => one is not null);
            if (fault is not null)
            {
                await call.Fail(fault);
                return;
            }
        }

        var results = new List<Action<Utf8JsonWriter>>();
        var errors = new List<Action<Utf8JsonWriter>>();
        for (var place = 0; place < inputs.Length; place++)
        {
            var (record, given, fault) = WriteEndpoints.TryCreate(call, schema, inputs[place], inBatch: true);
            var trace = traces[place] ?? "";
            if (record is not null)
            {
                results.Add(json => RecordWriter.Write(json, call.Crm, record, Projection.AfterWrite(record, given!.Values.Keys), also: writer =>
                {
                    given.WriteWarnings(writer);
                    if (traced)
                    {
                        writer.WriteString("objectWriteTraceId", trace);
                    }
                }));
            }
            else
            {
                errors.Add(json => fault!.WriteInBatch(json, new Dictionary<string, string[]> { ["objectWriteTraceId"] = [trace] }));
            }
        }

        await MultiStatus.Answer(call, 201, results, errors);
    }

    public static async Task Update(Call call)
    {
        if (await Begin(call) is not ({ } inputs, { } schema))
        {
            return;
        }

        var ids = inputs.Select(input => Body.Text(input, "id") ?? "").ToArray();
        if (Duplicates(ids) is { } twice)
        {
            await call.Fail(twice);
            return;
        }

        var (ready, missing) = (new List<(CrmRecord Before, CheckedProperties Given)>(), new List<string>());
        foreach (var input in inputs)
        {
            var (before, absent) = ReadEndpoints.Find(call.Crm, schema, Body.Text(input, "id") ?? "", Body.Text(input, "idProperty"));
            if (before is null)
            {
                if (absent!.Status == 400)
                {
                    await call.Fail(absent);
                    return;
                }

                missing.Add(Body.Text(input, "id") ?? "");
                continue;
            }

            var (given, fault) = WriteEndpoints.CheckUpdate(call, schema, input, before);
            if (fault is not null)
            {
                await call.Fail(fault);
                return;
            }

            ready.Add((before, given!));
        }

        var written = ready.Select(one => (Record: call.Crm.Update(schema.Kind, one.Before.Id, one.Given.Values, Writer.Api), one.Given)).ToArray();
        await MultiStatus.Answer(
            call, 200,
            [.. written.Select(one => new Action<Utf8JsonWriter>(json => RecordWriter.Write(
                json, call.Crm, one.Record, Projection.AfterWrite(one.Record, one.Given.Values.Keys), also: one.Given.WriteWarnings)))],
            missing.Count == 0 ? [] : [MultiStatus.Missing(schema, missing)]);
    }

    public static async Task Upsert(Call call)
    {
        if (await Begin(call) is not ({ } inputs, { } schema))
        {
            return;
        }

        if (Duplicates([.. inputs.Select(input => (Body.Text(input, "id") ?? "").ToLowerInvariant())]) is { } twice)
        {
            await call.Fail(twice);
            return;
        }

        foreach (var input in inputs)
        {
            if (CheckUpsert(call, schema, input) is { } fault)
            {
                await call.Fail(fault);
                return;
            }
        }

        var results = new List<Action<Utf8JsonWriter>>();
        foreach (var input in inputs)
        {
            var (property, id) = (schema.Find(Body.Text(input, "idProperty")!)!, Body.Text(input, "id")!);
            var before = call.Crm.FindUnique(schema, property, id);
            var given = PropertyRules.Check(call.Version.Rules, schema, input.GetProperty("properties"), before);
            given.Values[property.Name] = id;
            var record = before is null
                ? call.Crm.Create(schema.Kind, given.Values, Writer.Api)
                : call.Crm.Update(schema.Kind, before.Id, given.Values, Writer.Api);
            results.Add(json => RecordWriter.Write(
                json, call.Crm, record, Projection.AfterWrite(record, given.Values.Keys), isNew: before is null, also: given.WriteWarnings));
        }

        await MultiStatus.Answer(call, 200, results, []);
    }

    public static async Task Archive(Call call)
    {
        if (await Begin(call) is not ({ } inputs, { } schema))
        {
            return;
        }

        foreach (var input in inputs)
        {
            var (record, _) = ReadEndpoints.Find(call.Crm, schema, Body.Text(input, "id") ?? "", null);
            if (record is not null)
            {
                call.Crm.Archive(schema.Kind, record.Id);
            }
        }

        await call.NoContent();
    }

    private static ApiFault? CheckUpsert(Call call, ObjectSchema schema, JsonElement input)
    {
        var (name, id) = (Body.Text(input, "idProperty"), Body.Text(input, "id"));
        if (name is null || schema.Find(name) is not { Unique: true } property)
        {
            return ApiFault.Invalid($"The property '{name}' is not a unique identifier of {schema.Plural}");
        }

        if (string.IsNullOrEmpty(id) || !input.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return ApiFault.BadJson("Some required fields were not set: [id, properties]");
        }

        var given = PropertyRules.Check(call.Version.Rules, schema, properties, call.Crm.FindUnique(schema, property, id));
        given.Problems.RemoveAll(problem => problem.Property == name && problem.Code == "MISSING_REQUIRED_PROPERTY");
        return given.Fault;
    }

    private static ApiFault? Duplicates(string[] ids)
    {
        var twice = ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key).ToArray();
        return twice.Length == 0 ? null : ApiFault.Invalid($"Duplicate IDs found in batch input: [{string.Join(", ", twice)}]. IDs must be unique");
    }

    /// <summary>The inputs; null once a fault was answered.</summary>
    private static async Task<(JsonElement[]? Inputs, ObjectSchema? Schema)> Begin(Call call)
    {
        var (body, fault) = await call.Body();
        var inputs = fault is null ? ReadEndpoints.Inputs(body, ReadEndpoints.MostInBatch, out fault) : [];
        if (fault is not null)
        {
            await call.Fail(fault);
            return (null, null);
        }

        return (inputs, Schemas.Find(call.Route("type"))!);
    }
}
