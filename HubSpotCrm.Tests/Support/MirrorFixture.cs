using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Tests.Support;

/// <summary>An open mirror on a file in a folder of its own, gone when disposed. Rows that are added can be searched at once.</summary>
internal sealed class MirrorFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hubspotcrm-mirror-");
    private readonly SearchIndexWriter _index = new();
    private int _lastId;

    private MirrorFixture() =>
        Host = new MirrorHost(Options.Create(new StorageOptions { DataDirectory = _folder.FullName }), NullLogger<MirrorHost>.Instance);

    public MirrorHost Host { get; }

    public Mirror Mirror => Host.Current!;

    public static async Task<MirrorFixture> OpenAsync()
    {
        var fixture = new MirrorFixture();
        await fixture.Host.OpenAsync("1", CancellationToken.None);
        return fixture;
    }

    /// <summary>A HubSpot id that no other row of this mirror has.</summary>
    public string NextId() => (++_lastId).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Adds the rows with their records and index entries, in order, and sets their keys.</summary>
    public Task AddAsync(params ContactRow[] rows) => AddAsync(
        ObjectType.Contact, rows, row => row.HubSpotId, (row, key) => row.Key = key, row => new(row.Key, SearchText.Contact(row), row.LastActivityAt));

    /// <inheritdoc cref="AddAsync(ContactRow[])"/>
    public Task AddAsync(params CompanyRow[] rows) => AddAsync(
        ObjectType.Company, rows, row => row.HubSpotId, (row, key) => row.Key = key, row => new(row.Key, SearchText.Company(row), row.LastActivityAt));

    /// <inheritdoc cref="AddAsync(ContactRow[])"/>
    public Task AddAsync(params DealRow[] rows) => AddAsync(
        ObjectType.Deal, rows, row => row.HubSpotId, (row, key) => row.Key = key, row => new(row.Key, SearchText.Deal(row), row.LastActivityAt));

    /// <summary>Associates both ways; the kinds are HubSpot's: <c>contact_to_company</c> is primary, with <c>_unlabeled</c> it is not.</summary>
    public async Task AssociateAsync(ObjectType fromType, long from, ObjectType toType, long to, bool isPrimary = true)
    {
        var suffix = isPrimary ? "" : "_unlabeled";
        await using var context = Mirror.CreateContext();
        context.Associations.AddRange(
            new AssociationRow { FromKey = from, ToKey = to, ToType = (int)toType, Kind = $"{fromType.Singular()}_to_{toType.Singular()}{suffix}" },
            new AssociationRow { FromKey = to, ToKey = from, ToType = (int)fromType, Kind = $"{toType.Singular()}_to_{fromType.Singular()}{suffix}" });
        await context.SaveChangesAsync();
        await CountAsync([from, to]);
    }

    /// <summary>Counts the companies among these keys anew, as every page does.</summary>
    public Task CountAsync(IReadOnlyCollection<long> keys) => Mirror.WriteAsync(
        (connection, transaction) => new CompanyCounts(connection, transaction).Refresh(keys), CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        Host.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task AddAsync<TRow>(
        ObjectType type, TRow[] rows, Func<TRow, string> idOf, Action<TRow, long> setKey, Func<TRow, IndexedRecord> indexed)
        where TRow : class
    {
        await using (var context = Mirror.CreateContext())
        {
            var records = rows.Select(row => new RecordRow { Type = (int)type, HubSpotId = idOf(row), Raw = "{}" }).ToList();
            context.Records.AddRange(records);
            await context.SaveChangesAsync();
            foreach (var (row, record) in rows.Zip(records))
            {
                setKey(row, record.Key);
            }

            context.AddRange(rows);
            await context.SaveChangesAsync();
        }

        await Mirror.WriteAsync(
            (connection, transaction) =>
            {
                _index.Update(connection, transaction, type, [.. rows.Select(indexed)]);
                return true;
            },
            CancellationToken.None);
    }
}
