using System.Globalization;
using System.Text;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Benchmarks.Filters;

/// <summary>
/// What a whole account has beside its contacts: a fifth as many companies, three tenths as many deals, campaigns, associations, and properties of its own.
/// The same seed makes the same.
/// </summary>
internal sealed class AccountData
{
    private const int Campaigns = 5_000;
    private const int RowsPerTransaction = 20_000;
    private const long Newest = 1_790_000_000_000;
    private const long Day = 86_400_000;

    private static readonly string[] Tiers = ["gold", "silver", "bronze", "none"];
    private static readonly string[] Personas = ["buyer", "champion", "user", "blocker", "finance", "legal", "it", "other"];
    private static readonly string[] Interests = ["email", "events", "webinars", "podcast", "research", "community"];
    private static readonly string[] Places = ["Köln", "Zürich", "Malmö", "Lyon", "Porto", "Gdańsk", "Leeds", "Austin", "Osaka", "Perth"];
    private static readonly string[] Industries = ["SOFTWARE", "FOOD", "STEEL", "RETAIL", "HEALTH", "ENERGY", "FINANCE", "EDUCATION"];
    private static readonly string[] Countries = ["Germany", "France", "United States", "Spain", "Italy", "Poland", "Sweden", "Japan", "India", "Brazil"];
    private static readonly string[] Stages = ["new", "qualified", "offer", "negotiation", "won", "lost"];
    private static readonly string[] Competitors = ["none", "in-house", "big", "small", "old"];

    // Bring a contact's texts to about 500 bytes: what people write about somebody stands in a note, and a part of it in a property.
    private const int WordsOfBackground = 11;
    private const int WordsOfNote = 33;
    private static readonly string[] Vocabulary = MakeWords(6_000);
    private readonly Random _random = new(3);
    private readonly SearchIndexWriter _writer = new();

    public static AccountDefinitions Definitions { get; } = new(
        [.. Enumerable.Range(1, 60).Select(number => new Owner(Text(number), null, $"Owner {number % 7}", $"Name {(number * 37) % 61:00}", false, false))],
        [new Pipeline("sales", "Sales", 0, false, [.. Stages.Select((stage, at) => new Stage(stage, stage, at, 0.1m * at, at > 3, false))])],
        [
            Define(ObjectType.Contact, "lifecyclestage", PropertyType.Enumeration, options: ["subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist"]),
            Define(ObjectType.Contact, "hs_lead_status", PropertyType.Enumeration, options: ["NEW", "OPEN", "IN_PROGRESS", "CONNECTED", "UNQUALIFIED"]),
            Define(ObjectType.Contact, "lead_tier", PropertyType.Enumeration, options: Tiers),
            Define(ObjectType.Contact, "persona", PropertyType.Enumeration, options: Personas),
            Define(ObjectType.Contact, "interests", PropertyType.Enumeration, "checkbox", Interests),
            Define(ObjectType.Contact, "fit_score", PropertyType.Number),
            Define(ObjectType.Contact, "last_order", PropertyType.Number),
            Define(ObjectType.Contact, "contract_date", PropertyType.Date),
            Define(ObjectType.Contact, "newsletter", PropertyType.Boolean),
            Define(ObjectType.Contact, "office", PropertyType.Text),
            Define(ObjectType.Contact, "referred_by", PropertyType.Text),
            Define(ObjectType.Contact, "remarks", PropertyType.Text, "textarea"),
            Define(ObjectType.Contact, "background", PropertyType.Text, "textarea"),
            Define(ObjectType.Company, "segment", PropertyType.Enumeration, options: Tiers),
            Define(ObjectType.Company, "nps", PropertyType.Number),
            Define(ObjectType.Deal, "competitor", PropertyType.Enumeration, options: Competitors),
        ],
        "EUR",
        "Europe/Berlin");

    /// <summary>The record's JSON with the account's own properties.</summary>
    public string WithProperties(string raw)
    {
        var json = new StringBuilder(raw.TrimEnd()[..^1]);
        Put(0.75, "lead_tier", () => Tiers[_random.Next(Tiers.Length)]);
        Put(0.9, "persona", () => Personas[Skewed(Personas.Length)]);
        Put(0.5, "interests", () => string.Join(';', Interests.Where(_ => _random.Next(3) == 0)));
        Put(0.66, "fit_score", () => Text(_random.Next(0, 1000)));
        Put(0.3, "last_order", () => (_random.Next(100, 5_000_000) / 100m).ToString(CultureInfo.InvariantCulture));
        Put(0.5, "contract_date", () => DateTimeOffset.FromUnixTimeMilliseconds(Newest - (_random.NextInt64(0, 1500) * Day)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Put(0.8, "newsletter", () => _random.Next(2) == 0 ? "true" : "false");
        Put(0.95, "office", () => $"{Places[Skewed(Places.Length)]} {_random.Next(1, 5)}");
        Put(0.2, "referred_by", () => $"Partner {Skewed(500)}");
        Put(0.1, "remarks", () => $"Met at the {Interests[_random.Next(Interests.Length)]} of {Places[_random.Next(Places.Length)]}, wants a call about {Personas[_random.Next(Personas.Length)]} {_random.Next(1000)}");
        Put(0.9, "background", () => Prose(WordsOfBackground));
        return json.Append('}').ToString();

        void Put(double share, string name, Func<string> value)
        {
            if (_random.NextDouble() < share)
            {
                json.Append(CultureInfo.InvariantCulture, $",\"{name}\":\"{value()}\"");
            }
        }
    }

    /// <summary>Makes the rest, behind the keys of the contacts.</summary>
    public async Task FillAsync(Mirror mirror, int contacts, CancellationToken cancellationToken)
    {
        var (companies, deals) = (contacts / 5, contacts * 3 / 10);
        var (firstCompany, firstDeal) = (contacts + 1L, contacts + companies + 1L);
        var people = new People(seed: 2);
        await InSteps(mirror, companies, (connection, transaction, from, count) => AddCompanies(connection, transaction, people, firstCompany + from, count), cancellationToken);
        await InSteps(mirror, deals, (connection, transaction, from, count) => AddDeals(connection, transaction, firstDeal + from, count), cancellationToken);
        await InSteps(mirror, Campaigns, (connection, transaction, from, count) => AddCampaigns(connection, transaction, firstDeal + deals + from, count), cancellationToken);
        await InSteps(mirror, contacts, (connection, transaction, from, count) => AddNotes(connection, transaction, 1L + from, firstDeal + deals + Campaigns + from, count), cancellationToken);
        await InSteps(
            mirror, contacts, (connection, transaction, from, count) => Associate(connection, transaction, (1L + from, ObjectType.Contact), count, (firstCompany, companies, ObjectType.Company)), cancellationToken);
        await InSteps(
            mirror, deals, (connection, transaction, from, count) => Associate(connection, transaction, (firstDeal + from, ObjectType.Deal), count, (firstCompany, companies, ObjectType.Company)), cancellationToken);
        await InSteps(
            mirror, deals, (connection, transaction, from, count) => Associate(connection, transaction, (firstDeal + from, ObjectType.Deal), count, (1L, contacts, ObjectType.Contact)), cancellationToken);
        await mirror.WriteAsync(
            (connection, transaction) => Run(connection, transaction, """
                UPDATE company SET contacts = (SELECT count(*) FROM association a WHERE a.from_key = company.key AND a.to_type = 1),
                    open_deals = (SELECT count(*) FROM association a JOIN deal d ON d.key = a.to_key WHERE a.from_key = company.key AND a.to_type = 3 AND d.is_closed = 0)
                """),
            cancellationToken);
    }

    private static async Task InSteps(
        Mirror mirror, int rows, Func<SqliteConnection, SqliteTransaction, int, int, int> step, CancellationToken cancellationToken)
    {
        for (var from = 0; from < rows; from += RowsPerTransaction)
        {
            var (first, count) = (from, Math.Min(RowsPerTransaction, rows - from));
            await mirror.WriteAsync((connection, transaction) => step(connection, transaction, first, count), cancellationToken);
        }
    }

    private int AddCompanies(SqliteConnection connection, SqliteTransaction transaction, People people, long from, int count)
    {
        using var record = Record(connection, transaction, ObjectType.Company);
        using var row = SearchIndexWriter.Command(
            connection, transaction, """
            INSERT INTO company (key, hub_spot_id, name, domain, industry, size, country, region, city, annual_revenue, lifecycle_stage, phone, owner_id, last_activity_at, created_at, modified_at)
            VALUES ($key, $id, $name, $domain, $industry, $size, $country, $region, $city, $revenue, $stage, $phone, $owner, $active, $created, $active)
            """,
            "$key", "$id", "$name", "$domain", "$industry", "$size", "$country", "$region", "$city", "$revenue", "$stage", "$phone", "$owner", "$active", "$created");
        var indexed = new List<IndexedRecord>(count);
        for (var key = from; key < from + count; key++)
        {
            var person = people.Next(key);
            var active = Newest - person.ActivityAgo;
            var company = new CompanyRow { HubSpotId = Text(key), Name = person.Company, Domain = $"{person.Last}{key % 997}.example".ToLowerInvariant(), Industry = Industries[Skewed(Industries.Length)] };
            SearchIndexWriter.Set(record, key, Text(key), active, $"{{\"name\":\"{person.Company}\",\"segment\":\"{Tiers[_random.Next(4)]}\",\"nps\":\"{_random.Next(-100, 101)}\"}}");
            record.ExecuteNonQuery();
            SearchIndexWriter.Set(
                row, key, company.HubSpotId, company.Name, company.Domain, company.Industry, _random.Next(1, 5000) * 1000L, Countries[Skewed(Countries.Length)], $"Region {Skewed(40)}",
                person.City, _random.NextInt64(0, 900_000_000) * 1000L, "customer", person.Phone, Text(person.Owner), active, active - (person.ActivityAgo / 2));
            row.ExecuteNonQuery();
            indexed.Add(new IndexedRecord(key, SearchText.Company(company), active));
        }

        _writer.Update(connection, transaction, ObjectType.Company, indexed);
        return count;
    }

    private int AddDeals(SqliteConnection connection, SqliteTransaction transaction, long from, int count)
    {
        using var record = Record(connection, transaction, ObjectType.Deal);
        using var row = SearchIndexWriter.Command(
            connection, transaction, """
            INSERT INTO deal (key, hub_spot_id, name, amount, currency, stage, pipeline, close_at, probability, is_closed, is_won, forecast_category, owner_id, last_activity_at, created_at, modified_at)
            VALUES ($key, $id, $name, $amount, 'EUR', $stage, 'sales', $close, $probability, $closed, $won, 'COMMIT', $owner, $active, $created, $active)
            """,
            "$key", "$id", "$name", "$amount", "$stage", "$close", "$probability", "$closed", "$won", "$owner", "$active", "$created");
        var indexed = new List<IndexedRecord>(count);
        for (var key = from; key < from + count; key++)
        {
            var stage = _random.Next(Stages.Length);
            var active = Newest - (_random.NextInt64(0, 700) * Day) - _random.NextInt64(Day);
            var deal = new DealRow { HubSpotId = Text(key), Name = $"{Places[Skewed(Places.Length)]} {Interests[_random.Next(Interests.Length)]} {key % 5000}" };
            SearchIndexWriter.Set(record, key, Text(key), active, $"{{\"dealname\":\"{deal.Name}\",\"competitor\":\"{Competitors[_random.Next(Competitors.Length)]}\"}}");
            record.ExecuteNonQuery();
            SearchIndexWriter.Set(
                row, key, deal.HubSpotId, deal.Name, (long)(Math.Pow(_random.NextDouble(), 3) * 500_000_000), Stages[stage], active + (30 * Day), stage * 100L, stage > 3, stage == 4,
                Text(_random.Next(1, 60)), active, active - (60 * Day));
            row.ExecuteNonQuery();
            indexed.Add(new IndexedRecord(key, SearchText.Deal(deal), active));
        }

        _writer.Update(connection, transaction, ObjectType.Deal, indexed);
        return count;
    }

    private int AddCampaigns(SqliteConnection connection, SqliteTransaction transaction, long from, int count)
    {
        using var record = Record(connection, transaction, ObjectType.Campaign);
        using var row = SearchIndexWriter.Command(
            connection, transaction,
            "INSERT INTO campaign (key, hub_spot_id, name, status, budget, revenue, roi, sessions, modified_at) VALUES ($key, $id, $name, $status, $budget, $revenue, $roi, $sessions, $modified)",
            "$key", "$id", "$name", "$status", "$budget", "$revenue", "$roi", "$sessions", "$modified");
        var indexed = new List<IndexedRecord>(count);
        for (var key = from; key < from + count; key++)
        {
            var campaign = new CampaignRow { HubSpotId = Text(key), Name = $"{Interests[_random.Next(Interests.Length)]} {key}" };
            SearchIndexWriter.Set(record, key, campaign.HubSpotId, Newest, "{}");
            record.ExecuteNonQuery();
            SearchIndexWriter.Set(
                row, key, campaign.HubSpotId, campaign.Name, "active", _random.NextInt64(100_000_000), _random.NextInt64(100_000_000), _random.NextInt64(3_000_000), _random.Next(10_000), Newest - key);
            row.ExecuteNonQuery();
            indexed.Add(new IndexedRecord(key, SearchText.Campaign(campaign), Newest));
        }

        _writer.Update(connection, transaction, ObjectType.Campaign, indexed);
        return count;
    }

    // One of each contact.
    private int AddNotes(SqliteConnection connection, SqliteTransaction transaction, long contact, long from, int count)
    {
        using var record = Record(connection, transaction, ObjectType.Note);
        using var row = SearchIndexWriter.Command(
            connection, transaction, $"INSERT INTO engagement (key, hub_spot_id, type, at, body, modified_at) VALUES ($key, $id, {(int)ObjectType.Note}, $at, $body, $at)",
            "$key", "$id", "$at", "$body");
        using var insert = Association(connection, transaction);
        for (var at = 0; at < count; at++)
        {
            var (key, written) = (from + at, Newest - (_random.NextInt64(0, 700) * Day));
            var body = $"<p>{Prose(WordsOfNote)}</p>";
            SearchIndexWriter.Set(record, key, Text(key), written, $"{{\"hs_note_body\":\"{body}\"}}");
            record.ExecuteNonQuery();
            SearchIndexWriter.Set(row, key, Text(key), written, body);
            row.ExecuteNonQuery();
            Associate(insert, (contact + at, ObjectType.Contact), (key, ObjectType.Note));
        }

        return count;
    }

    // Each with one of the others.
    private int Associate(
        SqliteConnection connection, SqliteTransaction transaction, (long Key, ObjectType Type) from, int count, (long Key, int Count, ObjectType Type) others)
    {
        using var insert = Association(connection, transaction);
        for (var key = from.Key; key < from.Key + count; key++)
        {
            Associate(insert, (key, from.Type), (others.Key + _random.Next(others.Count), others.Type));
        }

        return count;
    }

    private static SqliteCommand Association(SqliteConnection connection, SqliteTransaction transaction) => SearchIndexWriter.Command(
        connection, transaction, "INSERT OR IGNORE INTO association (from_key, to_key, to_type, kind) VALUES ($from, $to, $type, $kind)", "$from", "$to", "$type", "$kind");

    // As HubSpot lists it from both sides.
    private static void Associate(SqliteCommand insert, (long Key, ObjectType Type) one, (long Key, ObjectType Type) other)
    {
        foreach (var (from, to) in new[] { (one, other), (other, one) })
        {
            SearchIndexWriter.Set(insert, from.Key, to.Key, (int)to.Type, $"{from.Type.Singular()}_to_{to.Type.Singular()}");
            insert.ExecuteNonQuery();
        }
    }

    private static SqliteCommand Record(SqliteConnection connection, SqliteTransaction transaction, ObjectType type) => SearchIndexWriter.Command(
        connection, transaction,
        $"INSERT INTO record (key, type, hubspot_id, created_at, updated_at, archived, hash, raw) VALUES ($key, {(int)type}, $id, $at, $at, 0, $key, $raw)",
        "$key", "$id", "$at", "$raw");

    private static int Run(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var command = SearchIndexWriter.Command(connection, transaction, sql);
        return command.ExecuteNonQuery();
    }

    // Words of two to four syllables.
    private static string[] MakeWords(int count)
    {
        string[] syllables = ["ba", "con", "de", "er", "fi", "gra", "ho", "in", "ka", "lo", "mer", "ni", "or", "pa", "qui", "re", "sta", "ti", "un", "ver", "wi", "za"];
        var random = new Random(4);
        return [.. Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => syllables[random.Next(syllables.Length)])))];
    }

    private string Prose(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Vocabulary[Skewed(Vocabulary.Length)]));

    private int Skewed(int count) => (int)(Math.Pow(_random.NextDouble(), 2) * count);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static PropertyDefinition Define(ObjectType type, string name, PropertyType kind, string field = "select", IReadOnlyList<string>? options = null) => new(
        type, name, name, kind, field, null, null, [.. (options ?? []).Select((option, at) => new PropertyOption(option, option, at, false))],
        false, false, false, false, false, false);
}
