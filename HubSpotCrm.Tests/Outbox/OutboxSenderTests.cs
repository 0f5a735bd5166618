using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Tests.Outbox;

public sealed class OutboxSenderTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Ada"), ("jobtitle", "Clerk"), ("phone", "1"), ("lifecyclestage", "lead"));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S01")]
    public async Task An_edit_reaches_HubSpot_and_then_the_mirror()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));

        (await _bench.SendAsync()).Should().Be(1);

        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Buyer");
        (await _bench.MirrorValueAsync("1", "jobtitle")).Should().Be("Buyer");
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        (await _bench.PropertyAsync("1", "jobtitle")).EditState.Should().Be(EditState.None);
        (await _bench.ContactAsync("1")).HasPendingEdit.Should().BeFalse();
    }

    [Fact]
    public async Task A_value_that_changed_in_HubSpot_meanwhile_is_a_conflict_and_nothing_is_sent()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"), ("phone", "2"));
        _bench.Account.Set(ObjectType.Contact, "1", "jobtitle", "Head of sales", user: "4711");
        var changed = _bench.Time.GetUtcNow();

        await _bench.SendAsync();

        _bench.Account.Updates.Should().BeEmpty();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Conflict);
        var status = (await _bench.Edits.OpenAsync(RecordsBench.Editor, RecordsBench.Cancellation)).Value.Single();
        var property = status.Properties.Single(property => property.Property == "jobtitle");
        property.Should().Be(new EditedProperty("jobtitle", "Clerk", "Buyer", "Head of sales", changed, "user 4711") { IsConcerned = true });
        (await _bench.PropertyAsync("1", "jobtitle")).Should().Match<RecordProperty>(shown =>
            shown.EditState == EditState.Conflict && shown.Value == "Head of sales" && shown.EditId == edit);
    }

    [Fact]
    public async Task A_change_of_another_property_is_no_conflict()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        _bench.Account.Set(ObjectType.Contact, "1", "phone", "9");

        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Get(ObjectType.Contact, "1", "phone").Should().Be("9");
    }

    [Fact]
    public async Task A_value_that_HubSpot_has_already_is_confirmed_without_sending()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        _bench.Account.Set(ObjectType.Contact, "1", "jobtitle", " Buyer");

        await _bench.SendAsync();

        _bench.Account.Updates.Should().BeEmpty();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    [Trait("Fault", "F47")]
    public async Task A_change_between_our_reading_and_our_writing_is_found_out_and_can_be_brought_back()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        _bench.Account.BeforeUpdate = id =>
        {
            _bench.Account.BeforeUpdate = null;
            _bench.Account.Set(ObjectType.Contact, id, "jobtitle", "Director", user: "4711");
        };

        await _bench.SendAsync();

        var row = await _bench.RowAsync(edit);
        row.State.Should().Be(OutboxState.Conflict);
        row.Message.Should().Contain("Director").And.Contain("4711");

        await _bench.Edits.ResolveAsync(RecordsBench.Editor, edit, ConflictChoice.KeepHubSpots, RecordsBench.Cancellation);
        await _bench.SendAsync();

        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Director");
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        (await _bench.Edits.OpenAsync(RecordsBench.Editor, RecordsBench.Cancellation)).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task What_HubSpot_refuses_is_rejected_with_its_reason_at_the_property()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"), ("phone", "2"));
        _bench.Account.Refuse = call => call.StartsWith("update", StringComparison.Ordinal)
            ? new InvalidProperties("phone was not valid", new Dictionary<string, string> { ["phone"] = "2 is no phone number" }, new Dictionary<string, string>(), "corr-1")
            : null;

        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Rejected && row.CorrelationId == "corr-1");
        (await _bench.PropertyAsync("1", "phone")).Should().Match<RecordProperty>(shown =>
            shown.Value == "1" && shown.EditState == EditState.Rejected && shown.EditMessage == "2 is no phone number");
        (await _bench.PropertyAsync("1", "jobtitle")).EditState.Should().Be(EditState.None);
        (await _bench.ContactAsync("1")).Phone.Should().Be("1");
    }

    [Fact]
    public async Task A_value_that_HubSpot_silently_ignores_is_rejected_with_what_it_kept()
    {
        _bench.Account.Set(ObjectType.Contact, "1", "lifecyclestage", "customer");
        await _bench.SyncAsync(ObjectType.Contact, "1");
        _bench.Account.Normalise = (property, value) => property == "lifecyclestage" ? null : value;
        var edit = await _bench.EditAsync("1", ("lifecyclestage", "lead"));

        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Rejected && row.Message == "Lifecycle stage: HubSpot kept “Customer”.");
        (await _bench.ContactAsync("1")).LifecycleStage.Should().Be("customer");
    }

    [Fact]
    public async Task A_value_that_HubSpot_writes_another_way_is_confirmed_and_shown_its_way()
    {
        _bench.Account.Normalise = (_, value) => value.ToLowerInvariant();
        var edit = await _bench.EditAsync("1", ("email", "Ada@Example.com"));

        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        (await _bench.ContactAsync("1")).Email.Should().Be("ada@example.com");
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_is_found_at_HubSpot_and_not_made_twice()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("connection reset");
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Unknown);
        (await _bench.PropertyAsync("1", "jobtitle")).EditState.Should().Be(EditState.Pending);

        _bench.Account.LoseAnswer = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Updates.Should().ContainSingle();
        (await _bench.MirrorValueAsync("1", "jobtitle")).Should().Be("Buyer");
    }

    [Fact]
    public async Task A_change_that_got_lost_on_the_way_is_made_after_looking()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        _bench.Account.Refuse = call => call.StartsWith("update", StringComparison.Ordinal) ? new OutcomeUnknown("connection reset") : null;
        await _bench.SendAsync();

        _bench.Account.Refuse = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Buyer");
        _bench.Account.Calls.Skip(2).First().Should().StartWith("read");
    }

    [Fact]
    public async Task A_change_that_arrived_without_an_answer_and_was_changed_since_is_not_made_again()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("connection reset");
        await _bench.SendAsync();
        _bench.Account.LoseAnswer = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        _bench.Account.Set(ObjectType.Contact, "1", "jobtitle", "Clerk");

        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Clerk");
    }

    [Fact]
    public async Task Edits_of_one_record_go_out_one_by_one_in_order()
    {
        foreach (var number in Enumerable.Range(2, 8))
        {
            await _bench.EditAsync("1", ("phone", $"{number}"));
        }

        await _bench.SendAsync();

        _bench.Account.Updates.Should().Equal(Enumerable.Range(2, 8).Select(number => $"update 1 phone={number}"));
        _bench.Account.TwoAtOnceOfOneRecord.Should().BeFalse();
        _bench.Account.Get(ObjectType.Contact, "1", "phone").Should().Be("9");
    }

    [Fact]
    public async Task Edits_of_several_records_go_out_at_once()
    {
        var together = new TaskCompletionSource();
        foreach (var id in new[] { "2", "3", "4" })
        {
            await _bench.SeedAsync(ObjectType.Contact, id, ("phone", "1"));
            await _bench.EditAsync(id, ("phone", "2"));
        }

        _bench.Account.During = _ =>
        {
            if (_bench.Account.InFlight == 3)
            {
                together.TrySetResult();
            }

            return together.Task;
        };
        await _bench.SendAsync().WaitAsync(TimeSpan.FromSeconds(30), RecordsBench.Cancellation);

        _bench.Account.MostInFlight.Should().Be(3);
    }

    [Fact]
    public async Task A_later_edit_stands_upon_the_one_before_it()
    {
        await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        var second = await _bench.EditAsync("1", ("jobtitle", "Head buyer"));

        (await _bench.RowAsync(second)).BaseValues.Should().Contain("Buyer");
        await _bench.SendAsync();

        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Head buyer");
        (await _bench.StateAsync(second)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    public async Task An_edit_after_a_rejected_one_is_still_sent()
    {
        await _bench.EditAsync("1", ("phone", "bad"));
        var second = await _bench.EditAsync("1", ("phone", "good"));
        _bench.Account.Refuse = call => call == "update 1 phone=bad" ? new RequestRefused(400, "VALIDATION_ERROR", "no") : null;

        await _bench.SendAsync();

        (await _bench.StateAsync(second)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Get(ObjectType.Contact, "1", "phone").Should().Be("good");
    }

    [Fact]
    public async Task A_record_that_HubSpot_deleted_rejects_its_edit()
    {
        var edit = await _bench.EditAsync("1", ("phone", "2"));
        _bench.Account.Delete(ObjectType.Contact, "1");

        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Rejected && row.Message!.Contains("deleted", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Fault", "F28")]
    public async Task An_edit_of_a_record_that_was_merged_waits_as_a_conflict_at_the_survivor()
    {
        await _bench.SeedAsync(ObjectType.Contact, "2", ("phone", "5"));
        var edit = await _bench.EditAsync("1", ("phone", "2"));
        _bench.Account.Merge(ObjectType.Contact, "1", "2");

        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Conflict && row.HubSpotId == "2");
        var details = await _bench.DetailsAsync("1");
        details.Record.Id.Should().Be("2");
        details.Properties.Single(property => property.Definition.Name == "phone").EditState.Should().Be(EditState.Conflict);
        _bench.Account.Updates.Should().BeEmpty();
    }
}
