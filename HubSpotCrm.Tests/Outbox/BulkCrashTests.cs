using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>A portal that dies in the middle of a bulk edit: these tests stop working on it in the same places, and start anew.</summary>
[Trait("Fault", "F37")]
[Trait("Seed", "S35")]
public sealed class BulkCrashTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await RecordsBench.OpenAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Dying_while_the_entries_are_written_leaves_no_record_out_and_none_twice(int writtenParts)
    {
        var ids = await _bench.SeedManyAsync((3 * BulkPreparation.Together) - 50, ("jobtitle", "Clerk"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        var dying = _bench.NewPreparation();
        for (var part = 0; part < writtenParts; part++)
        {
            await dying.ContinueAsync(_bench.Mirror, Cancellation);
        }

        (await _bench.EntriesAsync(bulk)).Count.Should().Be(Math.Min(ids.Length, writtenParts * BulkPreparation.Together));
        await RestartAsync();

        (await _bench.EntriesAsync(bulk)).Select(row => row.HubSpotId).Should().BeEquivalentTo(ids).And.OnlyHaveUniqueItems();
        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status => status.Confirmed == ids.Length && status.Progress == BulkEditProgress.Done);
        _bench.Account.RowsWritten.Should().HaveCount(ids.Length).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_transaction_that_is_cut_off_leaves_nothing_of_its_part()
    {
        var ids = await _bench.SeedManyAsync(BulkPreparation.Together + 10, ("jobtitle", "Clerk"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await using (var database = _bench.Databases.CreateDbContext())
        {
            await database.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER cut BEFORE INSERT ON outbox WHEN NEW.HubSpotId = '150' BEGIN SELECT RAISE(ABORT, 'The power is gone.'); END", Cancellation);
            await _bench.Invoking(bench => bench.WriteBulkAsync()).Should().ThrowAsync<DbUpdateException>();
            (await database.Outbox.CountAsync(Cancellation)).Should().Be(0);
            (await database.BulkEdits.AsNoTracking().SingleAsync(Cancellation)).Should().Match<BulkEditRow>(row => row.Position == 0 && row.State == BulkEditState.Preparing);
            await database.Database.ExecuteSqlRawAsync("DROP TRIGGER cut", Cancellation);
        }

        await RestartAsync();

        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(ids.Length);
    }

    [Fact]
    public async Task Entries_that_were_only_taken_up_are_sent_after_the_next_start()
    {
        var (bulk, ids) = await WrittenAsync();
        (await _bench.NewQueue().ClaimManyAsync("1", 100, Cancellation)).Should().HaveCount(ids.Length);
        (await _bench.SendAsync()).Should().Be(0, "another holds the leases");

        await RestartAsync();

        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(ids.Length);
        _bench.Account.RowsWritten.Should().HaveCount(ids.Length).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(40)]
    [Trait("Fault", "F37")]
    public async Task Dying_while_a_batch_is_out_makes_nothing_twice_whatever_of_it_arrived(int arrived)
    {
        var (bulk, ids) = await WrittenAsync();
        var queue = _bench.NewQueue();
        var edits = await queue.ClaimManyAsync("1", 100, Cancellation);
        await queue.MarkSendingAsync([.. edits.Select(edit => (edit, (IReadOnlyDictionary<string, SentOver>)_bench.Over(edit)))], _bench.Account.Now, Cancellation);
        foreach (var id in ids.Take(arrived))
        {
            _bench.Account.Set(ObjectType.Contact, id, "jobtitle", "Buyer", user: "1", source: "INTEGRATION");
        }

        await RestartAsync();

        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(ids.Length);
        _bench.Account.RowsWritten.Should().HaveCount(ids.Length - arrived);
        ids.Select(id => _bench.Times(id, "jobtitle", "Buyer")).Should().OnlyContain(times => times == 1);
    }

    [Fact]
    public async Task Whoever_lost_some_leases_sends_only_the_others()
    {
        var (_, ids) = await WrittenAsync();
        var slow = _bench.NewQueue();
        var edits = await slow.ClaimManyAsync("1", 100, Cancellation);
        await using (var database = _bench.Databases.CreateDbContext())
        {
            await database.Outbox.Where(row => row.HubSpotId == "3").ExecuteUpdateAsync(row => row.SetProperty(entry => entry.LeaseOwner, "another"), Cancellation);
        }

        var ours = await slow.MarkSendingAsync([.. edits.Select(edit => (edit, (IReadOnlyDictionary<string, SentOver>)_bench.Over(edit)))], _bench.Account.Now, Cancellation);

        ours.Should().HaveCount(ids.Length - 1);
        (await slow.SettleAsync([.. edits.Select(edit => (edit, new DeliveryOutcome(OutboxState.Confirmed)))], 0, Cancellation)).Should().HaveCount(ids.Length - 1);
        (await slow.ClaimManyAsync("1", 100, Cancellation)).Should().BeEmpty();
    }

    private async Task<(string Bulk, string[] Ids)> WrittenAsync()
    {
        var ids = await _bench.SeedManyAsync(40, ("jobtitle", "Clerk"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.WriteBulkAsync();
        return (bulk, ids);
    }

    private async Task RestartAsync()
    {
        var sender = _bench.NewSender();
        await sender.RecoverAsync(Cancellation);
        await sender.SendDueAsync(Cancellation);
    }
}
