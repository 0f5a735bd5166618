using System.Globalization;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>A record with the text that its vector is of.</summary>
internal sealed record MeantText(MarkedRecord Record, string Text)
{
    public long Hash { get; } = MeaningText.HashOf(Text);
}

/// <summary>The vectors of a mirror in their file and, the same, in memory. Changed by one, searched by many.</summary>
internal sealed class KeptVectors : IDisposable
{
    private readonly VectorFile _file;
    private readonly Dictionary<long, (ObjectType Type, long Mark, long Hash)> _known = [];
    private volatile Dictionary<ObjectType, VectorBlock>? _blocks;
    private int _dimensions;

    /// <summary>Reads the file, and closes it when disposed.</summary>
    public KeptVectors(VectorFile file)
    {
        _file = file;
        try
        {
            _file.Read(TakeKept);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public int CountOf(ObjectType type) => _blocks?.GetValueOrDefault(type)?.Count ?? 0;

    /// <inheritdoc cref="VectorBlock.Nearest"/>
    public IReadOnlyList<NearRecord> Nearest(ObjectType type, QuantizedVector vector, double least, int most, CancellationToken cancellationToken) =>
        _blocks?.GetValueOrDefault(type)?.Nearest(vector, least, most, cancellationToken) ?? [];

    /// <summary>Forgets what should not be there; returns what has to be looked at, in the given order.</summary>
    public List<MarkedRecord> Compare(IReadOnlyList<MarkedRecord> wanted)
    {
        var keys = wanted.Select(record => record.Key).ToHashSet();
        var gone = _known.Keys.Where(key => !keys.Contains(key)).ToList();
        if (gone.Count > 0)
        {
            _file.Remove(gone);
            foreach (var key in gone)
            {
                _known.Remove(key, out var known);
                _blocks?[known.Type].Remove(key);
            }
        }

        return [.. wanted.Where(record => !_known.TryGetValue(record.Key, out var known) || known.Mark != record.Mark)];
    }

    /// <summary>Notes of records whose text is what it was, or empty, that nothing is to be done; returns the others.</summary>
    public List<MeantText> MarkUnchanged(IReadOnlyList<MeantText> texts)
    {
        var same = texts.Where(one => _known.TryGetValue(one.Record.Key, out var known) && known.Hash == one.Hash).ToList();
        if (same.Count > 0)
        {
            _file.Mark(same.Select(one => (one.Record.Key, one.Record.Mark)));
            same.ForEach(one => _known[one.Record.Key] = (one.Record.Type, one.Record.Mark, one.Hash));
        }

        var others = texts.Except(same).ToList();
        PutNothing([.. others.Where(one => one.Text.Length == 0)]);
        return [.. others.Where(one => one.Text.Length > 0)];
    }

    /// <summary>Why none of the vectors can be kept: those of another length than the ones before are another model's. Null when they can.</summary>
    public EmbeddingFailure? Doubt(IReadOnlyList<float[]> vectors)
    {
        var dimensions = _dimensions > 0 ? _dimensions : vectors[0].Length;
        return vectors.FirstOrDefault(vector => vector.Length != dimensions) is { } other
            ? new EmbeddingFailure(string.Create(CultureInfo.InvariantCulture,
                $"its vectors have {other.Length} numbers where they had {dimensions}, so another model answers; name that one in Search:Embeddings:Model"))
            { MayBeOfTexts = true }
            : null;
    }

    /// <summary>Keeps a vector for each record, if there is nothing to <see cref="Doubt"/>.</summary>
    public EmbeddingFailure? Put(IReadOnlyList<MeantText> records, IReadOnlyList<float[]> vectors)
    {
        if (Doubt(vectors) is { } doubt)
        {
            return doubt;
        }

        var stored = records.Zip(vectors, (one, vector) => new StoredVector(one.Record.Key, one.Record.Type, one.Record.Mark, one.Hash, QuantizedVector.Of(vector))).ToList();
        _file.Put(stored);
        stored.ForEach(Take);
        return null;
    }

    /// <summary>The records have no vectors, and are not looked at again before they change.</summary>
    public void PutNothing(IReadOnlyList<MeantText> records)
    {
        if (records.Count == 0)
        {
            return;
        }

        var nothing = records.Select(one => new StoredVector(one.Record.Key, one.Record.Type, one.Record.Mark, one.Hash, null)).ToList();
        _file.Put(nothing);
        var removed = nothing.Count(one => _blocks?[one.Type].Remove(one.Key) == true);
        nothing.ForEach(Take);
        if (removed > 0)
        {
            _file.FoldLog();
        }
    }

    public void Dispose() => _file.Dispose();

    // Not every damaged page is one that SQLite knows of.
    private void TakeKept(StoredVector one)
    {
        var fits = one.Vector is not { } vector || (vector.Units.Length > 0 && (_blocks is null || vector.Units.Length == _dimensions));
        if (!fits || !SearchIndexSchema.Types.Contains(one.Type))
        {
            throw new VectorsDamagedException("A row of the file is none of a vector.");
        }

        Take(one);
    }

    private void Take(StoredVector one)
    {
        _known[one.Key] = (one.Type, one.Mark, one.Hash);
        if (one.Vector is { } vector)
        {
            if (_blocks is null)
            {
                _dimensions = vector.Units.Length;
                _blocks = SearchIndexSchema.Types.ToDictionary(type => type, _ => new VectorBlock(_dimensions));
            }

            _blocks[one.Type].Put(one.Key, vector);
        }
    }
}
