using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Tests.Outbox;

namespace HubSpotCrm.Tests.Crm;

public sealed class PropertyValidatorTests
{
    private static readonly Dictionary<string, string?> Deal = new() { ["pipeline"] = "default", ["dealstage"] = "new" };

    [Theory]
    [InlineData("1234.50")]
    [InlineData("-3")]
    [InlineData("0.001")]
    [InlineData("9007199254740993.01")]
    [InlineData("123456789012345678901234567890.123456789")]
    [Trait("BadInput", "9007199254740993.01")]
    public void A_number_keeps_every_digit(string value) => Check("budget", value).Value["budget"].Should().Be(value);

    [Theory]
    [InlineData("N/A")]
    [InlineData("1,234.50")]
    [InlineData("1'000")]
    [InlineData("1 000")]
    [InlineData("1e400")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("0x10")]
    [InlineData("٣")]
    [InlineData("NaN")]
    [InlineData("∞")]
    [Trait("BadInput", "wrong types")]
    public void What_is_no_number_is_refused_with_the_label_and_an_example(string value)
    {
        var failure = Check("budget", value).Failure.Should().BeOfType<InvalidInput>().Subject;

        failure.Field.Should().Be("Budget");
        failure.Reason.Should().Contain("1234.50");
    }

    [Theory]
    [InlineData(" 5 ", "5")]
    [InlineData("\t7.0\r\n", "7.0")]
    public void Spaces_around_a_number_are_left_out_since_HubSpot_refuses_them(string value, string expected) =>
        Check("budget", value).Value["budget"].Should().Be(expected);

    [Theory]
    [InlineData("2026-01-31", "2026-01-31")]
    [InlineData("2028-02-29", "2028-02-29")]
    [InlineData("1769817600000", "2026-01-31")]
    public void A_date_is_a_day(string value, string expected) => Check("birthday", value).Value["birthday"].Should().Be(expected);

    [Theory]
    [InlineData("20999-01-01")]
    [InlineData("2026-02-29")]
    [InlineData("31.01.2026")]
    [InlineData("January")]
    [InlineData("2026-01-31T10:00:00Z")]
    [InlineData("12")]
    [Trait("BadInput", "wrong types")]
    public void What_is_no_day_is_refused(string value) =>
        Check("birthday", value).Failure.Should().BeOfType<InvalidInput>().Which.Reason.Should().Contain("2026-01-31");

    [Theory]
    [InlineData("2026-07-01T10:00:00Z", "2026-07-01T10:00:00.000Z")]
    [InlineData("2026-07-01T10:00:00+02:00", "2026-07-01T08:00:00.000Z")]
    [InlineData("2026-07-01 10:00", "2026-07-01T10:00:00.000Z")]
    [InlineData("1782900000000", "1782900000000")]
    public void A_time_is_sent_in_UTC(string value, string expected) => Check("next_call", value).Value["next_call"].Should().Be(expected);

    [Theory]
    [InlineData("Europe/Berlin", "2026-06-30T22:00:00.000Z")]
    [InlineData("America/Los_Angeles", "2026-07-01T07:00:00.000Z")]
    [InlineData("UTC", "2026-07-01T00:00:00.000Z")]
    public void A_day_for_a_time_is_midnight_in_the_accounts_zone(string zone, string expected) =>
        new PropertyValidator(TestDefinitions.Account, ObjectType.Contact, TimeZoneInfo.FindSystemTimeZoneById(zone))
            .Check(new Dictionary<string, string> { ["next_call"] = "2026-07-01" }, new Dictionary<string, string?>())
            .Value["next_call"].Should().Be(expected);

    [Theory]
    [InlineData("20999-01-01T00:00:00Z")]
    [InlineData("noon")]
    [InlineData("10:00")]
    [InlineData("99999999999999999999")]
    [Trait("BadInput", "year 20999")]
    public void What_is_no_time_is_refused(string value) => Check("next_call", value).Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Next call");

    [Fact]
    [Trait("BadInput", "unknown enum")]
    public void An_option_that_HubSpot_does_not_have_is_named()
    {
        var failure = Check("lifecyclestage", "champion").Failure.Should().BeOfType<InvalidInput>().Subject;

        failure.Field.Should().Be("Lifecycle stage");
        failure.Reason.Should().Contain("champion");
    }

    [Fact]
    public void A_label_in_place_of_an_option_brings_the_hint_which_option_is_meant() =>
        Check("lifecyclestage", "Customer").Failure!.Message.Should().Contain("did you mean").And.Contain("(customer)");

    [Theory]
    [InlineData("gas;solid", "gas;solid")]
    [InlineData(" gas ; solid ", "gas;solid")]
    [InlineData(";gas;gas", "gas")]
    public void Several_choices_are_written_as_HubSpot_replaces_them(string value, string expected) =>
        Check("interests", value).Value["interests"].Should().Be(expected);

    [Fact]
    public void One_unknown_choice_among_several_is_named() => Check("interests", "gas;plasma").Failure!.Message.Should().Contain("plasma").And.NotContain("“gas");

    [Theory]
    [InlineData("TRUE", "true")]
    [InlineData("false", "false")]
    public void A_flag_is_true_or_false(string value, string expected) => Check("newsletter", value).Value["newsletter"].Should().Be(expected);

    [Fact]
    public void A_flag_is_nothing_else() => Check("newsletter", "yes").Failure.Should().BeOfType<InvalidInput>();

    [Theory]
    [InlineData("99", "no owner")]
    [InlineData("13", "Gone Person")]
    [InlineData("k.lindqvist@portal.example", "no owner")]
    [Trait("BadInput", "unknown owner")]
    public void An_owner_must_be_one_in_service(string value, string reason) =>
        Check("hubspot_owner_id", value).Failure!.Message.Should().StartWith("Contact owner").And.Contain(reason);

    [Theory]
    [InlineData("first", "not a stage of Sales")]
    [InlineData("nowhere", "not a stage of Sales")]
    [InlineData("old", "no longer in use")]
    [Trait("BadInput", "unknown stage")]
    public void A_stage_must_belong_to_the_deals_pipeline(string stage, string reason) =>
        CheckDeal(("dealstage", stage)).Failure!.Message.Should().StartWith("Deal stage").And.Contain(reason);

    [Fact]
    public void A_pipeline_changes_together_with_its_stage()
    {
        CheckDeal(("pipeline", "partners")).Failure!.Message.Should().Be("Pipeline: choose a stage of Partners as well.");
        CheckDeal(("pipeline", "partners"), ("dealstage", "first")).Succeeded.Should().BeTrue();
        CheckDeal(("pipeline", "nowhere"), ("dealstage", "first")).Failure!.Message.Should().Contain("no pipeline");
        CheckDeal(("dealstage", "")).Failure!.Message.Should().Contain("always in one");
    }

    [Theory]
    [InlineData("a.b+c@sub.example.com")]
    [InlineData("müller@bücher.example")]
    [InlineData("  a@b.de ")]
    public void An_address_passes(string value) => Check("email", value).Value["email"].Should().Be(value.Trim());

    [Theory]
    [InlineData("a@b")]
    [InlineData("a b@c.de")]
    [InlineData("@b.de")]
    [InlineData("a@@b.de")]
    [InlineData("a@b..de")]
    [InlineData("a@b.de,c@d.de")]
    public void What_is_no_address_is_refused(string value) => Check("email", value).Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Email");

    [Theory]
    [InlineData("hubspotscore", "calculates")]
    [InlineData("createdate", "keeps")]
    [InlineData("hs_object_id", "keeps")]
    [InlineData("secret_score", "hidden")]
    [InlineData("gone", "no such property")]
    [InlineData("isAdmin", "no such property")]
    public void A_property_that_nobody_may_write_is_refused(string property, string reason) => Check(property, "1").Failure!.Message.Should().Contain(reason);

    [Fact]
    [Trait("BadInput", "property values of 64 KB")]
    public void Text_may_be_as_long_as_HubSpot_takes_it_and_no_longer()
    {
        Check("notes", new string('x', 65_536)).Succeeded.Should().BeTrue();
        Check("notes", new string('x', 65_537)).Failure!.Message.Should().Contain("65,536").And.Contain("65,537");
    }

    [Theory]
    [InlineData("👩‍👩‍👧‍👦 family")]
    [InlineData("שלום \u202Eabc\u202C")]
    [InlineData("e\u0301 \r\n second line")]
    [InlineData("  kept with its spaces  ")]
    [Trait("BadInput", "emoji and right-to-left marks in values")]
    public void Text_stays_as_it_was_typed(string value) => Check("notes", value).Value["notes"].Should().Be(value);

    [Theory]
    [InlineData("a\0b", "NUL")]
    [InlineData("aH", "half of a character")]
    [InlineData("Lb", "half of a character")]
    [InlineData("HHL", "half of a character")]
    [InlineData("LH", "half of a character")]
    [Trait("BadInput", "NUL in values")]
    public void Text_that_would_not_arrive_whole_is_refused(string value, string reason)
    {
        // Half a pair cannot stand in an attribute.
        var text = value.Replace('H', '\uD83D').Replace('L', '\uDE00');

        Check("notes", text).Failure!.Message.Should().Contain(reason);
    }

    [Fact]
    public void The_empty_string_clears_whatever_the_type()
    {
        foreach (var property in new[] { "budget", "birthday", "lifecyclestage", "hubspot_owner_id", "email", "notes" })
        {
            Check(property, " ").Value[property].Should().BeEmpty();
        }
    }

    [Fact]
    public void A_message_stays_short_and_on_one_line_whatever_was_typed()
    {
        var message = Check("budget", new string('x', 60_000) + "\r\n").Failure!.Message;
        message.Length.Should().BeLessThan(300);
        Check("budget", "a\r\n\u001b[31mb").Failure!.Message.Should().NotContainAny("\r", "\n", "\u001b");
    }

    private static Result<IReadOnlyDictionary<string, string>> Check(string property, string value) =>
        new PropertyValidator(TestDefinitions.Account, ObjectType.Contact, TimeZoneInfo.Utc)
            .Check(new Dictionary<string, string> { [property] = value }, new Dictionary<string, string?>());

    private static Result<IReadOnlyDictionary<string, string>> CheckDeal(params (string Property, string Value)[] changes) =>
        new PropertyValidator(TestDefinitions.Account, ObjectType.Deal, TimeZoneInfo.Utc)
            .Check(changes.ToDictionary(change => change.Property, change => change.Value), Deal);
}
