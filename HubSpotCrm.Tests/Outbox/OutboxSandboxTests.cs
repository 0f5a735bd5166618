using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>Edits through the real client to the sandbox.</summary>
public sealed class OutboxSandboxTests : IAsyncLifetime
{
    private static readonly string[] Properties = ["firstname", "jobtitle", "phone", "lifecyclestage"];

    private SandboxServer _sandbox = null!;
    private ServiceProvider _services = null!;
    private HubSpotClient _client = null!;
    private RecordsBench _bench = null!;
    private string _id = null!;
    private string _lead = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync();
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddHubSpotClient();
        _services = services.BuildServiceProvider();
        _client = _services.GetRequiredService<HubSpotClientFactory>().For(
            new HubSpotEndpoint(_sandbox.BaseAddress, "2026-09", IsSandbox: true), new FixedTokenSource(SandboxServer.Token), isOAuth: false);
        _bench = await RecordsBench.OpenAsync(mirror => new HubSpotRecords(_client, mirror));
        var page = await _client.ListAsync("contacts", new ListRequest(Properties), Cancellation);
        await new MirrorWriter(new SearchIndexWriter()).ApplyAsync(
            _bench.Mirror, new PageWrite(ObjectType.Contact, page.Value.Results, WriteKind.Whole, _client.Now), TestDefinitions.Account, Cancellation);
        _id = page.Value.Results[0].Id;
        _lead = page.Value.Results.First(record => record.Properties["lifecyclestage"] == "lead").Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _services.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    [Trait("Seed", "S01")]
    public async Task An_edit_of_a_contact_is_written_back()
    {
        var edit = await _bench.EditAsync(_id, ("jobtitle", "Chief buyer 👩‍🔧"));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        (await RemoteAsync("jobtitle")).Should().Be("Chief buyer 👩‍🔧");
        (await _bench.MirrorValueAsync(_id, "jobtitle")).Should().Be("Chief buyer 👩‍🔧");
    }

    [Fact]
    [Trait("Fault", "F28")]
    public async Task An_edit_that_finds_a_merge_takes_all_records_that_were_merged_out_of_the_lists()
    {
        var ids = (await _client.ListAsync("contacts", new ListRequest(Properties), Cancellation)).Value.Results.Take(3).Select(record => record.Id).ToList();
        var survivor = (await _client.MergeAsync("contacts", ids[2], ids[1], Cancellation)).Value.Id;
        (await _client.MergeAsync("contacts", survivor, ids[0], Cancellation)).Failure.Should().BeNull();

        await _bench.EditAsync(ids[0], ("jobtitle", "Chief buyer"));
        await _bench.SendAsync();

        await using var mirror = _bench.Mirror.CreateContext();
        (await mirror.Contacts.Where(row => ids.Contains(row.HubSpotId)).Select(row => row.HubSpotId).ToListAsync(Cancellation))
            .Should().BeEquivalentTo(ids.Where(id => id == survivor));
    }

    [Fact]
    [Trait("Fault", "F14")]
    public async Task An_answer_that_was_cut_off_after_the_change_was_made_ends_in_one_change()
    {
        await _sandbox.FaultAsync(new Fault { Method = "PATCH", Kind = "reset", After = true, Times = 1 });
        var edit = await _bench.EditAsync(_id, ("jobtitle", "Chief buyer"));
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Unknown);

        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        (await _sandbox.CallsAsync()).Count(call => call.Method == "PATCH").Should().Be(1);
        (await RemoteAsync("jobtitle")).Should().Be("Chief buyer");
    }

    [Fact]
    [Trait("Fault", "F14")]
    public async Task A_connection_that_broke_before_the_change_was_made_ends_in_the_change()
    {
        await _sandbox.FaultAsync(new Fault { Method = "PATCH", Kind = "reset", Times = 1 });
        var edit = await _bench.EditAsync(_id, ("jobtitle", "Chief buyer"));
        await _bench.SendAsync();

        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        (await RemoteAsync("jobtitle")).Should().Be("Chief buyer");
    }

    [Fact]
    public async Task A_colleagues_change_in_HubSpot_is_a_conflict()
    {
        var edit = await _bench.EditAsync(_id, ("jobtitle", "Chief buyer"));
        await _sandbox.ChangeRecordAsync("contacts", _id, new() { ["jobtitle"] = "Director" });

        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Conflict);
        var shown = (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Single().Properties.Single();
        shown.HubSpots.Should().Be("Director");
        shown.ChangedAt.Should().NotBeNull();
        shown.ChangedBy.Should().NotBeNullOrEmpty();
        (await RemoteAsync("jobtitle")).Should().Be("Director");
    }

    [Fact]
    public async Task An_option_that_HubSpot_dropped_meanwhile_is_rejected_with_its_reason()
    {
        var account = TestDefinitions.Account;
        var stage = account.FindProperty(ObjectType.Contact, "lifecyclestage")!;
        _bench.Definitions.Definitions = new AccountDefinitions(
            account.Owners, account.Pipelines,
            [.. account.Properties.Where(property => property != stage), stage with { Options = [.. stage.Options, new PropertyOption("champion", "Champion", 9, false)] }],
            account.Currency, account.TimeZone);
        var before = await RemoteAsync("lifecyclestage");
        var edit = await _bench.EditAsync(_id, ("lifecyclestage", "champion"));

        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Rejected);
        (await _bench.PropertyAsync(_id, "lifecyclestage")).EditMessage.Should().Contain("champion");
        (await RemoteAsync("lifecyclestage")).Should().Be(before);
    }

    [Fact]
    [Trait("Seed", "S01")]
    public async Task A_lifecycle_stage_that_would_go_backwards_is_rejected_with_the_one_HubSpot_kept()
    {
        await _sandbox.ChangeRecordAsync("contacts", _lead, new() { ["lifecyclestage"] = "customer" });
        var forward = await _bench.EditAsync(_lead, ("lifecyclestage", "customer"));
        await _bench.SendAsync();
        (await _bench.StateAsync(forward)).Should().Be(OutboxState.Confirmed);

        var back = await _bench.EditAsync(_lead, ("lifecyclestage", "lead"));
        await _bench.SendAsync();

        (await _bench.RowAsync(back)).Should().Match<OutboxRow>(row => row.State == OutboxState.Rejected && row.Message == "Lifecycle stage: HubSpot kept “Customer”.");
        (await _bench.ContactAsync(_lead)).LifecycleStage.Should().Be("customer");
    }

    [Fact]
    public async Task A_contact_that_was_deleted_meanwhile_rejects_the_edit()
    {
        var edit = await _bench.EditAsync(_id, ("jobtitle", "Chief buyer"));
        await _sandbox.ArchiveRecordAsync("contacts", _id);

        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Rejected);
    }

    [Fact]
    [Trait("Seed", "S01")]
    public async Task A_new_contact_with_its_company_is_at_HubSpot_and_in_the_mirror()
    {
        var company = await FirstAsync("companies");
        await new MirrorWriter(new SearchIndexWriter()).ApplyAsync(
            _bench.Mirror, new PageWrite(ObjectType.Company, [company], WriteKind.Whole, _client.Now), TestDefinitions.Account, Cancellation);
        var edit = RecordsBench.Queued(await _bench.TryCreateAsync(
            ObjectType.Contact, [new RecordReference(ObjectType.Company, company.Id)], ("firstname", "Žofie"), ("email", "zofie@new.example")));

        await _bench.SendAsync();

        var row = await _bench.RowAsync(edit);
        row.State.Should().Be(OutboxState.Confirmed, row.Message);
        var details = await _bench.DetailsAsync(row.HubSpotId);
        details.Record.FirstName.Should().Be("Žofie");
        details.Associations.Should().ContainSingle().Which.Id.Should().Be(company.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Fault", "F48")]
    public async Task A_creation_whose_answer_was_cut_off_ends_in_one_contact(bool after)
    {
        await _sandbox.FaultAsync(new Fault { Method = "POST", Kind = "reset", After = after, Times = 1 });
        var edit = await _bench.CreateAsync(ObjectType.Contact, ("email", "zofie@new.example"));
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Unknown);

        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        var row = await _bench.RowAsync(edit);
        row.State.Should().Be(OutboxState.Confirmed, row.Message);
        (await _client.ReadAsync("contacts", "zofie@new.example", new ReadRequest(["email"], IdProperty: "email"), Cancellation)).Value.Id.Should().Be(row.HubSpotId);
    }

    [Fact]
    public async Task A_contact_that_is_there_already_is_named_by_its_id()
    {
        var there = await _client.ReadAsync("contacts", _id, new ReadRequest(["email"]), Cancellation);
        var edit = await _bench.CreateAsync(ObjectType.Contact, ("email", there.Value.Properties["email"]!));

        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Rejected && row.Message!.Contains(_id, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Seed", "S01")]
    public async Task An_archived_contact_is_in_HubSpots_recycle_bin_and_can_be_made_again()
    {
        var edit = await _bench.ArchiveAsync(_id);
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        (await _client.ReadAsync("contacts", _id, new ReadRequest(["firstname"]), Cancellation)).Failure.Should().BeOfType<HubSpotRecordNotFound>();
        (await _client.ReadAsync("contacts", _id, new ReadRequest(["firstname"], Archived: true), Cancellation)).Value.Archived.Should().BeTrue();

        var again = RecordsBench.Queued(await _bench.Contacts.RecreateAsync(RecordsBench.Editor, _id, Cancellation));
        await _bench.SendAsync();

        var row = await _bench.RowAsync(again);
        row.State.Should().Be(OutboxState.Confirmed, row.Message);
        row.HubSpotId.Should().NotBe(_id);
        (await _bench.ContactAsync(row.HubSpotId)).FirstName.Should().Be((await _bench.ContactAsync(_id)).FirstName);
    }

    private async Task<WireRecord> FirstAsync(string type) =>
        (await _client.ListAsync(type, new ListRequest(["name", "domain"], Limit: 1), Cancellation)).Value.Results[0];

    private async Task<string?> RemoteAsync(string property)
    {
        var (_, body) = await _sandbox.GetAsync($"/crm/objects/2026-09/contacts/{_id}?properties={property}");
        return body.GetProperty("properties").GetProperty(property).GetString();
    }
}
