namespace HubSpotCrm.Sandbox.Data;

/// <summary>
/// The account as it was at the reference time, computed: an id is a function of the index, and so are the times.
/// Only the order by modification is kept, once somebody asks for it.
/// </summary>
internal sealed class BaseData
{
    public const long Day = Stamp.DayMs;
    private const long Span = 730 * Day;
    private const int OldIdStep = 50;
    private const int IdStep = 83_009;

    private readonly IReadOnlyList<int> _counts;
    private readonly Lazy<Order>[] _orders;

    /// <param name="seed">The same seed gives the same records.</param>
    /// <param name="referenceMs">When the account is as it is computed.</param>
    /// <param name="counts">How many records there are of each type, in the order of the types.</param>
    /// <param name="currencies">What deals are made in.</param>
    public BaseData(int seed, long referenceMs, IReadOnlyList<int> counts, Currencies currencies)
    {
        Seed = seed;
        ReferenceMs = referenceMs;
        Currencies = currencies;
        _counts = counts;
        _orders = [.. Schemas.All.Select(schema => new Lazy<Order>(() => Sort(schema.Kind)))];
    }

    public int Seed { get; }

    /// <summary>When the account was as it is computed, in milliseconds since 1970: nothing computed is younger.</summary>
    public long ReferenceMs { get; }

    public Currencies Currencies { get; }

    public int Count(ObjectKind kind) => _counts[(int)kind];

    public ulong Bits(ObjectKind kind, int index, int purpose) => Mix.Of(Seed, kind, index, purpose);

    public long IdOf(ObjectKind kind, int index)
    {
        var old = Count(kind) / 10;
        var bits = Bits(kind, index, 1);
        return index < old
            ? 151 + (index * (long)OldIdStep) + (long)(bits % (OldIdStep - 1))
            : Schemas.Of(kind).Type.FirstLongId + ((index - old) * (long)IdStep) + (long)(bits % (IdStep - 1000));
    }

    /// <summary>The index of an id, or -1 when no computed record has it.</summary>
    public int IndexOf(ObjectKind kind, long id)
    {
        var index = Floor(kind, id);
        return index >= 0 && index < Count(kind) && IdOf(kind, index) == id ? index : -1;
    }

    /// <summary>The first index whose id is not below the given one; the count when all are.</summary>
    public int FirstFrom(ObjectKind kind, long id)
    {
        var index = Math.Clamp(Floor(kind, id), 0, Count(kind));
        while (index < Count(kind) && IdOf(kind, index) < id)
        {
            index++;
        }

        return index;
    }

    /// <summary>An id above all computed ones.</summary>
    public long FirstFreeId(ObjectKind kind) => Schemas.Of(kind).Type.FirstLongId + ((Count(kind) + 1L) * IdStep);

    public long CreatedMs(ObjectKind kind, int index)
    {
        if (index == 0 && Schemas.Of(kind).Type.BeginsLongAgo)
        {
            return ReferenceMs - (4 * 365 * Day);
        }

        var place = (index + Mix.Fraction(Bits(kind, index, 2))) / Count(kind);
        return ReferenceMs - Span + (long)(place * (Span - Day));
    }

    public long ModifiedMs(ObjectKind kind, int index)
    {
        var created = CreatedMs(kind, index);
        var bits = Bits(kind, index, 3);

        // An import touched many records in one and the same millisecond.
        var import = ReferenceMs - (41 * Day);
        return bits % 50 == 0 && created < import
            ? import
            : created + (long)(Math.Sqrt(Mix.Fraction(bits)) * (ReferenceMs - created));
    }

    /// <summary>When a computed record was archived; null for the many that were not.</summary>
    public long? ArchivedMs(ObjectKind kind, int index)
    {
        if (index % 80 != 37)
        {
            return null;
        }

        var modified = ModifiedMs(kind, index);
        return modified + ((ReferenceMs - modified) / 2);
    }

    /// <summary>All indexes by modification time, then id.</summary>
    public Order ByModified(ObjectKind kind) => _orders[(int)kind].Value;

    private int Floor(ObjectKind kind, long id)
    {
        var old = Count(kind) / 10;
        var first = Schemas.Of(kind).Type.FirstLongId;
        var index = id < first ? Math.Min((id - 151) / OldIdStep, old) : old + ((id - first) / IdStep);
        return (int)Math.Clamp(index, -1, int.MaxValue);
    }

    private Order Sort(ObjectKind kind)
    {
        var times = new long[Count(kind)];
        var indexes = new int[times.Length];
        for (var index = 0; index < times.Length; index++)
        {
            times[index] = ModifiedMs(kind, index);
            indexes[index] = index;
        }

        Array.Sort(times, indexes);
        for (var start = 0; start < times.Length;)
        {
            var end = start + 1;
            while (end < times.Length && times[end] == times[start])
            {
                end++;
            }

            Array.Sort(indexes, start, end - start);
            start = end;
        }

        return new Order(times, indexes);
    }

    /// <summary>Modification times in ascending order, and whose they are.</summary>
    internal sealed record Order(long[] Times, int[] Indexes)
    {
        /// <summary>The first place whose time is not below the given one.</summary>
        public int FirstFrom(long time)
        {
            var (low, high) = (0, Times.Length);
            while (low < high)
            {
                var middle = (low + high) >> 1;
                (low, high) = Times[middle] < time ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
