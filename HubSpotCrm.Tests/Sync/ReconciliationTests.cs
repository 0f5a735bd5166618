using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Control;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

public sealed class ReconciliationTests
{
    [Fact]
    public async Task A_mirror_that_is_in_step_has_no_drift_and_reads_no_values()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");

        var check = await world.ReconcileAsync(ObjectType.Contact);

        (check.Drift, check.Held).Should().Be((0, 0));
        check.Local.Should().Be(await world.LiveAsync(ObjectType.Contact)).And.Be(check.Remote);
        (await world.Sandbox.CallsAsync()).Where(call => call.Path.Contains("/contacts", StringComparison.Ordinal)).Should().OnlyContain(call => call.Method == "GET");
    }

    [Fact]
    [Trait("Fault", "F24")]
    public async Task A_record_that_every_lane_missed_is_found_reported_and_healed()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.SearchLagAsync(TimeSpan.FromHours(5));
        var id = await world.FirstAsync(ObjectType.Contact);
        await world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Missed" });
        await world.PassAsync(TimeSpan.FromHours(2));
        await world.FastLaneAsync(ObjectType.Contact);
        await world.SettledLaneAsync(ObjectType.Contact);
        (await world.DifferencesAsync()).Should().NotBeEmpty("the index lags longer than the settled lane waits");

        (await world.ReconcileAsync(ObjectType.Contact)).Drift.Should().Be(1);

        (await world.DifferencesAsync()).Should().BeEmpty();
        var found = (await world.Get<ISyncReport>().DriftAsync(SyncWorld.Editor, 0, 10, TestContext.Current.CancellationToken)).Value.Items.Should().ContainSingle().Subject;
        (found.Type, found.RecordId, found.Kind).Should().Be((ObjectType.Contact, id, DriftKind.Outdated));
        found.HealedAt.Should().NotBeNull();
        (await world.ReconcileAsync(ObjectType.Contact)).Drift.Should().Be(0);
    }

    [Fact]
    public async Task A_change_that_is_still_on_its_way_is_no_drift()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await world.Sandbox.ChangeRecordAsync("contacts", await world.FirstAsync(ObjectType.Contact), new() { ["firstname"] = "Fresh" });

        (await world.ReconcileAsync(ObjectType.Contact)).Drift.Should().Be(0);

        (await world.DifferencesAsync()).Should().BeEmpty("it is read all the same");
    }

    [Fact]
    [Trait("Fault", "F26")]
    public async Task What_was_deleted_for_good_leaves_the_lists()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        ((int)(await world.Sandbox.PostAsync("/crm/objects/2026-09/contacts/gdpr-delete", new { objectId = id })).Status).Should().Be(204);
        (await world.Get<ArchivedSweep>().RunAsync(world.Target, ObjectType.Contact, TestContext.Current.CancellationToken)).Failure.Should().BeNull();

        var check = await world.ReconcileAsync(ObjectType.Contact);

        check.Drift.Should().Be(0, "HubSpot tells of it nowhere else");
        await using var context = world.Mirror.CreateContext();
        (await context.Contacts.AnyAsync(row => row.HubSpotId == id, TestContext.Current.CancellationToken)).Should().BeFalse();
        (await context.Records.SingleAsync(row => row.Type == 1 && row.HubSpotId == id, TestContext.Current.CancellationToken)).IsArchived.Should().BeTrue();
    }

    [Fact]
    [Trait("Fault", "F27")]
    public async Task A_list_that_leaves_out_what_is_there_buries_nothing()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var live = await world.LiveAsync(ObjectType.Company);
        await world.Sandbox.FaultAsync(new Fault { Method = "GET", Path = "*/companies", Status = 200, Body = """{"results":[]}""" });

        await world.ReconcileAsync(ObjectType.Company);

        await using var context = world.Mirror.CreateContext();
        (await context.Companies.CountAsync(TestContext.Current.CancellationToken)).Should().Be((int)live);
    }

    [Fact]
    [Trait("Fault", "F27")]
    public async Task More_than_may_vanish_unasked_waits_for_an_administrator()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var live = await world.LiveAsync(ObjectType.Contact);
        foreach (var record in (await world.Sandbox.DumpAsync("contacts")).Where(record => !record.GetProperty("archived").GetBoolean()).Take(30))
        {
            await world.Sandbox.PostAsync("/crm/objects/2026-09/contacts/gdpr-delete", new { objectId = record.GetProperty("id").GetString() });
        }

        var held = await world.ReconcileAsync(ObjectType.Contact);

        held.Held.Should().Be(30);
        held.Message.Should().Contain("30 records");
        await using (var context = world.Mirror.CreateContext())
        {
            (await context.Contacts.CountAsync(TestContext.Current.CancellationToken)).Should().Be((int)live);
        }

        (await world.Engine.LetGoAsync(SyncWorld.Editor, ObjectType.Contact, TestContext.Current.CancellationToken)).Failure.Should().BeOfType<NotAllowed>();
        (await world.Engine.LetGoAsync(SyncWorld.Admin, ObjectType.Deal, TestContext.Current.CancellationToken)).Failure.Should().BeOfType<NothingHeld>();

        (await world.ReconcileAsync(ObjectType.Contact, mayBury: true)).Held.Should().Be(0);
        await using var after = world.Mirror.CreateContext();
        (await after.Contacts.CountAsync(TestContext.Current.CancellationToken)).Should().Be((int)live - 30);
    }

    [Fact]
    [Trait("Fault", "F26")]
    public async Task A_record_that_is_archived_here_and_live_there_comes_back_to_life()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Deal);
        await world.Get<RecordBurial>().GoneAsync(world.Target, ObjectType.Deal, [id], TestContext.Current.CancellationToken);
        (await world.DifferencesAsync()).Should().NotBeEmpty();

        await world.ReconcileAsync(ObjectType.Deal);

        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_sample_finds_values_that_differ_in_the_same_version_and_heals_them()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.Mirror.WriteAsync(
            (connection, transaction) =>
            {
                using var statement = new Statement(connection, transaction, "UPDATE record SET hash = hash + 1, raw = json_set(raw, '$.name', 'Spoilt') WHERE type = 2 AND key = (SELECT min(key) FROM company)", 0);
                return statement.Run();
            },
            TestContext.Current.CancellationToken);

        var check = await world.Get<ValueSample>().RunAsync(world.Target, ObjectType.Company, 1000, CheckKind.Sample, TestContext.Current.CancellationToken);

        var live = (int)await world.LiveAsync(ObjectType.Company);
        (check.Value.Sampled, check.Value.Equal, check.Value.Drift).Should().Be((live, live - 1, 1));
        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Associations_that_changed_without_a_trace_are_found_within_a_day()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.PassAsync(TimeSpan.FromHours(1));
        var (contact, company) = (await world.FirstAsync(ObjectType.Contact), await world.FirstAsync(ObjectType.Company));
        await world.Sandbox.SendAsync(HttpMethod.Delete, $"/crm/objects/2026-09/contacts/{contact}/associations/companies/{company}");
        var linked = (await world.Sandbox.DumpAsync("contacts")).Where(record => record.GetProperty("id").GetString() != contact
            && record.GetProperty("associations").TryGetProperty("companies", out var set) && set.GetArrayLength() > 0).Take(2).ToList();
        foreach (var record in linked)
        {
            var other = record.GetProperty("associations").GetProperty("companies")[0].GetProperty("id").GetString();
            await world.Sandbox.SendAsync(HttpMethod.Delete, $"/crm/objects/2026-09/contacts/{record.GetProperty("id").GetString()}/associations/companies/{other}");
        }

        (await world.DifferencesAsync()).Should().NotBeEmpty();

        foreach (var type in new[] { ObjectType.Contact, ObjectType.Company })
        {
            (await world.Get<AssociationSweep>().RunAsync(world.Target, type, TestContext.Current.CancellationToken)).Failure.Should().BeNull();
        }

        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    [Trait("Fault", "F28")]
    public async Task A_record_whose_survivor_was_archived_before_anybody_heard_of_the_merge_leaves_the_lists_and_is_no_drift()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        (await world.Get<ArchivedSweep>().RunAsync(world.Target, ObjectType.Company, TestContext.Current.CancellationToken)).Failure.Should().BeNull();
        var ids = (await world.Sandbox.DumpAsync("companies")).Where(record => !record.GetProperty("archived").GetBoolean()).Take(2).Select(record => record.GetProperty("id").GetString()!).ToList();
        await world.Sandbox.PostAsync("/crm/objects/2026-09/companies/merge", new { primaryObjectId = ids[1], objectIdToMerge = ids[0] });
        await world.Sandbox.SendAsync(HttpMethod.Delete, $"/crm/objects/2026-09/companies/{ids[1]}");
        await using (var mirror = world.Mirror.CreateContext())
        {
            await mirror.Records.Where(row => row.HubSpotId == ids[1]).ExecuteUpdateAsync(row => row.SetProperty(one => one.IsArchived, true), TestContext.Current.CancellationToken);
            await mirror.Companies.Where(row => row.HubSpotId == ids[1]).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
            await mirror.Checkpoints.Where(row => row.Lane == Lanes.Archived).ExecuteUpdateAsync(row => row.SetProperty(one => one.UpdatedAt, one => one.UpdatedAt + 86_400_000), TestContext.Current.CancellationToken);
        }

        await using (var before = world.Mirror.CreateContext())
        {
            (await before.Companies.AnyAsync(row => row.HubSpotId == ids[0], TestContext.Current.CancellationToken)).Should().BeTrue();
        }

        (await world.ReconcileAsync(ObjectType.Company)).Drift.Should().Be(0);

        await using var after = world.Mirror.CreateContext();
        (await after.Companies.AnyAsync(row => row.HubSpotId == ids[0], TestContext.Current.CancellationToken)).Should().BeFalse();
    }

    [Fact]
    [Trait("Fault", "F28")]
    public async Task A_chain_of_merges_is_followed()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var ids = (await world.Sandbox.DumpAsync("companies")).Where(record => !record.GetProperty("archived").GetBoolean()).Take(4).Select(record => record.GetProperty("id").GetString()!).ToList();
        for (var at = 0; at < 3; at++)
        {
            ((int)(await world.Sandbox.PostAsync("/crm/objects/2026-09/companies/merge", new { primaryObjectId = ids[at + 1], objectIdToMerge = ids[at] })).Status).Should().Be(200);
        }

        await world.FastLaneAsync(ObjectType.Company);
        await world.ReconcileAsync(ObjectType.Company);

        await using var context = world.Mirror.CreateContext();
        (await context.Aliases.Where(alias => alias.SurvivorId == ids[3]).Select(alias => alias.OldId).ToListAsync(TestContext.Current.CancellationToken))
            .Should().BeEquivalentTo(ids[0], ids[1], ids[2]);
        (await world.DifferencesAsync()).Should().BeEmpty();
    }
}
