using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>A portal that dies leaves its entries as they are; these tests stop working on them in the same places.</summary>
public sealed class OutboxCrashTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;
    private string _edit = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Contact, "1", ("phone", "1"));
        _edit = await _bench.EditAsync("1", ("phone", "2"));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task An_entry_that_was_only_taken_up_is_sent_after_the_next_start()
    {
        await _bench.NewQueue().ClaimAsync("1", RecordsBench.Cancellation);
        (await _bench.SendAsync()).Should().Be(0, "another holds the lease");

        await RestartAsync();

        (await _bench.StateAsync(_edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Updates.Should().ContainSingle();
    }

    [Fact]
    public async Task An_entry_that_was_sent_and_arrived_is_confirmed_after_the_next_start_without_sending_it_again()
    {
        await DieWhileSendingAsync();
        _bench.Account.Set(ObjectType.Contact, "1", "phone", "2", user: "1", source: "INTEGRATION");

        await RestartAsync();

        (await _bench.StateAsync(_edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Updates.Should().BeEmpty();
    }

    [Fact]
    public async Task An_entry_that_was_sent_and_did_not_arrive_is_sent_after_looking()
    {
        await DieWhileSendingAsync();

        await RestartAsync();

        (await _bench.StateAsync(_edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Calls.First().Should().StartWith("read");
        _bench.Account.Updates.Should().ContainSingle();
    }

    [Fact]
    public async Task After_a_restart_an_entry_that_was_being_sent_has_an_unknown_outcome()
    {
        await DieWhileSendingAsync();

        await _bench.NewQueue().RecoverAsync(RecordsBench.Cancellation);

        (await _bench.RowAsync(_edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Unknown && row.LeaseOwner == null);
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_taken_over_and_the_late_answer_counts_for_nothing()
    {
        var dead = _bench.NewQueue();
        var edit = (await dead.ClaimAsync("1", RecordsBench.Cancellation))!;
        await dead.MarkSendingAsync(edit, _bench.Account.Now, _bench.Over(edit), RecordsBench.Cancellation);
        _bench.Time.Advance(OutboxQueue.Lease + TimeSpan.FromSeconds(1));

        await _bench.SendAsync();

        (await _bench.StateAsync(_edit)).Should().Be(OutboxState.Confirmed);
        (await dead.SettleAsync(edit, new DeliveryOutcome(OutboxState.Rejected, "late"), 0, RecordsBench.Cancellation)).Should().BeFalse();
        (await _bench.StateAsync(_edit)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    public async Task Whoever_lost_the_lease_cannot_send()
    {
        var slow = _bench.NewQueue();
        var edit = (await slow.ClaimAsync("1", RecordsBench.Cancellation))!;
        _bench.Time.Advance(OutboxQueue.Lease + TimeSpan.FromSeconds(1));
        await _bench.NewQueue().ClaimAsync("1", RecordsBench.Cancellation);

        (await slow.MarkSendingAsync(edit, 0, null, RecordsBench.Cancellation)).Should().BeFalse();
    }

    [Fact]
    public async Task A_later_edit_of_the_record_waits_for_the_one_whose_outcome_is_unknown()
    {
        var second = await _bench.EditAsync("1", ("phone", "3"));
        await DieWhileSendingAsync();

        (await _bench.SendAsync()).Should().Be(0);
        await RestartAsync();

        (await _bench.StateAsync(second)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Updates.Should().Equal("update 1 phone=2", "update 1 phone=3");
    }

    [Fact]
    public async Task Only_one_of_many_takes_an_entry()
    {
        var queues = Enumerable.Range(0, 8).Select(_ => _bench.NewQueue()).ToList();
        var one = queues[0];
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => one.ClaimAsync("1", RecordsBench.Cancellation)));

        claims.Count(claim => claim is not null).Should().Be(1);
    }

    [Fact]
    [Trait("Fault", "F25")]
    public async Task Ids_sort_in_the_order_of_saving_also_within_a_millisecond_and_when_the_clock_goes_back()
    {
        var ids = new List<string>();
        foreach (var number in Enumerable.Range(10, 20))
        {
            ids.Add(await _bench.EditAsync("1", ("phone", $"{number}")));
        }

        ids.Should().BeInAscendingOrder(StringComparer.Ordinal);
        string.CompareOrdinal(EditIds.After(ids[^1], 0), ids[^1]).Should().BePositive();
        await using var database = _bench.Databases.CreateDbContext();
        (await database.Outbox.CountAsync(RecordsBench.Cancellation)).Should().Be(21);
    }

    private async Task DieWhileSendingAsync()
    {
        var queue = _bench.NewQueue();
        var edit = (await queue.ClaimAsync("1", RecordsBench.Cancellation))!;
        (await queue.MarkSendingAsync(edit, _bench.Account.Now, _bench.Over(edit), RecordsBench.Cancellation)).Should().BeTrue();
    }

    private async Task RestartAsync()
    {
        var sender = _bench.NewSender();
        await sender.RecoverAsync(RecordsBench.Cancellation);
        await sender.SendDueAsync(RecordsBench.Cancellation);
    }
}
