using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Makes two records one, and forgets a person for good.</summary>
internal static class MergeEndpoints
{
    public static async Task Merge(Call call)
    {
        var schema = call.Schema()!;
        var (body, fault) = await call.Body();
        var (primary, other) = (Body.Text(body, "primaryObjectId"), Body.Text(body, "objectIdToMerge"));
        if (fault is null && (primary is null || other is null))
        {
            fault = ApiFault.BadJson("Some required fields were not set: [primaryObjectId, objectIdToMerge]");
        }

        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var (merged, wrong) = call.Crm.Exclusively(() => TryMerge(call.Crm, schema, primary!, other!));
        await (merged is null
            ? call.Fail(wrong!)
            : call.Answer(200, json => RecordWriter.Write(json, call.Crm, merged, Projection.AfterWrite(schema, merged, []))));
    }

    public static async Task Erase(Call call)
    {
        var schema = call.Schema()!;
        if (!schema.Type.CanBeErased)
        {
            await call.Fail(ApiFault.Invalid($"Only contacts can be deleted for good, not {schema.Plural}"));
            return;
        }

        var (body, fault) = await call.Body();
        var (id, property) = (Body.Text(body, "objectId"), Body.Text(body, "idProperty"));
        if (fault is null && string.IsNullOrEmpty(id))
        {
            fault = ApiFault.BadJson("Some required fields were not set: [objectId]");
        }

        fault ??= call.Crm.Exclusively(() => TryErase(call.Crm, schema, id!, property));
        await (fault is null ? call.NoContent() : call.Fail(fault));
    }

    private static (CrmRecord? Merged, ApiFault? Fault) TryMerge(Crm crm, ObjectSchema schema, string primary, string other)
    {
        var (one, noPrimary) = ReadEndpoints.Find(crm, schema, primary, null);
        var (two, noOther) = ReadEndpoints.Find(crm, schema, other, null);
        if ((noPrimary ?? noOther) is { } missing)
        {
            return (null, missing);
        }

        return one!.Id == two!.Id ? (null, ApiFault.Invalid($"A {schema.Singular} cannot be merged with itself: {primary}, {other}"))
            : Merging.Identities(one, two) > Merging.MostIdentities
                ? (null, new ApiFault(414, "VALIDATION_ERROR", $"Cannot have more than {Merging.MostIdentities} identities on a profile"))
                : (crm.Merge(schema.Kind, one.Id, two.Id), null);
    }

    private static ApiFault? TryErase(Crm crm, ObjectSchema schema, string id, string? property)
    {
        var (record, missing) = ReadEndpoints.Find(crm, schema, id, property);
        if (record is null && missing!.Status == 404)
        {
            (record, missing) = ReadEndpoints.Find(crm, schema, id, property, archived: true);
        }

        if (record is not null)
        {
            crm.Erase(schema.Kind, record.Id);
        }

        // An address that nobody has is as forgotten as it can be.
        return missing is { Status: 404 } && property == "email" ? null : missing;
    }
}
