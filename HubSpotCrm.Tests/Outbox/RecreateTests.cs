using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Tests.Outbox;

public sealed class RecreateTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Company, "5", ("name", "Acme"));
        await _bench.SeedAsync(ObjectType.Company, "6", ("name", "Gone"));
        await _bench.SeedAsync(
            ObjectType.Contact, "1",
            ("firstname", "Ada"), ("email", "ada@example.com"), ("hubspotscore", "7"), ("createdate", "2020-01-01T00:00:00.000Z"), ("lifecyclestage", "no longer a stage"),
            ("secret_score", "9"), ("gone", "x"), ("hs_object_id", "1"), ("hubspot_owner_id", "13"), ("jobtitle", "Clerk"));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S01")]
    public async Task An_archived_record_is_made_again_from_the_values_that_can_be_written()
    {
        await BuryAsync();

        var receipt = await _bench.Contacts.RecreateAsync(RecordsBench.Editor, "1", Cancellation);
        await _bench.SendAsync();

        _bench.Account.Made.Single().Values.Should().BeEquivalentTo(
            new Dictionary<string, string> { ["firstname"] = "Ada", ["email"] = "ada@example.com", ["jobtitle"] = "Clerk" });
        var made = (await _bench.RowAsync(RecordsBench.Queued(receipt))).HubSpotId;
        made.Should().NotBe("1");
        (await _bench.ContactAsync(made)).FirstName.Should().Be("Ada");
        (await _bench.DetailsAsync("1")).IsArchived.Should().BeTrue();
    }

    [Fact]
    public async Task Its_associations_to_records_that_are_still_there_are_made_again()
    {
        _bench.Account.Associate(ObjectType.Contact, "1", new RecordReference(ObjectType.Company, "5"), new RecordReference(ObjectType.Company, "6"));
        await _bench.SyncAsync(ObjectType.Contact, "1");
        await BuryAsync();
        RecordsBench.Queued(await _bench.Companies.ArchiveAsync(RecordsBench.Editor, "6", Cancellation));
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();

        var receipt = await _bench.Contacts.RecreateAsync(RecordsBench.Editor, "1", Cancellation);
        await _bench.SendAsync();

        var made = (await _bench.RowAsync(RecordsBench.Queued(receipt))).HubSpotId;
        (await _bench.DetailsAsync(made)).Associations.Should().ContainSingle().Which.Id.Should().Be("5");
    }

    [Fact]
    [Trait("BadInput", "create again")]
    public async Task Only_an_archived_record_can_be_made_again()
    {
        (await _bench.Contacts.RecreateAsync(RecordsBench.Editor, "1", Cancellation)).Failure.Should().Be(new RecordIsLive(ObjectType.Contact, "1"));
        (await _bench.Contacts.RecreateAsync(RecordsBench.Editor, "404", Cancellation)).Failure.Should().Be(new RecordNotFound(ObjectType.Contact, "404"));
    }

    [Fact]
    [Trait("BadInput", "create again while it is held")]
    public async Task While_an_archived_record_is_held_both_its_details_and_making_it_again_say_that_it_is_on_its_way()
    {
        var edit = await _bench.ArchiveAsync("1");

        (await _bench.DetailsAsync("1")).Should().Match<RecordDetails<Contact>>(details => details.IsArchived && details.IsBeingArchived);
        (await _bench.Contacts.RecreateAsync(RecordsBench.Editor, "1", Cancellation)).Failure.Should().Be(new RecordIsBeingArchived(ObjectType.Contact, "1"));

        (await _bench.Edits.UndoAsync(RecordsBench.Editor, edit, Cancellation)).Succeeded.Should().BeTrue();
        (await _bench.DetailsAsync("1")).Should().Match<RecordDetails<Contact>>(details => !details.IsArchived && !details.IsBeingArchived);
        (await _bench.Contacts.RecreateAsync(RecordsBench.Editor, "1", Cancellation)).Failure.Should().Be(new RecordIsLive(ObjectType.Contact, "1"));
    }

    [Fact]
    public async Task Once_HubSpot_has_archived_it_nothing_is_on_its_way_any_more()
    {
        await BuryAsync();

        (await _bench.DetailsAsync("1")).Should().Match<RecordDetails<Contact>>(details => details.IsArchived && !details.IsBeingArchived);
        (await _bench.Contacts.RecreateAsync(RecordsBench.Editor, "1", Cancellation)).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_deal_whose_stage_is_no_longer_in_use_cannot_be_made_again_and_the_stage_is_named()
    {
        await _bench.SeedAsync(ObjectType.Deal, "8", ("dealname", "Roof"), ("pipeline", "default"), ("dealstage", "old"));
        RecordsBench.Queued(await _bench.Deals.ArchiveAsync(RecordsBench.Editor, "8", Cancellation));
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();

        var receipt = await _bench.Deals.RecreateAsync(RecordsBench.Editor, "8", Cancellation);

        receipt.Failure.Should().BeOfType<InvalidInput>();
        (await _bench.SendAsync()).Should().Be(0);
    }

    private async Task BuryAsync()
    {
        var edit = await _bench.ArchiveAsync("1");
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
    }
}
