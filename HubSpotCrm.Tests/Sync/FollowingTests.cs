using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Control;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

public sealed class FollowingTests
{
    [Fact]
    [Trait("Seed", "S16")]
    public async Task A_change_made_in_HubSpot_reaches_the_mirror_and_the_screens()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        world.Changes.Clear();
        await world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Changed", ["lifecyclestage"] = "customer" });
        await world.FastLaneAsync(ObjectType.Contact);

        (await world.DifferencesAsync()).Should().BeEmpty();
        world.Changes.Should().ContainSingle().Which.Should().BeEquivalentTo(new RecordsChanged(ObjectType.Contact, [id]));
        await using var context = world.Mirror.CreateContext();
        var updatedAt = (await context.Records.SingleAsync(row => row.Type == 1 && row.HubSpotId == id, TestContext.Current.CancellationToken)).UpdatedAt;
        (await context.History.AnyAsync(row => row.Property == "lifecyclestage" && row.Value == "customer" && row.At == updatedAt, TestContext.Current.CancellationToken))
            .Should().BeTrue("the lane reads the history of what it follows");
    }

    [Fact]
    public async Task A_round_without_changes_reads_no_record_again()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.Sandbox.ChangeRecordAsync("contacts", await world.FirstAsync(ObjectType.Contact), new() { ["firstname"] = "Changed" });
        await world.FastLaneAsync(ObjectType.Contact);
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");
        world.Changes.Clear();
        await world.FastLaneAsync(ObjectType.Contact);

        (await world.Sandbox.CallsAsync()).Should().ContainSingle("the overlap shows the same version again").Which.Path.Should().EndWith("/search");
        world.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task A_record_created_in_HubSpot_comes_with_its_associations()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var company = await world.FirstAsync(ObjectType.Company);
        var (status, _) = await world.Sandbox.PostAsync("/crm/objects/2026-09/contacts", new
        {
            properties = new { email = "new@example.com", firstname = "New" },
            associations = new[] { new { to = new { id = company }, types = new[] { new { associationCategory = "HUBSPOT_DEFINED", associationTypeId = 1 } } } },
        });
        ((int)status).Should().Be(201);
        await world.FastLaneAsync(ObjectType.Contact);

        await using var context = world.Mirror.CreateContext();
        var contact = await context.Contacts.SingleAsync(row => row.Email == "new@example.com", TestContext.Current.CancellationToken);
        var name = (await context.Companies.SingleAsync(row => row.HubSpotId == company, TestContext.Current.CancellationToken)).Name;
        contact.Company.Should().Be(name);
        (await context.Associations.CountAsync(row => row.FromKey == contact.Key, TestContext.Current.CancellationToken)).Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task A_round_that_fails_keeps_the_cursor()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var before = (await world.CheckpointAsync(ObjectType.Contact, Lanes.Fast)).Cursor;
        await world.Sandbox.ChangeRecordAsync("contacts", await world.FirstAsync(ObjectType.Contact), new() { ["firstname"] = "Changed" });
        await world.Sandbox.FaultAsync(new Fault { Path = "*/contacts/batch/read", Status = 400, Body = """{"status":"error","message":"no","category":"VALIDATION_ERROR"}""" });
        var failed = await world.Get<FastLane>().RunAsync(world.Target, ObjectType.Contact, SyncWorld.Progress(ObjectType.Contact), TestContext.Current.CancellationToken);

        failed.Succeeded.Should().BeFalse();
        (await world.CheckpointAsync(ObjectType.Contact, Lanes.Fast)).Cursor.Should().Be(before);
        await world.Sandbox.ClearFaultsAsync();
        await world.FastLaneAsync(ObjectType.Contact);
        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    [Trait("Fault", "F26")]
    public async Task What_was_archived_in_HubSpot_leaves_the_lists()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Company);
        await world.Sandbox.ArchiveRecordAsync("companies", id);
        (await world.Get<ArchivedSweep>().RunAsync(world.Target, ObjectType.Company, TestContext.Current.CancellationToken)).Failure.Should().BeNull();

        (await world.DifferencesAsync()).Should().BeEmpty();
        await using var context = world.Mirror.CreateContext();
        (await context.Records.SingleAsync(row => row.Type == 2 && row.HubSpotId == id, TestContext.Current.CancellationToken)).IsArchived.Should().BeTrue();
        (await ArchivedSweep.DueInAsync(world.Target, ObjectType.Company, TestContext.Current.CancellationToken)).Should().BePositive();
    }

    [Fact]
    [Trait("Seed", "S07")]
    public async Task Owners_pipelines_and_properties_are_read_and_kept()
    {
        await using var world = await SyncWorld.StartAsync();
        (await world.Get<IDefinitionService>().GetAsync(TestContext.Current.CancellationToken)).Properties.Should().OnlyContain(property => property.ObjectType == ObjectType.Campaign);
        await world.DefinitionsAsync();
        var definitions = await world.Get<IDefinitionService>().GetAsync(TestContext.Current.CancellationToken);

        definitions.Currency.Should().Be("EUR");
        definitions.TimeZone.Should().Be("Europe/Berlin");
        definitions.Owners.Should().HaveCountGreaterThan(4).And.Contain(owner => owner.IsArchived, "records keep pointing at them");
        definitions.Pipelines.Should().HaveCountGreaterThan(1);
        definitions.Pipelines[0].Stages.Should().HaveCountGreaterThan(4).And.Contain(stage => stage.IsClosed && stage.Probability == 1);
        definitions.FindProperty(ObjectType.Contact, "lifecyclestage")!.Options.Should().HaveCountGreaterThan(5);
        definitions.FindProperty(ObjectType.Contact, "hubspot_owner_id")!.RefersToOwner.Should().BeTrue();
        definitions.FindProperty(ObjectType.Contact, "hs_object_id")!.IsReadOnly.Should().BeTrue();
        definitions.FindProperty(ObjectType.Deal, "amount")!.Type.Should().Be(PropertyType.Number);
    }

    [Fact]
    [Trait("Fault", "F29")]
    public async Task A_property_that_HubSpot_no_longer_lists_is_archived_and_stays()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.DefinitionsAsync();
        await world.Sandbox.FaultAsync(new Fault { Path = "/crm/properties/2026-09/deals", Status = 200, Body = """{"results":[]}""" });
        await world.DefinitionsAsync();

        var definitions = await world.Get<IDefinitionService>().GetAsync(TestContext.Current.CancellationToken);
        definitions.FindProperty(ObjectType.Deal, "amount")!.IsArchived.Should().BeTrue();
        definitions.FindProperty(ObjectType.Contact, "email")!.IsArchived.Should().BeFalse();
    }
}
