using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Tests.Outbox;

[Trait("Seed", "S35")]
public sealed class UndoTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    private EmulatedAccount Account => _bench.Account;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Contact, "1", ("jobtitle", "Clerk"), ("phone", null));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_confirmed_edit_is_taken_back_and_that_can_be_taken_back_as_well()
    {
        var edit = await ConfirmedAsync(("jobtitle", "Buyer"), ("phone", "030 1"));

        var undo = RecordsBench.Queued(await RevertAsync(edit));
        (await _bench.PropertyAsync("1", "jobtitle")).Should().Match<RecordProperty>(shown => shown.Value == "Clerk" && shown.EditState == EditState.Pending);
        await _bench.SendAsync();

        (await _bench.RowAsync(undo)).Should().Match<OutboxRow>(row => row.State == OutboxState.Confirmed && row.UndoOf == edit);
        Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Clerk");
        Account.Get(ObjectType.Contact, "1", "phone").Should().BeNullOrEmpty();

        RecordsBench.Queued(await RevertAsync(undo));
        await _bench.SendAsync();
        Account.Get(ObjectType.Contact, "1", "phone").Should().Be("030 1");
    }

    [Fact]
    public async Task It_is_refused_with_the_reason_when_HubSpots_value_has_changed_since()
    {
        var edit = await ConfirmedAsync(("jobtitle", "Buyer"));
        Account.Set(ObjectType.Contact, "1", "jobtitle", "Director");
        await _bench.SyncAsync(ObjectType.Contact, "1");

        (await RevertAsync(edit)).Failure.Should().Be(new EditNotUndone("Job title: HubSpot has “Director”, which was set after this edit."));
        Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Director");
    }

    [Fact]
    public async Task A_change_that_the_portal_has_not_seen_yet_is_a_conflict()
    {
        var edit = await ConfirmedAsync(("jobtitle", "Buyer"));
        Account.Set(ObjectType.Contact, "1", "jobtitle", "Director");

        var undo = RecordsBench.Queued(await RevertAsync(edit));
        await _bench.SendAsync();

        (await _bench.StateAsync(undo)).Should().Be(OutboxState.Conflict);
        Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Director");
    }

    [Fact]
    public async Task A_newer_edit_on_its_way_and_a_second_undo_are_refused()
    {
        var edit = await ConfirmedAsync(("jobtitle", "Buyer"));
        await _bench.EditAsync("1", ("jobtitle", "Director"));

        (await RevertAsync(edit)).Failure!.Message.Should().Be("Not undone. Job title: a newer edit of it is on its way.");
        await _bench.SendAsync();
        (await RevertAsync(edit)).Failure.Should().BeOfType<EditNotUndone>();
    }

    [Fact]
    public async Task What_HubSpot_writes_another_way_counts_as_what_the_edit_wrote()
    {
        Account.Normalise = (property, value) => property == "jobtitle" ? value.Replace("https://", "", StringComparison.Ordinal) : value;
        var edit = await ConfirmedAsync(("jobtitle", "https://buyers.example"));
        Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("buyers.example");

        RecordsBench.Queued(await RevertAsync(edit));
        await _bench.SendAsync();

        Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Clerk");
    }

    [Fact]
    public async Task An_edit_that_went_over_somebodys_change_gives_that_change_back()
    {
        Account.BeforeUpdate = _ => Account.Set(ObjectType.Contact, "1", "jobtitle", "Director");
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        await _bench.SendAsync();
        Account.BeforeUpdate = null;
        await _bench.Edits.ResolveAsync(RecordsBench.Editor, edit, ConflictChoice.OverwriteWithMine, Cancellation);
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);

        RecordsBench.Queued(await RevertAsync(edit));
        await _bench.SendAsync();

        Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Director");
    }

    [Fact]
    public async Task Undoing_a_new_record_archives_it_and_an_archived_one_is_made_again_instead()
    {
        var made = await _bench.CreateAsync(ObjectType.Contact, ("email", "new@a.example"));
        await _bench.SendAsync();
        var id = (await _bench.RowAsync(made)).HubSpotId;

        var receipt = await RevertAsync(made);
        receipt.Taken().HeldUntil.Should().NotBeNull("archiving is held, as always");
        _bench.Time.Advance(OutboxStore.Hold);
        await _bench.SendAsync();

        Account.Has(ObjectType.Contact, id).Should().BeFalse();
        (await RevertAsync(receipt.Value.EditId!)).Failure!.Message.Should().Contain("Create again");
        (await RevertAsync(made)).Failure.Should().BeOfType<RecordIsArchived>();
    }

    [Fact]
    public async Task Only_what_is_at_HubSpot_can_be_undone()
    {
        var queued = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        (await RevertAsync(queued)).Failure!.Message.Should().Contain("it is queued");
        (await RevertAsync("none")).Failure.Should().BeOfType<EditNotFound>();
        await _bench.SendAsync();
        Account.Delete(ObjectType.Contact, "1");
        await _bench.ArchiveAsync("1");
        (await RevertAsync(queued)).Failure!.Message.Should().Be("Not undone. This contact was deleted.");
    }

    [Fact]
    public async Task A_bulk_edit_is_undone_as_a_bulk_edit_with_results_of_its_own()
    {
        var ids = await _bench.SeedManyAsync(5, ("jobtitle", "Clerk"));
        Account.Set(ObjectType.Contact, "2", "jobtitle", "Assistant");
        await _bench.SyncManyAsync(["2"]);
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.SendAsync();
        Account.Set(ObjectType.Contact, "4", "jobtitle", "Director");
        await _bench.SyncManyAsync(["4"]);
        Account.Set(ObjectType.Contact, "5", "jobtitle", "Chairman");

        var undo = (await _bench.BulkEdits.UndoAsync(RecordsBench.Editor, bulk, Cancellation)).Taken();
        await _bench.SendAsync();

        (await _bench.BulkAsync(undo.Id)).Should().Match<BulkEditStatus>(status =>
            status.UndoOf == bulk && status.Selected == 5 && status.Confirmed == 3 && status.LeftOut == 1 && status.Conflicts == 1);
        (await _bench.BulkAsync(bulk)).UndoneBy.Should().Be(undo.Id);
        (await _bench.BulkRowsAsync(undo.Id, BulkRows.NotSent)).Single().Message.Should().Be("Job title: HubSpot has “Director”, which was set after this edit.");
        ids.Select(id => Account.Get(ObjectType.Contact, id, "jobtitle")).Should().Equal("Clerk", "Assistant", "Clerk", "Director", "Chairman");

        var again = (await _bench.BulkEdits.UndoAsync(RecordsBench.Editor, undo.Id, Cancellation)).Taken();
        await _bench.SendAsync();
        (await _bench.BulkAsync(again.Id)).Confirmed.Should().Be(3);
        ids.Select(id => Account.Get(ObjectType.Contact, id, "jobtitle")).Should().Equal("Buyer", "Buyer", "Buyer", "Director", "Chairman");
    }

    [Fact]
    public async Task One_record_of_a_bulk_edit_can_be_undone_alone()
    {
        var ids = await _bench.SeedManyAsync(3, ("jobtitle", "Clerk"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.SendAsync();

        RecordsBench.Queued(await RevertAsync((await _bench.BulkRowsAsync(bulk))[1].EditId));
        await _bench.SendAsync();

        ids.Select(id => Account.Get(ObjectType.Contact, id, "jobtitle")).Should().Equal("Buyer", "Clerk", "Buyer");
    }

    [Fact]
    public async Task A_bulk_edit_of_which_nothing_arrived_has_nothing_to_undo()
    {
        var ids = await _bench.SeedManyAsync(2, ("jobtitle", "Clerk"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));

        (await _bench.BulkEdits.UndoAsync(RecordsBench.Editor, bulk, Cancellation)).Failure.Should().BeOfType<NothingToDo>();
        (await _bench.BulkEdits.UndoAsync(RecordsBench.Editor, "none", Cancellation)).Failure.Should().BeOfType<BulkEditNotFound>();
    }

    private Task<HubSpotCrm.Core.Common.Result<EditReceipt>> RevertAsync(string edit) => _bench.Edits.RevertAsync(RecordsBench.Editor, edit, Cancellation);

    private async Task<string> ConfirmedAsync(params (string Property, string Value)[] values)
    {
        var edit = await _bench.EditAsync("1", values);
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        return edit;
    }
}
