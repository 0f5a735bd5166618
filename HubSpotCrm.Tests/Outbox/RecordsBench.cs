using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>Services, outbox and mirror on files of their own, before an emulated account, on a clock that the test moves.</summary>
internal sealed class RecordsBench : IAsyncDisposable
{
    public static readonly Actor Editor = new("u1", "Katharina Lindqvist", Role.Editor);

    private readonly TemporaryFolder _folder = new();
    private readonly List<IDisposable> _parts = [];
    private readonly MirrorFixture _fixture;

    private RecordsBench(MirrorFixture fixture, Func<Mirror, IRemoteRecords>? remote)
    {
        _fixture = fixture;
        Account = new EmulatedAccount(Time);
        Remote = remote?.Invoke(fixture.Mirror) ?? Account;
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public EmulatedAccount Account { get; }

    /// <summary>Null while HubSpot must be connected again.</summary>
    public IRemoteRecords? Remote { get; set; }

    public FakeDefinitionService Definitions { get; } = new() { Definitions = TestDefinitions.Account };

    public MirrorHost Mirrors => _fixture.Host;

    public Mirror Mirror => _fixture.Mirror;

    public MirrorFixture Fixture => _fixture;

    public AppDatabaseFixture Databases { get; private set; } = null!;

    public ChangeFeed Feed { get; } = new(NullLogger<ChangeFeed>.Instance);

    public OutboxNews News { get; } = new(NullLogger<OutboxNews>.Instance);

    public OutboxSignal Signal { get; } = new();

    public HubSpotSession Session { get; } = new();

    public AuditLog Audit { get; private set; } = null!;

    public OutboxStore Store { get; private set; } = null!;

    public OutboxSender Sender { get; private set; } = null!;

    public RecordSources Sources { get; private set; } = null!;

    public ContactService Contacts { get; private set; } = null!;

    public CompanyService Companies { get; private set; } = null!;

    public DealService Deals { get; private set; } = null!;

    public CampaignService Campaigns { get; private set; } = null!;

    public EditService Edits { get; private set; } = null!;

    public BulkEditService BulkEdits { get; private set; } = null!;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RecordsBench> OpenAsync(Func<Mirror, IRemoteRecords>? remote = null)
    {
        var bench = new RecordsBench(await MirrorFixture.OpenAsync(), remote);
        bench.Databases = await AppDatabaseFixture.CreateAsync(bench._folder.Path, Cancellation);
        bench.Audit = new AuditLog(bench.Time);
        bench.Store = new OutboxStore(bench.Databases, bench.Audit, bench.News, bench.Time);
        bench.Sender = bench.NewSender();
        var sources = bench.Sources = new RecordSources(
            bench.Mirrors, new RecordSearch(TimeProvider.System), bench.Definitions, new RecordReading(bench.Databases), bench.Store, bench.Signal, bench.Feed);
        bench.Contacts = new ContactService(sources);
        bench.Companies = new CompanyService(sources);
        bench.Deals = new DealService(sources);
        bench.Campaigns = new CampaignService(sources);
        var bulkEdits = new BulkEditStore(bench.Databases, bench.Audit, bench.News, bench.Time);
        bench.Edits = new EditService(bench.Store, bulkEdits, bench.Mirrors, bench.Definitions, bench.Signal, bench.Feed, bench.Time);
        bench.BulkEdits = new BulkEditService(bulkEdits, bench.Store, bench.Mirrors, new RecordSearch(TimeProvider.System), bench.Definitions, bench.Signal);
        return bench;
    }

    /// <summary>A sender as the next start of the portal would make it.</summary>
    public OutboxSender NewSender(TimeProvider? time = null)
    {
        var clock = time ?? Time;
        var queue = new OutboxQueue(Databases, Audit, News, clock);
        _parts.Add(queue);
        var delivery = new OutboxDelivery(queue, new MirrorWriter(new SearchIndexWriter()), Definitions, Feed, clock, Options.Create(new SyncOptions()), NullLogger<OutboxDelivery>.Instance);
        return new OutboxSender(
            queue, delivery, NewPreparation(), () => Remote is { } remote && Mirrors.Current is { } mirror ? new OutboxTarget(remote, mirror) : null,
            Signal, Session, Mirrors, Feed, clock, NullLogger<OutboxSender>.Instance);
    }

    /// <summary>What writes the entries of bulk edits, as the next start of the portal would make it.</summary>
    public BulkPreparation NewPreparation()
    {
        var preparation = new BulkPreparation(Databases, Audit, Definitions, Feed, News, Time);
        _parts.Add(preparation);
        return preparation;
    }

    public OutboxQueue NewQueue()
    {
        var queue = new OutboxQueue(Databases, Audit, News, Time);
        _parts.Add(queue);
        return queue;
    }

    /// <summary>Puts a record into HubSpot and, as sync would, into the mirror.</summary>
    public async Task SeedAsync(ObjectType type, string id, params (string Property, string? Value)[] values)
    {
        foreach (var (property, value) in values)
        {
            Account.Set(type, id, property, value);
        }

        await SyncAsync(type, id);
        Time.Advance(TimeSpan.FromMinutes(1));
    }

    public Task SyncAsync(ObjectType type, string id) => new MirrorWriter(new SearchIndexWriter()).ApplyAsync(
        Mirror, new PageWrite(type, [Account.Whole(type, id)], WriteKind.Whole, Account.Now), TestDefinitions.Account, Cancellation);

    /// <summary>Saves an edit of a contact and returns its id.</summary>
    public async Task<string> EditAsync(string id, params (string Property, string Value)[] changes)
    {
        var receipt = await Contacts.EditAsync(Editor, id, new RecordEdit(changes.ToDictionary(change => change.Property, change => change.Value)), Cancellation);
        receipt.Failure.Should().BeNull();
        return receipt.Value.EditId!;
    }

    public Task<Result<EditReceipt>> TryEditAsync(string id, string property, string value) =>
        Contacts.EditAsync(Editor, id, new RecordEdit(new Dictionary<string, string> { [property] = value }), Cancellation);

    /// <summary>What the sender notes of the record before it sends the edit.</summary>
    public Dictionary<string, SentOver> Over(Edit edit) =>
        EditComparison.Over(Account.Whole((ObjectType)edit.Row.ObjectType, edit.Row.HubSpotId), edit.New.Keys);

    public Task<int> SendAsync() => Sender.SendDueAsync(Cancellation);

    public async Task<OutboxRow> RowAsync(string editId)
    {
        await using var database = Databases.CreateDbContext();
        return await database.Outbox.AsNoTracking().SingleAsync(row => row.Id == editId, Cancellation);
    }

    public async Task<OutboxState> StateAsync(string editId) => (await RowAsync(editId)).State;

    public async Task<Contact> ContactAsync(string id) => (await DetailsAsync(id)).Record;

    public async Task<RecordDetails<Contact>> DetailsAsync(string id)
    {
        var details = await Contacts.GetAsync(Editor, id, Cancellation);
        details.Failure.Should().BeNull();
        return details.Value;
    }

    public async Task<RecordProperty> PropertyAsync(string id, string name) =>
        (await DetailsAsync(id)).Properties.Single(property => property.Definition.Name == name);

    /// <summary>What the receipt of a save says was queued.</summary>
    public static string Queued(Result<EditReceipt> receipt)
    {
        receipt.Failure.Should().BeNull();
        return receipt.Value.EditId!;
    }

    public Task<Result<EditReceipt>> TryCreateAsync(ObjectType type, IReadOnlyList<RecordReference>? associations, params (string Property, string Value)[] values)
    {
        var record = new NewRecord(values.ToDictionary(value => value.Property, value => value.Value), associations);
        return type switch
        {
            ObjectType.Company => Companies.CreateAsync(Editor, record, Cancellation),
            ObjectType.Deal => Deals.CreateAsync(Editor, record, Cancellation),
            ObjectType.Campaign => Campaigns.CreateAsync(Editor, record, Cancellation),
            _ => Contacts.CreateAsync(Editor, record, Cancellation),
        };
    }

    /// <summary>Saves a new record and returns the id of its entry.</summary>
    public async Task<string> CreateAsync(ObjectType type, params (string Property, string Value)[] values) => Queued(await TryCreateAsync(type, null, values));

    /// <summary>Archives a contact and returns the id of the entry, which is held back.</summary>
    public async Task<string> ArchiveAsync(string id) => Queued(await Contacts.ArchiveAsync(Editor, id, Cancellation));

    public async Task<string?> MirrorValueAsync(string id, string property) =>
        (await RecordReading.ValuesAsync(Mirror, ObjectType.Contact, id, Cancellation))!.Values.GetValueOrDefault(property);

    public async Task<List<AuditRow>> AuditAsync()
    {
        await using var database = Databases.CreateDbContext();
        return await database.Audit.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _parts.ForEach(part => part.Dispose());
        await _fixture.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>The definitions of <see cref="FakeDefinitionService"/>, with companies and deals.</summary>
internal static class TestDefinitions
{
    public static AccountDefinitions Account { get; } = new(
        FakeDefinitionService.Account.Owners,
        [
            new Pipeline("default", "Sales", 0, false,
            [
                new Stage("new", "New", 0, 0.2m, false, false),
                new Stage("offer", "Offer sent", 1, 0.6m, false, false),
                new Stage("old", "Old stage", 2, 0.5m, false, true),
                new Stage("won", "Won", 3, 1m, true, false),
            ]),
            new Pipeline("partners", "Partners", 1, false, [new Stage("first", "First talk", 0, 0.1m, false, false)]),
        ],
        [
            .. FakeDefinitionService.Account.Properties.Where(property => property.ObjectType == ObjectType.Contact),
            Make(ObjectType.Contact, "country", "Country"),
            Make(ObjectType.Contact, "mobile", "Mobile", PropertyType.PhoneNumber),
            Make(ObjectType.Contact, "secret_score", "Secret score") with { IsHidden = true },
            Make(ObjectType.Contact, "gone", "Gone") with { IsArchived = true },
            Make(ObjectType.Contact, "hs_object_id", "Record ID"),
            Make(ObjectType.Company, "name", "Name"),
            Make(ObjectType.Company, "domain", "Domain"),
            Make(ObjectType.Company, "numberofemployees", "Employees", PropertyType.Number),
            Make(ObjectType.Company, "hubspot_owner_id", "Owner", PropertyType.Enumeration),
            Make(ObjectType.Deal, "dealname", "Deal name"),
            Make(ObjectType.Deal, "amount", "Amount", PropertyType.Number),
            Make(ObjectType.Deal, "dealstage", "Deal stage", PropertyType.Enumeration),
            Make(ObjectType.Deal, "pipeline", "Pipeline", PropertyType.Enumeration),
            Make(ObjectType.Deal, "closedate", "Close date", PropertyType.DateTime),
            .. CampaignProperties.All,
        ],
        "EUR",
        "Europe/Berlin");

    public static PropertyDefinition Make(ObjectType type, string name, string label, PropertyType kind = PropertyType.Text) =>
        new(type, name, label, kind, kind == PropertyType.Enumeration ? "select" : "text", null, null, [], false, false, false, false, false, false);
}
