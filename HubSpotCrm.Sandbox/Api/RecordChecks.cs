using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Unique values that earlier rows of the same batch take, though they are not written yet.</summary>
internal sealed class UniqueClaims
{
    private readonly HashSet<(string Property, string Value)> _taken = [];

    public bool TryTake(string property, string value) => _taken.Add((property, value.ToLowerInvariant()));
}

/// <summary>Checks whole inputs of writes against the account; the caller sees to it that nobody writes meanwhile.</summary>
internal static class RecordChecks
{
    /// <summary>Checks and writes a new record with its links.</summary>
    public static (CrmRecord? Record, CheckedProperties? Given, ApiFault? Fault) TryCreate(Call call, ObjectSchema schema, JsonElement input, bool inBatch = false) =>
        call.Crm.Exclusively(() =>
        {
            var (given, links, fault) = Create(call, schema, input, inBatch, new UniqueClaims());
            return fault is null
                ? (Write(call, schema, given!, links), given, null)
                : ((CrmRecord?)null, (CheckedProperties?)null, (ApiFault?)fault);
        });

    public static CrmRecord Write(Call call, ObjectSchema schema, CheckedProperties given, List<(ObjectKind To, long Id, int[] Types)> links)
    {
        var record = call.Crm.Create(schema.Kind, given.Values, Writer.Api);
        foreach (var (to, toId, types) in links)
        {
            call.Crm.SetLink(schema.Kind, record.Id, to, toId, types);
        }

        return record;
    }

    /// <summary>Checks an input of a create; nothing is written yet.</summary>
    public static (CheckedProperties? Given, List<(ObjectKind To, long Id, int[] Types)> Links, ApiFault? Fault) Create(
        Call call, ObjectSchema schema, JsonElement input, bool inBatch, UniqueClaims claims)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            return (null, [], ApiFault.BadJson("an object is expected"));
        }

        if (Body.Has(input, "properties") && input.GetProperty("properties").ValueKind != JsonValueKind.Object)
        {
            return (null, [], ApiFault.BadJson("properties is an object"));
        }

        input.TryGetProperty("properties", out var properties);
        var given = PropertyRules.Check(call, schema, properties, null);
        var (links, wrongLink) = Links(call.Crm, schema, input);
        return (given, links, given.Fault ?? wrongLink ?? Taken(call.Crm, schema, given, null, inBatch, claims));
    }

    /// <summary>Checks an input of an update; nothing is written yet.</summary>
    public static (CheckedProperties? Given, ApiFault? Fault) Update(Call call, ObjectSchema schema, JsonElement input, CrmRecord before, UniqueClaims claims)
    {
        if (input.ValueKind != JsonValueKind.Object || !input.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return (null, ApiFault.BadJson("Some required fields were not set: [properties]"));
        }

        var given = PropertyRules.Check(call, schema, properties, before);
        var fault = given.Fault ?? Taken(call.Crm, schema, given, before.Id, inBatch: false, claims);
        return fault is null ? (given, null) : (null, fault);
    }

    /// <summary>Checks an input of an upsert, which names its record by a unique value; there is no record before when none has it.</summary>
    public static (CrmRecord? Before, CheckedProperties? Given, ApiFault? Fault) Upsert(Call call, ObjectSchema schema, JsonElement input, UniqueClaims claims)
    {
        var (name, id) = (Body.Text(input, "idProperty"), Body.Text(input, "id"));
        if (name is null || schema.Find(name) is not { Unique: true } property)
        {
            return (null, null, ApiFault.Invalid($"The property '{name}' is not a unique identifier of {schema.Plural}"));
        }

        if (string.IsNullOrEmpty(id) || !input.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return (null, null, ApiFault.BadJson("Some required fields were not set: [id, properties]"));
        }

        var before = call.Crm.FindUnique(schema, property, id);
        var given = PropertyRules.Check(call, schema, properties, before, (property, id));
        var fault = given.Fault ?? Taken(call.Crm, schema, given, before?.Id, inBatch: true, claims);
        return fault is null ? (before, given, null) : (before, null, fault);
    }

    /// <summary>The conflict when another record has one of the unique values, or a row before in the same batch.</summary>
    private static ApiFault? Taken(Crm crm, ObjectSchema schema, CheckedProperties given, long? own, bool inBatch, UniqueClaims claims)
    {
        foreach (var property in schema.Properties.Where(property => property.Unique))
        {
            if (given.Values.GetValueOrDefault(property.Name) is not { } value)
            {
                continue;
            }

            if (crm.FindUnique(schema, property, value) is { } other && other.Id != own)
            {
                return ApiFault.Exists(schema.Singular, other.Id, inBatch);
            }

            if (!claims.TryTake(property.Name, value))
            {
                return ApiFault.ExistsInBatch(schema.Singular);
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
            var id = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("to", out var target) ? Body.Text(target, "id") : null;
            if (to is null || !long.TryParse(id, out var number) || crm.Follow(to.Value, number) is not { IsLive: true } other)
            {
                return ([], ApiFault.Invalid($"One or more associations are not valid: no record {id} by types [{string.Join(", ", types)}]") with
                {
                    SubCategory = AssociationEndpoints.InvalidIdentifier,
                });
            }

            links.Add((to.Value, other.Id, AssociationEndpoints.Complete(schema.Kind, to.Value, types)));
        }

        return (links, null);
    }
}
