using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Tests.Outbox;

[Trait("Seed", "S35")]
public sealed class BulkDeliveryTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    private EmulatedAccount Account => _bench.Account;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await RecordsBench.OpenAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_hundred_records_go_in_one_call_with_two_readings_before_and_two_after()
    {
        var ids = await _bench.SeedManyAsync(250, ("jobtitle", "Clerk"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));

        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(250);
        Account.Batches.GroupBy(call => call).ToDictionary(call => call.Key, call => call.Count())
            .Should().BeEquivalentTo(new Dictionary<string, int> { ["batch-update 100"] = 2, ["batch-update 50"] = 1, ["batch-read 50"] = 10 });
        Account.Calls.Should().OnlyContain(call => call.StartsWith("batch", StringComparison.Ordinal), "no record is read or written alone");
        ids.Select(id => Account.Get(ObjectType.Contact, id, "jobtitle")).Should().OnlyContain(title => title == "Buyer");
    }

    [Fact]
    public async Task A_record_that_has_the_value_at_HubSpot_already_is_confirmed_without_sending()
    {
        var ids = await _bench.SeedManyAsync(2, ("jobtitle", "Clerk"));
        Account.Set(ObjectType.Contact, "1", "jobtitle", "Buyer");
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));

        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(2);
        Account.RowsWritten.Should().Equal("2 jobtitle=Buyer");
        (await _bench.MirrorValueAsync("1", "jobtitle")).Should().Be("Buyer");
    }

    [Fact]
    [Trait("Fault", "F49")]
    public async Task Of_a_batch_in_which_three_are_refused_the_others_are_made()
    {
        var ids = await _bench.SeedManyAsync(100, ("jobtitle", "Clerk"));
        Account.Refuse = call => call.StartsWith("row 7 ", StringComparison.Ordinal) || call.StartsWith("row 50 ", StringComparison.Ordinal) || call.StartsWith("row 99 ", StringComparison.Ordinal)
            ? new InvalidProperties("No.", new Dictionary<string, string> { ["jobtitle"] = "HubSpot does not like it" }, new Dictionary<string, string>())
            : null;
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));

        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status => status.Confirmed == 97 && status.Rejected == 3);
        (await _bench.BulkRowsAsync(bulk, BulkRows.NeedUser)).Should().HaveCount(3)
            .And.OnlyContain(row => row.Properties[0].Reason == "HubSpot does not like it" && row.State == "Rejected");
    }

    [Fact]
    public async Task Where_HubSpot_refuses_all_for_one_the_one_is_found_and_the_others_are_made()
    {
        var ids = await _bench.SeedManyAsync(100, ("jobtitle", "Clerk"));
        Account.RefuseBatch = rows => rows.Any(row => row.Id == "42") ? new RequestRefused(400, "VALIDATION_ERROR", "one of them is wrong") : null;
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));

        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status => status.Confirmed == 99 && status.Rejected == 1);
        (await _bench.BulkRowsAsync(bulk, BulkRows.NeedUser)).Single().RecordId.Should().Be("42");
        Account.RowsWritten.Should().HaveCount(99).And.OnlyHaveUniqueItems();
        Account.Batches.Count(call => call.StartsWith("batch-update", StringComparison.Ordinal)).Should().BeLessThan(16, "halving finds one in a hundred soon");
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_is_looked_at_and_not_made_again()
    {
        var ids = await _bench.SeedManyAsync(60, ("jobtitle", "Clerk"));
        Account.LoseAnswer = call => call.StartsWith("batch", StringComparison.Ordinal) ? new OutcomeUnknown("reset") : null;
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.SendAsync();
        (await _bench.EntriesAsync(bulk)).Should().OnlyContain(row => row.State == OutboxState.Unknown);

        Account.LoseAnswer = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(60);
        Account.RowsWritten.Should().HaveCount(60, "all arrived the first time");
        Account.Batches.Should().Equal("batch-read 50", "batch-read 10", "batch-update 60", "batch-read 50", "batch-read 10");
    }

    [Fact]
    public async Task A_batch_that_never_arrived_is_sent_after_looking()
    {
        var ids = await _bench.SeedManyAsync(10, ("jobtitle", "Clerk"));
        Account.Refuse = call => call.StartsWith("batch-update", StringComparison.Ordinal) ? new OutcomeUnknown("reset") : null;
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.SendAsync();

        Account.Refuse = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(10);
        ids.Select(id => _bench.Times(id, "jobtitle", "Buyer")).Should().OnlyContain(times => times == 1);
    }

    [Fact]
    public async Task While_HubSpot_is_limited_everything_stays_queued()
    {
        var ids = await _bench.SeedManyAsync(10, ("jobtitle", "Clerk"));
        Account.Refuse = call => call.StartsWith("batch-update", StringComparison.Ordinal) ? new Throttled(TimeSpan.FromSeconds(10), false) : null;
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.SendAsync();
        (await _bench.EntriesAsync(bulk)).Should().OnlyContain(row => row.State == OutboxState.Queued && row.Attempts == 1)
            .And.Subject.Select(row => row.NextAttemptAt).Distinct().Should().ContainSingle("what went together goes together again");

        Account.Refuse = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();
        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(10);
        Account.Batches.Last(call => call.StartsWith("batch-update", StringComparison.Ordinal)).Should().Be("batch-update 10");
    }

    [Fact]
    [Trait("Fault", "F47")]
    public async Task A_change_by_somebody_else_between_reading_and_writing_is_told()
    {
        var ids = await _bench.SeedManyAsync(3, ("jobtitle", "Clerk"));
        Account.BeforeUpdate = id =>
        {
            if (id == "2")
            {
                Account.Set(ObjectType.Contact, "2", "jobtitle", "Director", user: "77");
            }
        };
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));

        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status => status.Confirmed == 2 && status.Conflicts == 1);
        var conflict = (await _bench.BulkRowsAsync(bulk, BulkRows.NeedUser)).Single();
        conflict.Should().Match<EditStatus>(row => row.RecordId == "2" && row.Overwrote);
        conflict.Properties.Single().HubSpots.Should().Be("Director");
        (await _bench.BulkEdits.DiscardAsync(RecordsBench.Editor, bulk, Cancellation)).Taken();
        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(3, "it is at HubSpot; only its question was answered");
    }

    [Fact]
    public async Task A_deleted_and_a_merged_record_are_delivered_alone_and_say_what_happened()
    {
        var ids = await _bench.SeedManyAsync(4, ("jobtitle", "Clerk"));
        Account.Delete(ObjectType.Contact, "2");
        Account.Set(ObjectType.Contact, "500", "jobtitle", "Director");
        Account.Merge(ObjectType.Contact, "3", "500");
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));

        await _bench.SendAsync();

        var rows = await _bench.BulkRowsAsync(bulk);
        rows.Select(row => (row.RecordId, row.State)).Should().Equal(("1", "Confirmed"), ("2", "Rejected"), ("500", "Conflict"), ("4", "Confirmed"));
        rows[1].Message.Should().Contain("deleted");
        rows[2].Message.Should().Contain("merged");
    }

    [Fact]
    public async Task A_persons_edit_goes_before_thousands_of_rows()
    {
        var ids = await _bench.SeedManyAsync(1000, ("jobtitle", "Clerk"), ("phone", "1"));
        await _bench.StartBulkAsync(ids[..999], ("jobtitle", "Buyer"));
        await _bench.WriteBulkAsync();
        await _bench.EditAsync("1000", ("phone", "2"));

        var queue = _bench.NewQueue();
        var first = await queue.ClaimAsync("1", Cancellation);

        first!.Row.HubSpotId.Should().Be("1000");
        (await queue.ClaimAsync("1", Cancellation)).Should().BeNull("entries of a bulk edit are taken up together");
    }

    [Fact]
    public async Task A_persons_edit_of_a_record_in_a_bulk_edit_takes_that_records_entry_along_first()
    {
        var ids = await _bench.SeedManyAsync(300, ("jobtitle", "Clerk"), ("phone", "1"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.WriteBulkAsync();
        var single = await _bench.EditAsync("250", ("phone", "2"), ("jobtitle", "Director"));

        var queue = _bench.NewQueue();
        var first = await queue.ClaimAsync("1", Cancellation);
        first!.Row.Should().Match<OutboxRow>(row => row.HubSpotId == "250" && row.BatchId == bulk);
        await queue.SettleAsync(first, new DeliveryOutcome(OutboxState.Confirmed), 0, Cancellation);
        (await queue.ClaimAsync("1", Cancellation))!.Row.Id.Should().Be(single);
    }

    [Fact]
    public async Task Edits_of_one_record_keep_their_order_across_single_and_bulk()
    {
        var ids = await _bench.SeedManyAsync(3, ("jobtitle", "Clerk"));
        await _bench.EditAsync("2", ("jobtitle", "One"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Two"));
        await _bench.WriteBulkAsync();
        await _bench.EditAsync("2", ("jobtitle", "Three"));
        var second = await _bench.StartBulkAsync(ids, ("jobtitle", "Four"));

        await _bench.SendAsync();

        Account.Whole(ObjectType.Contact, "2").History!["jobtitle"].Select(version => version.Value).Reverse().Should().Equal("Clerk", "One", "Two", "Three", "Four");
        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(3);
        (await _bench.BulkAsync(second)).Confirmed.Should().Be(3);
        Account.TwoAtOnceOfOneRecord.Should().BeFalse();
    }

    [Fact]
    public async Task A_bulk_edit_of_campaigns_arrives_though_each_is_written_alone()
    {
        await _bench.SeedAsync(ObjectType.Campaign, "c1", ("hs_name", "Spring"), ("hs_campaign_status", "planned"));
        await _bench.SeedAsync(ObjectType.Campaign, "c2", ("hs_name", "Autumn"), ("hs_campaign_status", "planned"));
        _bench.Remote = new WithoutBatches(Account);
        var edit = new BulkEdit(ObjectType.Campaign, new ChosenRecords(["c1", "c2"]), new Dictionary<string, string> { ["hs_campaign_status"] = "active" });

        var bulk = (await _bench.BulkEdits.StartAsync(RecordsBench.Editor, edit, Cancellation)).Taken();
        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk.Id)).Confirmed.Should().Be(2);
        Account.Get(ObjectType.Campaign, "c2", "hs_campaign_status").Should().Be("active");
    }

    [Fact]
    public async Task All_answers_come_into_the_mirror_in_one_write_and_open_screens_hear_of_every_record()
    {
        var ids = await _bench.SeedManyAsync(80, ("jobtitle", "Clerk"));
        var heard = new HashSet<string>();
        using var subscription = _bench.Feed.Subscribe(change => heard.UnionWith(change.Ids));
        await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));

        await _bench.SendAsync();

        heard.Should().BeEquivalentTo(ids);
        foreach (var id in (string[])["1", "51", "80"])
        {
            (await _bench.MirrorValueAsync(id, "jobtitle")).Should().Be("Buyer");
        }
    }

    /// <summary>As HubSpot's campaigns: none answers in a batch.</summary>
    private sealed class WithoutBatches(IRemoteRecords account) : PassedOnRecords(account)
    {
        public override Task<Result<IReadOnlyDictionary<string, WireRecord>>> ReadManyAsync(
            ObjectType type, IReadOnlyList<string> ids, IReadOnlyList<string> properties, CancellationToken cancellationToken) =>
            Task.FromResult<Result<IReadOnlyDictionary<string, WireRecord>>>(new Dictionary<string, WireRecord>());

        public override Task<Result<IReadOnlyList<Result<WireRecord>>>> UpdateManyAsync(
            ObjectType type, IReadOnlyList<(string Id, IReadOnlyDictionary<string, string> Values)> rows, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing was read together, so nothing is written together.");
    }
}
