using System.Text.Json;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>Takes records out of the lists that HubSpot archived or no longer has. Their rows and their history stay.</summary>
internal sealed class RecordBurial(MirrorWriter writer, IDefinitionService definitions, ChangeFeed feed)
{
    private sealed record Known(long CreatedAt, long UpdatedAt, bool IsArchived, bool IsWhole);

    /// <summary>Takes records as HubSpot's list of archived ones shows them. Those that changed since they were read are read once more. Returns how many left the lists.</summary>
    public async Task<Result<int>> ArchivedAsync(SyncTarget target, ObjectType type, IReadOnlyList<WireRecord> listed, CancellationToken cancellationToken)
    {
        if (listed.Count == 0)
        {
            return 0;
        }

        var here = await target.Mirror.ReadAsync(connection => Find(connection, type, [.. listed.Select(record => record.Id)]), cancellationToken);
        var (same, other) = (new List<WireRecord>(), new List<string>());
        foreach (var record in listed)
        {
            var known = here.GetValueOrDefault(record.Id);
            if (known is { IsArchived: true } && known.UpdatedAt >= record.UpdatedAt)
            {
                continue;
            }

            if (known is { IsWhole: true } && known.UpdatedAt == record.UpdatedAt)
            {
                same.Add(record);
            }
            else
            {
                other.Add(record.Id);
            }
        }

        var snapshot = await definitions.GetAsync(cancellationToken);
        var read = await new RecordReader(target, type, snapshot).ArchivedAsync(other, cancellationToken);
        if (!read.Succeeded)
        {
            return read.Failure;
        }

        var buried = 0;
        foreach (var (records, kind) in new[] { ((IReadOnlyList<WireRecord>)same, WriteKind.Partial), (read.Value.Records, WriteKind.Whole) })
        {
            buried += records.Count == 0 ? 0 : await WriteAsync(target, new PageWrite(type, records, kind, target.Client.Now), snapshot, cancellationToken);
        }

        return read.Value.Incomplete is { } incomplete ? incomplete : buried;
    }

    /// <summary>Takes records that HubSpot has neither live nor archived. Returns how many left the lists.</summary>
    public async Task<int> GoneAsync(SyncTarget target, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var here = await target.Mirror.ReadAsync(connection => Find(connection, type, ids), cancellationToken);
        List<WireRecord> gone = [.. here.Where(pair => !pair.Value.IsArchived).Select(pair => new WireRecord
        {
            Id = pair.Key,
            Properties = new Dictionary<string, string?>(),
            CreatedAt = pair.Value.CreatedAt,
            UpdatedAt = pair.Value.UpdatedAt,
            Archived = true,
            ArchivedAt = target.Client.Now,
        })];
        return gone.Count == 0
            ? 0
            : await WriteAsync(target, new PageWrite(type, gone, WriteKind.Partial, target.Client.Now), await definitions.GetAsync(cancellationToken), cancellationToken);
    }

    private async Task<int> WriteAsync(SyncTarget target, PageWrite page, AccountDefinitions snapshot, CancellationToken cancellationToken)
    {
        var result = target.Took(await writer.ApplyAsync(target.Mirror, page, snapshot, cancellationToken));
        result.PublishTo(feed);
        return result.Archived;
    }

    private static Dictionary<string, Known> Find(SqliteConnection connection, ObjectType type, IReadOnlyList<string> ids)
    {
        var found = new Dictionary<string, Known>(ids.Count);
        using var statement = new Statement(connection, null, """
            SELECT r.hubspot_id, r.created_at, r.updated_at, r.archived, r.raw IS NOT NULL AND r.partial = 0
            FROM json_each($p1) asked CROSS JOIN record r ON r.type = $p0 AND r.hubspot_id = asked.value
            """, 2);
        using var reader = statement.Read((int)type, JsonSerializer.Serialize(ids));
        while (reader.Read())
        {
            found[reader.GetString(0)] = new Known(reader.GetInt64(1), reader.GetInt64(2), reader.GetBoolean(3), reader.GetBoolean(4));
        }

        return found;
    }
}
