using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

/// <summary>A mirror and the writer under test, with short ways to write pages and to look at the rows.</summary>
internal sealed class MirrorPage : IAsyncDisposable
{
    private readonly MirrorFixture _fixture;
    private readonly MirrorWriter _writer = new(new SearchIndexWriter());

    private MirrorPage(MirrorFixture fixture) => _fixture = fixture;

    public Mirror Mirror => _fixture.Mirror;

    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    public static async Task<MirrorPage> OpenAsync() => new(await MirrorFixture.OpenAsync());

    public Task<ApplyResult> WriteAsync(ObjectType type, params WireRecord[] records) =>
        WriteAsync(new PageWrite(type, records, WriteKind.Whole, Wire.Noon + 60_000));

    public Task<ApplyResult> WriteAsync(PageWrite page) => _writer.ApplyAsync(Mirror, page, Definitions, TestContext.Current.CancellationToken);

    public MirrorDb Open() => Mirror.CreateContext();

    public async Task<RecordRow?> RecordAsync(ObjectType type, string id)
    {
        await using var context = Open();
        return await context.Records.AsNoTracking().SingleOrDefaultAsync(row => row.Type == (int)type && row.HubSpotId == id);
    }

    public async Task<Dictionary<string, string?>> ValuesAsync(ObjectType type, string id) =>
        PropertyValues.FromRaw((await RecordAsync(type, id))!.Raw);

    public async Task<ContactRow?> ContactAsync(string id)
    {
        await using var context = Open();
        return await context.Contacts.AsNoTracking().SingleOrDefaultAsync(row => row.HubSpotId == id);
    }

    public async Task<CompanyRow?> CompanyAsync(string id)
    {
        await using var context = Open();
        return await context.Companies.AsNoTracking().SingleOrDefaultAsync(row => row.HubSpotId == id);
    }

    public async Task<DealRow?> DealAsync(string id)
    {
        await using var context = Open();
        return await context.Deals.AsNoTracking().SingleOrDefaultAsync(row => row.HubSpotId == id);
    }

    /// <summary>Associations of a record as <c>companies 7 contact_to_company</c>.</summary>
    public async Task<List<string>> AssociationsAsync(ObjectType type, string id)
    {
        await using var context = Open();
        var rows = await (
            from association in context.Associations
            join source in context.Records on association.FromKey equals source.Key
            join target in context.Records on association.ToKey equals target.Key
            where source.Type == (int)type && source.HubSpotId == id
            select new { association.ToType, target.HubSpotId, association.Kind }).ToListAsync();
        return [.. rows.Select(row => $"{((ObjectType)row.ToType).Plural()} {row.HubSpotId} {row.Kind}").Order(StringComparer.Ordinal)];
    }

    /// <summary>HubSpot's ids of the records that are found by the words, newest activity first.</summary>
    public Task<List<string>> FindAsync(ObjectType type, string words)
    {
        var schema = SearchIndexSchema.Of(type);
        var found = new List<string>();
        using var connection = Mirror.OpenRead();
        using var statement = new Statement(connection, null,
            $"SELECT r.hubspot_id FROM {schema.Search} s JOIN {schema.Sequence} q ON q.seq = s.rowid JOIN record r ON r.key = q.key WHERE {schema.Search} MATCH $p0 ORDER BY s.rowid DESC", 1);
        using var reader = statement.Read(SearchWords.ToMatch(words));
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return Task.FromResult(found);
    }

    public Task<int> CountAsync(string table)
    {
        using var connection = Mirror.OpenRead();
        using var statement = new Statement(connection, null, $"SELECT COUNT(*) FROM {table}", 0);
        return Task.FromResult((int)statement.Integer()!.Value);
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
