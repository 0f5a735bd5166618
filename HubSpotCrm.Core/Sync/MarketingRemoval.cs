using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>What the mirror holds and HubSpot's list has no more.</summary>
internal static class MarketingRemoval
{
    /// <summary>As archived records without values, to be written over those that are here. What was made or changed since the list was begun is left alone.</summary>
    public static List<WireRecord> Missing(Mirror mirror, ObjectType type, HashSet<string> listed, long listedFrom)
    {
        var missing = new List<WireRecord>();
        using var connection = mirror.OpenRead();
        using var statement = new Statement(connection, null,
            "SELECT hubspot_id, created_at, updated_at FROM record WHERE type = $p0 AND archived = 0 AND raw IS NOT NULL", 1);
        using var reader = statement.Read((int)type);
        while (reader.Read())
        {
            var (id, createdAt, updatedAt) = (reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2));
            if (!listed.Contains(id) && createdAt < listedFrom && updatedAt < listedFrom)
            {
                missing.Add(new WireRecord
                {
                    Id = id,
                    Properties = new Dictionary<string, string?>(),
                    CreatedAt = createdAt,
                    UpdatedAt = updatedAt,
                    Archived = true,
                    ArchivedAt = listedFrom,
                });
            }
        }

        return missing;
    }
}
