using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Which parts of a record an answer shows.</summary>
internal sealed record Projection(ObjectSchema Schema, PropertyDefinition[] Properties, PropertyDefinition[] History, ObjectKind[] Associations)
{
    /// <summary>From the names asked for; unknown ones are passed over, as HubSpot does, and none at all means the default set.</summary>
    public static Projection Of(ObjectSchema schema, IReadOnlyCollection<string>? properties, IReadOnlyCollection<string>? history = null, ObjectKind[]? associations = null)
    {
        var versions = Known(schema, history).ToArray();
        var slots = properties is { Count: > 0 }
            ? Known(schema, properties).Concat(versions).Select(property => property.Slot).Concat(schema.Always)
            : versions.Select(property => property.Slot).Concat(schema.Defaults);
        return new Projection(
            schema,
            [.. slots.Distinct().Select(slot => schema.All[slot]).OrderBy(property => property.Name, StringComparer.Ordinal)],
            versions,
            associations ?? []);
    }

    /// <summary>Everything that has a value, as answers to writes show it.</summary>
    public static Projection AfterWrite(ObjectSchema schema, CrmRecord record, IEnumerable<string> also) => new(
        schema,
        [.. schema.Properties
            .Where(property => record.Value(property.Slot) is not null || also.Contains(property.Name))
            .Where(property => property.Name.StartsWith("hs_", StringComparison.Ordinal) || also.Contains(property.Name)
                || schema.Defaults.Contains(property.Slot) || property.Name is "lifecyclestage" or "hubspot_owner_assigneddate" or "amount_in_home_currency")
            .OrderBy(property => property.Name, StringComparer.Ordinal)],
        [],
        []);

    private static IEnumerable<PropertyDefinition> Known(ObjectSchema schema, IReadOnlyCollection<string>? names) =>
        (names ?? []).Select(schema.Find).OfType<PropertyDefinition>().DistinctBy(property => property.Slot);
}
