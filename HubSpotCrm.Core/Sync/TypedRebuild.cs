using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Makes the typed rows of deals again from their values when that is wanted: probability, closed flags and the words a deal is found by
/// follow the pipelines, which change without the deals; and so do the companies' numbers of open ones.
/// </summary>
internal sealed class TypedRebuild(SearchIndexWriter index, IDefinitionService definitions, ChangeFeed feed)
{
    private const int RowsPerTransaction = 500;

    /// <summary>Returns at once when nothing is wanted.</summary>
    public async Task<Result<Done>> RunAsync(Mirror mirror, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(mirror, Lanes.Rebuild, ObjectType.Deal, cancellationToken);
        if (!checkpoint.IsOpen())
        {
            return new Done();
        }

        var snapshot = await definitions.GetAsync(cancellationToken);
        var typed = new TypedRows(snapshot);
        while (checkpoint.IsOpen())
        {
            var from = checkpoint.Done;
            var records = Read(mirror, from);
            checkpoint.Done = records.Count == 0 ? from : records[^1].Key;
            checkpoint.State = records.Count < RowsPerTransaction ? LaneStates.Done : LaneStates.Running;
            var companies = await mirror.WriteAsync(
                (connection, transaction) =>
                {
                    // What was written since it was read is newer than what was read.
                    using var table = new RecordTable(connection, transaction);
                    using var tables = new TypedTables(connection, transaction);
                    var rows = records.Where(entry => table.IsLive(entry.Key, entry.Record.UpdatedAt))
                        .Select(entry => typed.Deal(entry.Key, entry.Record, entry.Record.Properties)).ToList();
                    rows.ForEach(tables.Write);
                    new SearchableRows(connection, transaction, snapshot, index).Index(rows);
                    Checkpoints.Write(connection, transaction, [checkpoint]);
                    var counts = new CompanyCounts(connection, transaction);
                    return counts.Refresh(counts.CompaniesOf([.. rows.Select(row => row.Key)]));
                },
                cancellationToken);
            foreach (var chunk in records.Select(entry => entry.Record.Id).Chunk(200))
            {
                feed.Publish(new RecordsChanged(ObjectType.Deal, chunk));
            }

            foreach (var chunk in companies.Chunk(200))
            {
                feed.Publish(new RecordsChanged(ObjectType.Company, chunk));
            }
        }

        return new Done();
    }

    private static List<(long Key, WireRecord Record)> Read(Mirror mirror, long after)
    {
        var records = new List<(long, WireRecord)>();
        using var connection = mirror.OpenRead();
        using var statement = new Statement(connection, null, """
            SELECT r.key, r.hubspot_id, r.created_at, r.updated_at, r.raw FROM deal d CROSS JOIN record r ON r.key = d.key
            WHERE d.key > $p0 ORDER BY d.key LIMIT $p1
            """, 2);
        using var reader = statement.Read(after, RowsPerTransaction);
        while (reader.Read())
        {
            records.Add((reader.GetInt64(0), new WireRecord
            {
                Id = reader.GetString(1),
                CreatedAt = reader.GetInt64(2),
                UpdatedAt = reader.GetInt64(3),
                Properties = PropertyValues.FromRaw(reader.IsDBNull(4) ? null : reader.GetString(4)),
            }));
        }

        return records;
    }
}
