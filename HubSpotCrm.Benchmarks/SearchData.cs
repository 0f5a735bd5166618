using System.Diagnostics;
using System.Globalization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Benchmarks;

/// <summary>A mirror full of contacts, made once per number of contacts and schema by the product's own schema, settings and index writer.</summary>
internal sealed class SearchData : IDisposable
{
    private const int Version = 2;
    private const int RowsPerTransaction = 20_000;
    private const long NewestActivity = 1_790_000_000_000;
    private readonly MirrorHost _host;

    private SearchData(MirrorHost host) => _host = host;

    public Mirror Mirror => _host.Current!;

    public static async Task<SearchData> OpenAsync(string directory, int contacts, TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"search-{contacts}-{SchemaVersion()}-{Version}"));
        var complete = Path.Combine(folder, "complete");
        if (Directory.Exists(folder) && !File.Exists(complete))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var data = new SearchData(new MirrorHost(Options.Create(new StorageOptions { DataDirectory = folder }), NullLogger<MirrorHost>.Instance));
        await data._host.OpenAsync("1", cancellationToken);
        if (!File.Exists(complete))
        {
            await data.FillAsync(contacts, output, cancellationToken);
            await File.WriteAllTextAsync(complete, "", cancellationToken);
        }

        return data;
    }

    public void Dispose() => _host.Dispose();

    private static string SchemaVersion()
    {
        using var mirror = new Mirror("1", ":memory:");
        using var context = mirror.CreateContext();
        return context.Database.GetMigrations().Last().Split('_')[0];
    }

    private async Task FillAsync(int contacts, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"Making {contacts:N0} contacts in {Path.GetDirectoryName(Mirror.Path)} (kept for the next run)");
        var watch = Stopwatch.StartNew();
        var indexes = await Mirror.WriteAsync(DropIndexes, cancellationToken);
        var people = new People(seed: 1);
        var writer = new SearchIndexWriter();
        for (var from = 0; from < contacts; from += RowsPerTransaction)
        {
            var count = Math.Min(RowsPerTransaction, contacts - from);
            var first = from;
            await Mirror.WriteAsync((connection, transaction) => Insert(connection, transaction, people, writer, first, count), cancellationToken);
        }

        await output.WriteLineAsync($"  rows and search index: {watch.Elapsed.TotalSeconds:0.0} s");
        watch.Restart();
        await Mirror.WriteAsync((connection, transaction) => CreateIndexes(connection, transaction, indexes), cancellationToken);
        await output.WriteLineAsync($"  the other indexes: {watch.Elapsed.TotalSeconds:0.0} s");
        watch.Restart();
        await writer.ResequenceAsync(Mirror, ObjectType.Contact, cancellationToken);
        await output.WriteLineAsync($"  re-sequenced by last activity: {watch.Elapsed.TotalSeconds:0.0} s");
    }

    // As a bulk load should: maintaining sixteen indexes row by row takes longer than sorting each once.
    private static List<(string Name, string Sql)> DropIndexes(SqliteConnection connection, SqliteTransaction transaction)
    {
        var indexes = new List<(string, string)>();
        using (var read = SearchIndexWriter.Command(connection, transaction,
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'contact' AND sql IS NOT NULL"))
        {
            using var reader = read.ExecuteReader();
            while (reader.Read())
            {
                indexes.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        foreach (var (name, _) in indexes)
        {
            using var drop = SearchIndexWriter.Command(connection, transaction, $"DROP INDEX \"{name}\"");
            drop.ExecuteNonQuery();
        }

        return indexes;
    }

    private static int CreateIndexes(SqliteConnection connection, SqliteTransaction transaction, List<(string Name, string Sql)> indexes)
    {
        foreach (var (_, sql) in indexes)
        {
            using var create = SearchIndexWriter.Command(connection, transaction, sql);
            create.ExecuteNonQuery();
        }

        return indexes.Count;
    }

    private static int Insert(SqliteConnection connection, SqliteTransaction transaction, People people, SearchIndexWriter writer, int from, int count)
    {
        using var record = SearchIndexWriter.Command(connection, transaction,
            "INSERT INTO record (key, type, hubspot_id, created_at, updated_at, archived, hash, raw) VALUES ($key, 1, $id, $created, $updated, 0, $key, $raw)",
            "$key", "$id", "$created", "$updated", "$raw");
        using var contact = SearchIndexWriter.Command(connection, transaction,
            """
            INSERT INTO contact (key, hub_spot_id, name, first_name, last_name, email, company, phone, job_title, lifecycle_stage, lead_status,
                lead_score, owner_id, industry, country, city, last_activity_at, created_at, modified_at)
            VALUES ($key, $id, $name, $first, $last, $email, $company, $phone, $title, $stage, $status, $score, $owner, $industry, $country, $city, $active, $created, $active)
            """,
            "$key", "$id", "$name", "$first", "$last", "$email", "$company", "$phone", "$title", "$stage", "$status",
            "$score", "$owner", "$industry", "$country", "$city", "$active", "$created");
        var indexed = new List<IndexedRecord>(count);
        for (var number = from; number < from + count; number++)
        {
            var person = people.Next(number);
            var key = number + 1L;
            var id = (1000 + key).ToString(CultureInfo.InvariantCulture);
            var active = NewestActivity - person.ActivityAgo;
            var created = active - person.ActivityAgo / 2;
            SearchIndexWriter.Set(record, key, id, created, active, Raw(person));
            record.ExecuteNonQuery();
            SearchIndexWriter.Set(contact, key, id, TextFolding.Fold($"{person.Last}, {person.First}"), person.First, person.Last, person.Email, person.Company,
                person.Phone, person.Title, person.Stage, person.Status, person.Score * 1000L, person.Owner.ToString(CultureInfo.InvariantCulture),
                person.Industry, person.Country, person.City, active, created);
            contact.ExecuteNonQuery();
            var row = new ContactRow
            {
                HubSpotId = id,
                FirstName = person.First,
                LastName = person.Last,
                Email = person.Email,
                Company = person.Company,
                Phone = person.Phone,
            };
            indexed.Add(new IndexedRecord(key, SearchText.Contact(row), active));
        }

        writer.Update(connection, transaction, ObjectType.Contact, indexed);
        return count;
    }

    private static string Raw(Person person) => $$"""
        {"firstname":"{{person.First}}","lastname":"{{person.Last}}","email":"{{person.Email}}","company":"{{person.Company}}","phone":"{{person.Phone}}","jobtitle":"{{person.Title}}","lifecyclestage":"{{person.Stage}}","hs_lead_status":"{{person.Status}}","hubspotscore":"{{person.Score}}","hubspot_owner_id":"{{person.Owner}}","industry":"{{person.Industry}}","country":"{{person.Country}}","city":"{{person.City}}"}
        """;
}
