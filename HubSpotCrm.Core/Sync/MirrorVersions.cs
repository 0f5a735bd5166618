using System.Collections;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>The live records of a type as the mirror held them at one moment, and which of them HubSpot's list has shown. For one reader.</summary>
internal sealed class MirrorVersions
{
    private readonly string[] _ids;
    private readonly long[] _versions;
    private readonly BitArray _seen;

    private MirrorVersions(List<(string Id, long Version)> records)
    {
        // In the order of SQLite's index, which is that of the bytes.
        _ids = [.. records.Select(record => record.Id)];
        _versions = [.. records.Select(record => record.Version)];
        _seen = new BitArray(records.Count);
    }

    public int Count => _ids.Length;

    public static Task<MirrorVersions> LoadAsync(Mirror mirror, ObjectType type, CancellationToken cancellationToken) => mirror.ReadAsync(
        connection =>
        {
            var records = new List<(string, long)>();
            using var statement = new Statement(connection, null, """
                SELECT hubspot_id, CASE partial WHEN 0 THEN updated_at ELSE -1 END FROM record
                WHERE type = $p0 AND archived = 0 AND raw IS NOT NULL ORDER BY hubspot_id
                """, 1);
            using var reader = statement.Read((int)type);
            while (reader.Read())
            {
                records.Add((reader.GetString(0), reader.GetInt64(1)));
            }

            return new MirrorVersions(records);
        },
        cancellationToken);

    /// <summary>Notes that HubSpot has the record. True when it is here in this version or a newer one.</summary>
    public bool Holds(string id, long version)
    {
        var at = Place(id);
        if (at < 0)
        {
            return false;
        }

        _seen[at] = true;
        return _versions[at] >= version;
    }

    /// <summary>The time of the last change that is here; null when the record is not.</summary>
    public long? Find(string id) => Place(id) is >= 0 and var at ? _versions[at] : null;

    /// <summary>The ids that HubSpot's list has not shown.</summary>
    public List<string> Unseen() => [.. Enumerable.Range(0, _ids.Length).Where(at => !_seen[at]).Select(at => _ids[at])];

    private int Place(string id) => Array.BinarySearch(_ids, id, StringComparer.Ordinal);
}
