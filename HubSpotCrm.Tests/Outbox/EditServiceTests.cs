using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Tests.Outbox;

public sealed class EditServiceTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Contact, "1", ("jobtitle", "Clerk"), ("phone", "1"));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Open_edits_come_newest_first_with_what_was_and_what_is_wanted()
    {
        var first = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        var second = await _bench.EditAsync("1", ("phone", "2"));

        var open = (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Value;

        open.Select(edit => edit.EditId).Should().Equal(second, first);
        open[1].Should().Match<EditStatus>(edit => edit.State == "Queued" && edit.ActorName == "Katharina Lindqvist" && edit.RecordId == "1");
        open[1].Properties.Should().Equal(new EditedProperty("jobtitle", "Clerk", "Buyer"));
        (await _bench.Store.CountAsync("1", Cancellation)).Should().Be((2, 0));
    }

    [Fact]
    public async Task Keeping_HubSpots_value_takes_the_edit_back()
    {
        var edit = await ConflictAsync();

        (await _bench.Edits.ResolveAsync(RecordsBench.Editor, edit, ConflictChoice.KeepHubSpots, Cancellation)).Succeeded.Should().BeTrue();
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Discarded);
        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Director");
        (await _bench.PropertyAsync("1", "jobtitle")).Should().Match<RecordProperty>(shown => shown.Value == "Director" && shown.EditState == EditState.None);
    }

    [Fact]
    public async Task Keeping_HubSpots_value_still_sends_the_properties_that_were_in_no_conflict()
    {
        var edit = await ConflictAsync(("phone", "2"));

        await _bench.Edits.ResolveAsync(RecordsBench.Editor, edit, ConflictChoice.KeepHubSpots, Cancellation);
        await _bench.SendAsync();

        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Director");
        _bench.Account.Get(ObjectType.Contact, "1", "phone").Should().Be("2");
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    public async Task Overwriting_sends_the_value_over_the_one_the_user_has_seen()
    {
        var edit = await ConflictAsync();

        await _bench.Edits.ResolveAsync(RecordsBench.Editor, edit, ConflictChoice.OverwriteWithMine, Cancellation);
        await _bench.SendAsync();

        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Buyer");
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    public async Task A_value_that_changed_again_after_the_decision_is_a_conflict_again()
    {
        var edit = await ConflictAsync();
        await _bench.Edits.ResolveAsync(RecordsBench.Editor, edit, ConflictChoice.OverwriteWithMine, Cancellation);
        _bench.Account.Set(ObjectType.Contact, "1", "jobtitle", "Chairman");

        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Conflict);
        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Chairman");
    }

    [Fact]
    public async Task A_new_value_for_a_property_in_conflict_replaces_the_old_edit()
    {
        var edit = await ConflictAsync();

        var second = await _bench.EditAsync("1", ("jobtitle", "Partner"));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Discarded);
        (await _bench.StateAsync(second)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Partner");
    }

    [Fact]
    public async Task A_rejected_edit_can_be_taken_back()
    {
        var edit = await RejectedAsync();

        await _bench.Edits.DiscardAsync(RecordsBench.Editor, edit, Cancellation);

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Discarded);
        (await _bench.PropertyAsync("1", "phone")).EditState.Should().Be(EditState.None);
    }

    [Fact]
    public async Task A_rejected_edit_can_be_sent_again()
    {
        var edit = await RejectedAsync();
        _bench.Account.Refuse = _ => null;

        await _bench.Edits.RetryAsync(RecordsBench.Editor, edit, Cancellation);
        (await _bench.PropertyAsync("1", "phone")).EditState.Should().Be(EditState.Pending);
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    public async Task An_edit_that_is_on_its_way_or_settled_cannot_be_decided_about()
    {
        var edit = await _bench.EditAsync("1", ("phone", "2"));
        (await _bench.Edits.DiscardAsync(RecordsBench.Editor, edit, Cancellation)).Failure.Should().Be(new EditNotWaiting("Queued"));
        await _bench.SendAsync();

        (await _bench.Edits.RetryAsync(RecordsBench.Editor, edit, Cancellation)).Failure.Should().Be(new EditNotWaiting("Confirmed"));
        (await _bench.Edits.ResolveAsync(RecordsBench.Editor, edit, ConflictChoice.OverwriteWithMine, Cancellation)).Failure.Should().BeOfType<EditNotWaiting>();
        (await _bench.Edits.RetryAsync(RecordsBench.Editor, "none", Cancellation)).Failure.Should().BeOfType<EditNotFound>();
    }

    [Fact]
    public async Task Of_two_users_who_decide_at_once_one_is_told_that_it_is_settled()
    {
        var edit = await ConflictAsync();

        var results = await Task.WhenAll(
            Task.Run(() => _bench.Edits.DiscardAsync(RecordsBench.Editor, edit, Cancellation), Cancellation),
            Task.Run(() => _bench.Edits.ResolveAsync(RecordsBench.Editor, edit, ConflictChoice.KeepHubSpots, Cancellation), Cancellation));

        results.Count(result => result.Succeeded).Should().Be(1);
        results.Single(result => !result.Succeeded).Failure.Should().BeOfType<EditNotWaiting>();
    }

    [Fact]
    public async Task Every_decision_is_in_the_audit()
    {
        var conflict = await ConflictAsync();
        await _bench.Edits.ResolveAsync(RecordsBench.Editor, conflict, ConflictChoice.OverwriteWithMine, Cancellation);
        await _bench.SendAsync();
        var rejected = await RejectedAsync();
        await _bench.Edits.RetryAsync(RecordsBench.Editor, rejected, Cancellation);
        await _bench.SendAsync();
        await _bench.Edits.DiscardAsync(RecordsBench.Editor, rejected, Cancellation);

        var actions = (await _bench.AuditAsync()).Select(row => row.Action);
        actions.Should().Equal(
            "record.edit", "record.edit-conflict", "record.edit-resolve-mine", "record.edit-confirmed",
            "record.edit", "record.edit-rejected", "record.edit-retry", "record.edit-rejected", "record.edit-discard");
    }

    private async Task<string> ConflictAsync(params (string Property, string Value)[] also)
    {
        var edit = await _bench.EditAsync("1", [("jobtitle", "Buyer"), .. also]);
        _bench.Account.Set(ObjectType.Contact, "1", "jobtitle", "Director");
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Conflict);
        return edit;
    }

    private async Task<string> RejectedAsync()
    {
        var edit = await _bench.EditAsync("1", ("phone", "2"));
        _bench.Account.Refuse = call => call.StartsWith("update", StringComparison.Ordinal) ? new RequestRefused(400, "VALIDATION_ERROR", "no") : null;
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Rejected);
        return edit;
    }
}
