using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Create, update and archive one record.</summary>
internal static class WriteEndpoints
{
    public static async Task Create(Call call)
    {
        var schema = call.Schema()!;
        var (body, fault) = await call.Body();
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var (record, given, wrong) = RecordChecks.TryCreate(call, schema, body);
        await (record is null
            ? call.Fail(wrong!)
            : call.Answer(201, json => RecordWriter.Write(
                json, call.Crm, record, Projection.AfterWrite(schema, record, given!.Values.Keys), also: given.WriteWarnings)));
    }

    public static async Task Update(Call call)
    {
        var schema = call.Schema()!;
        var (body, fault) = await call.Body();
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var (after, given, wrong) = call.Crm.Exclusively(() =>
        {
            var (before, missing) = ReadEndpoints.Find(call.Crm, schema, call.Route("id"), call.Query("idProperty"));
            if (before is null)
            {
                return (null, null, missing);
            }

            var (changes, problem) = RecordChecks.Update(call, schema, body, before, new UniqueClaims());
            return problem is null
                ? (call.Crm.Update(schema.Kind, before.Id, changes!.Values, Writer.Api), changes, null)
                : ((CrmRecord?)null, (CheckedProperties?)null, (ApiFault?)problem);
        });
        await (after is null
            ? call.Fail(wrong!)
            : call.Answer(200, json => RecordWriter.Write(
                json, call.Crm, after, Projection.AfterWrite(schema, after, given!.Values.Keys), also: given.WriteWarnings)));
    }

    /// <summary>Takes away the record of that very id; what it was merged into stays.</summary>
    public static Task Archive(Call call)
    {
        ArchiveOne(call, call.Schema()!, call.Route("id"));

        // HubSpot answers alike for a record that is already gone.
        return call.NoContent();
    }

    public static void ArchiveOne(Call call, ObjectSchema schema, string id) => call.Crm.Exclusively(() =>
    {
        var (record, _) = ReadEndpoints.Find(call.Crm, schema, id, null, follow: false);
        if (record is not null)
        {
            call.Crm.Archive(schema.Kind, record.Id);
        }

        return record;
    });
}
