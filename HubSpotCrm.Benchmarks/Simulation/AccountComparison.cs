using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>Compares a mirror with the whole account: values word by word, times, what is archived, merged ids, associations, lists and counts.</summary>
internal static class AccountComparison
{
    private sealed record Held(bool IsArchived, bool IsStub, long CreatedAt, long UpdatedAt, string? Raw, HashSet<(ObjectType To, string Id, string Kind)> Links);

    /// <summary>What differs, in words.</summary>
    public static IEnumerable<string> Differences(Crm crm, Mirror mirror)
    {
        foreach (var type in Template.Types)
        {
            var kind = PortalSide.KindOf(type);
            var held = Mirrored(mirror, type);
            var live = crm.From(kind, 0, archived: false).ToDictionary(record => Stamp.Text(record.Id));
            foreach (var difference in live.SelectMany(pair => OfRecord(crm, type, pair.Value, held.GetValueOrDefault(pair.Key)))
                .Concat(held.Where(pair => pair.Value is { IsStub: false, IsArchived: false } && !live.ContainsKey(pair.Key))
                    .Select(pair => $"{type} {pair.Key} is live in the mirror and not in the account"))
                .Concat(OfAliases(crm, type, mirror))
                .Concat(OfLists(mirror, type, live.Count)))
            {
                yield return difference;
            }
        }

        foreach (var difference in OfCounts(mirror))
        {
            yield return difference;
        }
    }

    private static IEnumerable<string> OfRecord(Crm crm, ObjectType type, CrmRecord record, Held? held)
    {
        var name = $"{type} {Stamp.Text(record.Id)}";
        if (held is null || held.IsStub || held.IsArchived)
        {
            yield return $"{name} is {(held is null ? "missing" : held.IsStub ? "known by its id only" : "archived in the mirror and live in the account")}";
            yield break;
        }

        if (held.UpdatedAt != record.ModifiedMs || held.CreatedAt != record.CreatedMs)
        {
            yield return $"{name} changed at {record.ModifiedMs}, the mirror says {held.UpdatedAt}";
        }

        // Values of a property that was taken out of the account stay, unseen.
        var values = PropertyValues.FromRaw(held.Raw);
        foreach (var property in crm.Schemas[record.Kind].Properties)
        {
            if (record.Value(property.Slot) != values.GetValueOrDefault(property.Name))
            {
                yield return $"{name}: {property.Name} is '{record.Value(property.Slot)}', the mirror has '{values.GetValueOrDefault(property.Name)}'";
            }
        }

        var links = LinksOf(crm, type, record);
        bool IsLive((ObjectType To, string Id, string Kind) link) => crm.Find(PortalSide.KindOf(link.To), long.Parse(link.Id, System.Globalization.CultureInfo.InvariantCulture)) is { IsLive: true };
        foreach (var link in links.Except(held.Links))
        {
            yield return $"{name} lacks {link.Kind} {link.To} {link.Id}";
        }

        foreach (var link in held.Links.Where(IsLive).Except(links))
        {
            yield return $"{name} has {link.Kind} {link.To} {link.Id} too many";
        }
    }

    private static HashSet<(ObjectType To, string Id, string Kind)> LinksOf(Crm crm, ObjectType type, CrmRecord record)
    {
        var links = new HashSet<(ObjectType To, string Id, string Kind)>();
        foreach (var to in Template.Types)
        {
            foreach (var link in crm.Links(record.Kind, record.Id, PortalSide.KindOf(to)))
            {
                foreach (var kind in link.Types)
                {
                    links.Add((to, Stamp.Text(link.To), AssociationKinds.NameOf(type, to, new WireAssociationType("HUBSPOT_DEFINED", kind, null))));
                }
            }
        }

        return links;
    }

    // An id that leads to a live record at HubSpot leads there here too.
    private static IEnumerable<string> OfAliases(Crm crm, ObjectType type, Mirror mirror)
    {
        var kind = PortalSide.KindOf(type);
        var aliases = new Dictionary<string, string>();
        using var connection = mirror.OpenRead();
        using var statement = new Statement(connection, null, "SELECT old_id, survivor_id FROM alias WHERE type = $p0", 1);
        using var reader = statement.Read((int)type);
        while (reader.Read())
        {
            aliases[reader.GetString(0)] = reader.GetString(1);
        }

        foreach (var merged in crm.Written(kind).Where(record => record.MergedInto is not null))
        {
            if (crm.Follow(kind, merged.Id) is { IsLive: true } survivor && aliases.GetValueOrDefault(Stamp.Text(merged.Id)) != Stamp.Text(survivor.Id))
            {
                yield return $"{type} {merged.Id} was merged into {survivor.Id}, the mirror says {aliases.GetValueOrDefault(Stamp.Text(merged.Id)) ?? "nothing"}";
            }
        }
    }

    private static IEnumerable<string> OfLists(Mirror mirror, ObjectType type, int live)
    {
        using var connection = mirror.OpenRead();
        var kind = SyncKinds.Of(type);
        var list = kind.Table + (type.IsEngagement() ? $" WHERE type = {(int)type}" : "");
        foreach (var table in kind.IsIndexed ? [list, SearchIndexSchema.Of(type).Sequence] : new[] { list })
        {
            using var statement = new Statement(connection, null, $"SELECT COUNT(*) FROM {table}", 0);
            if (statement.Integer() is var count && count != live)
            {
                yield return $"{table} has {count} rows for {live} live records";
            }
        }
    }

    private static IEnumerable<string> OfCounts(Mirror mirror)
    {
        using var connection = mirror.OpenRead();
        using var statement = new Statement(connection, null, """
            SELECT c.hub_spot_id FROM company c
            WHERE c.contacts <> (SELECT count(*) FROM contact o WHERE o.key IN (SELECT to_key FROM association WHERE from_key = c.key))
                OR c.open_deals <> (SELECT count(*) FROM deal d WHERE d.is_closed = 0 AND d.key IN (SELECT to_key FROM association WHERE from_key = c.key))
            """, 0);
        using var reader = statement.Read();
        while (reader.Read())
        {
            yield return $"company {reader.GetString(0)} counts its contacts or open deals wrong";
        }
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
}
