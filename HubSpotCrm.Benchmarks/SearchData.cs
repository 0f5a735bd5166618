using System.Diagnostics;
using System.Globalization;
using HubSpotCrm.Benchmarks.Filters;
using HubSpotCrm.Core.Columns;
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
    private const int Version = 4;
    private const int RowsPerTransaction = 20_000;
    private const long NewestActivity = 1_790_000_000_000;
    private readonly MirrorHost _host;
    private readonly AccountData? _account;

    private SearchData(string folder, MirrorHost host, AccountData? account) => (Folder, _host, _account) = (folder, host, account);

    /// <summary>Where it lies, as a portal's data folder.</summary>
    public string Folder { get; }

    /// <summary>Names what was made: size, schema and version.</summary>
    public string Name => Path.GetFileName(Folder);

    public MirrorHost Host => _host;

    public Mirror Mirror => _host.Current!;

    /// <param name="account">What else the account has, made after the contacts; null for contacts alone.</param>
    public static async Task<SearchData> OpenAsync(
        string directory, int contacts, TextWriter output, CancellationToken cancellationToken, AccountData? account = null)
    {
        var folder = Path.Combine(
            directory, string.Create(CultureInfo.InvariantCulture, $"{(account is null ? "search" : "account")}-{contacts}-{SchemaVersion()}-{Version}"));
        var complete = Path.Combine(folder, "complete");
        if (Directory.Exists(folder) && !File.Exists(complete))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var data = new SearchData(folder, new MirrorHost(Options.Create(new StorageOptions { DataDirectory = folder }), NullLogger<MirrorHost>.Instance), account);
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
            await Mirror.WriteAsync((connection, transaction) => Insert(connection, transaction, people, writer, _account, first, count), cancellationToken);
        }

        await output.WriteLineAsync($"  rows and search index: {watch.Elapsed.TotalSeconds:0.0} s");
        watch.Restart();
        await Mirror.WriteAsync((connection, transaction) => CreateIndexes(connection, transaction, indexes), cancellationToken);
        await output.WriteLineAsync($"  the other indexes: {watch.Elapsed.TotalSeconds:0.0} s");
        if (_account is not null)
        {
            watch.Restart();
            await _account.FillAsync(Mirror, contacts, cancellationToken);
            await output.WriteLineAsync($"  companies, deals, campaigns and associations: {watch.Elapsed.TotalSeconds:0.0} s");
        }

        watch.Restart();
        foreach (var type in SearchIndexSchema.Types)
        {
            await writer.ResequenceAsync(Mirror, type, _account is null ? AccountDefinitions.Empty : AccountData.Definitions, cancellationToken);
        }

        await output.WriteLineAsync($"  indexes by last activity, with all other texts: {watch.Elapsed.TotalSeconds:0.0} s");

        // Nothing follows the mirror yet.
        await ColumnLog.ForgetAsync(Mirror, long.MaxValue, cancellationToken);
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

    private static int Insert(
        SqliteConnection connection, SqliteTransaction transaction, People people, SearchIndexWriter writer, AccountData? account, int from, int count)
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
            SearchIndexWriter.Set(record, key, id, created, active, account is null ? Raw(person) : account.WithProperties(Raw(person)));
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
