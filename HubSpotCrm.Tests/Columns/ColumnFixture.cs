using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Tests.Columns;

/// <summary>A mirror on a file that sync writes to, with its columnar copy beside it.</summary>
internal sealed class ColumnFixture : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hubspotcrm-columns-");
    private readonly MirrorHost _host;
    private readonly MirrorWriter _writer = new(new SearchIndexWriter());

    public ColumnFixture() => _host = NewHost();

    /// <summary>What the copy is told of the account.</summary>
    public AccountDefinitions Definitions { get; set; } = new([], [],
    [
        Define(ObjectType.Contact, "tier", PropertyType.Enumeration),
        Define(ObjectType.Contact, "fit", PropertyType.Number),
        Define(ObjectType.Contact, "renewal", PropertyType.Date),
        Define(ObjectType.Contact, "motto", PropertyType.Text),
        Define(ObjectType.Contact, "interests", PropertyType.Enumeration, "checkbox"),
    ], "EUR", "UTC");

    /// <summary>What making the copy is given of memory at first.</summary>
    public ColumnBuildMemory BuildMemory { get; set; } = ColumnBuildMemory.Least;

    /// <summary>What the copy complained of.</summary>
    public ColumnComplaints Log { get; } = new();

    public string Folder => _folder.FullName;

    public string CopyPath => Path.Combine(Folder, "columns-1.duckdb");

    public MirrorHost Host => _host;

    public Mirror Mirror => _host.Current!;

    public ColumnCopy Copy { get; private set; } = null!;

    public static async Task<ColumnFixture> OpenAsync()
    {
        var fixture = new ColumnFixture();
        await fixture._host.OpenAsync("1", CancellationToken.None);
        return fixture;
    }

    public static PropertyDefinition Define(ObjectType type, string name, PropertyType kind, string field = "text") =>
        new(type, name, name, kind, field, null, null, [], false, false, false, false, false, false);

    /// <summary>Begins to keep the copy, as at a start of the portal.</summary>
    public ColumnCopy Start()
    {
        Copy = new ColumnCopy(Mirror, _ => ValueTask.FromResult(Definitions), TimeProvider.System, Log, () => { }) { BuildMemory = BuildMemory };
        Copy.Start();
        return Copy;
    }

    /// <summary>Closes the mirror and opens it again, as a restart of the portal does.</summary>
    public async Task RestartAsync()
    {
        await _host.CloseAsync(erase: false, CancellationToken.None);
        await _host.OpenAsync("1", CancellationToken.None);
        Start();
    }

    public Task<ApplyResult> WriteAsync(ObjectType type, params WireRecord[] records) =>
        _writer.ApplyAsync(Mirror, new PageWrite(type, records, WriteKind.Whole, Sync.Wire.Noon), Definitions, CancellationToken.None);

    /// <summary>The first column of a query over the copy, once it has all that is in the mirror; <c>∅</c> for no value.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string sql)
    {
        ColumnLease? lease = null;
        for (var until = TimeProvider.System.GetTimestamp(); lease is null && TimeProvider.System.GetElapsedTime(until) < Patience;)
        {
            lease = await Copy.LeaseAsync(Patience, CancellationToken.None);
            await Task.Delay(lease is null ? 10 : 0);
        }

        using (lease ?? throw new TimeoutException($"The copy is {Copy.Status}."))
        {
            var values = new List<string>();
            lease.Connection.Read(Named(sql, lease.Layout), row => values.Add(row.IsDBNull(0) ? "∅" : Convert.ToString(row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!));
            return values;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.CloseAsync(erase: false, CancellationToken.None);
        _host.Dispose();
        _folder.Delete(recursive: true);
    }

    // {motto} stands for the column of that property of contacts.
    private static string Named(string sql, ColumnLayout layout)
    {
        foreach (var field in layout.Of(ObjectType.Contact).Where(field => field.Property is not null))
        {
            sql = sql.Replace($"{{{field.Property}}}", field.Column, StringComparison.Ordinal);
        }

        return sql;
    }

    private MirrorHost NewHost() => new(Options.Create(new StorageOptions { DataDirectory = _folder.FullName }), NullLogger<MirrorHost>.Instance);
}
