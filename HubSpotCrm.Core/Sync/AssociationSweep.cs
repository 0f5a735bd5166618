using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Reads the associations of every record again once a day: HubSpot does not say that a change of them changes a record's time,
/// so that no search would find it.
/// </summary>
internal sealed class AssociationSweep(MirrorWriter writer, IDefinitionService definitions, ChangeFeed feed)
{
    public static TimeSpan Interval { get; } = TimeSpan.FromHours(24);

    private sealed record Known(string Id, long CreatedAt, long UpdatedAt);

    /// <summary>One round; it goes on where it was stopped.</summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, ObjectType type, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Associations, type, cancellationToken);
        if (checkpoint.State != LaneStates.Running)
        {
            (checkpoint.StartedAt, checkpoint.Done, checkpoint.Cursor, checkpoint.State) = (target.Client.Now, 0, null, LaneStates.Running);
        }

        var snapshot = await definitions.GetAsync(cancellationToken);
        var reader = new RecordReader(target, type, snapshot);
        while (checkpoint.State == LaneStates.Running)
        {
            var records = await NextAsync(target.Mirror, type, checkpoint.Cursor ?? "", cancellationToken);
            var read = await reader.AssociationsAsync([.. records.Select(record => record.Id)], cancellationToken);
            if (!read.Succeeded)
            {
                return read.Failure;
            }

            checkpoint.Cursor = records.Count == 0 ? checkpoint.Cursor : records[^1].Id;
            checkpoint.Done += records.Count;
            checkpoint.UpdatedAt = target.Client.Now;
            checkpoint.State = records.Count < HubSpotLimits.AssociationBatch ? LaneStates.Done : LaneStates.Running;

            // A record that changed since is left alone: whoever brought that version brought its associations, and later than these were read.
            var page = new PageWrite(type, [.. records.Where(record => read.Value.Sets.ContainsKey(record.Id)).Select(record => WithSets(record, read.Value))], WriteKind.Partial, target.Client.Now)
            {
                Targets = target.Scopes.TargetsOf(type),
                Checkpoints = [checkpoint],
            };
            target.Took(await writer.ApplyAsync(target.Mirror, page, snapshot, cancellationToken)).PublishTo(feed);
        }

        return new Done();
    }

    private static WireRecord WithSets(Known record, AssociationsOfRecords read) => new()
    {
        Id = record.Id,
        Properties = new Dictionary<string, string?>(),
        CreatedAt = record.CreatedAt,
        UpdatedAt = record.UpdatedAt,
        Associations = read.Sets[record.Id],
    };

    // In the order of ids, which an index has; the rows themselves are large.
    private static Task<List<Known>> NextAsync(Mirror mirror, ObjectType type, string afterId, CancellationToken cancellationToken) => mirror.ReadAsync(
        connection =>
        {
            var records = new List<Known>();
            using var statement = new Statement(connection, null, """
                SELECT hubspot_id, created_at, updated_at FROM record
                WHERE type = $p0 AND hubspot_id > $p1 AND archived = 0 AND raw IS NOT NULL ORDER BY hubspot_id LIMIT $p2
                """, 3);
            using var reader = statement.Read((int)type, afterId, HubSpotLimits.AssociationBatch);
            while (reader.Read())
            {
                records.Add(new Known(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
            }

            return records;
        },
        cancellationToken);
}
