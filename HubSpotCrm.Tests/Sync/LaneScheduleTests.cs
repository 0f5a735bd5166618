using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

public sealed class LaneScheduleTests
{
    private static readonly int[] FormerDays = [3000, 2500, 2000, 100];

    [Fact]
    public async Task A_lane_that_never_ran_counts_from_the_first_sync_and_one_that_was_asked_for_is_due()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();

        (await DueInAsync(world)).Should().BeCloseTo(AssociationSweep.Interval, TimeSpan.FromMinutes(1));
        await world.PassAsync(TimeSpan.FromHours(25));
        (await DueInAsync(world)).Should().Be(TimeSpan.Zero);
        (await world.Get<AssociationSweep>().RunAsync(world.Target, ObjectType.Contact, TestContext.Current.CancellationToken)).Failure.Should().BeNull();
        (await DueInAsync(world)).Should().BePositive();
        await Checkpoints.SaveAsync(world.Mirror, [Checkpoints.Wanted(Lanes.Associations, ObjectType.Contact)], TestContext.Current.CancellationToken);
        (await DueInAsync(world)).Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("2026-11-25T00:30:00Z", "Europe/Berlin", "2026-11-25T01:00:00Z")]
    [InlineData("2026-11-25T01:30:00Z", "Europe/Berlin", "2026-11-26T01:00:00Z")]
    [InlineData("2026-03-28T12:00:00Z", "Europe/Berlin", "2026-03-29T01:00:00Z")]
    [InlineData("2026-11-25T00:30:00Z", "America/Los_Angeles", "2026-11-25T10:00:00Z")]
    [InlineData("2026-11-25T00:30:00Z", "No/Such", "2026-11-25T02:00:00Z")]
    public async Task The_night_is_that_of_the_account(string lastRun, string zone, string due)
    {
        await using var world = await SyncWorld.StartAsync();
        var (last, expected) = (DateTimeOffset.Parse(lastRun, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture));
        await LaneSchedule.RanAsync(world.Target, Lanes.Reconciliation, ObjectType.Deal, last.ToUnixTimeMilliseconds(), null, TestContext.Current.CancellationToken);
        await world.PassAsync(last - world.Clock.GetUtcNow());

        var wait = await LaneSchedule.NightlyAsync(world.Target, Lanes.Reconciliation, ObjectType.Deal, zone, TestContext.Current.CancellationToken);

        (last + wait).Should().BeCloseTo(expected, TimeSpan.FromMinutes(1));
    }

    [Fact]
    [Trait("Fault", "F37")]
    public async Task After_an_end_out_of_order_everything_is_compared()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await SyncSession.BeginAsync(world.Target, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TestContext.Current.CancellationToken);
        await SyncSession.EndAsync(world.Target, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await SyncSession.BeginAsync(world.Target, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TestContext.Current.CancellationToken);
        (await world.CheckpointAsync(ObjectType.Contact, Lanes.Reconciliation)).IsOpen().Should().BeFalse("it had ended in order");

        await SyncSession.BeginAsync(world.Target, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TestContext.Current.CancellationToken);

        (await world.CheckpointAsync(ObjectType.Contact, Lanes.Reconciliation)).IsOpen().Should().BeTrue();
    }

    [Fact]
    public async Task Old_logs_and_former_values_are_forgotten_and_the_value_at_the_horizon_stays()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        long key;
        var now = world.Target.Client.Now;
        var day = (long)TimeSpan.FromDays(1).TotalMilliseconds;
        await using (var context = world.Mirror.CreateContext())
        {
            key = await context.Contacts.MinAsync(row => row.Key, TestContext.Current.CancellationToken);
            await context.History.Where(row => row.Key == key).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
            context.History.AddRange(FormerDays.Select(days => new HistoryRow { Key = key, Property = "lifecyclestage", At = now - (days * day), Value = $"v{days}" }));
            context.SyncRuns.AddRange(
                new SyncRunRow { Lane = "fast", StartedAt = now - (91 * day) }, new SyncRunRow { Lane = "fast", StartedAt = now - (89 * day) });
            context.Changes.Add(new ChangeRow { Key = key, At = now - (91 * day), UpdatedAt = 1, Hash = 1 });
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        (await world.Get<Retention>().RunAsync(world.Target, TestContext.Current.CancellationToken)).Failure.Should().BeNull();

        await using var after = world.Mirror.CreateContext();
        (await after.History.Where(row => row.Key == key).OrderBy(row => row.At).Select(row => row.Value).ToListAsync(TestContext.Current.CancellationToken))
            .Should().Equal("v2000", "v100");
        (await after.SyncRuns.CountAsync(TestContext.Current.CancellationToken)).Should().Be(1);
        (await after.Changes.CountAsync(row => row.At < now - (90 * day), TestContext.Current.CancellationToken)).Should().Be(0);
    }

    private static Task<TimeSpan> DueInAsync(SyncWorld world) =>
        LaneSchedule.DueInAsync(world.Target, Lanes.Associations, ObjectType.Contact, AssociationSweep.Interval, TestContext.Current.CancellationToken);
}
