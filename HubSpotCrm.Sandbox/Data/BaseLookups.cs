namespace HubSpotCrm.Sandbox.Data;

/// <summary>Finds computed records by a unique value: a row for each property that computed records have one of.</summary>
internal sealed class BaseLookups
{
    private readonly Dictionary<(ObjectKind Kind, string Property), Func<string, IEnumerable<int>>> _rows;
    private readonly Lazy<(ulong[] Hashes, int[] Indexes)> _emails;

    public BaseLookups(BaseData data, ContactMaker contacts)
    {
        var count = data.Count(ObjectKind.Contact);
        _emails = new(() => Hash(count, contacts.EmailOf));
        _rows = new()
        {
            [(ObjectKind.Contact, "email")] = ByEmail,
            [(ObjectKind.Contact, "customer_number")] = value => ContactMaker.IndexOfNumber(value) is >= 0 and var index && index < count ? [index] : [],
        };
    }

    /// <summary>Indexes of records that may have the value; the caller looks which do.</summary>
    public IEnumerable<int> Find(ObjectKind kind, string property, string value) =>
        _rows.TryGetValue((kind, property), out var find) ? find(value) : [];

    private IEnumerable<int> ByEmail(string value)
    {
        var (hashes, indexes) = _emails.Value;
        var hash = HashOf(value);
        var place = Array.BinarySearch(hashes, hash);
        for (place = Math.Max(place, 0); place > 0 && hashes[place - 1] == hash; place--)
        {
        }

        for (; place < hashes.Length && hashes[place] == hash; place++)
        {
            yield return indexes[place];
        }
    }

    /// <summary>Only hashes of the addresses are kept.</summary>
    private static (ulong[] Hashes, int[] Indexes) Hash(int count, Func<int, string?> emailOf)
    {
        var (hashes, indexes) = (new ulong[count], new int[count]);
        Parallel.For(0, count, index =>
        {
            hashes[index] = emailOf(index) is { } email ? HashOf(email) : 0;
            indexes[index] = index;
        });
        Array.Sort(hashes, indexes);
        return (hashes, indexes);
    }

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
