using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

public sealed class MirrorWriterTests
{
    [Fact]
    [Trait("Seed", "S26")]
    public async Task A_contact_gets_every_typed_field_from_its_properties()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("501", Wire.Noon,
            ("firstname", "Anna"), ("lastname", "Schmidt"), ("email", "anna@example.com"), ("company", "Free text"), ("phone", "+49 30 1234567"),
            ("mobilephone", "0171"), ("jobtitle", "CTO"), ("lifecyclestage", "lead"), ("hs_lead_status", "NEW"), ("hubspotscore", "42.5"),
            ("hubspot_owner_id", "9"), ("industry", "Steel"), ("country", "Germany"), ("state", "Berlin"), ("city", "Berlin"),
            ("notes_last_updated", "2025-01-27T19:53:15.581Z"), ("createdate", "1700000000000"), ("lastmodifieddate", "2025-01-28T00:00:00Z")));

        var contact = await mirror.ContactAsync("501");
        contact.Should().BeEquivalentTo(new ContactRow
        {
            Key = contact!.Key,
            HubSpotId = "501",
            Name = "Schmidt, Anna",
            FirstName = "Anna",
            LastName = "Schmidt",
            Email = "anna@example.com",
            Company = "Free text",
            Phone = "+49 30 1234567",
            MobilePhone = "0171",
            JobTitle = "CTO",
            LifecycleStage = "lead",
            LeadStatus = "NEW",
            LeadScore = 42_500,
            OwnerId = "9",
            Industry = "Steel",
            Country = "Germany",
            Region = "Berlin",
            City = "Berlin",
            LastActivityAt = 1_738_007_595_581,
            CreatedAt = 1_700_000_000_000,
            ModifiedAt = 1_738_022_400_000,
        });
    }

    [Fact]
    [Trait("Seed", "S26")]
    public async Task A_company_gets_every_typed_field_from_its_properties()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("7", Wire.Noon,
            ("name", "Acme"), ("domain", "acme.com"), ("industry", "RETAIL"), ("numberofemployees", "250"), ("country", "France"), ("state", "IdF"),
            ("city", "Paris"), ("annualrevenue", "1000000.5"), ("lifecyclestage", "customer"), ("phone", "1"), ("hubspot_owner_id", "9")));

        var company = await mirror.CompanyAsync("7");
        company.Should().BeEquivalentTo(new CompanyRow
        {
            Key = company!.Key,
            HubSpotId = "7",
            Name = "Acme",
            Domain = "acme.com",
            Industry = "RETAIL",
            Size = 250_000,
            Country = "France",
            Region = "IdF",
            City = "Paris",
            AnnualRevenue = 1_000_000_500,
            LifecycleStage = "customer",
            Phone = "1",
            OwnerId = "9",
            CreatedAt = Wire.Noon - 1000,
            ModifiedAt = Wire.Noon,
        });
    }

    [Fact]
    [Trait("Seed", "S26")]
    public async Task A_deal_takes_what_it_lacks_from_its_stage()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        mirror.Definitions = new AccountDefinitions(
            [], [new Pipeline("default", "Sales", 0, false, [new Stage("won", "Won", 0, 1m, true, false), new Stage("open", "Open", 1, 0.4m, false, false)])], [], "EUR", "UTC");
        await mirror.WriteAsync(ObjectType.Deal,
            Wire.Record("1", Wire.Noon, ("dealname", "Big"), ("amount", "100"), ("pipeline", "default"), ("dealstage", "won"), ("closedate", "2026-01-31")),
            Wire.Record("2", Wire.Noon, ("dealname", "Own"), ("amount", "100"), ("amount_in_home_currency", "90"), ("deal_currency_code", "USD"),
                ("pipeline", "default"), ("dealstage", "open"), ("hs_deal_stage_probability", "0.5"), ("hs_is_closed", "false"), ("hs_is_closed_won", "false")));

        (await mirror.DealAsync("1")).Should().BeEquivalentTo(
            new { Amount = 100_000L, AmountHome = 100_000L, Currency = "EUR", Probability = 1000L, IsClosed = true, IsWon = true, CloseAt = 1_769_817_600_000L });
        (await mirror.DealAsync("2")).Should().BeEquivalentTo(
            new { Amount = 100_000L, AmountHome = 90_000L, Currency = "USD", Probability = 500L, IsClosed = false, IsWon = false });
    }

    [Fact]
    [Trait("BadInput", "wrong types (N/A as a number, year 20999)")]
    public async Task A_value_of_the_wrong_type_is_kept_verbatim_and_told_and_the_page_goes_on()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Deal,
            Wire.Record("1", Wire.Noon, ("dealname", "Odd"), ("amount", "N/A"), ("closedate", "20999-01-01")),
            Wire.Record("2", Wire.Noon, ("dealname", "Fine"), ("amount", "5")));

        (await mirror.DealAsync("1")).Should().BeEquivalentTo(new { Name = "Odd", Amount = (long?)null, CloseAt = (long?)null });
        (await mirror.DealAsync("2"))!.Amount.Should().Be(5000);
        (await mirror.ValuesAsync(ObjectType.Deal, "1")).Should().Contain("amount", "N/A").And.Contain("closedate", "20999-01-01");
        await using var context = mirror.Open();
        (await context.Quarantine.ToListAsync(TestContext.Current.CancellationToken)).Should().BeEquivalentTo(new[]
        {
            new { Property = "amount", Raw = "N/A", Reason = "not a number" },
            new { Property = "closedate", Raw = "20999-01-01", Reason = "not a date" },
        });
    }

    [Fact]
    [Trait("BadInput", "wrong types (N/A as a number, year 20999)")]
    public async Task A_value_put_right_leaves_the_quarantine()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Deal, Wire.Record("1", Wire.Noon, ("amount", "N/A")));
        await mirror.WriteAsync(ObjectType.Deal, Wire.Record("1", Wire.Noon + 1, ("amount", "7")));

        (await mirror.CountAsync("quarantine")).Should().Be(0);
        (await mirror.DealAsync("1"))!.Amount.Should().Be(7000);
    }

    [Fact]
    [Trait("BadInput", "wrong types (N/A as a number, year 20999)")]
    public async Task A_custom_number_that_is_none_is_told_too()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        mirror.Definitions = new AccountDefinitions([], [], [Number(ObjectType.Contact, "customer_value")], "USD", "UTC");
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("customer_value", "lots"), ("firstname", "N/A")));

        await using var context = mirror.Open();
        (await context.Quarantine.SingleAsync(TestContext.Current.CancellationToken)).Property.Should().Be("customer_value");
    }

    [Fact]
    [Trait("BadInput", "9007199254740993.01")]
    [Trait("Fault", "F34")]
    public async Task An_amount_beyond_a_double_is_kept_exactly()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Deal, Wire.Record("1", Wire.Noon, ("amount", "9007199254740993.01")));

        (await mirror.DealAsync("1"))!.Amount.Should().Be(9_007_199_254_740_993_010);
        (await mirror.ValuesAsync(ObjectType.Deal, "1"))["amount"].Should().Be("9007199254740993.01");
    }

    [Fact]
    [Trait("BadInput", "property values of 64 KB")]
    [Trait("Fault", "F32")]
    public async Task A_page_of_long_values_is_kept_whole()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        var text = string.Concat(Enumerable.Repeat("Grüße 👋 ", 7282));
        await mirror.WriteAsync(ObjectType.Contact,
            [.. Enumerable.Range(1, 100).Select(id => Wire.Record($"{id}", Wire.Noon, ("message", text), ("lastname", text), ("firstname", "Long")))]);

        (await mirror.ValuesAsync(ObjectType.Contact, "100"))["message"].Should().Be(text);
        (await mirror.FindAsync(ObjectType.Contact, "long")).Should().HaveCount(100);
    }

    [Fact]
    [Trait("BadInput", "unknown enum, owner, stage")]
    [Trait("Fault", "F31")]
    public async Task Unknown_choices_owners_and_stages_are_kept_as_they_are()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Deal, Wire.Record("1", Wire.Noon,
            ("pipeline", "gone"), ("dealstage", "12345"), ("hubspot_owner_id", "404"), ("hs_manual_forecast_category", "NEW_ONE"), ("hs_is_closed", "maybe")));

        (await mirror.DealAsync("1")).Should().BeEquivalentTo(
            new { Pipeline = "gone", Stage = "12345", OwnerId = "404", ForecastCategory = "NEW_ONE", IsClosed = (bool?)null, Probability = (long?)null });
        (await mirror.CountAsync("quarantine")).Should().Be(0);
    }

    [Fact]
    [Trait("BadInput", "NUL, emoji, right-to-left marks")]
    [Trait("Fault", "F33")]
    public async Task A_NUL_is_kept_in_the_record_and_left_out_of_the_columns()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("lastname", "Ab\0cd")));

        (await mirror.ContactAsync("1"))!.LastName.Should().Be("Abcd");
        (await mirror.ValuesAsync(ObjectType.Contact, "1"))["lastname"].Should().Be("Ab\0cd");
    }

    [Fact]
    [Trait("Fault", "F17")]
    public async Task The_same_version_again_changes_nothing()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        var record = Wire.Record("1", Wire.Noon, ("firstname", "Anna"), ("email", null)).Associated((ObjectType.Company, "7", "contact_to_company"));
        await mirror.WriteAsync(ObjectType.Contact, record);
        var again = await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Anna")).Associated((ObjectType.Company, "7", "contact_to_company")));

        again.Should().BeEquivalentTo(new { Created = 0, Updated = 0, Changes = Array.Empty<object>() });
        (await mirror.CountAsync("change_log")).Should().Be(1);
    }

    [Fact]
    [Trait("Fault", "F17")]
    public async Task A_record_that_comes_twice_on_a_page_is_one_row_and_one_change()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        var result = await mirror.WriteAsync(ObjectType.Contact,
            Wire.Record("1", Wire.Noon + 5, ("firstname", "New")), Wire.Record("1", Wire.Noon, ("firstname", "Old")));

        result.Created.Should().Be(1);
        (await mirror.ContactAsync("1"))!.FirstName.Should().Be("New");
        (await mirror.CountAsync("change_log")).Should().Be(1);
    }

    [Fact]
    public async Task A_changed_value_at_the_same_time_wins()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Anna")));
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Anne")));

        (await mirror.ContactAsync("1"))!.FirstName.Should().Be("Anne");
        (await mirror.CountAsync("change_log")).Should().Be(2);
    }

    [Fact]
    public async Task An_answer_to_a_change_keeps_the_values_it_does_not_name()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Anna"), ("lastname", "Schmidt"), ("city", "Bonn")));
        await mirror.WriteAsync(new PageWrite(
            ObjectType.Contact, [Wire.Record("1", Wire.Noon + 1, ("firstname", "Anne"), ("city", null))], WriteKind.Partial, Wire.Noon + 1));

        (await mirror.ContactAsync("1")).Should().BeEquivalentTo(new { FirstName = "Anne", LastName = "Schmidt", City = (string?)null });
        (await mirror.FindAsync(ObjectType.Contact, "anne schmidt")).Should().Equal("1");
    }

    [Fact]
    public async Task The_confirmed_answer_coming_back_by_sync_is_an_echo()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Anna"), ("lastname", "Schmidt")));
        await mirror.WriteAsync(new PageWrite(ObjectType.Contact, [Wire.Record("1", Wire.Noon + 1, ("firstname", "Anne"))], WriteKind.Partial, Wire.Noon + 1));
        var echo = await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon + 1, ("firstname", "Anne"), ("lastname", "Schmidt")));

        echo.Changes.Should().BeEmpty();
        (await mirror.CountAsync("change_log")).Should().Be(2);
    }

    [Fact]
    public async Task An_archived_record_leaves_the_lists_and_stays_in_the_mirror()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Anna")));
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Anna")).Archived(Wire.Noon + 9));

        (await mirror.ContactAsync("1")).Should().BeNull();
        (await mirror.FindAsync(ObjectType.Contact, "anna")).Should().BeEmpty();
        (await mirror.RecordAsync(ObjectType.Contact, "1")).Should().BeEquivalentTo(new { IsArchived = true, ArchivedAt = Wire.Noon + 9 });
    }

    [Fact]
    [Trait("Fault", "F26")]
    public async Task A_late_read_from_before_the_archiving_does_not_bring_a_record_back_and_a_newer_one_does()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Anna")).Archived(Wire.Noon + 9));
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Anna")));
        (await mirror.ContactAsync("1")).Should().BeNull();

        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon + 20, ("firstname", "Anna")));
        (await mirror.ContactAsync("1"))!.FirstName.Should().Be("Anna");
        (await mirror.FindAsync(ObjectType.Contact, "anna")).Should().Equal("1");
    }

    [Fact]
    public async Task Every_version_of_a_tracked_property_becomes_a_row_once()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        var record = Wire.Record("1", Wire.Noon, ("dealstage", "b")).WithHistory("dealstage", ("b", Wire.Noon, "CRM_UI"), ("a", Wire.Noon - 500, "API"));
        await mirror.WriteAsync(ObjectType.Deal, record);
        await mirror.WriteAsync(ObjectType.Deal, record, record with { UpdatedAt = Wire.Noon + 1 });

        await using var context = mirror.Open();
        (await context.History.OrderBy(row => row.At).ToListAsync(TestContext.Current.CancellationToken)).Should().BeEquivalentTo(new[]
        {
            new { Property = "dealstage", At = Wire.Noon - 500, Value = "a", Source = "API" },
            new { Property = "dealstage", At = Wire.Noon, Value = "b", Source = "CRM_UI" },
        });
    }

    [Fact]
    [Trait("Fault", "F28")]
    public async Task A_survivor_names_the_ids_merged_into_it()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Loser")), Wire.Record("2", Wire.Noon, ("firstname", "Second")));
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("2", Wire.Noon + 1, ("hs_merged_object_ids", "1")));
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("3", Wire.Noon + 2, ("firstname", "Third"), ("hs_merged_object_ids", "2")));

        await using var context = mirror.Open();
        (await context.Aliases.ToListAsync(TestContext.Current.CancellationToken)).Should().BeEquivalentTo(
            new[] { new { OldId = "1", SurvivorId = "3" }, new { OldId = "2", SurvivorId = "3" } });
        (await mirror.CountAsync("contact")).Should().Be(1);
        (await mirror.FindAsync(ObjectType.Contact, "loser")).Should().BeEmpty();
    }

    [Fact]
    [Trait("Fault", "F28")]
    public async Task A_record_that_comes_with_the_one_it_was_merged_into_is_in_no_list()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("1", Wire.Noon, ("name", "Loser")), Wire.Record("2", Wire.Noon, ("name", "Second")));
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("1", Wire.Noon + 1, ("name", "Loser")), Wire.Record("2", Wire.Noon + 2, ("name", "Second"), ("hs_merged_object_ids", "1")));

        (await mirror.CountAsync("company")).Should().Be(1);
        (await mirror.FindAsync(ObjectType.Company, "loser")).Should().BeEmpty();
    }

    [Fact]
    [Trait("Fault", "F28")]
    public async Task An_answer_that_was_on_its_way_while_its_record_was_merged_brings_it_back_to_no_list()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("1", Wire.Noon, ("name", "Loser")), Wire.Record("2", Wire.Noon, ("name", "Second")));
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("2", Wire.Noon + 2, ("name", "Second"), ("hs_merged_object_ids", "1")));
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("1", Wire.Noon + 1, ("name", "Loser again")));

        (await mirror.CountAsync("company")).Should().Be(1);
        (await mirror.FindAsync(ObjectType.Company, "loser")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_page_that_fails_leaves_neither_rows_nor_its_checkpoint()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        var page = new PageWrite(ObjectType.Contact, [Wire.Record("1"), Wire.Record(null!)], WriteKind.Whole, Wire.Noon)
        {
            Checkpoints = [new CheckpointRow { Lane = Lanes.Backfill, Type = 1, Cursor = "51" }],
        };

        await mirror.Invoking(entry => entry.WriteAsync(page)).Should().ThrowAsync<Exception>();
        (await mirror.CountAsync("record")).Should().Be(0);
        (await mirror.CountAsync("checkpoint")).Should().Be(0);
    }

    [Fact]
    public async Task The_checkpoint_is_committed_with_its_page()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(new PageWrite(ObjectType.Contact, [Wire.Record("1")], WriteKind.Whole, Wire.Noon)
        {
            Checkpoints = [new CheckpointRow { Lane = Lanes.Backfill, Type = 1, Cursor = "51", Done = 50, Total = 100 }],
        });

        (await Checkpoints.LoadAsync(mirror.Mirror, Lanes.Backfill, ObjectType.Contact, TestContext.Current.CancellationToken))
            .Should().BeEquivalentTo(new { Cursor = "51", Done = 50L, Total = 100L });
    }

    private static PropertyDefinition Number(ObjectType type, string name) =>
        new(type, name, name, PropertyType.Number, "number", null, null, [], false, false, false, false, false, false);
}
