using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync.Push;

/// <summary>A record of which hints are waiting, however many.</summary>
/// <param name="UpTo">The newest of them; one that comes later is not answered by reading now.</param>
internal sealed record WaitingRecord(ObjectType Type, string Id, bool IsErasure, long UpTo);

/// <summary>Received hints, kept in the mirror until their records were read.</summary>
internal sealed class Inbox
{
    /// <summary>So many hints may wait.</summary>
    public const int MostWaiting = 100_000;

    private readonly Signal _arrived = new();

    /// <summary>Completes when something arrives. Take it before looking.</summary>
    public Task Arrived => _arrived.Next;

    /// <summary>Keeps the hints that are not known yet, all or none. Returns how many those are.</summary>
    public Task<int> AddAsync(Mirror mirror, IReadOnlyList<RecordHint> hints, long now, CancellationToken cancellationToken) =>
        AddAsync(mirror, hints, [], now, cancellationToken);

    /// <summary>The same, and with it in one transaction how far their source was read: neither is kept without the other.</summary>
    public async Task<int> AddAsync(
        Mirror mirror, IReadOnlyList<RecordHint> hints, IReadOnlyList<CheckpointRow> checkpoints, long now, CancellationToken cancellationToken)
    {
        if (hints.Count == 0 && checkpoints.Count == 0)
        {
            return 0;
        }

        var added = await mirror.WriteAsync(
            (connection, transaction) =>
            {
                using var insert = new Statement(connection, transaction, """
                    INSERT INTO inbox (event, type, hub_spot_id, is_erasure, received_at) VALUES ($p0, $p1, $p2, $p3, $p4) ON CONFLICT DO NOTHING
                    """, 5);
                var kept = hints.Sum(hint => insert.Run(hint.Event, (int)hint.Type, hint.Id, hint.IsErasure, now));
                Checkpoints.Write(connection, transaction, checkpoints);
                return kept;
            },
            cancellationToken);
        if (added > 0)
        {
            _arrived.Raise();
        }

        return added;
    }

    /// <summary>Records that wait, the longest first.</summary>
    public static Task<List<WaitingRecord>> WaitingAsync(Mirror mirror, int most, CancellationToken cancellationToken) => mirror.ReadAsync(
        connection =>
        {
            var waiting = new List<WaitingRecord>();
            using var statement = new Statement(connection, null, """
                SELECT type, hub_spot_id, max(is_erasure), max(seq) FROM inbox INDEXED BY IX_inbox_unread WHERE read_at IS NULL
                GROUP BY type, hub_spot_id ORDER BY min(seq) LIMIT $p0
                """, 1);
            using var reader = statement.Read(most);
            while (reader.Read())
            {
                waiting.Add(new WaitingRecord((ObjectType)reader.GetInt32(0), reader.GetString(1), reader.GetBoolean(2), reader.GetInt64(3)));
            }

            return waiting;
        },
        cancellationToken);

    /// <summary>How many hints wait.</summary>
    public static Task<long> CountAsync(Mirror mirror, CancellationToken cancellationToken) => mirror.ReadAsync(
        connection =>
        {
            using var statement = new Statement(connection, null, "SELECT count(*) FROM inbox WHERE read_at IS NULL", 0);
            return statement.Integer() ?? 0;
        },
        cancellationToken);

    /// <summary>The records were read: their hints up to those that were known then are answered.</summary>
    public static Task<int> AnswerAsync(Mirror mirror, IReadOnlyList<WaitingRecord> records, long now, CancellationToken cancellationToken) => mirror.WriteAsync(
        (connection, transaction) =>
        {
            using var update = new Statement(connection, transaction,
                "UPDATE inbox SET read_at = $p0 WHERE read_at IS NULL AND type = $p1 AND hub_spot_id = $p2 AND seq <= $p3", 4);
            return records.Sum(record => update.Run(now, (int)record.Type, record.Id, record.UpTo));
        },
        cancellationToken);
}
