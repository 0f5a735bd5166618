using HubSpotCrm.Core;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Tests.Sync;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Crm;

/// <summary>The functions of the seed's client, one after another, as the portal's services have them. Those of analytics are tested with analytics.</summary>
public sealed class SeedClientTests : IAsyncLifetime
{
    private static readonly Actor Nobody = new("0", "Nobody", (Role)(-1));
    private static readonly Actor Viewer = new("3", "Vera", Role.Viewer);

    private readonly TemporaryFolder _folder = new();
    private SandboxServer _sandbox = null!;
    private ServiceProvider _services = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IConnectionService Connection => _services.GetRequiredService<IConnectionService>();

    private IContactService Contacts => _services.GetRequiredService<IContactService>();

    private ICompanyService Companies => _services.GetRequiredService<ICompanyService>();

    private IDealService Deals => _services.GetRequiredService<IDealService>();

    private ICampaignService Campaigns => _services.GetRequiredService<ICampaignService>();

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(options => (options.Contacts, options.Companies, options.Deals, options.Campaigns) = (60, 20, 20, 4));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddSingleton<ISandboxDirectory>(new Directory(new SandboxEndpoint(
            _sandbox.BaseAddress, "/oauth/authorize", _sandbox.Options.ClientId!, _sandbox.Options.ClientSecret!)));
        services.AddHubSpotCrmCore();
        services.Configure<StorageOptions>(options => options.DataDirectory = _folder.Path);
        services.Configure<HubSpotOptions>(options => options.ApiBaseUrl = _sandbox.BaseAddress.ToString());
        _services = services.BuildServiceProvider();
        await _services.GetRequiredService<StorageStartup>().PrepareAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _sandbox.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    [Trait("Seed", "S27")]
    public async Task The_connection_can_be_asked_made_and_ended()
    {
        Connection.Status.State.Should().Be(ConnectionState.None);
        (await Connection.StartOAuthAsync(SyncWorld.Admin, ConnectionTarget.Sandbox, "session", new Uri("http://localhost"), Cancellation)).Value
            .Query.Should().Contain(_sandbox.Options.ClientId!).And.Contain("state=");
        (await Connection.StartOAuthAsync(SyncWorld.Editor, ConnectionTarget.Sandbox, "session", new Uri("http://localhost"), Cancellation)).Failure.Should().BeOfType<NotAllowed>();

        (await Connection.ConnectWithTokenAsync(SyncWorld.Admin, SandboxServer.Token, Cancellation)).Failure.Should().BeNull();
        Connection.Status.State.Should().Be(ConnectionState.Connected);
        (await Connection.DisconnectAsync(SyncWorld.Editor, eraseMirror: false, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await Connection.DisconnectAsync(SyncWorld.Admin, eraseMirror: false, Cancellation)).Failure.Should().BeNull();

        Connection.Status.State.Should().Be(ConnectionState.None);
        (await Contacts.FindAsync(Viewer, RecordQuery.All, Cancellation)).Failure.Should().BeOfType<NotConnected>();
    }

    [Fact]
    [Trait("Seed", "S27")]
    public async Task Every_list_comes_with_its_total()
    {
        await SyncAsync();

        await IsWholeAsync(Contacts, await LiveAsync("contacts"));
        await IsWholeAsync(Companies, await LiveAsync("companies"));
        await IsWholeAsync(Deals, await LiveAsync("deals"));
        await IsWholeAsync(Campaigns, 4);
    }

    [Fact]
    [Trait("Seed", "S27")]
    public async Task Every_search_takes_a_text_and_filters()
    {
        await SyncAsync();

        await FindsAsync(Contacts, contact => contact.LastName ?? "", contact => contact.LifecycleStage, "stage");
        await FindsAsync(Companies, company => company.Name ?? "", company => company.Country, "country");
        await FindsAsync(Deals, deal => deal.Name ?? "", deal => deal.Stage, "dealstage");
        await FindsAsync(Campaigns, campaign => campaign.Name ?? "", campaign => campaign.Status, "status");
    }

    [Fact]
    [Trait("Seed", "S27")]
    public async Task Every_kind_of_record_can_be_read_made_changed_and_archived_by_those_who_may()
    {
        await SyncAsync();

        await LivesAsync(Contacts, contact => contact.Id, "jobtitle", new() { ["firstname"] = "Žofie", ["email"] = "zofie@new.example" });
        await LivesAsync(Companies, company => company.Id, "name", new() { ["name"] = "New company" });
        var deal = (await Deals.FindAsync(Viewer, RecordQuery.All with { Limit = 1 }, Cancellation)).Value.Items.Single();
        await LivesAsync(Deals, record => record.Id, "dealname", new() { ["dealname"] = "New deal", ["pipeline"] = deal.Pipeline!, ["dealstage"] = deal.Stage! });
        await LivesAsync(Campaigns, campaign => campaign.Id, "hs_notes", new() { ["hs_name"] = "New campaign" });
    }

    private async Task<int> LiveAsync(string type) => (await _sandbox.DumpAsync(type)).Count(record => !record.GetProperty("archived").GetBoolean());

    private static async Task IsWholeAsync<T>(IRecordService<T> service, int count)
    {
        var page = (await service.FindAsync(Viewer, RecordQuery.All with { Limit = 200 }, Cancellation)).Value;
        page.Items.Should().HaveCount(count);
        page.Total.Should().Be(new Total(count, IsExact: true));
        (await service.CountAsync(Viewer, RecordQuery.All, Cancellation)).Value.Should().Be(count);
        (await service.FindAsync(Nobody, RecordQuery.All, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
    }

    private static async Task FindsAsync<T>(IRecordService<T> service, Func<T, string> name, Func<T, string?> value, string field)
    {
        var all = (await service.FindAsync(Viewer, RecordQuery.All with { Limit = 200 }, Cancellation)).Value.Items;
        var one = all.First(record => name(record).Length > 0 && value(record) is not null);

        (await service.FindAsync(Viewer, RecordQuery.All with { Text = name(one), Limit = 200 }, Cancellation)).Value.Items.Should().ContainEquivalentOf(one);
        (await service.FindAsync(Viewer, RecordQuery.All with { Text = "no such thing anywhere" }, Cancellation)).Value.Items.Should().BeEmpty();
        var filtered = (await service.FindAsync(Viewer, RecordQuery.All with { Filters = [new AnyOf(field, [value(one)!])], Limit = 200 }, Cancellation)).Value.Items;
        filtered.Should().BeEquivalentTo(all.Where(record => string.Equals(value(record), value(one), StringComparison.OrdinalIgnoreCase)));
        (await service.FacetAsync(Viewer, RecordQuery.All, field, Cancellation)).Value.Should().Contain(new FacetValue(value(one)!, filtered.Count));
    }

    private async Task LivesAsync<T>(IRecordService<T> service, Func<T, string> idOf, string property, Dictionary<string, string> values)
    {
        var first = (await service.FindAsync(Viewer, RecordQuery.All with { Limit = 1 }, Cancellation)).Value.Items.Single();
        var change = new RecordEdit(new Dictionary<string, string> { [property] = "Changed by the portal" });
        (await service.EditAsync(Viewer, idOf(first), change, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await service.CreateAsync(Viewer, new NewRecord(values), Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await service.ArchiveAsync(Viewer, idOf(first), Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await service.RecreateAsync(Viewer, idOf(first), Cancellation)).Failure.Should().BeOfType<NotAllowed>();

        var edited = await SettledAsync(await service.EditAsync(SyncWorld.Editor, idOf(first), change, Cancellation));
        var made = await SettledAsync(await service.CreateAsync(SyncWorld.Editor, new NewRecord(values), Cancellation));

        edited.RecordId.Should().Be(idOf(first));
        (await service.GetAsync(Viewer, idOf(first), Cancellation)).Value.Properties.Single(shown => shown.Definition.Name == property).HubSpotValue.Should().Be("Changed by the portal");
        (await service.GetAsync(Viewer, made.RecordId, Cancellation)).Value.IsArchived.Should().BeFalse();
        var archived = await service.ArchiveAsync(SyncWorld.Editor, made.RecordId, Cancellation);
        (await service.GetAsync(Viewer, made.RecordId, Cancellation)).Value.IsArchived.Should().BeTrue();
        (await _services.GetRequiredService<IEditService>().UndoAsync(SyncWorld.Editor, archived.Value.EditId!, Cancellation)).Failure.Should().BeNull();
        (await service.GetAsync(Viewer, made.RecordId, Cancellation)).Value.IsArchived.Should().BeFalse();
    }

    private async Task<EditStatus> SettledAsync(Result<EditReceipt> receipt)
    {
        receipt.Failure.Should().BeNull();
        var sender = _services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<OutboxSender>().Single();
        await sender.SendDueAsync(Cancellation);
        var status = (await _services.GetRequiredService<IEditService>().FindAsync(Viewer, receipt.Value.EditId!, Cancellation)).Value;
        status.State.Should().Be("Confirmed", status.Message);
        return status;
    }

    private async Task SyncAsync()
    {
        (await Connection.ConnectWithTokenAsync(SyncWorld.Admin, SandboxServer.Token, Cancellation)).Failure.Should().BeNull();
        var target = new SyncTarget(_services.GetRequiredService<HubSpotSession>().Current!, _services.GetRequiredService<MirrorHost>().Current!);
        (await _services.GetRequiredService<DefinitionSync>().RunAsync(target, Cancellation)).Failure.Should().BeNull();
        foreach (var type in ObjectTypes.CrmObjects)
        {
            (await _services.GetRequiredService<Backfill>().RunAsync(target, type, new BackfillPace(), SyncWorld.Progress(type), Cancellation)).Failure.Should().BeNull();
        }

        (await _services.GetRequiredService<MarketingSync>().RunAsync(target, ObjectType.Campaign, SyncWorld.Progress(ObjectType.Campaign), Cancellation)).Failure.Should().BeNull();
    }

    private sealed class Directory(SandboxEndpoint endpoint) : ISandboxDirectory
    {
        public SandboxEndpoint? Current => endpoint;

        public void Reset() => throw new NotSupportedException("No test here puts the sandbox back.");
    }
}
