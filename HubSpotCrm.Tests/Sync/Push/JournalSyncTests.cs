using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Journal;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Sync.Push;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sync.Push.JournalWorld;

namespace HubSpotCrm.Tests.Sync.Push;

/// <summary>The journal among the other lanes.</summary>
public sealed class JournalSyncTests
{
    [Fact]
    public async Task A_change_arrives_through_the_journal_while_HubSpot_is_asked_every_ten_minutes()
    {
        await using var world = await StartAsync(options => options.FastInterval = TimeSpan.FromMinutes(10));
        await world.ConnectAsync();
        await world.UntilAsync(status => status is { State: SyncState.Live, SyncedAt: not null } && Lane(status) is { LastRun: not null, Failure: null });
        (await world.DifferencesAsync()).Should().BeEmpty();
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");

        await ChangeAsync(world, await world.FirstAsync(ObjectType.Contact), "Journaled");

        await Eventually.HoldsAsync(
            async () => (await world.DifferencesAsync()).Count == 0, TimeSpan.FromMinutes(1), () => $"the change did not arrive: {Lane(world.Engine.Status)}", Cancellation);
        var calls = await world.Sandbox.CallsAsync();
        calls.Should().NotContain(call => call.Path.EndsWith("/search", StringComparison.Ordinal));
        calls.Should().Contain(call => call.Path.StartsWith("/webhooks-journal-files/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_journal_is_off_unless_it_is_switched_on()
    {
        new SyncOptions().Journal.Should().BeFalse();
        await using var world = await StartAsync(isOn: false);
        await world.ConnectAsync();
        var status = await world.UntilAsync(status => status is { State: SyncState.Live, SyncedAt: not null });

        await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);

        (await world.Sandbox.CallsAsync()).Should().NotContain(call =>
            call.Path.StartsWith("/webhooks-journal", StringComparison.Ordinal) || call.Path.StartsWith("/oauth", StringComparison.Ordinal));
        Lane(status).Should().BeNull();
    }

    [Theory]
    [InlineData(403, "does not let this app read the webhooks journal")]
    [InlineData(404, "has no webhooks journal for this app")]
    public async Task An_app_that_may_not_read_the_journal_is_told_and_all_else_goes_on(int refusal, string words)
    {
        await using var world = await StartAsync();
        await world.Sandbox.FaultAsync(new Fault { Path = "/webhooks-journal/*", Status = refusal });
        await world.ConnectAsync();

        var status = await world.UntilAsync(status => status is { State: SyncState.Live, SyncedAt: not null } && Lane(status)?.Failure is not null);

        Lane(status)!.Failure.Should().Contain(words);
        status.Message.Should().BeNull("nothing waits for the journal");
        await ChangeAsync(world, await world.FirstAsync(ObjectType.Contact), "Asked for");
        await world.Engine.SyncNowAsync(SyncWorld.Editor, Cancellation);
        await Eventually.HoldsAsync(async () => (await world.DifferencesAsync()).Count == 0, TimeSpan.FromMinutes(1), () => "asking brings nothing", Cancellation);

        await world.Sandbox.ClearFaultsAsync();
        await world.UntilAsync(status => Lane(status) is { Failure: null });
    }

    [Fact]
    public async Task A_token_that_the_journal_refuses_does_not_end_the_connection()
    {
        await using var world = await StartAsync();
        await world.BackfillAsync();
        await world.Sandbox.FaultAsync(new Fault { Path = "/webhooks-journal/*", Status = 401 });

        (await ReadAsync(world)).Failure.Should().BeOfType<JournalNotAllowed>();

        await world.Sandbox.ClearFaultsAsync();
        (await ReadAsync(world)).Failure.Should().BeNull();
    }

    [Fact]
    public async Task Without_an_app_no_call_is_made()
    {
        await using var world = await SyncWorld.StartAsync();

        (await world.Get<JournalLane>().RunAsync(world.Target, Cancellation)).Failure.Should().BeOfType<JournalNeedsApp>();

        (await world.Sandbox.CallsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_kind_that_HubSpot_does_not_tell_of_costs_only_itself()
    {
        await using var world = await StartAsync();
        await world.BackfillAsync();
        await world.Sandbox.FaultAsync(new Fault { Method = "POST", Path = "/webhooks-journal/subscriptions/*", Nth = 8, Status = 403 });

        (await ReadAsync(world)).Failure.Should().BeNull();

        world.Sandbox.Account.WebhooksJournal.Subscriptions.Should().HaveCount(7);
    }

    [Theory]
    [InlineData(true, "", true)]
    [InlineData(false, "https://crm.example.com/api/hubspot/webhooks", true)]
    [InlineData(true, "https://crm.example.com/api/hubspot/webhooks", false)]
    [Trait("BadInput", "settings that contradict each other")]
    public void Webhooks_and_the_journal_are_not_used_together(bool journal, string url, bool isValid)
    {
        var result = new SyncOptionsValidator().Validate(null, new SyncOptions { Journal = journal, WebhookUrl = url });

        result.Succeeded.Should().Be(isValid);
        (result.FailureMessage ?? "Sync:Journal").Should().Contain("Sync:Journal");
    }

    private static LaneStatus? Lane(SyncStatus status) => status.Lanes.SingleOrDefault(lane => lane.Lane == Lanes.Journal);
}
