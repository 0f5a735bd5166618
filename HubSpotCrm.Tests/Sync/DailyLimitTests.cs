using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Tests.Sync;

/// <summary>Sync when HubSpot allows no more, or is away, and who may ask what of it.</summary>
public sealed class DailyLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Fault", "F3")]
    [Trait("Seed", "S36")]
    public async Task When_the_last_tenth_of_a_day_is_reached_sync_waits_and_people_go_on()
    {
        await using var world = await SyncWorld.StartAsync(options => options.Limits = true);
        await world.ConnectAsync();
        var live = await world.UntilAsync(status => status is { State: SyncState.Live, SyncedAt: not null, Today: not null });
        live.Today!.Limit.Should().Be(625_000);
        live.Today.ForSync.Should().Be(562_500);

        await world.Engine.PauseAsync(SyncWorld.Admin, Cancellation);
        await world.UntilAsync(status => status.State == SyncState.Paused);

        // The account begins a day of thirty calls, of which people make twenty-eight.
        await world.Sandbox.ControlAsync(HttpMethod.Post, "limits", new { daily = 30 });
        for (var call = 0; call < 28; call++)
        {
            (await world.Target.Client.AccountAsync(Cancellation)).Failure.Should().BeNull();
        }

        await world.Engine.ResumeAsync(SyncWorld.Admin, Cancellation);

        var waiting = await world.UntilAsync(status => status.State == SyncState.Waiting);
        waiting.Reason.Should().Be(WaitReason.Limited);
        waiting.Message.Should().Contain("The rest is kept for edits");
        waiting.NextAttemptAt.Should().BeAfter(TimeProvider.System.GetUtcNow().AddMinutes(3));
        (await world.Target.Client.AccountAsync(Cancellation)).Failure.Should().BeNull("people may use the rest");
    }

    [Fact]
    public async Task A_HubSpot_that_does_not_answer_is_named_as_such_and_the_next_attempt_told()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.ConnectAsync();
        await world.UntilAsync(status => status is { State: SyncState.Live, SyncedAt: not null });
        await world.Sandbox.FaultAsync(new HubSpotCrm.Sandbox.Control.Fault { Method = "POST", Path = "/crm/objects/2026-09/deals/search", Times = 1000, Status = 503 });

        await world.Engine.SyncNowAsync(SyncWorld.Editor, Cancellation);

        var waiting = await world.UntilAsync(status => status.State == SyncState.Waiting);
        waiting.Reason.Should().Be(WaitReason.NoAnswer);
        waiting.NextAttemptAt.Should().NotBeNull();
        waiting.Lanes.Should().Contain(lane => lane.Type == ObjectType.Deal && lane.Failure != null);
        waiting.Lanes.Where(lane => lane is { Lane: "fast", Type: ObjectType.Contact }).Should().OnlyContain(lane => lane.Failure == null, "one lane holds up no other");
    }

    [Fact]
    public async Task Only_an_administrator_has_a_kind_read_again_and_only_one_that_there_is()
    {
        await using var world = await SyncWorld.StartAsync();

        (await world.Engine.ResyncAsync(SyncWorld.Editor, ObjectType.Deal, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await world.Engine.ResyncAsync(SyncWorld.Admin, (ObjectType)99, Cancellation)).Failure.Should().BeOfType<UnknownKind>();
        (await world.Engine.LetGoAsync(SyncWorld.Admin, (ObjectType)99, Cancellation)).Failure.Should().BeOfType<NothingHeld>();
        (await world.Engine.CheckNowAsync(new Actor("3", "Vi", Role.Viewer), Cancellation)).Failure.Should().BeOfType<NotAllowed>();
    }
}
