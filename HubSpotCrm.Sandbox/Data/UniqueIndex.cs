using System.Collections.Concurrent;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>Finds records by the value of a property that no two share.</summary>
internal sealed class UniqueIndex(BaseRecords records)
{
    private readonly ConcurrentDictionary<(ObjectKind, int Slot, string), long> _written = new();

    public void Add(ObjectSchema schema, CrmRecord record)
    {
        foreach (var property in schema.Properties.Where(property => property.Unique))
        {
            if (record.Value(property.Slot) is { } value)
            {
                _written[(record.Kind, property.Slot, Key(value))] = record.Id;
            }
        }
    }

    public void Clear() => _written.Clear();

    /// <summary>Ids of records that have the value or had it once; the caller looks which still do.</summary>
    public IEnumerable<long> Candidates(ObjectSchema schema, PropertyDefinition property, string value)
    {
        if (_written.TryGetValue((schema.Kind, property.Slot, Key(value)), out var id))
        {
            yield return id;
        }

        foreach (var index in records.Lookups.Find(schema.Kind, property.Name, value))
        {
            yield return records.Data.IdOf(schema.Kind, index);
        }
    }

    private static string Key(string value) => value.ToLowerInvariant();
}
