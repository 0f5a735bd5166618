using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Core.Outbox;

/// <summary>
/// What may be left of a record whose making had no answer when none has its name: an automation or a person gave it another one, or merged it away.
/// Nothing proves it, and a second one would be one too many: such a record is a person's to judge.
/// </summary>
internal static class CreateTraces
{
    // Many new records have the same in these: they tell nothing of which it is.
    private static readonly HashSet<string> Common = ["pipeline", "dealstage", "lifecyclestage", "hubspot_owner_id", "hs_lead_status", "industry", "country"];

    /// <summary>Whether the record has another name, and in all other values what the portal sent.</summary>
    /// <param name="sent">By property.</param>
    /// <param name="name">The property by which the record is looked for.</param>
    public static bool IsRenamed(WireRecord record, IReadOnlyDictionary<string, string> sent, string name, EditComparison comparison)
    {
        var others = sent.Where(value => value.Key != name && value.Value.Length > 0).ToList();
        return others.Exists(value => !Common.Contains(value.Key))
            && others.TrueForAll(value => comparison.Same(value.Key, record.Properties.GetValueOrDefault(value.Key), value.Value));
    }

    /// <summary>
    /// Those of the records into which one was merged that was made since. When it was made only its own row tells; of one that never had a row the
    /// id does, since HubSpot's new ids are higher than those before, as a rule.
    /// </summary>
    /// <param name="since">HubSpot's time, UTC milliseconds.</param>
    public static async Task<IReadOnlyList<WireRecord>> WithNewOnesAsync(
        Mirror mirror, ObjectType type, IReadOnlyList<WireRecord> records, long since, CancellationToken cancellationToken)
    {
        var merged = records.Select(record => (Record: record, Ids: record.Properties.GetValueOrDefault(ObjectTypes.MergedIdsProperty)?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? []))
            .Where(pair => pair.Ids.Length > 0).ToList();
        if (merged.Count == 0)
        {
            return [];
        }

        var ids = merged.SelectMany(pair => pair.Ids).Distinct().ToList();
        var made = await mirror.ReadAsync(
            connection =>
            {
                using var statement = new Statement(connection, null, """
                    WITH before (id) AS (SELECT coalesce(max(CAST(hubspot_id AS INTEGER)), 0) FROM record WHERE type = $p0 AND raw IS NOT NULL AND created_at < $p2)
                    SELECT asked.value FROM json_each($p1) asked LEFT JOIN record r ON r.type = $p0 AND r.hubspot_id = asked.value AND r.raw IS NOT NULL
                    WHERE CASE WHEN r.key IS NULL THEN CAST(asked.value AS INTEGER) > (SELECT id FROM before) ELSE r.created_at >= $p2 END
                    """, 3);
                using var reader = statement.Read((int)type, JsonSerializer.Serialize(ids), since);
                var found = new HashSet<string>();
                while (reader.Read())
                {
                    found.Add(reader.GetString(0));
                }

                return found;
            },
            cancellationToken);
        return [.. merged.Where(pair => pair.Ids.Any(made.Contains)).Select(pair => pair.Record)];
    }
}
