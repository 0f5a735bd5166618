using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>A record that should have a vector.</summary>
/// <inheritdoc cref="StoredVector" path="/param[@name='Mark']"/>
internal readonly record struct MarkedRecord(long Key, ObjectType Type, long Mark);

/// <summary>Looks through a mirror's search index for the records that should have vectors. It reads only: those who write the mirror know nothing of vectors.</summary>
internal static class MeaningScan
{
    /// <summary>The most recently active records of all kinds, at most so many, in that order.</summary>
    public static List<MarkedRecord> Read(SqliteConnection connection, int most, CancellationToken cancellationToken)
    {
        var kinds = SearchIndexSchema.Types.Select(type => new Kind(connection, type)).ToList();
        try
        {
            // Each kind comes in its own order; of what stands in front of them the most recent is next.
            var next = new PriorityQueue<Kind, long>();
            kinds.ForEach(kind => kind.MoveInto(next));
            var records = new List<MarkedRecord>();
            while (records.Count < most && next.TryDequeue(out var kind, out _))
            {
                cancellationToken.ThrowIfCancellationRequested();
                records.Add(kind.Current);
                kind.MoveInto(next);
            }

            return records;
        }
        finally
        {
            kinds.ForEach(kind => kind.Dispose());
        }
    }

    /// <summary>Whether the records are being read for the first time: their order, and much of what they say, comes at the end of it.</summary>
    public static bool IsFirstSync(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT EXISTS (SELECT 1 FROM checkpoint WHERE lane = $lane AND state = $state AND type IN (1, 2, 3))";
        command.Parameters.AddWithValue("$lane", Lanes.Backfill);
        command.Parameters.AddWithValue("$state", LaneStates.Running);
        return command.ExecuteScalar() is 1L;
    }

    /// <summary>The properties of each record as HubSpot sent them; a record without any is absent.</summary>
    public static Dictionary<long, string> Raw(SqliteConnection connection, IEnumerable<long> keys) => RowReading
        .ReadAll(
            RowReading.ForKeys(connection, "SELECT r.key, r.raw FROM json_each($keys) AS asked CROSS JOIN record AS r ON r.key = asked.value WHERE r.raw IS NOT NULL", keys),
            row => (Key: row.GetInt64(0), Raw: row.GetString(1)))
        .ToDictionary(row => row.Key, row => row.Raw);

    private sealed class Kind : IDisposable
    {
        private readonly ObjectType _type;
        private readonly SqliteCommand _command;
        private readonly SqliteDataReader _reader;

        public Kind(SqliteConnection connection, ObjectType type)
        {
            _type = type;
            _command = connection.CreateCommand();
            _command.CommandText = $"SELECT key, active_at, text, further FROM {SearchIndexSchema.Of(type).Sequence} ORDER BY seq DESC";
            _reader = _command.ExecuteReader();
        }

        public MarkedRecord Current { get; private set; }

        public void MoveInto(PriorityQueue<Kind, long> next)
        {
            if (!_reader.Read())
            {
                return;
            }

            var further = _reader.IsDBNull(3) ? 0 : _reader.GetInt64(3);
            Current = new MarkedRecord(_reader.GetInt64(0), _type, MeaningText.HashOf(_reader.GetString(2), further));
            next.Enqueue(this, _reader.IsDBNull(1) ? long.MaxValue : -_reader.GetInt64(1));
        }

        public void Dispose()
        {
            _reader.Dispose();
            _command.Dispose();
        }
    }
}
