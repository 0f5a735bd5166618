using System.Globalization;
using FsCheck.Xunit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Tests.Outbox;

namespace HubSpotCrm.Tests.Crm;

public sealed class PropertyEqualityTests
{
    private static readonly string[] OfEveryKind = ["notes", "budget", "next_call", "birthday", "interests", "mobile"];

    [Theory]
    [InlineData("budget", "5", "5.00")]
    [InlineData("budget", "0005", "5")]
    [InlineData("budget", "-0", "0.0")]
    [InlineData("budget", "9007199254740993.01", "9007199254740993.010")]
    [InlineData("notes", " a ", "a")]
    [InlineData("notes", null, "")]
    [InlineData("interests", "gas;solid", "solid; gas")]
    [InlineData("birthday", "2026-01-31", "1769817600000")]
    [InlineData("next_call", "2026-07-01T10:00:00Z", "2026-07-01T10:00:00.000Z")]
    [InlineData("next_call", "2026-07-01T10:00:00.000Z", "1782900000000")]
    [InlineData("newsletter", "TRUE", "true")]
    [InlineData("mobile", "+49 30 1234", "+49-30-1234")]
    [InlineData("email", "A@B.de", "a@b.de")]
    public void Two_ways_to_write_a_value_are_one_value(string property, string? first, string? second)
    {
        Same(property, first, second).Should().BeTrue();
        Same(property, second, first).Should().BeTrue();
    }

    [Theory]
    [InlineData("budget", "9007199254740993.01", "9007199254740992.01")]
    [InlineData("budget", "1,000", "1000")]
    [InlineData("budget", "0", null)]
    [InlineData("budget", "N/A", "0")]
    [InlineData("notes", "a", "A")]
    [InlineData("lifecyclestage", "lead", "LEAD")]
    [InlineData("interests", "gas", "gas;solid")]
    [InlineData("birthday", "2026-01-31", "2026-02-01")]
    [InlineData("newsletter", "false", null)]
    [InlineData("mobile", "none", "nothing")]
    public void Different_values_are_not_taken_for_one(string property, string? first, string? second)
    {
        Same(property, first, second).Should().BeFalse();
        Same(property, second, first).Should().BeFalse();
    }

    [Property]
    public bool A_number_is_itself_at_every_scale(decimal number, byte zeros)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return Same("budget", text, text + (text.Contains('.', StringComparison.Ordinal) ? "" : ".") + new string('0', zeros % 10));
    }

    [Property]
    public bool Numbers_are_the_same_exactly_when_decimal_says_so(decimal first, decimal second) =>
        Same("budget", first.ToString(CultureInfo.InvariantCulture), second.ToString(CultureInfo.InvariantCulture)) == (first == second);

    [Property]
    public bool Any_text_is_itself(string? text) => Same("notes", text, text) && Same("budget", text, text) && Same("next_call", text, text) && Same("interests", text, text);

    [Property]
    public bool Comparing_works_both_ways_round(string? first, string? second) =>
        OfEveryKind.All(property => Same(property, first, second) == Same(property, second, first));

    [Property]
    public bool A_value_that_passes_the_check_is_the_value_that_was_typed(int whole, byte fraction, bool spaces)
    {
        var typed = string.Create(CultureInfo.InvariantCulture, $"{(spaces ? " " : "")}{whole}.{fraction}");
        var taken = new PropertyValidator(TestDefinitions.Account, ObjectType.Contact, TimeZoneInfo.Utc)
            .Check(new Dictionary<string, string> { ["budget"] = typed }, new Dictionary<string, string?>());
        return taken.Value["budget"] == typed.Trim() && Same("budget", taken.Value["budget"], typed);
    }

    [Property]
    public bool No_text_makes_the_check_throw(string? text)
    {
        var validator = new PropertyValidator(TestDefinitions.Account, ObjectType.Contact, TimeZoneInfo.Utc);
        return TestDefinitions.Account.Properties.Where(property => property.ObjectType == ObjectType.Contact).All(property =>
        {
            var result = validator.Check(new Dictionary<string, string> { [property.Name] = text ?? "" }, new Dictionary<string, string?>());
            return result.Succeeded ? result.Value.ContainsKey(property.Name) : result.Failure.Message.Length < 400;
        });
    }

    private static bool Same(string property, string? first, string? second) =>
        PropertyEquality.Same(TestDefinitions.Account.FindProperty(ObjectType.Contact, property), first, second);
}
