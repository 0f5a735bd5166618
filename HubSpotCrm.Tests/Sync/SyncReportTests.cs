using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Sync.Push;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Tests.Sync;

/// <summary>What the sync page reads.</summary>
public sealed class SyncReportTests
{
    private static readonly Actor Viewer = new("3", "Vi", Role.Viewer);
    private static readonly TimeSpan Half = TimeSpan.FromMinutes(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_are_put_together_by_half_hours_and_the_last_failure_of_each_is_named()
    {
        await using var world = await SyncWorld.StartAsync();
        var since = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
        await AddAsync(
            world,
            Run(since.AddMinutes(-1), updated: 99),
            Run(since, created: 1, updated: 2, archived: 3),
            Run(since.AddMinutes(29), updated: 4, failure: "first"),
            Run(since.AddMinutes(29.5), failure: "last"),
            Run(since.AddMinutes(61), updated: 5));

        var activity = await Report(world).ActivityAsync(Viewer, since, Half, Cancellation);

        activity.Value.Should().Equal(
            new SyncActivity(since, 3, 10, 2, "last"),
            new SyncActivity(since.AddHours(1), 1, 5, 0, null));
    }

    [Fact]
    public async Task The_last_day_of_each_kind_is_counted_with_its_failures()
    {
        await using var world = await SyncWorld.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await AddAsync(
            world,
            Run(now.AddHours(-25), created: 100), Run(now.AddHours(-1), created: 1, updated: 2, archived: 3), Run(now.AddHours(-2), updated: 4, failure: "no answer"));

        (await Report(world).TotalsAsync(Viewer, now.AddHours(-24), Cancellation)).Value.Should().Equal(new SyncTotals(ObjectType.Contact, 1, 6, 3, 1, 14));
    }

    [Fact]
    public async Task Hints_that_wait_are_counted_and_webhooks_are_off_unless_they_have_an_address_or_a_journal()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.Get<Inbox>().AddAsync(world.Mirror, [new RecordHint("e1", ObjectType.Contact, "7", false)], 1_000, Cancellation);

        (await Report(world).PushAsync(Viewer, Cancellation)).Value.Should().Be(new PushStatus(false, 1, DateTimeOffset.FromUnixTimeMilliseconds(1_000)));
        world.Get<IOptions<SyncOptions>>().Value.WebhookUrl = "https://crm.example.com/api/hubspot/webhooks";
        (await Report(world).PushAsync(Viewer, Cancellation)).Value.IsOn.Should().BeTrue();
        world.Get<IOptions<SyncOptions>>().Value.WebhookUrl = "";
        world.Get<IOptions<SyncOptions>>().Value.Journal = true;
        (await Report(world).PushAsync(Viewer, Cancellation)).Value.IsOn.Should().BeTrue("the journal brings hints as well");
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_goes_when_the_record_is_read_again_and_fits()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        world.Get<Core.Connection.HubSpotSession>().Set(world.Target.Client);
        var id = await world.FirstAsync(ObjectType.Deal);
        await world.Mirror.WriteAsync(
            (connection, transaction) =>
            {
                using var insert = new Statement(connection, transaction, "INSERT INTO quarantine (key, property, raw, reason, at) SELECT key, 'amount', 'N/A', 'is no number', 5 FROM record WHERE type = 3 AND hubspot_id = $p0", 1);
                return insert.Run(id);
            },
            Cancellation);
        (await UnreadableAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Type = ObjectType.Deal, RecordId = id, Property = "amount", Raw = "N/A", Reason = "is no number" });

        (await Report(world).RetryAsync(Viewer, ObjectType.Deal, [id], Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await Report(world).RetryAsync(SyncWorld.Editor, ObjectType.Campaign, [id], Cancellation)).Failure.Should().BeOfType<UnknownKind>();
        (await Report(world).RetryAsync(SyncWorld.Editor, (ObjectType)99, [id], Cancellation)).Failure.Should().BeOfType<UnknownKind>();
        (await Report(world).RetryAsync(SyncWorld.Editor, ObjectType.Deal, [id], Cancellation)).Failure.Should().BeNull();

        (await UnreadableAsync()).Should().BeEmpty();

        async Task<IEnumerable<QuarantinedValue>> UnreadableAsync() =>
            (await Report(world).QuarantineAsync(Viewer, 0, 200, Cancellation)).Value.Items.Where(value => value.RecordId == id && value.Property == "amount");
    }

    [Fact]
    public async Task Whoever_has_no_role_is_told_nothing_and_numbers_of_pages_are_taken_as_far_as_they_make_sense()
    {
        await using var world = await SyncWorld.StartAsync();
        await AddAsync(world, Run(TimeProvider.System.GetUtcNow(), updated: 1));
        var nobody = new Actor("4", "No", Role.Nobody);

        (await Report(world).ActivityAsync(nobody, DateTimeOffset.UnixEpoch, Half, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await Report(world).PushAsync(nobody, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await Report(world).RunsAsync(Viewer, -5, int.MaxValue, Cancellation)).Value.Items.Should().HaveCount(1);
        (await Report(world).RunsAsync(Viewer, int.MaxValue, -1, Cancellation)).Value.Should().BeEquivalentTo(new { Items = Array.Empty<SyncRunEntry>(), Total = new { Count = 1 } });
        (await Report(world).ActivityAsync(Viewer, DateTimeOffset.UnixEpoch, TimeSpan.Zero, Cancellation)).Succeeded.Should().BeTrue("no division by nothing");
    }

    [Fact]
    public async Task A_comparison_that_was_asked_for_is_shown_until_it_ends()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.ConnectAsync();
        await world.UntilAsync(status => status is { State: SyncState.Live, SyncedAt: not null });

        (await world.Engine.CheckNowAsync(Viewer, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await world.Engine.CheckNowAsync(SyncWorld.Editor, Cancellation)).Failure.Should().BeNull();
        world.Engine.Status.Checking.Should().NotBeEmpty();
        await world.UntilAsync(status => status.Checking.Count == 0);

        var checks = (await Report(world).ChecksAsync(Viewer, Cancellation)).Value.Where(check => check.Kind == CheckKind.Manual).ToList();
        checks.Select(check => check.Type).Should().BeEquivalentTo(SyncKinds.CrmObjects.Select(kind => kind.Type));
        checks.Should().OnlyContain(check => check.Local == check.Remote && check.Sampled == check.Equal && check.Drift == 0);
    }

    private static ISyncReport Report(SyncWorld world) => world.Get<ISyncReport>();

    private static SyncRunRow Run(DateTimeOffset at, int created = 0, int updated = 0, int archived = 0, string? failure = null) => new()
    {
        Lane = Lanes.Fast,
        Type = (int)ObjectType.Contact,
        StartedAt = at.ToUnixTimeMilliseconds(),
        EndedAt = at.ToUnixTimeMilliseconds() + 10,
        Created = created,
        Updated = updated,
        Archived = archived,
        Calls = 7,
        Failure = failure,
    };

    private static async Task AddAsync(SyncWorld world, params SyncRunRow[] runs)
    {
        foreach (var run in runs)
        {
            await SyncRunLog.AddAsync(world.Mirror, run, Cancellation);
        }
    }
}
