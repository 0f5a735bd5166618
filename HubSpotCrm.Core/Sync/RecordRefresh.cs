using System.Text.Json;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>What reading some records again brought.</summary>
/// <param name="Unread">Ids that HubSpot could not answer for, with its reason.</param>
/// <param name="Absent">Ids that HubSpot no longer has as live records.</param>
internal sealed record Refreshed(int Created, int Updated, IReadOnlyDictionary<string, string> Unread, IReadOnlyList<string> Absent)
{
    public static Refreshed Nothing { get; } = new(0, 0, new Dictionary<string, string>(), []);

    public Refreshed And(Refreshed other) => new(
        Created + other.Created, Updated + other.Updated, Unread.Concat(other.Unread).DistinctBy(pair => pair.Key).ToDictionary(), [.. Absent, .. other.Absent]);

    /// <summary>Null when everything was answered.</summary>
    public ReadIncomplete? Incomplete => Unread.Count == 0 ? null : new ReadIncomplete(Unread.Count, Unread.Values.First());
}

/// <summary>
/// Reads records whole and takes them into the mirror. HubSpot's searches only say which records changed and when: what they hold
/// otherwise may be older than that.
/// </summary>
internal sealed class RecordRefresh(MirrorWriter writer, IDefinitionService definitions, ChangeFeed feed)
{
    /// <summary>The ids of those of the shown records whose version is not here yet.</summary>
    public static async Task<IReadOnlyList<string>> ChangedAsync(
        SyncTarget target, ObjectType type, IReadOnlyList<WireRecord> shown, CancellationToken cancellationToken)
    {
        if (shown.Count == 0)
        {
            return [];
        }

        var here = await VersionsAsync(target.Mirror, type, [.. shown.Select(record => record.Id)], cancellationToken);
        return [.. shown.Where(record => here.GetValueOrDefault(record.Id, long.MinValue) < record.UpdatedAt).Select(record => record.Id).Distinct()];
    }

    /// <summary>Reads the records with these ids, whatever is here.</summary>
    /// <param name="revives">A record that is archived here comes back to life when HubSpot has it, also in the same version.</param>
    /// <param name="rejudges">Whether values fit their types is looked at again, also where nothing changed.</param>
    public async Task<Result<Refreshed>> ReadAsync(
        SyncTarget target, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken, bool revives = false, bool rejudges = false)
    {
        var all = Refreshed.Nothing;
        if (ids.Count == 0)
        {
            return all;
        }

        var snapshot = await definitions.GetAsync(cancellationToken);
        var reader = new RecordReader(target, type, snapshot);
        foreach (var chunk in ids.Chunk(HubSpotLimits.Batch))
        {
            var read = await reader.RecordsAsync(chunk, cancellationToken);
            if (!read.Succeeded)
            {
                return read.Failure;
            }

            var (records, unread) = (read.Value.Records, read.Value.Unread);
            var page = new PageWrite(type, records, WriteKind.Whole, target.Client.Now)
            {
                Aliases = unread.Count == 0 ? AliasesOf(chunk, records) : [],
                Targets = target.Scopes.TargetsOf(type),
                Revives = revives,
                Rejudges = rejudges,
            };
            var result = target.Took(await writer.ApplyAsync(target.Mirror, page, snapshot, cancellationToken));
            result.PublishTo(feed);
            var answered = records.Select(record => record.Id).ToHashSet();
            all = all.And(new Refreshed(result.Created, result.Updated, unread, [.. chunk.Where(id => !answered.Contains(id) && !unread.ContainsKey(id))]));
        }

        return all;
    }

    // By id the time of the last change of those that are here whole.
    private static Task<Dictionary<string, long>> VersionsAsync(Mirror mirror, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        mirror.ReadAsync(connection => Versions(connection, type, ids), cancellationToken);

    private static Dictionary<string, long> Versions(SqliteConnection connection, ObjectType type, IReadOnlyList<string> ids)
    {
        var versions = new Dictionary<string, long>(ids.Count);
        using var statement = new Statement(connection, null, """
            SELECT r.hubspot_id, r.updated_at FROM json_each($p1) asked CROSS JOIN record r ON r.type = $p0 AND r.hubspot_id = asked.value
            WHERE r.raw IS NOT NULL AND r.partial = 0
            """, 2);
        using var reader = statement.Read((int)type, JsonSerializer.Serialize(ids));
        while (reader.Read())
        {
            versions[reader.GetString(0)] = reader.GetInt64(1);
        }

        return versions;
    }

    // An id that another record answered was merged into it; only a single pair tells which.
    private static IReadOnlyList<(string, string)> AliasesOf(IReadOnlyCollection<string> asked, IReadOnlyList<WireRecord> answered)
    {
        var missing = asked.Except(answered.Select(record => record.Id)).ToList();
        var surplus = answered.Select(record => record.Id).Except(asked).ToList();
        return missing.Count == 1 && surplus.Count == 1 ? [(missing[0], surplus[0])] : [];
    }
}
