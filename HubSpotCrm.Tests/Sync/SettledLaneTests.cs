using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Control;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

/// <summary>The promise: every record whose last change is older than complete_to is here in that version.</summary>
public sealed class SettledLaneTests
{
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(60);

    [Fact]
    [Trait("Fault", "F25")]
    public async Task The_promise_begins_where_the_first_sync_began_and_follows_the_clock_at_its_distance()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var first = (await world.CheckpointAsync(ObjectType.Contact)).StartedAt;

        (await world.SettledLaneAsync(ObjectType.Contact)).CompleteTo.Should().Be(first, "nothing is old enough yet");

        await world.PassAsync(TimeSpan.FromHours(3));
        var settled = await world.SettledLaneAsync(ObjectType.Contact);

        (world.Target.Client.Now - settled.CompleteTo).Should().BeCloseTo((long)Lag.TotalMilliseconds, 5000);
    }

    [Fact]
    [Trait("Fault", "F18")]
    [Trait("Fault", "F24")]
    public async Task What_the_search_showed_too_late_for_the_fast_lane_is_found_before_the_promise_covers_it()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.SearchLagAsync(TimeSpan.FromMinutes(20));
        await world.Sandbox.ChangeRecordAsync("contacts", await world.FirstAsync(ObjectType.Contact), new() { ["firstname"] = "Late" });
        foreach (var minutes in new[] { 10, 20 })
        {
            await world.PassAsync(TimeSpan.FromMinutes(minutes));
            await world.FastLaneAsync(ObjectType.Contact);
        }

        (await world.DifferencesAsync()).Should().NotBeEmpty("the fast lane looks back two minutes only, and may miss");

        await world.PassAsync(TimeSpan.FromMinutes(40));
        await world.SettledLaneAsync(ObjectType.Contact);

        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_fast_lane_has_brought_is_not_read_a_second_time()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.Sandbox.ChangeRecordAsync("contacts", await world.FirstAsync(ObjectType.Contact), new() { ["firstname"] = "Once" });
        await world.FastLaneAsync(ObjectType.Contact);
        await world.PassAsync(TimeSpan.FromHours(2));
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");

        await world.SettledLaneAsync(ObjectType.Contact);

        (await world.Sandbox.CallsAsync()).Should().OnlyContain(call => call.Path.EndsWith("/search", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_is_known_in_part_only_is_read_whole()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        await world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Part", ["jobtitle"] = "Whole" });
        var read = await world.Target.Client.ReadAsync("contacts", id, new Core.HubSpot.ReadRequest(["firstname"]), TestContext.Current.CancellationToken);
        await world.Get<MirrorWriter>().ApplyAsync(
            world.Mirror, new PageWrite(ObjectType.Contact, [read.Value], WriteKind.Partial, world.Target.Client.Now),
            await world.Get<IDefinitionService>().GetAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        await world.FastLaneAsync(ObjectType.Contact);

        (await world.DifferencesAsync()).Should().BeEmpty("the answer to an edit has some properties only, in the newest version");
    }

    [Fact]
    public async Task A_run_that_fails_keeps_what_it_had_promised_slice_by_slice()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var first = (await world.CheckpointAsync(ObjectType.Deal)).StartedAt;
        await world.PassAsync(TimeSpan.FromHours(5));
        await world.Sandbox.FaultAsync(new Fault { Path = "*/deals/search", Nth = 3, Status = 400, Body = """{"status":"error","message":"no","category":"VALIDATION_ERROR"}""" });

        (await world.Get<SettledLane>().RunAsync(world.Target, ObjectType.Deal, TestContext.Current.CancellationToken)).Succeeded.Should().BeFalse();

        (await world.CheckpointAsync(ObjectType.Deal, Lanes.Settled)).CompleteTo.Should().Be(first + (2 * (long)SettledLane.Slice.TotalMilliseconds));
        await world.Sandbox.ClearFaultsAsync();
        (await world.SettledLaneAsync(ObjectType.Deal)).CompleteTo.Should().BeGreaterThan(first + (3 * (long)SettledLane.Slice.TotalMilliseconds));
    }

    [Fact]
    public async Task A_read_that_is_incomplete_moves_no_promise()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await world.Sandbox.ChangeRecordAsync("contacts", await world.FirstAsync(ObjectType.Contact), new() { ["firstname"] = "Changed" });
        await world.PassAsync(TimeSpan.FromHours(2));
        var before = (await world.SettledLaneAsync(ObjectType.Deal)).CompleteTo;
        await world.Sandbox.FaultAsync(new Fault
        {
            Path = "*/contacts/batch/read",
            Status = 207,
            Body = """{"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"status":"error","category":"INTERNAL_ERROR","message":"later"}]}""",
        });

        var run = await world.Get<SettledLane>().RunAsync(world.Target, ObjectType.Contact, TestContext.Current.CancellationToken);

        run.Failure.Should().BeOfType<ReadIncomplete>();
        ((await world.CheckpointAsync(ObjectType.Contact, Lanes.Settled)).CompleteTo ?? 0).Should().BeLessThan(before);
    }

    [Fact]
    public async Task A_promise_is_never_taken_back_by_a_lane_that_began_before()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var old = await world.CheckpointAsync(ObjectType.Contact, Lanes.Settled);
        await world.PassAsync(TimeSpan.FromHours(4));
        var promised = (await world.SettledLaneAsync(ObjectType.Contact)).CompleteTo;

        old.CompleteTo = promised - 1000;
        await Checkpoints.SaveAsync(world.Mirror, [old], TestContext.Current.CancellationToken);

        (await world.CheckpointAsync(ObjectType.Contact, Lanes.Settled)).CompleteTo.Should().Be(promised);
    }

    [Fact]
    [Trait("Fault", "F51")]
    public async Task Three_days_without_HubSpot_are_caught_up_with_slice_by_slice()
    {
        await using var world = await SyncWorld.StartAsync(options => options.Contacts = 300);
        await world.BackfillAsync();
        var ids = (await world.Sandbox.DumpAsync("contacts")).Where(record => !record.GetProperty("archived").GetBoolean()).Select(record => record.GetProperty("id").GetString()!).ToList();
        for (var day = 0; day < 3; day++)
        {
            foreach (var id in ids.Skip(day * 80).Take(80))
            {
                await world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = $"Day {day}" });
            }

            world.Clock.Advance(TimeSpan.FromDays(1));
        }

        await world.PassAsync(TimeSpan.FromMinutes(1));
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");
        var settled = await world.SettledLaneAsync(ObjectType.Contact);

        (world.Target.Client.Now - settled.CompleteTo).Should().BeCloseTo((long)Lag.TotalMilliseconds, 60_000);
        (await world.DifferencesAsync()).Should().BeEmpty();
        (await world.Sandbox.CallsAsync()).Count(call => call.Path.EndsWith("/contacts/batch/read", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(2 * 3 + 3, "each changed record is read once, fifty at a time");
    }

    [Fact]
    public async Task A_list_that_was_read_whole_moves_the_promise_to_its_begin()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.PassAsync(TimeSpan.FromMinutes(10));
        await world.Sandbox.ChangeRecordAsync("companies", await world.FirstAsync(ObjectType.Company), new() { ["name"] = "Seen by the list" });
        await Checkpoints.SaveAsync(world.Mirror, [Checkpoints.Wanted(Lanes.Sweep, ObjectType.Company)], TestContext.Current.CancellationToken);
        var began = world.Target.Client.Now;

        (await world.Get<ListSweep>().RunAsync(world.Target, ObjectType.Company, TestContext.Current.CancellationToken)).Failure.Should().BeNull();

        (await world.CheckpointAsync(ObjectType.Company, Lanes.Settled)).CompleteTo.Should().BeGreaterThanOrEqualTo(began - 1000);
        (await world.DifferencesAsync()).Should().BeEmpty();
    }
}
