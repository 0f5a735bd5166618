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

        await (Traces(inputs) is { } traces ? CreateEach(call, schema, inputs, traces) : CreateAll(call, schema, inputs));
    }

    public static async Task Update(Call call)
    {
        if (await Begin(call) is not ({ } inputs, { } schema))
        {
            return;
        }

        if (Duplicates(inputs.Select(input => Body.Text(input, "id") ?? "")) is { } twice)
        {
            await call.Fail(twice);
            return;
        }

        var missing = new List<string>();
        var (written, fault) = call.Crm.Exclusively(() => UpdateAll(call, schema, inputs, missing));
        await (fault is not null
            ? call.Fail(fault)
            : MultiStatus.Answer(
                call, 200,
                [.. written.Select(one => Result(call, schema, one.Record, one.Given))],
                missing.Count == 0 ? [] : [MultiStatus.Missing(schema, missing)]));
    }

    public static async Task Upsert(Call call)
    {
        if (await Begin(call) is not ({ } inputs, { } schema))
        {
            return;
        }

        if (Duplicates(inputs.Select(input => (Body.Text(input, "id") ?? "").ToLowerInvariant())) is { } twice)
        {
            await call.Fail(twice);
            return;
        }

        // By e-mail address it is all or nothing.
        var traces = inputs.Any(input => Body.Text(input, "idProperty") == "email") ? null : Traces(inputs);
        await (traces is not null ? UpsertEach(call, schema, inputs, traces) : UpsertAll(call, schema, inputs));
    }

    public static async Task Archive(Call call)
    {
        if (await Begin(call) is not ({ } inputs, { } schema))
        {
            return;
        }

        foreach (var input in inputs)
        {
            WriteEndpoints.ArchiveOne(call, schema, Body.Text(input, "id") ?? "");
        }

        await call.NoContent();
    }

    private static async Task CreateEach(Call call, ObjectSchema schema, JsonElement[] inputs, string[] traces)
    {
        var (results, errors) = (new List<Action<Utf8JsonWriter>>(), new List<Action<Utf8JsonWriter>>());
        for (var place = 0; place < inputs.Length; place++)
        {
            var (record, given, fault) = RecordChecks.TryCreate(call, schema, inputs[place], inBatch: true);
            if (record is not null)
            {
                results.Add(Result(call, schema, record, given!, traces[place]));
            }
            else
            {
                errors.Add(Error(fault!, traces[place]));
            }
        }

        await MultiStatus.Answer(call, 201, results, errors);
    }

    /// <summary>All rows or none: none can be told from the others.</summary>
    private static async Task CreateAll(Call call, ObjectSchema schema, JsonElement[] inputs)
    {
        var (written, fault) = call.Crm.Exclusively(() =>
        {
            var (claims, ready) = (new UniqueClaims(), new List<(CheckedProperties Given, List<(ObjectKind, long, int[])> Links)>());
            foreach (var input in inputs)
            {
                var (given, links, wrong) = RecordChecks.Create(call, schema, input, inBatch: true, claims);
                if (wrong is not null)
                {
                    return ([], wrong);
                }

                ready.Add((given!, links));
            }

            return (ready.Select(one => (Record: RecordChecks.Write(call, schema, one.Given, one.Links), one.Given)).ToArray(), (ApiFault?)null);
        });
        await (fault is not null
            ? call.Fail(fault)
            : MultiStatus.Answer(call, 201, [.. written.Select(one => Result(call, schema, one.Record, one.Given))], []));
    }

    private static ((CrmRecord Record, CheckedProperties Given)[] Written, ApiFault? Fault) UpdateAll(
        Call call, ObjectSchema schema, JsonElement[] inputs, List<string> missing)
    {
        var (claims, ready) = (new UniqueClaims(), new List<(CrmRecord Before, CheckedProperties Given)>());
        foreach (var input in inputs)
        {
            // A batch does not know the old ids of merged records.
            var (before, absent) = ReadEndpoints.Find(call.Crm, schema, Body.Text(input, "id") ?? "", Body.Text(input, "idProperty"), follow: false);
            if (before is null)
            {
                if (absent!.Status == 400)
                {
                    return ([], absent);
                }

                missing.Add(Body.Text(input, "id") ?? "");
                continue;
            }

            var (given, fault) = RecordChecks.Update(call, schema, input, before, claims);
            if (fault is not null)
            {
                return ([], fault);
            }

            ready.Add((before, given!));
        }

        return ([.. ready.Select(one => (call.Crm.Update(schema.Kind, one.Before.Id, one.Given.Values, Writer.Api), one.Given))], null);
    }

    private static async Task UpsertEach(Call call, ObjectSchema schema, JsonElement[] inputs, string[] traces)
    {
        var (results, errors) = (new List<Action<Utf8JsonWriter>>(), new List<Action<Utf8JsonWriter>>());
        for (var place = 0; place < inputs.Length; place++)
        {
            var (record, isNew, given, fault) = call.Crm.Exclusively(() =>
            {
                var (before, values, wrong) = RecordChecks.Upsert(call, schema, inputs[place], new UniqueClaims());
                return (wrong is null ? Put(call, schema, before, values!) : null, before is null, values, wrong);
            });
            if (record is not null)
            {
                results.Add(Result(call, schema, record, given!, traces[place], isNew));
            }
            else
            {
                errors.Add(Error(fault!, traces[place]));
            }
        }

        await MultiStatus.Answer(call, 200, results, errors);
    }

    private static async Task UpsertAll(Call call, ObjectSchema schema, JsonElement[] inputs)
    {
        var (written, fault) = call.Crm.Exclusively(() =>
        {
            var (claims, ready) = (new UniqueClaims(), new List<(CrmRecord? Before, CheckedProperties Given)>());
            foreach (var input in inputs)
            {
                var (before, given, wrong) = RecordChecks.Upsert(call, schema, input, claims);
                if (wrong is not null)
                {
                    return ([], wrong);
                }

                ready.Add((before, given!));
            }

            return (ready.Select(one => (Record: Put(call, schema, one.Before, one.Given), IsNew: one.Before is null, one.Given)).ToArray(), (ApiFault?)null);
        });
        await (fault is not null
            ? call.Fail(fault)
            : MultiStatus.Answer(call, 200, [.. written.Select(one => Result(call, schema, one.Record, one.Given, isNew: one.IsNew))], []));
    }

    private static CrmRecord Put(Call call, ObjectSchema schema, CrmRecord? before, CheckedProperties given) => before is null
        ? call.Crm.Create(schema.Kind, given.Values, Writer.Api)
        : call.Crm.Update(schema.Kind, before.Id, given.Values, Writer.Api);

    private static Action<Utf8JsonWriter> Result(
        Call call, ObjectSchema schema, CrmRecord record, CheckedProperties given, string? trace = null, bool? isNew = null) => json =>
        RecordWriter.Write(json, call.Crm, record, Projection.AfterWrite(schema, record, given.Values.Keys), isNew, writer =>
        {
            given.WriteWarnings(writer);
            if (trace is not null)
            {
                writer.WriteString("objectWriteTraceId", trace);
            }
        });

    private static Action<Utf8JsonWriter> Error(ApiFault fault, string trace) => json =>
        fault.WriteInBatch(json, new Dictionary<string, string[]> { ["objectWriteTraceId"] = [trace] });

    /// <summary>What tells the inputs apart; null unless all have something of their own.</summary>
    private static string[]? Traces(JsonElement[] inputs)
    {
        var traces = inputs.Select(input => Body.Text(input, "objectWriteTraceId")).OfType<string>().ToArray();
        return traces.Length == inputs.Length && traces.Distinct().Count() == traces.Length ? traces : null;
    }

    private static ApiFault? Duplicates(IEnumerable<string> ids)
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

        return (inputs, call.Schema()!);
    }
}
