using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Tests.Sync;

public sealed class PropertyValuesTests
{
    [Theory]
    [InlineData("1500.00", 1_500_000L)]
    [InlineData("0.4", 400L)]
    [InlineData("-12.5", -12_500L)]
    [InlineData("1e3", 1_000_000L)]
    [InlineData("0.0005", 1L)]
    [InlineData("9223372036854775.806", 9_223_372_036_854_775_806L)]
    [Trait("Fault", "F34")]
    public void A_number_becomes_thousandths_without_loss(string text, long thousandths)
    {
        PropertyValues.Thousandths(text, out var fault).Should().Be(thousandths);
        fault.Text.Should().BeNull();
    }

    [Fact]
    [Trait("BadInput", "9007199254740993.01")]
    [Trait("Fault", "F34")]
    public void A_number_beyond_what_a_double_holds_keeps_every_digit() =>
        PropertyValues.Thousandths("9007199254740993.01", out _).Should().Be(9_007_199_254_740_993_010);

    [Theory]
    [Trait("BadInput", "N/A as a number")]
    [InlineData("N/A")]
    [InlineData("1,234.5")]
    [InlineData("3092727991;3881228353")]
    [InlineData("1e400")]
    [InlineData("∞")]
    [InlineData("9223372036854775.808")]
    [Trait("Fault", "F34")]
    public void A_text_that_is_no_number_is_told_and_not_guessed(string text)
    {
        PropertyValues.Thousandths(text, out var fault).Should().BeNull();
        fault.Text.Should().NotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("2026-01-31", 1_769_817_600_000L)]
    [InlineData("2025-01-27T19:53:15.581Z", 1_738_007_595_581L)]
    [InlineData("2025-01-27T19:53:15Z", 1_738_007_595_000L)]
    [InlineData("2025-01-27T20:53:15.581+01:00", 1_738_007_595_581L)]
    [InlineData("1762212973632", 1_762_212_973_632L)]
    [InlineData("-86400000", -86_400_000L)]
    [Trait("Fault", "F35")]
    public void A_time_is_read_in_every_form_HubSpot_sends(string text, long milliseconds)
    {
        PropertyValues.Instant(text, out var fault).Should().Be(milliseconds);
        fault.Text.Should().BeNull();
    }

    [Theory]
    [Trait("BadInput", "year 20999")]
    [InlineData("20999-01-31")]
    [InlineData("600542208000000")]
    [InlineData("2025-02-29")]
    [InlineData("1490363473.5")]
    [InlineData("noon")]
    [InlineData("12:30")]
    [InlineData("January")]
    [Trait("Fault", "F35")]
    public void A_text_that_is_no_time_is_told_and_not_guessed(string text)
    {
        PropertyValues.Instant(text, out var fault).Should().BeNull();
        fault.Text.Should().NotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void No_value_is_no_fault(string? text)
    {
        PropertyValues.Thousandths(text, out var number).Should().BeNull();
        PropertyValues.Instant(text, out var time).Should().BeNull();
        number.Text.Should().BeNull();
        time.Text.Should().BeNull();
    }

    [Fact]
    public void The_hash_does_not_depend_on_the_order_in_which_HubSpot_lists_properties()
    {
        var one = new Dictionary<string, string?> { ["a"] = "1", ["b"] = "2", ["c"] = null };
        var other = new Dictionary<string, string?> { ["b"] = "2", ["a"] = "1" };
        PropertyValues.Hash(one).Should().Be(PropertyValues.Hash(other));
        PropertyValues.Hash(new Dictionary<string, string?> { ["a"] = "2", ["b"] = "1" }).Should().NotBe(PropertyValues.Hash(one));
    }

    [Theory]
    [Trait("BadInput", "NUL, emoji, right-to-left marks")]
    [InlineData("line\r\nbreak \"quoted\" \\ </script>")]
    [InlineData("👩‍👩‍👧 \u202Eevil\u202C é e\u0301")]
    [InlineData("nul\0inside")]
    public void Raw_values_come_back_as_they_were(string value) =>
        PropertyValues.FromRaw(PropertyValues.ToRaw(new Dictionary<string, string?> { ["x"] = value }))["x"].Should().Be(value);

    [Fact]
    [Trait("Fault", "F33")]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() =>
        PropertyValues.FromRaw(PropertyValues.ToRaw(new Dictionary<string, string?> { ["x"] = "a\ud83dz" }))["x"].Should().Be("a\ufffdz");
}
