using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Tests.Outbox;

public sealed class CreateTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await RecordsBench.OpenAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S01")]
    public async Task A_new_contact_reaches_HubSpot_and_is_in_lists_under_the_id_it_got()
    {
        var edit = await _bench.CreateAsync(ObjectType.Contact, ("firstname", "Ada"), ("email", "ada@example.com"), ("phone", " "));
        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.HubSpotId == "new-" + edit && row.Kind == EditKind.Create);
        var told = new List<string>();
        using var subscription = _bench.Feed.Subscribe(change => told.AddRange(change.Ids));

        await _bench.SendAsync();

        var status = (await _bench.Edits.FindAsync(RecordsBench.Editor, edit, Cancellation)).Value;
        status.Should().Match<EditStatus>(made => made.State == "Confirmed" && made.Kind == EditKind.Create);
        _bench.Account.Creates.Should().Equal("create contact firstname=Ada,email=ada@example.com");
        (await _bench.ContactAsync(status.RecordId)).Should().Match<Contact>(contact => contact.Email == "ada@example.com" && !contact.HasPendingEdit);
        told.Should().Contain(status.RecordId);
        (await _bench.Contacts.CountAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Should().Be(1);
    }

    [Fact]
    [Trait("Seed", "S02")]
    [Trait("Seed", "S03")]
    public async Task A_deal_is_made_with_its_associations()
    {
        await _bench.SeedAsync(ObjectType.Company, "5", ("name", "Acme"));
        var edit = RecordsBench.Queued(await _bench.TryCreateAsync(
            ObjectType.Deal, [new RecordReference(ObjectType.Company, "5"), new RecordReference(ObjectType.Company, "5")],
            ("dealname", "Roof"), ("pipeline", "default"), ("dealstage", "new"), ("amount", "12.50")));

        await _bench.SendAsync();

        var id = (await _bench.RowAsync(edit)).HubSpotId;
        var details = (await _bench.Deals.GetAsync(RecordsBench.Editor, id, Cancellation)).Value;
        details.Record.Amount.Should().Be(12.50m);
        details.Associations.Should().ContainSingle().Which.Name.Should().Be("Acme");
    }

    [Theory]
    [InlineData(ObjectType.Contact, "phone", "1", "Email")]
    [InlineData(ObjectType.Company, "numberofemployees", "3", "Name")]
    [InlineData(ObjectType.Deal, "amount", "3", "Deal name")]
    [Trait("BadInput", "new record")]
    public async Task A_record_without_what_HubSpot_needs_is_refused_by_the_name_of_the_field(ObjectType type, string property, string value, string field)
    {
        var result = await _bench.TryCreateAsync(type, null, (property, value));

        result.Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be(field);
        (await _bench.SendAsync()).Should().Be(0);
    }

    [Theory]
    [InlineData("default", "first", "Deal stage")]
    [InlineData("none", "new", "Pipeline")]
    [InlineData("default", "old", "Deal stage")]
    [InlineData("default", "", "Pipeline")]
    [InlineData("", "new", "Pipeline")]
    [Trait("BadInput", "new record")]
    public async Task A_deal_starts_in_a_stage_of_its_pipeline(string pipeline, string stage, string field)
    {
        var result = await _bench.TryCreateAsync(ObjectType.Deal, null, ("dealname", "Roof"), ("pipeline", pipeline), ("dealstage", stage));

        result.Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be(field);
    }

    [Fact]
    [Trait("BadInput", "new record")]
    public async Task Unknown_properties_bad_values_and_impossible_associations_are_refused()
    {
        await _bench.SeedAsync(ObjectType.Company, "5", ("name", "Acme"));

        (await _bench.TryCreateAsync(ObjectType.Contact, null, ("email", "no address"))).Failure.Should().BeOfType<InvalidInput>();
        (await _bench.TryCreateAsync(ObjectType.Contact, null, ("firstname", "Ada"), ("nonsense", "1"))).Failure.Should().BeOfType<InvalidInput>();
        (await _bench.TryCreateAsync(ObjectType.Contact, [new RecordReference(ObjectType.Company, "404")], ("firstname", "Ada"))).Failure
            .Should().Be(new RecordNotFound(ObjectType.Company, "404"));
        (await _bench.TryCreateAsync(ObjectType.Contact, [new RecordReference(ObjectType.Campaign, "5")], ("firstname", "Ada"))).Failure
            .Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Associations");
        (await _bench.TryCreateAsync(ObjectType.Contact, [.. Enumerable.Repeat(new RecordReference(ObjectType.Company, "5"), 101)], ("firstname", "Ada"))).Failure
            .Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Associations");
        (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task A_contact_that_HubSpot_has_already_is_rejected_with_its_id()
    {
        var there = _bench.Account.Make(ObjectType.Contact, new Dictionary<string, string> { ["email"] = "ada@example.com" });
        var edit = await _bench.CreateAsync(ObjectType.Contact, ("email", "ada@example.com"));

        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Rejected && row.Message!.Contains(there, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_HubSpot_refuses_is_told_per_property_and_can_be_sent_again()
    {
        var edit = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"), ("domain", "acme"));
        _bench.Account.Refuse = call => call.StartsWith("create", StringComparison.Ordinal)
            ? new InvalidProperties("domain was not valid", new Dictionary<string, string> { ["domain"] = "acme is no domain" }, new Dictionary<string, string>())
            : null;
        await _bench.SendAsync();

        var status = (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Single();
        status.Should().Match<EditStatus>(refused => refused.State == "Rejected" && refused.Kind == EditKind.Create);
        status.Properties.Single(property => property.Property == "domain").Reason.Should().Be("acme is no domain");

        _bench.Account.Refuse = _ => null;
        await _bench.Edits.RetryAsync(RecordsBench.Editor, edit, Cancellation);
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Made.Should().ContainSingle();
    }

    [Fact]
    public async Task A_refusal_for_want_of_calls_is_no_creation()
    {
        var edit = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"));
        _bench.Account.Refuse = call => call.StartsWith("create", StringComparison.Ordinal) ? new Throttled(TimeSpan.FromSeconds(3), IsDaily: false) : null;
        await _bench.SendAsync();
        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Queued && row.SentAt == null && row.SentOver == null);

        _bench.Account.Refuse = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Calls.Should().NotContain(call => call.StartsWith("find", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ObjectType.Contact, "email", "ada@example.com")]
    [InlineData(ObjectType.Company, "name", "Acme")]
    [Trait("Fault", "F48")]
    public async Task A_record_whose_answer_was_lost_is_found_and_not_made_twice(ObjectType type, string property, string value)
    {
        var edit = await _bench.CreateAsync(type, (property, value));
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("connection reset");
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Unknown);

        _bench.Account.LoseAnswer = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Confirmed && row.HubSpotId == _bench.Account.Made.Single().Id);
        _bench.Account.Creates.Should().ContainSingle();
    }

    [Fact]
    public async Task A_company_that_the_search_does_not_show_yet_is_waited_for()
    {
        _bench.Account.SearchLag = TimeSpan.FromSeconds(30);
        var edit = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"));
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("connection reset");
        await _bench.SendAsync();
        _bench.Account.LoseAnswer = _ => null;

        for (var second = 0; second < 90; second += 5)
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(5));
            await _bench.SendAsync();
        }

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Made.Should().ContainSingle();
    }

    [Theory]
    [InlineData(ObjectType.Company, "name")]
    [InlineData(ObjectType.Deal, "dealname")]
    [Trait("Fault", "F48")]
    public async Task A_record_that_the_search_does_not_show_for_hours_is_found_in_the_list_and_not_made_twice(ObjectType type, string property)
    {
        _bench.Account.SearchLag = TimeSpan.FromHours(3);
        var edit = type == ObjectType.Deal
            ? await _bench.CreateAsync(type, (property, "Acme"), ("pipeline", "default"), ("dealstage", "new"))
            : await _bench.CreateAsync(type, (property, "Acme"));
        await LoseTheAnswerAsync();

        await LookForAsync(TimeSpan.FromMinutes(5));

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Confirmed && row.HubSpotId == _bench.Account.Made.Single().Id);
        _bench.Account.Creates.Should().ContainSingle();
    }

    [Fact]
    [Trait("Fault", "F48")]
    public async Task What_only_the_search_could_show_and_does_not_is_left_to_the_user_after_its_time()
    {
        (_bench.Account.SearchLag, _bench.Account.HasLongLists) = (TimeSpan.FromHours(3), true);
        var edit = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"));
        await LoseTheAnswerAsync();

        await LookForAsync(TimeSpan.FromMinutes(55));
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Unknown, "the search is given its time");
        await LookForAsync(TimeSpan.FromHours(1));

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Parked && row.Message!.Contains("Acme", StringComparison.Ordinal));
        _bench.Account.Creates.Should().ContainSingle("nobody knows whether it is there");

        await _bench.Edits.RetryAsync(RecordsBench.Editor, edit, Cancellation);
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed, "the user has looked");
        _bench.Account.Creates.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [Trait("Fault", "F28")]
    public async Task A_record_that_may_have_been_merged_or_renamed_since_is_left_to_the_user(bool isMerged, bool isSynced)
    {
        var old = _bench.Account.Make(ObjectType.Company, new Dictionary<string, string> { ["name"] = "Acme Holding" });
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        var edit = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"), ("domain", "acme.example"));
        await LoseTheAnswerAsync();
        var made = _bench.Account.Made[^1].Id;
        if (isSynced)
        {
            await _bench.SyncAsync(ObjectType.Company, made);
        }

        if (isMerged)
        {
            _bench.Account.Merge(ObjectType.Company, made, old);
        }
        else
        {
            _bench.Account.Set(ObjectType.Company, made, "name", "Acme, Hamburg", user: "", source: "AUTOMATION_PLATFORM");
        }

        await LookForAsync(TimeSpan.FromMinutes(5));

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Parked && row.Message!.Contains(isMerged ? old : made, StringComparison.Ordinal));
        _bench.Account.Creates.Should().ContainSingle();

        await _bench.Edits.RetryAsync(RecordsBench.Editor, edit, Cancellation);
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed, "the user has looked");
    }

    [Fact]
    [Trait("Fault", "F28")]
    public async Task What_other_apps_made_and_merges_of_known_records_hold_no_new_record_up()
    {
        var (one, two) = (_bench.Account.Make(ObjectType.Deal, new Dictionary<string, string> { ["dealname"] = "One" }), _bench.Account.Make(ObjectType.Deal, new Dictionary<string, string> { ["dealname"] = "Two" }));
        await _bench.SyncAsync(ObjectType.Deal, one);
        await _bench.SyncAsync(ObjectType.Deal, two);
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        var edit = await _bench.CreateAsync(ObjectType.Deal, ("dealname", "Acme"), ("pipeline", "default"), ("dealstage", "new"));
        _bench.Account.Refuse = call => call.StartsWith("create", StringComparison.Ordinal) ? new OutcomeUnknown("connection reset") : null;
        await _bench.SendAsync();
        _bench.Account.Refuse = _ => null;
        _bench.Account.Make(ObjectType.Deal, new Dictionary<string, string> { ["dealname"] = "Other", ["pipeline"] = "default", ["dealstage"] = "new" });
        _bench.Account.Merge(ObjectType.Deal, one, two);

        await LookForAsync(TimeSpan.FromMinutes(5));

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    [Trait("Fault", "F25")]
    public async Task A_server_whose_clock_is_a_day_ahead_finds_what_it_made()
    {
        _bench.Account.OffUntilHeard = TimeSpan.FromDays(1);
        var edit = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"));
        await LoseTheAnswerAsync();
        _bench.Account.OffUntilHeard = TimeSpan.Zero;

        await LookForAsync(TimeSpan.FromMinutes(5));

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Creates.Should().ContainSingle();
    }

    [Fact]
    [Trait("Fault", "F48")]
    public async Task A_list_that_cannot_be_read_is_no_proof()
    {
        _bench.Account.SearchLag = TimeSpan.FromHours(3);
        var edit = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"));
        await LoseTheAnswerAsync();
        _bench.Account.Refuse = call => call.StartsWith("list", StringComparison.Ordinal) ? new HubSpotUnavailable("503") : null;

        await LookForAsync(TimeSpan.FromMinutes(20));
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Unknown);

        _bench.Account.Refuse = _ => null;
        await LookForAsync(TimeSpan.FromMinutes(40));
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Made.Should().ContainSingle();
    }

    [Fact]
    public async Task A_company_that_never_arrived_is_made_after_looking()
    {
        var edit = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"));
        _bench.Account.Refuse = call => call.StartsWith("create", StringComparison.Ordinal) ? new OutcomeUnknown("connection reset") : null;
        await _bench.SendAsync();
        _bench.Account.Refuse = _ => null;
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();
        _bench.Account.Made.Should().BeEmpty("HubSpot's search may not show it yet");

        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Made.Should().ContainSingle();
    }

    [Fact]
    public async Task A_company_of_the_same_name_that_was_there_before_is_not_taken_for_the_new_one()
    {
        _bench.Account.Make(ObjectType.Company, new Dictionary<string, string> { ["name"] = "Acme" });
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        var edit = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"));
        _bench.Account.Refuse = call => call.StartsWith("create", StringComparison.Ordinal) ? new OutcomeUnknown("connection reset") : null;
        await _bench.SendAsync();
        _bench.Account.Refuse = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Made.Should().HaveCount(2);
    }

    [Fact]
    public async Task Two_new_companies_of_one_name_whose_answers_were_lost_do_not_end_as_one()
    {
        var first = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"));
        var second = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"));
        var calls = 0;
        _bench.Account.Refuse = call => call.StartsWith("create", StringComparison.Ordinal) && ++calls == 1 ? new OutcomeUnknown("reset before") : null;
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("reset after");
        await _bench.SendAsync();
        (_bench.Account.Refuse, _bench.Account.LoseAnswer) = (_ => null, _ => null);

        for (var minute = 0; minute < 5; minute++)
        {
            _bench.Time.Advance(TimeSpan.FromMinutes(2));
            await _bench.SendAsync();
        }

        string[] ids = [(await _bench.RowAsync(first)).HubSpotId, (await _bench.RowAsync(second)).HubSpotId];
        ids.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(_bench.Account.Made.Select(made => made.Id));
    }

    [Fact]
    public async Task Several_that_could_be_it_are_left_to_the_user()
    {
        var edit = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"), ("numberofemployees", "7"));
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("connection reset");
        await _bench.SendAsync();
        _bench.Account.LoseAnswer = _ => null;
        var other = _bench.Account.Make(ObjectType.Company, new Dictionary<string, string> { ["name"] = "Acme", ["numberofemployees"] = "7" });
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Parked && row.Message!.Contains(other, StringComparison.Ordinal));
        _bench.Account.Creates.Should().ContainSingle();
    }

    [Fact]
    public async Task A_contact_without_an_e_mail_whose_answer_was_lost_is_left_to_the_user()
    {
        var edit = await _bench.CreateAsync(ObjectType.Contact, ("firstname", "Ada"));
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("connection reset");
        await _bench.SendAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Parked && row.Message!.Contains("e-mail", StringComparison.Ordinal));
        _bench.Account.Creates.Should().ContainSingle();
    }

    [Fact]
    [Trait("Fault", "F48")]
    public async Task A_contact_that_another_made_while_the_answer_was_lost_is_not_claimed_as_ours()
    {
        var edit = await _bench.CreateAsync(ObjectType.Contact, ("email", "ada@example.com"));
        var there = _bench.Account.Make(ObjectType.Contact, new Dictionary<string, string> { ["email"] = "ada@example.com" });
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        _bench.Account.Refuse = call => call.StartsWith("create", StringComparison.Ordinal) ? new OutcomeUnknown("connection reset") : null;
        await _bench.SendAsync();
        _bench.Account.Refuse = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Rejected && row.Message!.Contains(there, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_portal_that_died_while_making_a_record_finds_it_after_the_next_start()
    {
        var edit = await _bench.CreateAsync(ObjectType.Company, ("name", "Acme"));
        var queue = _bench.NewQueue();
        var claimed = (await queue.ClaimAsync("1", Cancellation))!;
        await queue.MarkSendingAsync(claimed, _bench.Account.Now, new Dictionary<string, SentOver> { ["createdate"] = new(null, _bench.Account.Now) }, Cancellation);
        var made = _bench.Account.Make(ObjectType.Company, new Dictionary<string, string> { ["name"] = "Acme" });

        var sender = _bench.NewSender();
        await sender.RecoverAsync(Cancellation);
        await sender.SendDueAsync(Cancellation);

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row => row.State == OutboxState.Confirmed && row.HubSpotId == made);
        _bench.Account.Creates.Should().BeEmpty();
    }

    [Fact]
    public async Task Creating_is_in_the_audit()
    {
        await _bench.CreateAsync(ObjectType.Contact, ("firstname", "Ada"));
        await _bench.SendAsync();

        var audit = await _bench.AuditAsync();
        audit.Select(row => row.Action).Should().Equal("record.create", "record.create-confirmed");
        audit[0].Detail.Should().Contain("Ada");
    }

    private async Task LoseTheAnswerAsync()
    {
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("connection reset");
        await _bench.SendAsync();
        _bench.Account.LoseAnswer = _ => null;
    }

    private async Task LookForAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(30))
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(30));
            await _bench.SendAsync();
        }
    }
}
