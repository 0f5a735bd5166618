using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Sync;

/// <inheritdoc cref="ISyncReport"/>
internal sealed class SyncReport(MirrorHost host, HubSpotSession session, RecordRefresh refresh, IOptions<SyncOptions> options) : ISyncReport
{
    private const int MostRows = 200;
    private const int MostRetried = 100;

    public Task<Result<IReadOnlyList<SyncTotals>>> TotalsAsync(Actor actor, DateTimeOffset since, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<SyncTotals>>(
        actor,
        connection => Rows(
            connection,
            """
            SELECT type, sum(created), sum(updated), sum(archived), sum(failure IS NOT NULL), sum(calls) FROM sync_run
            WHERE started_at >= $p0 AND type > 0 GROUP BY type ORDER BY type
            """,
            row => new SyncTotals((ObjectType)row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
            since.ToUnixTimeMilliseconds()),
        cancellationToken);

    public Task<Result<Page<SyncRunEntry>>> RunsAsync(Actor actor, int skip, int take, CancellationToken cancellationToken) => PageAsync(
        actor, skip, take, "sync_run",
        "SELECT lane, type, started_at, ended_at, created, updated, archived, calls, failure FROM sync_run ORDER BY id DESC LIMIT $p1 OFFSET $p0",
        row => new SyncRunEntry(
            row.GetString(0), row.GetInt32(1) == 0 ? null : (ObjectType)row.GetInt32(1), Time(row, 2), Time(row, 3) - Time(row, 2),
            row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), Text(row, 8)),
        cancellationToken);

    // The last failure of a stretch is the one with the greatest id: SQLite takes the other columns of a max() from its row.
    public Task<Result<IReadOnlyList<SyncActivity>>> ActivityAsync(Actor actor, DateTimeOffset since, TimeSpan step, CancellationToken cancellationToken)
    {
        var (from, length) = (since.ToUnixTimeMilliseconds(), Math.Max(1, (long)step.TotalMilliseconds));
        return ReadAsync<IReadOnlyList<SyncActivity>>(
            actor,
            connection => Rows(
                connection,
                """
                SELECT (started_at - $p0) / $p1 AS at, count(*), sum(created + updated + archived), sum(failure IS NOT NULL),
                    max(CASE WHEN failure IS NOT NULL THEN id END), failure FROM sync_run
                WHERE started_at >= $p0 GROUP BY at ORDER BY at
                """,
                row => new SyncActivity(
                    DateTimeOffset.FromUnixTimeMilliseconds(from + (row.GetInt64(0) * length)), row.GetInt32(1), row.GetInt64(2), row.GetInt32(3),
                    row.IsDBNull(4) ? null : Text(row, 5)),
                from, length),
            cancellationToken);
    }

    public Task<Result<IReadOnlyList<SyncCheckEntry>>> ChecksAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<SyncCheckEntry>>(
        actor,
        connection => Rows(
            connection,
            """
            SELECT type, kind, started_at, ended_at, local, remote, sampled, equal, drift, held, message FROM sync_check
            WHERE id IN (SELECT max(id) FROM sync_check GROUP BY type, kind) ORDER BY type, kind
            """,
            row => new SyncCheckEntry(
                (ObjectType)row.GetInt32(0), Enum.Parse<CheckKind>(row.GetString(1)), Time(row, 2), Time(row, 3) - Time(row, 2),
                Number(row, 4), Number(row, 5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8), row.GetInt32(9), Text(row, 10))),
        cancellationToken);

    public Task<Result<Page<DriftEntry>>> DriftAsync(Actor actor, int skip, int take, CancellationToken cancellationToken) => PageAsync(
        actor, skip, take, "drift",
        "SELECT type, hub_spot_id, kind, detail, found_at, healed_at FROM drift ORDER BY id DESC LIMIT $p1 OFFSET $p0",
        row => new DriftEntry(
            (ObjectType)row.GetInt32(0), row.GetString(1), Enum.Parse<DriftKind>(row.GetString(2)), row.GetString(3), Time(row, 4), row.IsDBNull(5) ? null : Time(row, 5)),
        cancellationToken);

    public Task<Result<Page<QuarantinedValue>>> QuarantineAsync(Actor actor, int skip, int take, CancellationToken cancellationToken) => PageAsync(
        actor, skip, take, "quarantine",
        """
        SELECT r.type, r.hubspot_id, q.property, q.raw, q.reason, q.at FROM quarantine q JOIN record r ON r.key = q.key
        ORDER BY q.at DESC, q.key, q.property LIMIT $p1 OFFSET $p0
        """,
        row => new QuarantinedValue((ObjectType)row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), Time(row, 5)),
        cancellationToken);

    public async Task<Result<Done>> RetryAsync(Actor actor, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.EditRecords) is { } refused)
        {
            return refused;
        }

        if (!Enum.IsDefined(type) || SyncKinds.Of(type).Source != SyncSource.CrmObjects)
        {
            return new UnknownKind();
        }

        if (host.Current is not { } mirror || session.Current is not { } client)
        {
            return new NotConnected();
        }

        var read = await refresh.ReadAsync(new SyncTarget(client, mirror), type, [.. ids.Distinct().Take(MostRetried)], cancellationToken, rejudges: true);
        return (read.Failure ?? read.Value.Incomplete) is { } failure ? failure : new Done();
    }

    public Task<Result<MirrorSize>> SizeAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync(
        actor,
        connection => Rows(
            connection,
            "SELECT page_count * page_size, (SELECT count(*) FROM history), (SELECT count(*) FROM change_log) FROM pragma_page_count(), pragma_page_size()",
            row => new MirrorSize(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)))[0],
        cancellationToken);

    public Task<Result<PushStatus>> PushAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync(
        actor,
        connection => Rows(
            connection,
            "SELECT (SELECT count(*) FROM inbox WHERE read_at IS NULL), (SELECT max(received_at) FROM inbox)",
            row => new PushStatus(options.Value.WebhookUrl.Length > 0 || options.Value.Journal, row.GetInt64(0), row.IsDBNull(1) ? null : Time(row, 1)))[0],
        cancellationToken);

    private Task<Result<Page<T>>> PageAsync<T>(
        Actor actor, int skip, int take, string table, string sql, Func<SqliteDataReader, T> map, CancellationToken cancellationToken) => ReadAsync(
        actor,
        connection =>
        {
            using var count = new Statement(connection, null, $"SELECT count(*) FROM {table}", 0);
            var total = new Total((int)(count.Integer() ?? 0), true);
            return new Page<T>(Rows(connection, sql, map, Math.Max(skip, 0), Math.Clamp(take, 1, MostRows)), total);
        },
        cancellationToken);

    private async Task<Result<T>> ReadAsync<T>(Actor actor, Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.ViewRecords) is { } refused)
        {
            return refused;
        }

        return host.Current is { } mirror ? await mirror.ReadAsync(read, cancellationToken) : new NotConnected();
    }

    private static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        var rows = new List<T>();
        using var statement = new Statement(connection, null, sql, values.Length);
        using var reader = statement.Read(values);
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    private static DateTimeOffset Time(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
