using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Control;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

[Trait("Seed", "S01")]
public sealed class EngagementSyncTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_contacts_timeline_is_one_query_by_its_key()
    {
        await using var world = await SyncWorld.StartAsync(options => options.Engagements = 200);
        await world.BackfillAsync();

        (await world.DifferencesAsync()).Should().BeEmpty();
        await using var context = world.Mirror.CreateContext();
        var timeline = await (
            from association in context.Associations
            join engagement in context.Engagements on association.ToKey equals engagement.Key
            join contact in context.Contacts on association.FromKey equals contact.Key
            where association.ToType >= (int)ObjectType.Task && association.ToType <= (int)ObjectType.Email
            select engagement).ToListAsync(Cancellation);
        timeline.Select(row => row.Type).Distinct().Should().HaveCount(5);
        timeline.Should().OnlyContain(row => row.At > 0 && (row.Title != null || row.Body != null));
        timeline.Where(row => row.Type == (int)ObjectType.Call).Should().Contain(row => row.Duration > 0 && row.Direction != null);
        timeline.Where(row => row.Type == (int)ObjectType.Task).Should().OnlyContain(row => row.Status != null);
    }

    [Fact]
    [Trait("Seed", "S16")]
    public async Task A_note_written_in_HubSpot_comes_by_the_fast_lane_with_its_contact()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var contact = await world.FirstAsync(ObjectType.Contact);
        var (status, made) = await world.Sandbox.PostAsync("/crm/objects/2026-09/notes", new
        {
            properties = new { hs_timestamp = "2026-11-24T10:00:00Z", hs_note_body = "<p>Called back</p>" },
            associations = new[] { new { to = new { id = contact }, types = new[] { new { associationCategory = "HUBSPOT_DEFINED", associationTypeId = 202 } } } },
        });
        ((int)status).Should().Be(201);
        world.Changes.Clear();
        await world.FastLaneAsync(ObjectType.Note);

        (await world.DifferencesAsync()).Should().BeEmpty();
        world.Changes.Should().Contain(change => change.Type == ObjectType.Note && change.Ids.Contains(made.GetProperty("id").GetString()!));
        world.Changes.Should().Contain(change => change.Type == ObjectType.Contact && change.Ids.Contains(contact), "its open timeline shows the note");
    }

    [Fact]
    public async Task Reading_a_contact_again_keeps_its_timeline()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.Sandbox.ChangeRecordAsync("contacts", await world.FirstAsync(ObjectType.Contact), new() { ["firstname"] = "Changed" });
        await world.FastLaneAsync(ObjectType.Contact);

        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_archived_task_leaves_the_timeline()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var task = await world.FirstAsync(ObjectType.Task);
        await world.Sandbox.ArchiveRecordAsync("tasks", task);
        (await world.Get<ArchivedSweep>().RunAsync(world.Target, ObjectType.Task, Cancellation)).Failure.Should().BeNull();

        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_the_scope_of_deals_contacts_are_read_with_their_companies_and_keep_the_deals_they_have()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var before = await LinksAsync(world);
        foreach (var path in new[] { "*/contacts/deals/batch/read", "/crm/objects/2026-09/deals*" })
        {
            await world.Sandbox.FaultAsync(new Fault { Path = path, Status = 403, Body = Refused });
        }

        var contact = await world.FirstAsync(ObjectType.Contact);
        await world.Sandbox.ChangeRecordAsync("contacts", contact, new() { ["firstname"] = "Changed" });
        var progress = SyncWorld.Progress(ObjectType.Contact);
        (await world.Get<FastLane>().RunAsync(world.Target, ObjectType.Contact, progress, Cancellation)).Failure.Should().BeNull();

        progress.Snapshot().Message.Should().Contain("crm.objects.deals.read").And.Contain("deals");
        (await LinksAsync(world)).Should().BeEquivalentTo(before);
        await world.Sandbox.ClearFaultsAsync();
        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_the_scope_of_deals_the_first_sync_of_contacts_goes_on()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.DefinitionsAsync();
        await world.Sandbox.FaultAsync(new Fault { Method = "GET", Path = "/crm/objects/2026-09/contacts", Times = 1, Status = 403, Body = Refused });
        var progress = SyncWorld.Progress(ObjectType.Contact);
        (await world.Get<Backfill>().RunAsync(world.Target, ObjectType.Contact, new BackfillPace(), progress, Cancellation)).Failure.Should().BeNull();

        progress.Snapshot().Message.Should().Contain("crm.objects.deals.read");
        (await world.Sandbox.CallsAsync()).Last(call => call.Method == "GET").Path.Should().EndWith("/contacts");
        await using var context = world.Mirror.CreateContext();
        (await context.Associations.CountAsync(row => row.ToType == (int)ObjectType.Deal, Cancellation)).Should().Be(0);
        (await context.Associations.CountAsync(row => row.ToType == (int)ObjectType.Company, Cancellation)).Should().BePositive();
    }

    [Fact]
    public async Task A_sweep_of_the_archived_goes_on_at_the_page_where_it_was_stopped()
    {
        await using var world = await SyncWorld.StartAsync(options => options.Contacts = 400);
        await world.BackfillAsync();
        foreach (var record in (await world.Sandbox.DumpAsync("contacts")).Where(record => !record.GetProperty("archived").GetBoolean()).Take(220))
        {
            await world.Sandbox.ArchiveRecordAsync("contacts", record.GetProperty("id").GetString()!);
        }

        await world.Sandbox.FaultAsync(new Fault { Method = "GET", Path = "/crm/objects/2026-09/contacts", From = 2, Status = 400, Body = "no" });
        (await world.Get<ArchivedSweep>().RunAsync(world.Target, ObjectType.Contact, Cancellation)).Succeeded.Should().BeFalse();
        await world.Sandbox.ClearFaultsAsync();
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");
        (await world.Get<ArchivedSweep>().RunAsync(world.Target, ObjectType.Contact, Cancellation)).Failure.Should().BeNull();

        var calls = await world.Sandbox.CallsAsync();
        var archived = (await world.Sandbox.DumpAsync("contacts")).Count(record => record.GetProperty("archived").GetBoolean());
        calls.Length.Should().Be(((archived + 99) / 100) - 1, "the first page was kept, and what did not change is not read again");
        await world.MarketingRoundAsync(ObjectType.Campaign);
        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    private const string Refused = """
        {"status":"error","message":"m","category":"MISSING_SCOPES","errors":[{"message":"m","context":{"requiredGranularScopes":["crm.objects.deals.read"]}}]}
        """;

    private static async Task<List<(long, long, string)>> LinksAsync(SyncWorld world)
    {
        await using var context = world.Mirror.CreateContext();
        return [.. (await context.Associations.Where(row => row.ToType == (int)ObjectType.Deal).ToListAsync(Cancellation)).Select(row => (row.FromKey, row.ToKey, row.Kind))];
    }
}
