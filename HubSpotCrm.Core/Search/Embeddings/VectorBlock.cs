using System.Runtime.InteropServices;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>A record near a text.</summary>
/// <param name="Likeness">The cosine between their vectors.</param>
internal readonly record struct NearRecord(long Key, float Likeness);

/// <summary>
/// The vectors of one kind of record in memory, in blocks that stay where they are while others are added. All of them are compared with a text's: for what fits
/// in memory that takes some milliseconds, and is exact. Read by many at once, written by one.
/// </summary>
internal sealed class VectorBlock(int dimensions) : IDisposable
{
    private const int BlockSize = 4096;

    private readonly ReaderWriterLockSlim _gate = new();
    private readonly Dictionary<long, int> _places = [];
    private readonly List<long> _keys = [];
    private readonly List<float> _scales = [];
    private readonly List<sbyte[]> _blocks = [];

    public int Count
    {
        get
        {
            _gate.EnterReadLock();
            try
            {
                return _keys.Count;
            }
            finally
            {
                _gate.ExitReadLock();
            }
        }
    }

    /// <summary>Adds the record's vector, or puts it in place of the one before.</summary>
    public void Put(long key, QuantizedVector vector)
    {
        _gate.EnterWriteLock();
        try
        {
            if (!_places.TryGetValue(key, out var place))
            {
                place = _places[key] = _keys.Count;
                _keys.Add(key);
                _scales.Add(0);
                if (place / BlockSize == _blocks.Count)
                {
                    _blocks.Add(new sbyte[BlockSize * dimensions]);
                }
            }

            _scales[place] = vector.Scale;
            vector.Units.CopyTo(UnitsAt(place));
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Whether it was there.</summary>
    public bool Remove(long key)
    {
        _gate.EnterWriteLock();
        try
        {
            if (!_places.Remove(key, out var place))
            {
                return false;
            }

            // The last one takes its place.
            var last = _keys.Count - 1;
            if (place != last)
            {
                (_keys[place], _scales[place]) = (_keys[last], _scales[last]);
                UnitsAt(last).CopyTo(UnitsAt(place));
                _places[_keys[place]] = place;
            }

            _keys.RemoveAt(last);
            _scales.RemoveAt(last);
            if (last % BlockSize == 0)
            {
                _blocks.RemoveAt(_blocks.Count - 1);
            }

            return true;
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>The records at least so like the vector, the nearest first, at most so many; of those that are alike the older key.</summary>
    public IReadOnlyList<NearRecord> Nearest(QuantizedVector vector, double least, int most, CancellationToken cancellationToken)
    {
        if (vector.Units.Length != dimensions)
        {
            return [];
        }

        // The least likely of those taken so far is the first to be put out.
        var taken = new PriorityQueue<NearRecord, NearRecord>(most + 1, ByLikeness.Instance);
        _gate.EnterReadLock();
        try
        {
            var keys = CollectionsMarshal.AsSpan(_keys);
            var scales = CollectionsMarshal.AsSpan(_scales);
            for (var block = 0; block < _blocks.Count; block++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var units = _blocks[block].AsSpan();
                var first = block * BlockSize;
                var count = Math.Min(BlockSize, keys.Length - first);
                for (var at = 0; at < count; at++)
                {
                    var likeness = QuantizedVector.Product(units.Slice(at * dimensions, dimensions), vector.Units) * scales[first + at] * vector.Scale;
                    if (likeness >= least && (taken.Count < most || likeness >= taken.Peek().Likeness))
                    {
                        var near = new NearRecord(keys[first + at], likeness);
                        taken.Enqueue(near, near);
                        if (taken.Count > most)
                        {
                            taken.Dequeue();
                        }
                    }
                }
            }
        }
        finally
        {
            _gate.ExitReadLock();
        }

        return [.. taken.UnorderedItems.Select(item => item.Element).OrderDescending(ByLikeness.Instance)];
    }

    public void Dispose() => _gate.Dispose();

    private Span<sbyte> UnitsAt(int place) => _blocks[place / BlockSize].AsSpan(place % BlockSize * dimensions, dimensions);

    // The better one is the greater: a fixed order, so that pages do not differ.
    private sealed class ByLikeness : IComparer<NearRecord>
    {
        public static ByLikeness Instance { get; } = new();

        public int Compare(NearRecord one, NearRecord other) => one.Likeness.CompareTo(other.Likeness) is var likeness and not 0 ? likeness : other.Key.CompareTo(one.Key);
    }
}
