using System.Text.Json;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Reads some records at random and compares their values with the mirror: finds what no version tells. What differs is healed.
/// Data accuracy is the share of the compared records that were equal.
/// </summary>
internal sealed class ValueSample(RecordRefresh refresh, IDefinitionService definitions)
{
    public static TimeSpan Interval { get; } = TimeSpan.FromDays(7);

    /// <summary>One percent, but some where that is few, and not without end.</summary>
    public static int SizeOf(long records) => (int)Math.Clamp(records / 100, 100, 2000);

    private sealed record Known(long UpdatedAt, long Hash);

    /// <summary>Compares up to so many live records. The result is not kept yet.</summary>
    public async Task<Result<SyncCheckRow>> RunAsync(SyncTarget target, ObjectType type, int size, CheckKind kind, CancellationToken cancellationToken)
    {
        var started = target.Client.Now;
        var promised = (await Checkpoints.LoadAsync(target.Mirror, Lanes.Settled, type, cancellationToken)).CompleteTo ?? 0;
        var ids = await ChooseAsync(target.Mirror, type, size, cancellationToken);
        var reader = new RecordReader(target, type, await definitions.GetAsync(cancellationToken));
        var (sampled, equal, drift) = (0, 0, new List<DriftRow>());
        foreach (var chunk in ids.Chunk(HubSpotLimits.BatchWithHistory))
        {
            var read = await reader.ValuesAsync(chunk, cancellationToken);
            if (!read.Succeeded)
            {
                return read.Failure;
            }

            // Taken after HubSpot's answer: what another lane brought meanwhile is not held against it.
            var here = await FindAsync(target.Mirror, type, chunk, cancellationToken);
            var differing = new List<DriftRow>();
            foreach (var record in read.Value.Records)
            {
                if (here.GetValueOrDefault(record.Id) is not { } known || known.UpdatedAt > record.UpdatedAt || (known.UpdatedAt < record.UpdatedAt && record.UpdatedAt > promised))
                {
                    continue;
                }

                sampled++;
                if (Difference(known, record) is not { } found)
                {
                    equal++;
                    continue;
                }

                differing.Add(new DriftRow
                {
                    Type = (int)type,
                    HubSpotId = record.Id,
                    Kind = found.ToString(),
                    Detail = found == DriftKind.Values ? "The same version has other values in HubSpot." : "HubSpot has a newer version, from a time that was complete here.",
                    FoundAt = target.Client.Now,
                });
            }

            var healed = await refresh.ReadAsync(target, type, [.. differing.Select(row => row.HubSpotId)], cancellationToken);
            if (!healed.Succeeded)
            {
                return healed.Failure;
            }

            differing.ForEach(row => row.HealedAt = healed.Value.Unread.ContainsKey(row.HubSpotId) ? null : target.Client.Now);
            drift.AddRange(differing);
        }

        await DriftLog.AddAsync(target.Mirror, drift, cancellationToken);
        return new SyncCheckRow
        {
            Type = (int)type,
            Kind = kind.ToString(),
            StartedAt = started,
            EndedAt = target.Client.Now,
            Sampled = sampled,
            Equal = equal,
            Drift = drift.Count,
        };
    }

    private static DriftKind? Difference(Known known, WireRecord record) =>
        known.UpdatedAt < record.UpdatedAt ? DriftKind.Outdated
        : known.Hash != PropertyValues.Hash(record.Properties) ? DriftKind.Values
        : null;

    private static Task<List<string>> ChooseAsync(Mirror mirror, ObjectType type, int size, CancellationToken cancellationToken) => mirror.ReadAsync(
        connection =>
        {
            var ids = new List<string>(size);
            using var statement = new Statement(connection, null, """
                SELECT hubspot_id FROM record WHERE type = $p0 AND archived = 0 AND raw IS NOT NULL AND partial = 0 ORDER BY random() LIMIT $p1
                """, 2);
            using var reader = statement.Read((int)type, size);
            while (reader.Read())
            {
                ids.Add(reader.GetString(0));
            }

            return ids;
        },
        cancellationToken);

    private static Task<Dictionary<string, Known>> FindAsync(Mirror mirror, ObjectType type, string[] ids, CancellationToken cancellationToken) => mirror.ReadAsync(
        connection =>
        {
            var found = new Dictionary<string, Known>(ids.Length);
            using var statement = new Statement(connection, null, """
                SELECT r.hubspot_id, r.updated_at, r.hash FROM json_each($p1) asked CROSS JOIN record r ON r.type = $p0 AND r.hubspot_id = asked.value
                WHERE r.archived = 0 AND r.raw IS NOT NULL AND r.partial = 0
                """, 2);
            using var reader = statement.Read((int)type, JsonSerializer.Serialize(ids));
            while (reader.Read())
            {
                found[reader.GetString(0)] = new Known(reader.GetInt64(1), reader.GetInt64(2));
            }

            return found;
        },
        cancellationToken);
}
