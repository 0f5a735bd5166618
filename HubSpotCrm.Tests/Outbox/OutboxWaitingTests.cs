using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>When edits wait, are tried again, and are given up; and what wakes the sender.</summary>
public sealed class OutboxWaitingTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Ada"), ("jobtitle", "Clerk"), ("phone", "1"), ("lifecyclestage", "lead"));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_missing_scope_parks_the_edit_and_is_named()
    {
        var edit = await _bench.EditAsync("1", ("phone", "2"));
        _bench.Account.Refuse = _ => new MissingScopes(["crm.objects.contacts.write"]);

        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row =>
            row.State == OutboxState.Parked && row.Message!.Contains("crm.objects.contacts.write", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Fault", "F7")]
    public async Task A_refused_connection_makes_the_edits_wait_without_a_call_until_the_session_changes()
    {
        await _bench.SeedAsync(ObjectType.Contact, "2", ("phone", "5"));
        var edit = await _bench.EditAsync("1", ("phone", "2"));
        _bench.Account.Refuse = _ => new ReconnectNeeded("revoked");
        await _bench.SendAsync();
        var calls = _bench.Account.Calls.Count;
        var other = await _bench.EditAsync("2", ("phone", "3"));
        _bench.Time.Advance(TimeSpan.FromDays(3));

        await _bench.SendAsync();

        _bench.Account.Calls.Should().HaveCount(calls);
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Queued);

        _bench.Account.Refuse = _ => null;
        _bench.Sender.OnSessionChanged();
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        (await _bench.StateAsync(other)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    public async Task Without_a_connection_edits_wait()
    {
        var edit = await _bench.EditAsync("1", ("phone", "2"));
        _bench.Remote = null;

        (await _bench.SendAsync()).Should().Be(0);

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Queued);
    }

    [Fact]
    public async Task Edits_of_another_account_are_not_sent()
    {
        var edit = await _bench.EditAsync("1", ("phone", "2"));
        await _bench.Mirrors.OpenAsync("2", RecordsBench.Cancellation);

        (await _bench.SendAsync()).Should().Be(0);

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Queued);
        (await _bench.Edits.OpenAsync(RecordsBench.Editor, RecordsBench.Cancellation)).Value.Should().BeEmpty();
    }

    [Fact]
    [Trait("Fault", "F51")]
    public async Task An_unreachable_HubSpot_is_tried_again_later_and_says_so()
    {
        var edit = await _bench.EditAsync("1", ("phone", "2"));
        _bench.Account.Refuse = _ => new HubSpotUnavailable("status 503", TimeSpan.FromMinutes(5));
        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Queued && row.Message!.Contains("503", StringComparison.Ordinal) && row.Attempts == 1);
        _bench.Account.Refuse = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(4));
        (await _bench.SendAsync()).Should().Be(0);
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    public async Task A_day_of_failures_parks_the_edit_until_a_user_tries_again()
    {
        var edit = await _bench.EditAsync("1", ("phone", "2"));
        _bench.Account.Refuse = _ => new Throttled(TimeSpan.FromSeconds(10), IsDaily: true);
        for (var hour = 0; hour < 24; hour++)
        {
            await _bench.SendAsync();
            (await _bench.StateAsync(edit)).Should().Be(OutboxState.Queued);
            _bench.Time.Advance(TimeSpan.FromHours(1));
        }

        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Parked);
        _bench.Account.Refuse = _ => null;
        (await _bench.SendAsync()).Should().Be(0);
        await _bench.Edits.RetryAsync(RecordsBench.Editor, edit, RecordsBench.Cancellation);
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    public async Task A_fault_of_our_own_delays_an_edit_and_loses_nothing()
    {
        var edit = await _bench.EditAsync("1", ("phone", "2"));
        _bench.Account.Refuse = _ => throw new InvalidOperationException("a bug");
        await _bench.SendAsync();

        _bench.Account.Refuse = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    public async Task Screens_are_told_when_an_edit_is_saved_and_when_it_is_settled()
    {
        var told = new List<string>();
        using var subscription = _bench.Feed.Subscribe(change => told.AddRange(change.Ids));
        await _bench.EditAsync("1", ("phone", "2"));
        told.Should().Equal("1");

        await _bench.SendAsync();

        told.Count.Should().BeGreaterThan(2);
    }

    [Fact]
    public async Task The_running_sender_sends_a_new_edit_without_waiting_for_the_clock()
    {
        await _bench.Sender.StartAsync(RecordsBench.Cancellation);
        var arrived = new TaskCompletionSource();
        _bench.Account.During = _ =>
        {
            arrived.TrySetResult();
            return Task.CompletedTask;
        };

        await _bench.EditAsync("1", ("phone", "2"));

        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), RecordsBench.Cancellation);
        await _bench.Sender.StopAsync(RecordsBench.Cancellation);
    }

    [Theory]
    [InlineData(0, 0.0, 0)]
    [InlineData(0, 1.0, 2)]
    [InlineData(3, 0.5, 8)]
    [InlineData(30, 1.0, 900)]
    [InlineData(30, 0.25, 225)]
    public void The_wait_grows_at_random_up_to_a_quarter_of_an_hour(int attempts, double chance, int seconds)
    {
        HubSpotCrm.Core.Outbox.OutboxRetry.Delay(attempts, TimeSpan.Zero, chance).Should().Be(TimeSpan.FromSeconds(seconds));
        HubSpotCrm.Core.Outbox.OutboxRetry.Delay(attempts, TimeSpan.FromSeconds(7), 0).Should().Be(TimeSpan.FromSeconds(7));
    }
}
