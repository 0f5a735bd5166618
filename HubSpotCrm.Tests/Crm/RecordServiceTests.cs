using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Tests.Outbox;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Crm;

public sealed class RecordServiceTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Ada"), ("lastname", "Byron"), ("email", "ada@example.com"), ("jobtitle", "Clerk"), ("lifecyclestage", "lead"));
        await _bench.SeedAsync(ObjectType.Contact, "2", ("firstname", "Bo"));
        await _bench.SeedAsync(ObjectType.Company, "7", ("name", "Nordwind"), ("domain", "nordwind.example"), ("numberofemployees", "12"));
        await _bench.SeedAsync(ObjectType.Deal, "9", ("dealname", "Valves"), ("amount", "1500.5"), ("dealstage", "new"), ("pipeline", "default"));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_list_shows_values_that_are_on_their_way()
    {
        await _bench.EditAsync("1", ("jobtitle", "Buyer"), ("hubspot_owner_id", "12"));

        var page = (await _bench.Contacts.FindAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value;

        page.Items.Single(contact => contact.Id == "1").Should().Match<Contact>(contact =>
            contact.HasPendingEdit && contact.JobTitle == "Buyer" && contact.OwnerId == "12" && contact.Owner == "Jonas Weidmann" && contact.FirstName == "Ada");
        page.Items.Single(contact => contact.Id == "2").HasPendingEdit.Should().BeFalse();
    }

    [Theory]
    [Trait("Seed", "S07")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Los_Angeles")]
    [InlineData("Pacific/Auckland")]
    [InlineData("UTC")]
    public async Task A_day_is_the_accounts_wherever_its_reader_is(string zone)
    {
        // In Berlin, where the account is, it is November already.
        await _bench.SeedAsync(ObjectType.Deal, "10", ("dealname", "Late"), ("closedate", "2026-10-31T23:30:00Z"), ("dealstage", "new"), ("pipeline", "default"));
        var reader = RecordsBench.Editor with { TimeZone = zone };
        var first = new DateOnly(2026, 11, 1);
        var november = RecordQuery.All with { Filters = [new DateRange("close", first, first)] };
        var october = RecordQuery.All with { Filters = [new DateRange("close", first.AddDays(-1), first.AddDays(-1))] };

        (await _bench.Deals.FindAsync(reader, november, Cancellation)).Value.Items.Select(deal => deal.Id).Should().Equal("10");
        (await _bench.Deals.FindAsync(reader, october, Cancellation)).Value.Items.Should().BeEmpty();
        (await _bench.Deals.CountAsync(reader, november, Cancellation)).Value.Should().Be(1);
        (await _bench.Deals.FacetAsync(reader, november, "pipeline", Cancellation)).Value.Should().Equal(new FacetValue("default", 1));
    }

    [Fact]
    public async Task A_value_that_is_being_cleared_shows_empty()
    {
        await _bench.EditAsync("1", ("jobtitle", ""));

        (await _bench.ContactAsync("1")).JobTitle.Should().BeNull();
        (await _bench.PropertyAsync("1", "jobtitle")).Should().Match<RecordProperty>(shown => shown.Value == null && shown.HubSpotValue == "Clerk" && shown.EditState == EditState.Pending);
    }

    [Fact]
    public async Task The_newest_of_several_edits_is_shown()
    {
        await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        var second = await _bench.EditAsync("1", ("jobtitle", "Head buyer"));

        (await _bench.PropertyAsync("1", "jobtitle")).Should().Match<RecordProperty>(shown => shown.Value == "Head buyer" && shown.EditId == second);
    }

    [Fact]
    public async Task Companies_and_deals_are_edited_as_contacts_are()
    {
        var company = await _bench.Companies.EditAsync(RecordsBench.Editor, "7", new RecordEdit(new Dictionary<string, string> { ["numberofemployees"] = "40" }), Cancellation);
        var deal = await _bench.Deals.EditAsync(RecordsBench.Editor, "9", new RecordEdit(new Dictionary<string, string> { ["dealstage"] = "offer", ["amount"] = "9007199254740.993", ["closedate"] = "2026-12-31" }), Cancellation);
        company.Value.EditId.Should().NotBeNull();
        deal.Value.EditId.Should().NotBeNull();

        (await _bench.Companies.FindAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Items.Single().Size.Should().Be(40);
        var shown = (await _bench.Deals.FindAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Items.Single();
        shown.Should().Match<Deal>(row => row.Stage == "offer" && row.Probability == 0.6m && row.Amount == 9007199254740.993m && row.HasPendingEdit);
        shown.CloseDate.Should().Be(new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.FromHours(1)), "a day is the account's, and it is in Berlin");

        await _bench.SendAsync();

        _bench.Account.Get(ObjectType.Company, "7", "numberofemployees").Should().Be("40");
        _bench.Account.Get(ObjectType.Deal, "9", "amount").Should().Be("9007199254740.993");
        (await _bench.Deals.GetAsync(RecordsBench.Editor, "9", Cancellation)).Value.Record.HasPendingEdit.Should().BeFalse();
    }

    [Fact]
    public async Task Details_hold_every_property_in_use_and_no_hidden_one()
    {
        var names = (await _bench.DetailsAsync("1")).Properties.Select(property => property.Definition.Name).ToList();

        names.Should().Contain(["firstname", "budget", "hs_object_id"]).And.NotContain(["secret_score", "gone", "dealname"]);
    }

    [Fact]
    [Trait("Seed", "S02")]
    public async Task Details_name_what_a_record_is_associated_with()
    {
        await AssociateAsync();

        var contact = await _bench.DetailsAsync("1");
        contact.Associations.Should().BeEquivalentTo(
            [
                new AssociatedRecord(ObjectType.Company, "7", "Nordwind", "nordwind.example", true, []),
                new AssociatedRecord(ObjectType.Deal, "9", "Valves", "New · 1,500.5 EUR", false, []),
            ],
            options => options.Excluding(record => record.Detail));
        var company = (await _bench.Companies.GetAsync(RecordsBench.Editor, "7", Cancellation)).Value;
        company.Associations.Should().ContainSingle().Which.Should().Match<AssociatedRecord>(record => record.Name == "Ada Byron" && record.Detail == "ada@example.com" && record.IsPrimary);
    }

    [Fact]
    public async Task History_comes_newest_first()
    {
        _bench.Account.Set(ObjectType.Contact, "1", "lifecyclestage", "customer", user: "5");
        await _bench.SyncAsync(ObjectType.Contact, "1");

        (await _bench.DetailsAsync("1")).History.Select(version => version.Value).Should().Equal("customer", "lead");
    }

    [Fact]
    public async Task A_merged_id_answers_with_the_survivor_over_a_chain_too()
    {
        await using (var mirror = _bench.Mirror.CreateContext())
        {
            mirror.Aliases.AddRange(
                new AliasRow { Type = 1, OldId = "100", SurvivorId = "101" },
                new AliasRow { Type = 1, OldId = "101", SurvivorId = "1" },
                new AliasRow { Type = 1, OldId = "200", SurvivorId = "201" },
                new AliasRow { Type = 1, OldId = "201", SurvivorId = "200" });
            await mirror.SaveChangesAsync(Cancellation);
        }

        (await _bench.ContactAsync("100")).Id.Should().Be("1");
        await _bench.EditAsync("100", ("jobtitle", "Buyer"));
        (await _bench.ContactAsync("1")).JobTitle.Should().Be("Buyer");
        (await _bench.Contacts.GetAsync(RecordsBench.Editor, "200", Cancellation)).Failure.Should().BeOfType<RecordNotFound>();
    }

    [Theory]
    [InlineData("404")]
    [InlineData("")]
    [InlineData("1' OR '1'='1")]
    [InlineData("../../app.db")]
    public async Task A_record_that_is_not_here_is_not_found(string id)
    {
        (await _bench.Contacts.GetAsync(RecordsBench.Editor, id, Cancellation)).Failure.Should().BeOfType<RecordNotFound>();
        (await _bench.TryEditAsync(id, "jobtitle", "x")).Failure.Should().BeOfType<RecordNotFound>();
    }

    [Fact]
    public async Task A_deleted_record_can_be_looked_at_and_not_changed()
    {
        var gone = _bench.Account.Whole(ObjectType.Contact, "1") with { Archived = true, ArchivedAt = _bench.Account.Now };
        await new HubSpotCrm.Core.Sync.MirrorWriter(new SearchIndexWriter()).ApplyAsync(
            _bench.Mirror, new HubSpotCrm.Core.Sync.PageWrite(ObjectType.Contact, [gone], HubSpotCrm.Core.Sync.WriteKind.Whole, _bench.Account.Now), TestDefinitions.Account, Cancellation);

        var details = await _bench.DetailsAsync("1");
        details.IsArchived.Should().BeTrue();
        details.Record.Should().Match<Contact>(contact => contact.DisplayName == "Ada Byron" && contact.JobTitle == "Clerk");
        (await _bench.TryEditAsync("1", "jobtitle", "x")).Failure.Should().BeOfType<RecordIsArchived>();
    }

    [Fact]
    public async Task A_link_leads_to_HubSpot_for_a_real_account_only()
    {
        (await _bench.DetailsAsync("1")).HubSpotUrl.Should().BeNull();
        await using (var database = _bench.Databases.CreateDbContext())
        {
            database.Connections.Add(new ConnectionRow
            {
                AccountId = "4827193",
                Target = "HubSpot",
                Method = "OAuth",
                State = "Connected",
                ConnectedBy = "a",
                IsCurrent = true,
                UiDomain = "app-eu1.hubspot.com",
            });
            await database.SaveChangesAsync(Cancellation);
        }

        (await _bench.DetailsAsync("1")).HubSpotUrl.Should().Be("https://app-eu1.hubspot.com/contacts/4827193/record/0-1/1");
    }

    [Theory]
    [InlineData("jobtitle", "Clerk")]
    [InlineData("jobtitle", " Clerk ")]
    [InlineData("budget", "")]
    public async Task A_value_that_is_so_already_queues_nothing(string property, string value)
    {
        (await _bench.TryEditAsync("1", property, value)).Value.Should().Be(new EditReceipt(null));

        (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Should().BeEmpty();
        (await _bench.AuditAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_property_that_cannot_take_its_value_keeps_the_whole_edit_out()
    {
        var result = await _bench.Contacts.EditAsync(
            RecordsBench.Editor, "1", new RecordEdit(new Dictionary<string, string> { ["jobtitle"] = "Buyer", ["budget"] = "N/A" }), Cancellation);

        result.Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Budget");
        (await _bench.ContactAsync("1")).JobTitle.Should().Be("Clerk");
        (await _bench.AuditAsync()).Should().BeEmpty();
    }

    [Fact]
    [Trait("BadInput", "unknown enum")]
    public async Task A_value_that_HubSpot_holds_against_its_own_definition_is_shown_and_may_stay()
    {
        await _bench.SeedAsync(ObjectType.Contact, "3", ("lifecyclestage", "champion"), ("hubspot_owner_id", "999"), ("budget", "N/A"));

        (await _bench.ContactAsync("3")).Should().Match<Contact>(contact => contact.LifecycleStage == "champion" && contact.Owner == "999");
        await _bench.EditAsync("3", ("lifecyclestage", "champion"), ("budget", "N/A"), ("jobtitle", "Buyer"));
        await _bench.EditAsync("3", ("lifecyclestage", "customer"));

        await _bench.SendAsync();
        _bench.Account.Get(ObjectType.Contact, "3", "lifecyclestage").Should().Be("customer");
    }

    [Fact]
    [Trait("BadInput", "property values of 64 KB")]
    [Trait("Fault", "F32")]
    public async Task A_value_of_64_KB_with_emoji_goes_all_the_way()
    {
        var text = string.Concat(Enumerable.Repeat("👩‍👩‍👧 é שלום \"%*' ", 4_000))[..65_000].TrimEnd();
        if (char.IsHighSurrogate(text[^1]))
        {
            text = text[..^1];
        }

        await _bench.EditAsync("1", ("notes", text));
        await _bench.SendAsync();

        (await _bench.PropertyAsync("1", "notes")).HubSpotValue.Should().Be(text);
    }

    [Fact]
    [Trait("BadInput", "a full disk")]
    public async Task An_edit_that_finds_no_space_is_refused_with_the_reason_and_nothing_is_half_kept()
    {
        await using (var database = _bench.Databases.CreateDbContext())
        {
            // The pool hands this connection out again, and SQLite keeps the limit per connection: no page more than there are.
            SqliteConnection.ClearPool((SqliteConnection)database.Database.GetDbConnection());
            await database.Database.ExecuteSqlRawAsync("PRAGMA max_page_count=1", Cancellation);
        }

        var refused = await _bench.TryEditAsync("1", "notes", new string('x', 60_000));

        refused.Failure.Should().BeOfType<DiskFull>();
        (await _bench.PropertyAsync("1", "notes")).EditState.Should().Be(EditState.None);
        (await _bench.AuditAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_edit_is_in_the_audit_with_both_values_and_who_made_it()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));

        var entry = (await _bench.AuditAsync()).Single();
        entry.Should().Match<AuditRow>(row => row.Action == "record.edit" && row.Subject == "contacts/1" && row.ActorId == "u1" && row.AccountId == "1");
        entry.Detail.Should().Contain("Clerk").And.Contain("Buyer").And.Contain(edit);
    }

    [Fact]
    public async Task The_outcome_of_an_edit_is_in_the_audit_and_the_chain_holds()
    {
        await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        await _bench.SendAsync();

        (await _bench.AuditAsync()).Select(row => row.Action).Should().Equal("record.edit", "record.edit-confirmed");
        await using var database = _bench.Databases.CreateDbContext();
        (await HubSpotCrm.Core.Audit.AuditLog.FindBreakAsync(database, Cancellation)).Should().BeNull();
    }

    [Fact]
    public async Task Counts_and_facets_come_from_the_mirror()
    {
        (await _bench.Contacts.CountAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Should().Be(2);
        (await _bench.Contacts.FacetAsync(RecordsBench.Editor, RecordQuery.All, "stage", Cancellation)).Value
            .Should().BeEquivalentTo([new FacetValue("lead", 1), new FacetValue("", 1)]);
    }

    [Theory]
    [InlineData(Role.Viewer, true, false)]
    [InlineData(Role.Editor, true, true)]
    [InlineData(Role.Admin, true, true)]
    [InlineData((Role)(-1), false, false)]
    public async Task Every_method_checks_the_role(Role role, bool mayView, bool mayEdit)
    {
        var actor = new Actor("u", "Somebody", role);
        var change = new RecordEdit(new Dictionary<string, string> { ["jobtitle"] = "x" });
        Failure?[] views =
        [
            (await _bench.Contacts.FindAsync(actor, RecordQuery.All, Cancellation)).Failure,
            (await _bench.Contacts.CountAsync(actor, RecordQuery.All, Cancellation)).Failure,
            (await _bench.Contacts.FacetAsync(actor, RecordQuery.All, "stage", Cancellation)).Failure,
            (await _bench.Contacts.GetAsync(actor, "1", Cancellation)).Failure,
            (await _bench.Companies.FindAsync(actor, RecordQuery.All, Cancellation)).Failure,
            (await _bench.Companies.CountAsync(actor, RecordQuery.All, Cancellation)).Failure,
            (await _bench.Companies.FacetAsync(actor, RecordQuery.All, "industry", Cancellation)).Failure,
            (await _bench.Companies.GetAsync(actor, "7", Cancellation)).Failure,
            (await _bench.Deals.FindAsync(actor, RecordQuery.All, Cancellation)).Failure,
            (await _bench.Deals.CountAsync(actor, RecordQuery.All, Cancellation)).Failure,
            (await _bench.Deals.FacetAsync(actor, RecordQuery.All, "dealstage", Cancellation)).Failure,
            (await _bench.Deals.GetAsync(actor, "9", Cancellation)).Failure,
            (await _bench.Edits.OpenAsync(actor, Cancellation)).Failure,
        ];
        Failure?[] edits =
        [
            (await _bench.Contacts.EditAsync(actor, "1", change, Cancellation)).Failure,
            (await _bench.Companies.EditAsync(actor, "7", new RecordEdit(new Dictionary<string, string> { ["name"] = "x" }), Cancellation)).Failure,
            (await _bench.Deals.EditAsync(actor, "9", new RecordEdit(new Dictionary<string, string> { ["dealname"] = "x" }), Cancellation)).Failure,
            (await _bench.Edits.DiscardAsync(actor, "none", Cancellation)).Failure,
            (await _bench.Edits.RetryAsync(actor, "none", Cancellation)).Failure,
            (await _bench.Edits.ResolveAsync(actor, "none", ConflictChoice.KeepHubSpots, Cancellation)).Failure,
        ];

        views.Should().OnlyContain(failure => (failure is NotAllowed) != mayView);
        edits.Should().OnlyContain(failure => (failure is NotAllowed) != mayEdit);
    }

    [Fact]
    public async Task Without_an_account_every_method_says_so()
    {
        await _bench.Mirrors.CloseAsync(erase: false, Cancellation);

        (await _bench.Contacts.FindAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Failure.Should().BeOfType<NotConnected>();
        (await _bench.Contacts.GetAsync(RecordsBench.Editor, "1", Cancellation)).Failure.Should().BeOfType<NotConnected>();
        (await _bench.TryEditAsync("1", "jobtitle", "x")).Failure.Should().BeOfType<NotConnected>();
        (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Failure.Should().BeOfType<NotConnected>();
        (await _bench.Edits.RetryAsync(RecordsBench.Editor, "x", Cancellation)).Failure.Should().BeOfType<NotConnected>();
    }

    [Fact]
    [Trait("Seed", "S30")]
    public async Task With_a_copy_that_cannot_be_used_every_method_says_why()
    {
        await _bench.Mirrors.CloseAsync(erase: false, Cancellation);
        _bench.Mirrors.DoWithout("mirror-1.db is damaged.");

        Failure?[] told =
        [
            (await _bench.Contacts.FindAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Failure,
            (await _bench.Companies.CountAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Failure,
            (await _bench.Deals.FacetAsync(RecordsBench.Editor, RecordQuery.All, "dealstage", Cancellation)).Failure,
            (await _bench.Contacts.GetAsync(RecordsBench.Editor, "1", Cancellation)).Failure,
            (await _bench.TryEditAsync("1", "jobtitle", "x")).Failure,
            (await _bench.Contacts.RecreateAsync(RecordsBench.Editor, "1", Cancellation)).Failure,
            (await _bench.Campaigns.ReportAsync(RecordsBench.Editor, "c1", Cancellation)).Failure,
            (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Failure,
            (await _bench.Edits.FindAsync(RecordsBench.Editor, "x", Cancellation)).Failure,
            (await _bench.Edits.RetryAsync(RecordsBench.Editor, "x", Cancellation)).Failure,
        ];

        told.Should().AllBeEquivalentTo(new CopyUnusable("mirror-1.db is damaged."));
    }

    [Fact]
    public async Task A_record_is_read_in_its_turn_when_as_many_readers_as_may_are_at_work()
    {
        using var gate = new ManualResetEventSlim();
        var busy = Enumerable.Range(0, Mirror.MostReaders).Select(_ => _bench.Fixture.Mirror.ReadAsync(_ => gate.Wait(TimeSpan.FromMinutes(1), Cancellation), Cancellation)).ToList();

        var details = _bench.Contacts.GetAsync(RecordsBench.Editor, "1", Cancellation);
        var edit = _bench.TryEditAsync("1", "jobtitle", "x");
        await Task.Delay(200, Cancellation);
        (details.IsCompleted, edit.IsCompleted).Should().Be((false, false));

        gate.Set();
        (await Task.WhenAll(busy)).Should().AllBeEquivalentTo(true);
        (await details).Succeeded.Should().BeTrue();
        (await edit).Succeeded.Should().BeTrue();
    }

    private async Task AssociateAsync()
    {
        var contact = (await _bench.DetailsAsync("1")).Record.Key;
        var company = (await _bench.Companies.GetAsync(RecordsBench.Editor, "7", Cancellation)).Value.Record.Key;
        var deal = (await _bench.Deals.GetAsync(RecordsBench.Editor, "9", Cancellation)).Value.Record.Key;
        await _bench.Fixture.AssociateAsync(ObjectType.Contact, contact, ObjectType.Company, company);
        await _bench.Fixture.AssociateAsync(ObjectType.Contact, contact, ObjectType.Deal, deal);
    }
}
