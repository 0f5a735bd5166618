using System.Text.Json;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Crm;

/// <inheritdoc cref="ITimelineService"/>
internal sealed class TimelineService(MirrorHost mirrors, IDefinitionService definitionService, ISyncService sync) : ITimelineService
{
    private const string Sql = """
        SELECT e.type, e.hub_spot_id, e.at, e.title, e.body, e.status, e.direction, e.duration, e.owner_id
        FROM (SELECT DISTINCT to_key FROM association WHERE from_key = $key AND to_type IN (SELECT value FROM json_each($kinds))) a
        JOIN engagement e ON e.key = a.to_key
        ORDER BY e.at IS NULL, e.at DESC, e.key DESC LIMIT $limit OFFSET $offset
        """;

    public async Task<Result<Timeline>> ReadAsync(
        Actor actor, ObjectType type, string id, int offset, IReadOnlyCollection<ObjectType>? kinds, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.ViewRecords) is { } refused)
        {
            return refused;
        }

        if (mirrors.Current is not { } mirror)
        {
            return mirrors.Absence;
        }

        var wanted = kinds is { Count: > 0 } ? kinds.Distinct().ToList() : ObjectTypes.Engagements;
        if (Fault(type, offset, wanted) is { } fault)
        {
            return fault;
        }

        if (await RecordReading.ValuesAsync(mirror, type, id, cancellationToken) is not { } record)
        {
            return new RecordNotFound(type, id);
        }

        var definitions = await definitionService.GetAsync(cancellationToken);
        var entries = await Task.Run(() => Read(mirror, record.Key, offset, wanted, definitions), cancellationToken);
        return new Timeline([.. entries.Take(Timeline.PageSize)], entries.Count > Timeline.PageSize, Gaps(wanted));
    }

    private static InvalidInput? Fault(ObjectType type, int offset, IReadOnlyList<ObjectType> kinds) =>
        !ObjectTypes.CrmObjects.Contains(type) ? new InvalidInput("Timeline", $"{type.Plural()} have none.")
        : offset < 0 ? new InvalidInput("Timeline", "the first entry cannot be before the first.")
        : kinds.FirstOrDefault(kind => !ObjectTypes.Engagements.Contains(kind)) is var wrong && wrong != default ? new InvalidInput("Timeline", $"{wrong} is no kind of entry.")
        : null;

    private static List<TimelineEntry> Read(Mirror mirror, long key, int offset, IReadOnlyList<ObjectType> kinds, AccountDefinitions definitions)
    {
        using var connection = mirror.OpenRead();
        var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$kinds", JsonSerializer.Serialize(kinds.Select(kind => (int)kind)));
        command.Parameters.AddWithValue("$limit", Timeline.PageSize + 1);
        command.Parameters.AddWithValue("$offset", offset);
        return RowReading.ReadAll(command, row => new TimelineEntry(
            (ObjectType)row.GetInt32(0),
            row.GetString(1),
            row.Instant(2),
            row.Text(3),
            HtmlText.Of(row.Text(4)),
            row.Text(5),
            row.Text(6),
            Duration(row),
            definitions.FindOwner(row.Text(8))?.DisplayName ?? row.Text(8)));
    }

    private static TimeSpan? Duration(SqliteDataReader row) =>
        row.IsDBNull(7) || row.GetInt64(7) is < 0 or > (long)int.MaxValue * 1000 ? null : TimeSpan.FromMilliseconds(row.GetInt64(7));

    private List<TimelineGap> Gaps(IReadOnlyList<ObjectType> kinds) =>
        [.. sync.Status.Objects
            .Where(progress => kinds.Contains(progress.Type) && (progress.Message is not null || !progress.IsComplete))
            .Select(progress => new TimelineGap(progress.Type, progress.Message ?? $"The first sync has not read all {progress.Type.Plural()} yet."))];
}
