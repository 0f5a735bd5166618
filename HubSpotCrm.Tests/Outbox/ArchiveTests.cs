using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Tests.Outbox;

public sealed class ArchiveTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Ada"), ("lastname", "Byron"), ("email", "ada@example.com"), ("jobtitle", "Clerk"));
        await _bench.SeedAsync(ObjectType.Contact, "2", ("firstname", "Bob"), ("jobtitle", "Clerk"));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S01")]
    public async Task An_archived_record_leaves_lists_counts_facets_and_search_at_once()
    {
        await _bench.ArchiveAsync("1");

        var page = (await _bench.Contacts.FindAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value;
        page.Items.Select(contact => contact.Id).Should().Equal("2");
        page.Total.Count.Should().Be(1);
        (await _bench.Contacts.CountAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Should().Be(1);
        (await _bench.Contacts.FacetAsync(RecordsBench.Editor, RecordQuery.All, "country", Cancellation)).Value.Should().Equal(new FacetValue("", 1));
        (await _bench.Contacts.FindAsync(RecordsBench.Editor, RecordQuery.All with { Text = "ada" }, Cancellation)).Value.Items.Should().BeEmpty();
        (await _bench.DetailsAsync("1")).IsArchived.Should().BeTrue();
    }

    [Fact]
    public async Task It_is_held_for_ten_seconds_and_then_sent()
    {
        var receipt = (await _bench.Contacts.ArchiveAsync(RecordsBench.Editor, "1", Cancellation)).Value;
        receipt.HeldUntil.Should().Be(_bench.Time.GetUtcNow().AddSeconds(10));
        (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Single().Should().Match<EditStatus>(
            edit => edit.Kind == EditKind.Archive && edit.HeldUntil == receipt.HeldUntil && edit.Properties.Count == 0);
        _bench.Time.Advance(TimeSpan.FromSeconds(9));
        (await _bench.SendAsync()).Should().Be(0);

        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await _bench.SendAsync();

        _bench.Account.Has(ObjectType.Contact, "1").Should().BeFalse();
        (await _bench.StateAsync(receipt.EditId!)).Should().Be(OutboxState.Confirmed);
        (await _bench.Contacts.CountAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Should().Be(1);
        (await _bench.DetailsAsync("1")).Should().Match<RecordDetails<Contact>>(details => details.IsArchived && details.Record.FirstName == "Ada");
    }

    [Fact]
    public async Task Until_then_it_can_be_taken_back()
    {
        var edit = await _bench.ArchiveAsync("1");
        _bench.Time.Advance(TimeSpan.FromSeconds(9));

        (await _bench.Edits.UndoAsync(RecordsBench.Editor, edit, Cancellation)).Succeeded.Should().BeTrue();
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        _bench.Account.Has(ObjectType.Contact, "1").Should().BeTrue();
        (await _bench.Contacts.CountAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Should().Be(2);
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Discarded);
        (await _bench.AuditAsync()).Select(row => row.Action).Should().Equal("record.archive", "record.archive-undo");
    }

    [Fact]
    public async Task Afterwards_it_is_too_late()
    {
        var edit = await _bench.ArchiveAsync("1");
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        (await _bench.Edits.UndoAsync(RecordsBench.Editor, edit, Cancellation)).Failure.Should().Be(new EditNotWaiting("Queued"));
        await _bench.SendAsync();

        (await _bench.Edits.UndoAsync(RecordsBench.Editor, edit, Cancellation)).Failure.Should().Be(new EditNotWaiting("Confirmed"));
        (await _bench.Edits.UndoAsync(RecordsBench.Editor, "none", Cancellation)).Failure.Should().BeOfType<EditNotFound>();
    }

    [Fact]
    [Trait("BadInput", "undo of an edit that is not held")]
    public async Task An_edit_that_is_not_held_cannot_be_taken_back()
    {
        var edit = await _bench.EditAsync("1", ("phone", "2"));

        (await _bench.Edits.UndoAsync(RecordsBench.Editor, edit, Cancellation)).Failure.Should().Be(new EditNotWaiting("Queued"));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    public async Task Either_the_user_takes_it_back_or_the_sender_sends_it()
    {
        for (var round = 0; round < 20; round++)
        {
            await _bench.SeedAsync(ObjectType.Contact, $"{100 + round}", ("firstname", "Eve"));
            var edit = await _bench.ArchiveAsync($"{100 + round}");
            _bench.Time.Advance(OutboxStore.Hold - TimeSpan.FromMilliseconds(1));

            var sending = Task.Run(
                async () =>
                {
                    _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
                    await _bench.SendAsync();
                },
                Cancellation);
            var undone = await Task.Run(() => _bench.Edits.UndoAsync(RecordsBench.Editor, edit, Cancellation), Cancellation);
            await sending;

            _bench.Account.Has(ObjectType.Contact, $"{100 + round}").Should().Be(undone.Succeeded);
            (await _bench.StateAsync(edit)).Should().Be(undone.Succeeded ? OutboxState.Discarded : OutboxState.Confirmed);
        }
    }

    [Fact]
    public async Task Edits_that_were_saved_before_go_first_and_none_is_taken_after()
    {
        await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        await _bench.ArchiveAsync("1");

        (await _bench.TryEditAsync("1", "jobtitle", "Partner")).Failure.Should().Be(new RecordIsArchived(ObjectType.Contact, "1"));
        (await _bench.Contacts.ArchiveAsync(RecordsBench.Editor, "1", Cancellation)).Failure.Should().Be(new RecordIsArchived(ObjectType.Contact, "1"));
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();

        _bench.Account.Calls.Where(call => !call.StartsWith("read", StringComparison.Ordinal)).Should().Equal("update 1 jobtitle=Buyer", "archive 1");
    }

    [Fact]
    public async Task A_record_that_HubSpot_does_not_have_any_more_is_archived()
    {
        var edit = await _bench.ArchiveAsync("1");
        _bench.Account.Delete(ObjectType.Contact, "1");
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        (await _bench.DetailsAsync("1")).IsArchived.Should().BeTrue();
    }

    [Fact]
    public async Task A_refusal_brings_the_record_back_with_HubSpots_reason()
    {
        var edit = await _bench.ArchiveAsync("1");
        _bench.Account.Refuse = call => call.StartsWith("archive", StringComparison.Ordinal) ? new RequestRefused(400, "VALIDATION_ERROR", "it is protected") : null;
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Rejected && row.Message!.Contains("protected", StringComparison.Ordinal));
        (await _bench.Contacts.CountAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Should().Be(2);
        (await _bench.TryEditAsync("1", "jobtitle", "Partner")).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_lost_answer_ends_in_one_archived_record()
    {
        var edit = await _bench.ArchiveAsync("1");
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("connection reset");
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Unknown);
        (await _bench.Contacts.CountAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Should().Be(1);

        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Archives.Should().ContainSingle();
    }

    [Fact]
    public async Task Of_a_merged_record_the_survivor_is_not_archived()
    {
        var edit = await _bench.ArchiveAsync("1");
        _bench.Account.Merge(ObjectType.Contact, "1", "2");
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();

        _bench.Account.Has(ObjectType.Contact, "2").Should().BeTrue();
        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Rejected && row.Message!.Contains('2'));
    }

    [Fact]
    public async Task What_waited_for_a_decision_about_the_record_needs_none_any_more()
    {
        var conflict = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        _bench.Account.Set(ObjectType.Contact, "1", "jobtitle", "Director");
        await _bench.SendAsync();
        await _bench.ArchiveAsync("1");
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();

        (await _bench.StateAsync(conflict)).Should().Be(OutboxState.Discarded);
        (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Should().BeEmpty();
    }

    [Fact]
    [Trait("BadInput", "archive of an unknown record")]
    public async Task There_must_be_something_to_archive()
    {
        (await _bench.Contacts.ArchiveAsync(RecordsBench.Editor, "404", Cancellation)).Failure.Should().Be(new RecordNotFound(ObjectType.Contact, "404"));
        await _bench.ArchiveAsync("1");
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();

        (await _bench.Contacts.ArchiveAsync(RecordsBench.Editor, "1", Cancellation)).Failure.Should().Be(new RecordIsArchived(ObjectType.Contact, "1"));
    }
}
