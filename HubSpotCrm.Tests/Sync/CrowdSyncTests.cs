using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Tests.Sync;

/// <summary>
/// Many changes at once. A search shows 1,000 records here, a tenth of HubSpot's limit, so that a tenth of the records meets it as often: the
/// benchmark <c>sync</c> has the full numbers.
/// </summary>
public sealed class CrowdSyncTests
{
    private const int Window = 1_000;

    [Fact]
    [Trait("Fault", "F22")]
    public async Task Two_and_a_half_times_as_many_of_one_millisecond_as_a_search_shows_are_found_by_the_fast_lane()
    {
        await using var world = await StartAsync(2_900);
        await ChangeAsync(world, 2_500, 0);

        await world.FastLaneAsync(ObjectType.Contact);

        (await world.DifferencesAsync()).Should().BeEmpty();
        (await ReadAsync(world)).Should().Be(2_500, "nothing is read that did not change, and nothing twice");
        (await world.Sandbox.CallsAsync()).Count(call => call.Path.EndsWith("/search", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(17);
    }

    [Fact]
    [Trait("Fault", "F22")]
    public async Task The_settled_lane_finds_them_without_the_fast_one_and_promises_them()
    {
        await using var world = await StartAsync(2_900);
        await ChangeAsync(world, 2_500, 0);
        var changed = world.Target.Client.Now;
        await world.PassAsync(TimeSpan.FromMinutes(70));

        var settled = await world.SettledLaneAsync(ObjectType.Contact);

        settled.NeedsSweep.Should().BeFalse();
        settled.CompleteTo.Should().BeGreaterThan(changed);
        (await world.DifferencesAsync()).Should().BeEmpty();
        (await ReadAsync(world)).Should().Be(2_500);
    }

    [Fact]
    [Trait("Fault", "F21")]
    public async Task Six_times_as_many_within_an_hour_as_a_search_shows_are_found_and_read_once()
    {
        await using var world = await StartAsync(2_300);
        await world.PassAsync(TimeSpan.FromHours(1));
        for (var third = 0; third < 3; third++)
        {
            await ChangeAsync(world, 2_000, 1_190_000);
            await world.FastLaneAsync(ObjectType.Contact);
            await world.PassAsync(TimeSpan.FromMinutes(20));
        }

        (await world.DifferencesAsync()).Should().BeEmpty();
        (await ReadAsync(world)).Should().Be(6_000);

        await world.PassAsync(TimeSpan.FromMinutes(70));
        await world.SettledLaneAsync(ObjectType.Contact);

        (await ReadAsync(world)).Should().Be(6_000, "the fast lane brought them all");
    }

    [Fact]
    [Trait("Fault", "F24")]
    public async Task A_few_that_are_missing_on_each_of_many_pages_are_read_together()
    {
        await using var world = await StartAsync(1_000);
        await world.PassAsync(TimeSpan.FromMinutes(20));
        await ChangeAsync(world, 800, 600_000);
        await world.FastLaneAsync(ObjectType.Contact);
        await world.SearchLagAsync(TimeSpan.FromMinutes(30));
        await ChangeAsync(world, 20, 600_000, skip: 800);
        await world.FastLaneAsync(ObjectType.Contact);
        await world.PassAsync(TimeSpan.FromMinutes(80));
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");

        await world.SettledLaneAsync(ObjectType.Contact);

        (await world.DifferencesAsync()).Should().BeEmpty();
        var reads = (await world.Sandbox.CallsAsync()).Where(call => call.Path.EndsWith("/batch/read", StringComparison.Ordinal)).Select(call => call.Inputs);
        reads.Should().Equal(20, 20, 20);
    }

    [Fact]
    [Trait("Fault", "F26")]
    public async Task What_is_archived_by_the_thousand_leaves_the_lists_without_a_question()
    {
        await using var world = await StartAsync(1_500);
        await world.Sandbox.ControlAsync(HttpMethod.Post, "crowds/contacts/archive", new { count = 1_200 });

        (await world.Get<ArchivedSweep>().RunAsync(world.Target, ObjectType.Contact, TestContext.Current.CancellationToken)).Failure.Should().BeNull();

        (await world.DifferencesAsync()).Should().BeEmpty();
        (await ReadAsync(world)).Should().Be(0, "an archived record is the one that is here, in the same version");
    }

    [Fact]
    [Trait("Fault", "F28")]
    public async Task A_chain_of_three_merges_is_found_by_the_fast_lane_at_once()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var ids = (await world.Sandbox.DumpAsync("contacts&values=off")).Where(record => !record.GetProperty("archived").GetBoolean())
            .Select(record => record.GetProperty("id").GetString()!).Take(4).ToList();
        await world.Sandbox.ControlAsync(HttpMethod.Post, "crowds/contacts/merge", new { ids });

        await world.FastLaneAsync(ObjectType.Contact);

        foreach (var old in ids[..3])
        {
            (await SurvivorAsync(world, old)).Should().Be(ids[3]);
        }

        (await ReadAsync(world)).Should().Be(1);
    }

    private static async Task<SyncWorld> StartAsync(int contacts)
    {
        var world = await SyncWorld.StartAsync(options => (options.Contacts, options.Campaigns, options.MarketingEmails) = (contacts, 0, 0), Window);
        await world.BackfillAsync();
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");
        return world;
    }

    private static Task<string> ChangeAsync(SyncWorld world, int count, int spanMs, int skip = 0) =>
        world.Sandbox.ControlAsync(HttpMethod.Post, "crowds/contacts", new { property = "jobtitle", count, spanMs, skip });

    // How many contacts were read by id.
    private static async Task<int> ReadAsync(SyncWorld world) =>
        (await world.Sandbox.CallsAsync()).Where(call => call.Path.EndsWith("/contacts/batch/read", StringComparison.Ordinal)).Sum(call => call.Inputs);

    private static Task<string?> SurvivorAsync(SyncWorld world, string old) => world.Mirror.ReadAsync(
        connection =>
        {
            using var statement = new Statement(connection, null, "SELECT survivor_id FROM alias WHERE type = $p0 AND old_id = $p1", 2);
            using var reader = statement.Read((int)ObjectType.Contact, old);
            return reader.Read() ? reader.GetString(0) : null;
        },
        TestContext.Current.CancellationToken);
}
