using FsCheck;
using FsCheck.Fluent;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Tests.HubSpot;

public sealed class WireTimeTests
{
    [Theory]
    [InlineData("2025-01-27T19:53:15.581Z", 1738007595581)]
    [InlineData("2025-01-27T19:53:15Z", 1738007595000)]
    [InlineData("2025-01-27T19:53:15.5Z", 1738007595500)]
    [InlineData("2025-01-27T19:53:15.581999999Z", 1738007595581)]
    [InlineData("2025-01-27T20:53:15.581+01:00", 1738007595581)]
    [InlineData("2025-01-27T20:53:15+0100", 1738007595000)]
    [InlineData("2025-01-27T14:23:15-05:30", 1738007595000)]
    [InlineData("2025-01-27T19:53:15", 1738007595000)]
    [InlineData("2025-01-27T19:53Z", 1738007580000)]
    [InlineData("2025-01-27", 1737936000000)]
    [InlineData("1738007595581", 1738007595581)]
    [InlineData("-1", -1)]
    [InlineData("0", 0)]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("2024-02-29", 1709164800000)]
    [Trait("Fault", "F35")]
    public void An_instant_is_read_in_each_of_HubSpots_ways(string text, long milliseconds) =>
        WireTime.Parse(text).Should().Be(milliseconds);

    [Theory]
    [Trait("BadInput", "wrong types")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("N/A")]
    [InlineData("2025-02-29")]
    [InlineData("20999-01-01")]
    [InlineData("2025-13-01")]
    [InlineData("2025-01-27T25:00:00Z")]
    [InlineData("2025-01-27T19:53:15.Z")]
    [InlineData("2025-01-27T19:53:15+99:00")]
    [InlineData("2025-01-27T19:53:15+01:0")]
    [InlineData("2025-01-27Tx")]
    [InlineData("2025/01/27")]
    [InlineData("99999999999999999")]
    [InlineData("999999999999999999999")]
    [InlineData("1.5")]
    [InlineData("-")]
    public void What_is_no_instant_is_none(string text) => WireTime.Parse(text).Should().BeNull();

    [Fact]
    public void Every_instant_survives_being_written_and_read() =>
        Prop.ForAll<DateTimeOffset>(instant =>
        {
            var milliseconds = instant.ToUnixTimeMilliseconds();
            WireTime.Parse(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)).Should().Be(milliseconds);
            WireTime.Parse(milliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture)).Should().Be(milliseconds);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_makes_it_throw() =>
        Prop.ForAll<string?, string?>((one, other) =>
        {
            _ = WireTime.Parse(one);
            _ = WireTime.Parse($"2025-01-27T{one}{other}");
            _ = WireTime.Parse($"2025-01-27T19:53:15{other}");
        }).QuickCheckThrowOnFailure();
}
