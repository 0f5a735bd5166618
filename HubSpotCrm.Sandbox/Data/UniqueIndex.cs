using System.Collections.Concurrent;
using System.Globalization;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>Finds a contact by e-mail address or customer number. Of the computed ones only hashes of the addresses are kept.</summary>
internal sealed class UniqueIndex(BaseRecords records)
{
    private readonly ConcurrentDictionary<(ObjectKind, int Slot, string), long> _written = new();
    private readonly Lazy<(ulong[] Hashes, int[] Indexes)> _emails = new(() => Hash(records));

    public void Add(CrmRecord record)
    {
        foreach (var property in record.Schema.Properties.Where(property => property.Unique))
        {
            if (record.Values[property.Slot] is { } value)
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

        if (property.Name == "email")
        {
            var (hashes, indexes) = _emails.Value;
            var hash = HashOf(value);
            var place = Array.BinarySearch(hashes, hash);
            for (place = Math.Max(place, 0); place > 0 && hashes[place - 1] == hash; place--)
            {
            }

            for (; place < hashes.Length && hashes[place] == hash; place++)
            {
                yield return records.Data.IdOf(schema.Kind, indexes[place]);
            }
        }
        else if (property.Name == "customer_number" && value.StartsWith("C-", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(value.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number - 100_000 >= 0 && number - 100_000 < records.Data.Count(schema.Kind))
        {
            yield return records.Data.IdOf(schema.Kind, number - 100_000);
        }
    }

    private static (ulong[] Hashes, int[] Indexes) Hash(BaseRecords records)
    {
        var count = records.Data.Count(ObjectKind.Contact);
        var (hashes, indexes) = (new ulong[count], new int[count]);
        Parallel.For(0, count, index =>
        {
            hashes[index] = records.EmailOf(index) is { } email ? HashOf(email) : 0;
            indexes[index] = index;
        });
        Array.Sort(hashes, indexes);
        return (hashes, indexes);
    }

    private static string Key(string value) => value.ToLowerInvariant();

    private static ulong HashOf(string value)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var letter in value)
        {
            hash = (hash ^ char.ToLowerInvariant(letter)) * 1_099_511_628_211UL;
        }

        return hash == 0 ? 1 : hash;
    }
}
