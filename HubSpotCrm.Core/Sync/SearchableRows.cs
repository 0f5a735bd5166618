using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Keeps what one record shows of another right, a page at a time: the primary company's name on contacts, and the names of company
/// and contacts in the search text of deals. Whichever of the two arrives later completes the other.
/// </summary>
internal sealed class SearchableRows(SqliteConnection connection, SqliteTransaction transaction, AccountDefinitions definitions, SearchIndexWriter index)
{
    /// <summary>Names of contacts that a deal is found by; more of them say little about the deal.</summary>
    private const int ContactsOfDeal = 5;

    private readonly FurtherText _further = new(connection, transaction, definitions);
    private HashSet<int>? _inFirstSync;

    /// <summary>The name of each contact's primary company; contacts without one, or whose company is not here, are absent.</summary>
    public Dictionary<long, string> PrimaryCompanies(IReadOnlyCollection<long> contacts)
    {
        var names = new Dictionary<long, string>();
        using var statement = new Statement(connection, transaction, $"""
            SELECT a.from_key, c.name FROM json_each($p0) asked
            CROSS JOIN association a ON a.from_key = asked.value AND a.to_type = {(int)ObjectType.Company} AND a.kind = '{AssociationKinds.PrimaryCompanyOfContact}'
            CROSS JOIN company c ON c.key = a.to_key WHERE c.name IS NOT NULL
            """, 1);
        using var reader = statement.Read(JsonSerializer.Serialize(contacts));
        while (reader.Read())
        {
            names.TryAdd(reader.GetInt64(0), reader.GetString(1));
        }

        return names;
    }

    /// <summary>
    /// Companies came, left, were renamed or have other contacts and deals, also those given: these follow. Returns the ids of the contacts that show another company now.
    /// </summary>
    public List<string> CompaniesRenamed(IReadOnlyCollection<long> companies, IReadOnlyCollection<long> contacts, IReadOnlyCollection<long> deals)
    {
        var changed = RefreshContacts([.. Associated(companies, ObjectType.Contact).Union(contacts)]);
        RefreshDeals([.. Associated(companies, ObjectType.Deal).Union(deals)]);
        return changed;
    }

    /// <summary>Contacts came, left, were renamed or have other deals, also those given: the deals are found by the present names.</summary>
    public void ContactsRenamed(IReadOnlyCollection<long> contacts, IReadOnlyCollection<long> deals) =>
        RefreshDeals([.. Associated(contacts, ObjectType.Deal).Union(deals)]);

    public void Index(IReadOnlyList<ContactRow> rows) => Update(ObjectType.Contact, rows, row => new IndexedRecord(row.Key, SearchText.Contact(row), row.LastActivityAt));

    public void Index(IReadOnlyList<CompanyRow> rows) => Update(ObjectType.Company, rows, row => new IndexedRecord(
        row.Key,
        SearchText.Company(row, row.Industry is null ? null : definitions.LabelOf(ObjectType.Company, "industry", row.Industry)),
        row.LastActivityAt));

    public void Index(IReadOnlyList<DealRow> rows)
    {
        var keys = JsonSerializer.Serialize(rows.Select(row => row.Key));
        var companies = rows.Count == 0 ? [] : CompaniesOfDeals(keys);
        var contacts = rows.Count == 0 ? [] : ContactsOfDeals(keys);
        Update(ObjectType.Deal, rows, row => new IndexedRecord(
            row.Key,
            SearchText.Deal(row, definitions.FindStage(row.Pipeline, row.Stage)?.Label, companies.GetValueOrDefault(row.Key), contacts.GetValueOrDefault(row.Key)),
            row.LastActivityAt));
    }

    public void Index(IReadOnlyList<CampaignRow> rows) => Update(ObjectType.Campaign, rows, row => new IndexedRecord(
        row.Key,
        SearchText.Campaign(row, row.Status is null ? null : definitions.LabelOf(ObjectType.Campaign, "hs_campaign_status", row.Status)),
        row.ModifiedAt));

    /// <summary>Notes came, changed or left, or a company has another name: what these records are found by beyond their search fields follows.</summary>
    public void RefreshFurther(ObjectType type, IReadOnlyCollection<long> keys)
    {
        if (keys.Count > 0 && !IsInFirstSync(type))
        {
            var words = _further.Words(type, keys);
            index.UpdateFurther(connection, transaction, type, keys.Distinct().ToDictionary(key => key, key => words.GetValueOrDefault(key, "")));
        }
    }

    /// <summary>Those of the companies that have another name than before, or none yet.</summary>
    public List<long> Renamed(IReadOnlyList<CompanyRow> rows)
    {
        var renamed = new List<long>();
        using var find = new Statement(connection, transaction, "SELECT name FROM company WHERE key = $p0", 1);
        foreach (var row in rows)
        {
            using var reader = find.Read(row.Key);
            if (!reader.Read() || Text(reader, 0) != row.Name)
            {
                renamed.Add(row.Key);
            }
        }

        return renamed;
    }

    public void Remove(ObjectType type, IReadOnlyList<long> keys) => index.Remove(connection, transaction, type, keys);

    private void Update<T>(ObjectType type, IReadOnlyList<T> rows, Func<T, IndexedRecord> record)
    {
        if (rows.Count == 0)
        {
            return;
        }

        IndexedRecord[] records = [.. rows.Select(record)];
        if (IsInFirstSync(type))
        {
            index.Update(connection, transaction, type, [.. records.Select(one => one with { Further = null })]);
            return;
        }

        var further = _further.Words(type, [.. records.Select(one => one.Key)]);
        index.Update(connection, transaction, type, [.. records.Select(one => one with { Further = further.GetValueOrDefault(one.Key, "") })]);
    }

    // While a kind is read for the first time, its index is made anew at the end: what its records are found by beyond their search fields would be
    // written for nothing till then, again with each note and each company's name.
    private bool IsInFirstSync(ObjectType type)
    {
        if (_inFirstSync is null)
        {
            _inFirstSync = [];
            using var statement = new Statement(connection, transaction, "SELECT type FROM checkpoint WHERE lane = $p0 AND state = $p1 AND complete_to IS NULL", 2);
            using var reader = statement.Read(Lanes.Backfill, LaneStates.Running);
            while (reader.Read())
            {
                _inFirstSync.Add(reader.GetInt32(0));
            }
        }

        return _inFirstSync.Contains((int)type);
    }

    /// <summary>The records of a kind that are associated with these.</summary>
    public List<long> Associated(IReadOnlyCollection<long> from, ObjectType to)
    {
        var keys = new List<long>();
        using var statement = new Statement(connection, transaction,
            "SELECT DISTINCT a.to_key FROM json_each($p0) asked CROSS JOIN association a ON a.from_key = asked.value AND a.to_type = $p1", 2);
        using var reader = statement.Read(JsonSerializer.Serialize(from), (int)to);
        while (reader.Read())
        {
            keys.Add(reader.GetInt64(0));
        }

        return keys;
    }

    private List<string> RefreshContacts(List<long> keys)
    {
        var rows = new List<ContactRow>();
        if (keys.Count == 0)
        {
            return [];
        }

        using (var statement = new Statement(connection, transaction, $"""
            SELECT * FROM (
                SELECT c.key, c.hub_spot_id, c.first_name, c.last_name, c.email, c.phone, c.mobile_phone, c.last_activity_at, c.company AS shown,
                    COALESCE(
                        (SELECT co.name FROM association a JOIN company co ON co.key = a.to_key
                         WHERE a.from_key = c.key AND a.to_type = {(int)ObjectType.Company} AND a.kind = '{AssociationKinds.PrimaryCompanyOfContact}' AND co.name IS NOT NULL LIMIT 1),
                        NULLIF(r.raw ->> '$.company', '')) AS right_one
                FROM json_each($p0) asked CROSS JOIN contact c ON c.key = asked.value JOIN record r ON r.key = c.key)
            WHERE shown IS NOT right_one
            """, 1))
        {
            using var reader = statement.Read(JsonSerializer.Serialize(keys));
            while (reader.Read())
            {
                rows.Add(new ContactRow
                {
                    Key = reader.GetInt64(0),
                    HubSpotId = reader.GetString(1),
                    FirstName = Text(reader, 2),
                    LastName = Text(reader, 3),
                    Email = Text(reader, 4),
                    Phone = Text(reader, 5),
                    MobilePhone = Text(reader, 6),
                    LastActivityAt = Integer(reader, 7),
                    Company = Text(reader, 9),
                });
            }
        }

        using var update = new Statement(connection, transaction, "UPDATE contact SET company = $p1 WHERE key = $p0", 2);
        foreach (var row in rows)
        {
            update.Run(row.Key, row.Company);
        }

        Index(rows);
        return [.. rows.Select(row => row.HubSpotId)];
    }

    private void RefreshDeals(List<long> keys)
    {
        var rows = new List<DealRow>();
        if (keys.Count == 0)
        {
            return;
        }

        using (var statement = new Statement(connection, transaction, """
            SELECT d.key, d.hub_spot_id, d.name, d.amount, d.stage, d.pipeline, d.last_activity_at
            FROM json_each($p0) asked CROSS JOIN deal d ON d.key = asked.value
            """, 1))
        {
            using var reader = statement.Read(JsonSerializer.Serialize(keys));
            while (reader.Read())
            {
                rows.Add(new DealRow
                {
                    Key = reader.GetInt64(0),
                    HubSpotId = reader.GetString(1),
                    Name = Text(reader, 2),
                    Amount = Integer(reader, 3),
                    Stage = Text(reader, 4),
                    Pipeline = Text(reader, 5),
                    LastActivityAt = Integer(reader, 6),
                });
            }
        }

        Index(rows);
    }

    // The primary one has the shorter kind and therefore sorts before the others.
    private Dictionary<long, string> CompaniesOfDeals(string keys)
    {
        var names = new Dictionary<long, string>();
        using var statement = new Statement(connection, transaction, $"""
            SELECT a.from_key, c.name FROM json_each($p0) asked
            CROSS JOIN association a ON a.from_key = asked.value AND a.to_type = {(int)ObjectType.Company}
            CROSS JOIN company c ON c.key = a.to_key WHERE c.name IS NOT NULL ORDER BY a.from_key, a.kind, a.to_key
            """, 1);
        using var reader = statement.Read(keys);
        while (reader.Read())
        {
            names.TryAdd(reader.GetInt64(0), reader.GetString(1));
        }

        return names;
    }

    private Dictionary<long, string> ContactsOfDeals(string keys)
    {
        var people = new Dictionary<long, List<string>>();
        using var statement = new Statement(connection, transaction, $"""
            SELECT DISTINCT a.from_key, a.to_key, c.first_name, c.last_name FROM json_each($p0) asked
            CROSS JOIN association a ON a.from_key = asked.value AND a.to_type = {(int)ObjectType.Contact}
            CROSS JOIN contact c ON c.key = a.to_key ORDER BY a.from_key, a.to_key
            """, 1);
        using var reader = statement.Read(keys);
        while (reader.Read())
        {
            var deal = reader.GetInt64(0);
            if (!people.TryGetValue(deal, out var names))
            {
                people[deal] = names = [];
            }

            if (names.Count < ContactsOfDeal)
            {
                names.Add($"{Text(reader, 2)} {Text(reader, 3)}");
            }
        }

        return people.ToDictionary(pair => pair.Key, pair => string.Join(' ', pair.Value));
    }

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static long? Integer(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
