using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Tests.Sync;

/// <summary>Records as HubSpot sends them.</summary>
internal static class Wire
{
    public const long Noon = 1_764_000_000_000;

    public static WireRecord Record(string id, long updatedAt = Noon, params (string Name, string? Value)[] properties) => new()
    {
        Id = id,
        Properties = properties.ToDictionary(property => property.Name, property => property.Value),
        CreatedAt = Noon - 1000,
        UpdatedAt = updatedAt,
    };

    /// <summary>With the whole set of associations: types without any are empty.</summary>
    public static WireRecord Associated(this WireRecord record, params (ObjectType Type, string Id, string Kind)[] associations) => record with
    {
        Associations = associations
            .GroupBy(association => association.Type.Plural())
            .ToDictionary(group => group.Key, group => new WireAssociations([.. group.Select(entry => new WireAssociation(entry.Id, entry.Kind))], null)),
    };

    public static WireRecord WithHistory(this WireRecord record, string property, params (string? Value, long At, string Source)[] versions) => record with
    {
        History = new Dictionary<string, IReadOnlyList<WireVersion>>
        {
            [property] = [.. versions.Select(version => new WireVersion(version.Value, version.At, version.Source, null, null))],
        },
    };

    public static WireRecord Archived(this WireRecord record, long at) => record with { Archived = true, ArchivedAt = at };
}
