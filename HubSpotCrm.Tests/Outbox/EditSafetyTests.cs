using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>Edits that meet other changes at bad moments.</summary>
public sealed class EditSafetyTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Contact, "1", ("jobtitle", "Clerk"), ("phone", "1"));
        await _bench.SeedAsync(ObjectType.Company, "5", ("name", "Acme"), ("domain", "old.example"));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_value_that_was_ours_a_moment_ago_and_was_taken_back_is_sent_again()
    {
        await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        await _bench.SendAsync();
        await _bench.EditAsync("1", ("jobtitle", "Clerk"));
        await _bench.SendAsync();
        var third = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        _bench.Account.Refuse = call => call.StartsWith("update", StringComparison.Ordinal) ? new Throttled(TimeSpan.FromSeconds(1), IsDaily: false) : null;
        await _bench.SendAsync();

        _bench.Account.Refuse = _ => null;
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();

        (await _bench.StateAsync(third)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Buyer");
    }

    [Fact]
    public async Task The_same_after_a_lost_connection_is_sent_again_too()
    {
        await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        await _bench.SendAsync();
        await _bench.EditAsync("1", ("jobtitle", "Clerk"));
        await _bench.SendAsync();
        await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        _bench.Account.Refuse = call => call.StartsWith("update", StringComparison.Ordinal) ? new OutcomeUnknown("reset before") : null;
        await _bench.SendAsync();

        _bench.Account.Refuse = _ => null;
        _bench.Time.Advance(TimeSpan.FromSeconds(30));
        await _bench.SendAsync();

        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Buyer");
    }

    public static TheoryData<string> ProofsThatNothingWasMade => ["throttled", "locked", "migrating"];

    [Theory]
    [MemberData(nameof(ProofsThatNothingWasMade))]
    public async Task A_refusal_leaves_no_trace_of_having_been_sent(string kind)
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        Failure refusal = kind switch
        {
            "throttled" => new Throttled(TimeSpan.FromSeconds(1), IsDaily: false),
            "locked" => new RecordLocked(),
            _ => new AccountMigrating(TimeSpan.FromMinutes(5)),
        };
        _bench.Account.Refuse = call => call.StartsWith("update", StringComparison.Ordinal) ? refusal : null;
        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Queued && row.SentAt == null && row.SentOver == null);
    }

    [Fact]
    public async Task A_refusal_after_an_unknown_outcome_leaves_the_outcome_unknown()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        _bench.Account.Refuse = call => call.StartsWith("update", StringComparison.Ordinal) ? new OutcomeUnknown("reset") : null;
        await _bench.SendAsync();
        _bench.Account.Refuse = call => call.StartsWith("update", StringComparison.Ordinal) ? new Throttled(TimeSpan.FromSeconds(1), IsDaily: false) : null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Unknown && row.SentOver != null);
    }

    [Fact]
    public async Task A_value_that_changed_under_the_users_eyes_is_a_conflict()
    {
        _bench.Account.Set(ObjectType.Contact, "1", "jobtitle", "Director");
        await _bench.SyncAsync(ObjectType.Contact, "1");

        var edit = await SeenAsync("Clerk", "Buyer");
        await _bench.SendAsync();

        (await _bench.StateAsync(edit!)).Should().Be(OutboxState.Conflict);
        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Director");
    }

    [Fact]
    public async Task A_value_that_the_user_left_as_seen_is_no_edit()
    {
        _bench.Account.Set(ObjectType.Contact, "1", "jobtitle", "Director");
        await _bench.SyncAsync(ObjectType.Contact, "1");

        (await SeenAsync("Clerk", "Clerk")).Should().BeNull();
    }

    [Fact]
    public async Task A_value_seen_from_an_edit_on_its_way_is_followed_without_a_conflict()
    {
        await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        var second = await SeenAsync("Buyer", "Partner");
        await _bench.SendAsync();

        (await _bench.StateAsync(second!)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Partner");
    }

    [Fact]
    public async Task A_colleagues_edit_on_its_way_that_the_user_had_not_seen_is_a_conflict()
    {
        await _bench.EditAsync("1", ("jobtitle", "Director"));
        var second = await SeenAsync("Clerk", "Buyer");
        await _bench.SendAsync();

        (await _bench.StateAsync(second!)).Should().Be(OutboxState.Conflict);
        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Director");
    }

    [Fact]
    public async Task An_empty_value_can_be_what_the_user_saw()
    {
        var receipt = await _bench.Contacts.EditAsync(
            RecordsBench.Editor, "1",
            new RecordEdit(new Dictionary<string, string> { ["lastname"] = "Byron" }, new Dictionary<string, string?> { ["lastname"] = null }), Cancellation);
        await _bench.SendAsync();

        (await _bench.StateAsync(RecordsBench.Queued(receipt))).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    [Trait("BadInput", "what the user saw")]
    public async Task What_the_user_saw_cannot_be_longer_than_a_value()
    {
        var receipt = await _bench.Contacts.EditAsync(
            RecordsBench.Editor, "1",
            new RecordEdit(new Dictionary<string, string> { ["jobtitle"] = "Buyer" }, new Dictionary<string, string?> { ["jobtitle"] = new('x', 65_537) }), Cancellation);

        receipt.Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Job title");
    }

    [Fact]
    public async Task A_return_to_the_old_value_counts_although_the_edit_before_it_settles_in_this_moment()
    {
        await _bench.EditAsync("1", ("jobtitle", "Buyer"));

        // The definitions are asked for after the service has read the record.
        var contacts = new ContactService(_bench.Sources with { Definitions = new DefinitionsAfter(() => _bench.SendAsync()) });
        var back = await contacts.EditAsync(RecordsBench.Editor, "1", new RecordEdit(new Dictionary<string, string> { ["jobtitle"] = "Clerk" }), Cancellation);
        await _bench.SendAsync();

        (await _bench.StateAsync(RecordsBench.Queued(back))).Should().Be(OutboxState.Confirmed);
        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Clerk");
    }

    [Fact]
    public async Task A_value_that_HubSpot_turns_into_its_own_form_is_confirmed_and_said()
    {
        _bench.Account.Normalise = (property, value) => property == "domain" ? new Uri(value).Host : value;
        var edit = await EditCompanyAsync(("domain", "https://acme.example/about"));
        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row =>
            row.State == OutboxState.Confirmed && row.Message!.Contains("acme.example", StringComparison.Ordinal));
        (await _bench.Companies.GetAsync(RecordsBench.Editor, "5", Cancellation)).Value.Record.Domain.Should().Be("acme.example");
    }

    [Fact]
    public async Task A_later_edit_stands_upon_HubSpots_form_of_the_one_before_it()
    {
        _bench.Account.Normalise = (property, value) => property == "domain" ? new Uri(value).Host : value;
        await EditCompanyAsync(("domain", "https://acme.example/about"));
        var second = await EditCompanyAsync(("domain", "https://other.example/"));
        await _bench.SendAsync();

        (await _bench.StateAsync(second)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Get(ObjectType.Company, "5", "domain").Should().Be("other.example");
    }

    [Fact]
    public async Task HubSpots_form_of_a_value_whose_answer_was_lost_is_known_as_ours()
    {
        _bench.Account.Normalise = (property, value) => property == "domain" ? new Uri(value).Host : value;
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("reset after");
        var edit = await EditCompanyAsync(("domain", "https://acme.example/about"));
        await _bench.SendAsync();
        _bench.Account.LoseAnswer = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Updates.Should().ContainSingle();
    }

    [Fact]
    public async Task Somebody_elses_value_after_a_lost_answer_is_still_a_conflict()
    {
        _bench.Account.Refuse = call => call.StartsWith("update", StringComparison.Ordinal) ? new OutcomeUnknown("reset before") : null;
        var edit = await EditCompanyAsync(("domain", "https://acme.example/about"));
        await _bench.SendAsync();
        _bench.Account.Refuse = _ => null;
        _bench.Account.Set(ObjectType.Company, "5", "domain", "acme.example");
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Conflict);
    }

    [Fact]
    public async Task Of_an_edit_that_HubSpot_took_in_part_later_edits_stand_upon_what_it_took_and_what_it_kept()
    {
        _bench.Account.Normalise = (property, value) => property == "jobtitle" && value == "Buyer" ? null : value;
        var first = await _bench.EditAsync("1", ("jobtitle", "Buyer"), ("phone", "2"));
        var second = await _bench.EditAsync("1", ("jobtitle", "Partner"), ("phone", "3"));
        await _bench.SendAsync();

        (await _bench.StateAsync(first)).Should().Be(OutboxState.Rejected);
        (await _bench.StateAsync(second)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Get(ObjectType.Contact, "1", "phone").Should().Be("3");
        _bench.Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Partner");
    }

    [Fact]
    public async Task What_a_change_without_an_answer_went_over_is_found_out_afterwards()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        _bench.Account.BeforeUpdate = id =>
        {
            _bench.Account.BeforeUpdate = null;
            _bench.Account.Set(ObjectType.Contact, id, "jobtitle", "Director", user: "4711");
        };
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("reset after");
        await _bench.SendAsync();
        _bench.Account.LoseAnswer = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row =>
            row.State == OutboxState.Conflict && row.Message!.Contains("Director", StringComparison.Ordinal) && row.Message.Contains("4711", StringComparison.Ordinal));
        _bench.Account.Updates.Should().ContainSingle();
    }

    [Fact]
    public async Task Every_change_of_the_outbox_is_told()
    {
        var told = 0;
        using var subscription = _bench.News.Subscribe(() => told++);
        var before = _bench.News.Number;
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        told.Should().Be(1);
        _bench.Account.Refuse = call => call.StartsWith("update", StringComparison.Ordinal) ? new RequestRefused(400, null, "no") : null;
        await _bench.SendAsync();
        told.Should().Be(3, "it was being sent, and it was settled");
        await _bench.Edits.DiscardAsync(RecordsBench.Editor, edit, Cancellation);

        told.Should().Be(4);
        _bench.News.Number.Should().Be(before + 4);
        subscription.Dispose();
        await _bench.EditAsync("1", ("jobtitle", "Partner"));
        told.Should().Be(4);
    }

    [Fact]
    public async Task A_screen_that_fails_to_take_the_news_harms_nobody()
    {
        var told = 0;
        using var broken = _bench.News.Subscribe(() => throw new InvalidOperationException("a bug"));
        using var subscription = _bench.News.Subscribe(() => told++);

        await _bench.EditAsync("1", ("jobtitle", "Buyer"));

        told.Should().Be(1);
    }

    private async Task<string?> SeenAsync(string seen, string value)
    {
        var receipt = await _bench.Contacts.EditAsync(
            RecordsBench.Editor, "1",
            new RecordEdit(new Dictionary<string, string> { ["jobtitle"] = value }, new Dictionary<string, string?> { ["jobtitle"] = seen }), Cancellation);
        receipt.Failure.Should().BeNull();
        return receipt.Value.EditId;
    }

    private async Task<string> EditCompanyAsync(params (string Property, string Value)[] changes) => RecordsBench.Queued(await _bench.Companies.EditAsync(
        RecordsBench.Editor, "5", new RecordEdit(changes.ToDictionary(change => change.Property, change => change.Value)), Cancellation));

    private sealed class DefinitionsAfter(Func<Task> work) : IDefinitionService
    {
        public async ValueTask<AccountDefinitions> GetAsync(CancellationToken cancellationToken)
        {
            await work();
            return TestDefinitions.Account;
        }
    }
}
