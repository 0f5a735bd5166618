using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Sync;

/// <summary>Forgets what is older than it has to be kept: logs of changes, runs and comparisons, and the former values of tracked properties.</summary>
internal sealed class Retention(IOptions<SyncOptions> options)
{
    public static TimeSpan Interval { get; } = TimeSpan.FromHours(24);

    private const int RowsPerTransaction = 5000;

    /// <summary>A round: many small transactions, so that no writer waits for it.</summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, CancellationToken cancellationToken)
    {
        var began = target.Client.Now;
        var logs = began - (long)options.Value.KeepLogs.TotalMilliseconds;
        var history = began - (long)options.Value.KeepHistory.TotalMilliseconds;
        foreach (var (sql, before) in new[]
        {
            ("DELETE FROM change_log WHERE seq IN (SELECT seq FROM change_log WHERE at < $p0 LIMIT $p1)", logs),
            ("DELETE FROM sync_run WHERE id IN (SELECT id FROM sync_run WHERE started_at < $p0 LIMIT $p1)", logs),
            ("DELETE FROM sync_check WHERE id IN (SELECT id FROM sync_check WHERE started_at < $p0 LIMIT $p1)", logs),
            ("DELETE FROM inbox WHERE seq IN (SELECT seq FROM inbox WHERE received_at < $p0 AND read_at IS NOT NULL LIMIT $p1)", began - (long)options.Value.KeepInbox.TotalMilliseconds),
            ("DELETE FROM drift WHERE id IN (SELECT id FROM drift WHERE found_at < $p0 LIMIT $p1)", logs),
        })
        {
            await DeleteAsync(target.Mirror, sql, before, cancellationToken);
        }

        await ForgetHistoryAsync(target.Mirror, history, cancellationToken);
        return await LaneSchedule.RanAsync(target, Lanes.Retention, null, began, null, cancellationToken);
    }

    private static async Task DeleteAsync(Mirror mirror, string sql, long before, CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            deleted = await mirror.WriteAsync(
                (connection, transaction) =>
                {
                    using var statement = new Statement(connection, transaction, sql, 2);
                    return statement.Run(before, RowsPerTransaction);
                },
                cancellationToken);
        }
        while (deleted == RowsPerTransaction);
    }

    // The value that held at the horizon stays: what a list showed then is still known. Found by a reader, which holds up nobody.
    private static async Task ForgetHistoryAsync(Mirror mirror, long before, CancellationToken cancellationToken)
    {
        var rows = await mirror.ReadAsync(
            connection =>
            {
                var found = new List<long>();
                using var statement = new Statement(connection, null, """
                    SELECT h.rowid FROM history h
                    WHERE h.at < $p0 AND EXISTS (SELECT 1 FROM history n WHERE n.key = h.key AND n.property = h.property AND n.at > h.at AND n.at <= $p0)
                    """, 1);
                using var reader = statement.Read(before);
                while (reader.Read())
                {
                    found.Add(reader.GetInt64(0));
                }

                return found;
            },
            cancellationToken);
        foreach (var chunk in rows.Chunk(RowsPerTransaction))
        {
            await mirror.WriteAsync(
                (connection, transaction) =>
                {
                    using var statement = new Statement(connection, transaction, "DELETE FROM history WHERE rowid IN (SELECT value FROM json_each($p0))", 1);
                    return statement.Run(System.Text.Json.JsonSerializer.Serialize(chunk));
                },
                cancellationToken);
        }
    }
}
