using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Tests.Support;

/// <summary>
/// Compares a mirror with the sandbox's dump of its whole account: every record, value by value, its times, whether it is archived,
/// its associations, and that exactly the live records are on the lists and in the search index; of campaigns and e-mails also the numbers.
/// </summary>
internal static class MirrorComparison
{
    private const int MostDifferences = 50;

    /// <summary>What differs, in words; empty when the mirror equals the account.</summary>
    public static async Task<List<string>> DifferencesAsync(Mirror mirror, HttpClient sandbox, CancellationToken cancellationToken)
    {
        var dumps = new Dictionary<ObjectType, Dictionary<string, Dumped>>();
        foreach (var kind in SyncKinds.CrmObjects)
        {
            dumps[kind.Type] = await ReadAsync(sandbox, kind.Type, cancellationToken);
        }

        var differences = new List<string>();
        foreach (var type in SyncKinds.CrmObjects.Select(kind => kind.Type))
        {
            Compare(type, dumps, Mirrored(mirror, type), differences);
            CompareLists(mirror, type, dumps[type].Values.Count(record => !record.IsArchived), differences);
        }

        CompareCounts(mirror, differences);
        differences.AddRange(await MarketingComparison.DifferencesAsync(mirror, sandbox, cancellationToken));

        return differences.Count <= MostDifferences ? differences : [.. differences.Take(MostDifferences), $"… and {differences.Count - MostDifferences} more"];
    }

    private sealed record Dumped(bool IsArchived, long CreatedAt, long UpdatedAt, Dictionary<string, string> Values, HashSet<(ObjectType To, string Id, string Kind)> Links);

    private sealed record Held(bool IsArchived, bool IsStub, long CreatedAt, long UpdatedAt, string? Raw, HashSet<(ObjectType To, string Id, string Kind)> Links);

    private static async Task<Dictionary<string, Dumped>> ReadAsync(HttpClient sandbox, ObjectType type, CancellationToken cancellationToken)
    {
        var records = new Dictionary<string, Dumped>();
        await using var stream = await sandbox.GetStreamAsync(new Uri($"/_sandbox/dump?type={type.Plural()}", UriKind.Relative), cancellationToken);
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var record = json.RootElement;
            records[record.GetProperty("id").GetString()!] = new Dumped(
                record.GetProperty("archived").GetBoolean(),
                Time(record.GetProperty("createdAt")),
                Time(record.GetProperty("updatedAt")),
                record.GetProperty("properties").EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!),
                Links(type, record.GetProperty("associations")));
        }

        return records;
    }

    private static HashSet<(ObjectType, string, string)> Links(ObjectType from, JsonElement associations)
    {
        var links = new HashSet<(ObjectType, string, string)>();
        foreach (var to in SyncKinds.CrmObjects.Select(kind => kind.Type))
        {
            foreach (var link in associations.TryGetProperty(to.Plural(), out var listed) ? listed.EnumerateArray() : default)
            {
                foreach (var kind in link.GetProperty("types").EnumerateArray())
                {
                    links.Add((to, link.GetProperty("id").GetString()!, AssociationKinds.NameOf(from, to, new WireAssociationType("HUBSPOT_DEFINED", kind.GetInt32(), null))));
                }
            }
        }

        return links;
    }

    private static Dictionary<string, Held> Mirrored(Mirror mirror, ObjectType type)
    {
        var records = new Dictionary<string, Held>();
        using var connection = mirror.OpenRead();
        using (var statement = new Statement(connection, null, "SELECT hubspot_id, archived, raw IS NULL, created_at, updated_at, raw FROM record WHERE type = $p0", 1))
        {
            using var reader = statement.Read((int)type);
            while (reader.Read())
            {
                records[reader.GetString(0)] = new Held(
                    reader.GetBoolean(1), reader.GetBoolean(2), reader.GetInt64(3), reader.GetInt64(4), reader.IsDBNull(5) ? null : reader.GetString(5), []);
            }
        }

        using var links = new Statement(connection, null, """
            SELECT f.hubspot_id, a.to_type, t.hubspot_id, a.kind FROM association a JOIN record f ON f.key = a.from_key JOIN record t ON t.key = a.to_key WHERE f.type = $p0
            """, 1);
        using var rows = links.Read((int)type);
        while (rows.Read())
        {
            records[rows.GetString(0)].Links.Add(((ObjectType)rows.GetInt32(1), rows.GetString(2), rows.GetString(3)));
        }

        return records;
    }

    private static void Compare(ObjectType type, Dictionary<ObjectType, Dictionary<string, Dumped>> dumps, Dictionary<string, Held> mirrored, List<string> differences)
    {
        bool IsLive((ObjectType To, string Id, string Kind) link) => dumps[link.To].GetValueOrDefault(link.Id) is { IsArchived: false };

        foreach (var (id, dumped) in dumps[type])
        {
            var name = $"{type.Singular()} {id}";
            var held = mirrored.GetValueOrDefault(id);
            if (dumped.IsArchived)
            {
                if (held is { IsStub: false, IsArchived: false })
                {
                    differences.Add($"{name} is archived in the account and live in the mirror");
                }

                continue;
            }

            if (held is null || held.IsStub || held.IsArchived)
            {
                differences.Add($"{name} is {(held is null ? "missing" : held.IsStub ? "known by its id only" : "archived in the mirror and live in the account")}");
                continue;
            }

            if (held.UpdatedAt != dumped.UpdatedAt || held.CreatedAt != dumped.CreatedAt)
            {
                differences.Add($"{name} was created {dumped.CreatedAt} and changed {dumped.UpdatedAt}, the mirror says {held.CreatedAt} and {held.UpdatedAt}");
            }

            CompareValues(name, dumped.Values, PropertyValues.FromRaw(held.Raw), differences);
            differences.AddRange(dumped.Links.Where(IsLive).Except(held.Links).Select(link => $"{name} lacks {link.Kind} {link.To} {link.Id}"));
            differences.AddRange(held.Links.Where(IsLive).Except(dumped.Links).Select(link => $"{name} has {link.Kind} {link.To} {link.Id} too many"));
        }

        differences.AddRange(mirrored
            .Where(pair => pair.Value is { IsStub: false, IsArchived: false } && !dumps[type].ContainsKey(pair.Key))
            .Select(pair => $"{type.Singular()} {pair.Key} is in the mirror only"));
    }

    private static void CompareValues(string name, Dictionary<string, string> dumped, Dictionary<string, string?> held, List<string> differences)
    {
        foreach (var property in dumped.Keys.Union(held.Keys))
        {
            var (theirs, ours) = (dumped.GetValueOrDefault(property), held.GetValueOrDefault(property));
            if (theirs != ours)
            {
                differences.Add($"{name}: {property} is {Quoted(theirs)}, the mirror has {Quoted(ours)}");
            }
        }
    }

    private static void CompareLists(Mirror mirror, ObjectType type, int live, List<string> differences)
    {
        using var connection = mirror.OpenRead();
        var kind = SyncKinds.Of(type);
        var list = kind.Table + (type.IsEngagement() ? $" WHERE type = {(int)type}" : "");
        foreach (var table in kind.IsIndexed ? [list, SearchIndexSchema.Of(type).Sequence] : new[] { list })
        {
            using var statement = new Statement(connection, null, $"SELECT COUNT(*) FROM {table}", 0);
            if (statement.Integer() is var count && count != live)
            {
                differences.Add($"{table} has {count} rows for {live} live records");
            }
        }
    }

    // What a company's row keeps against the rows themselves, counted another way than the product does.
    private static void CompareCounts(Mirror mirror, List<string> differences)
    {
        using var connection = mirror.OpenRead();
        using var statement = new Statement(connection, null, """
            SELECT c.hub_spot_id, c.contacts, c.open_deals,
                (SELECT count(*) FROM contact o WHERE o.key IN (SELECT to_key FROM association WHERE from_key = c.key)),
                (SELECT count(*) FROM deal d WHERE d.is_closed = 0 AND d.key IN (SELECT to_key FROM association WHERE from_key = c.key))
            FROM company c
            """, 0);
        using var reader = statement.Read();
        while (reader.Read())
        {
            if (reader.GetInt64(1) != reader.GetInt64(3) || reader.GetInt64(2) != reader.GetInt64(4))
            {
                differences.Add($"company {reader.GetString(0)} keeps {reader.GetInt64(1)} contacts and {reader.GetInt64(2)} open deals, and has {reader.GetInt64(3)} and {reader.GetInt64(4)}");
            }
        }
    }

    private static string Quoted(string? value) => value is null ? "nothing" : value.Length <= 60 ? $"'{value}'" : $"'{value[..60]}…'";

    private static long Time(JsonElement text) =>
        DateTimeOffset.Parse(text.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
}
