using System.Globalization;
using HubSpotCrm.Web.Diagnostics;
using Serilog.Events;
using Serilog.Parsing;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>What a log line may hold.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData("GET /setup?code=0123456789abcdef", "0123456789abcdef")]
    [InlineData("state=s3cr3tstate&x=1", "s3cr3tstate")]
    [InlineData("Authorization: Bearer abc.def.ghi12345", "abc.def.ghi12345")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz")]
    [InlineData("sent Bearer CLongAccessToken12345", "CLongAccessToken12345")]
    [InlineData("{\"access_token\":\"CP-abcdefgh\",\"refresh_token\":\"na1-xyzw\"}", "CP-abcdefgh")]
    [InlineData("{\"access_token\":\"CP-abcdefgh\",\"refresh_token\":\"na1-xyzw\"}", "na1-xyzw")]
    [InlineData("grant_type=refresh_token&client_secret=abcd-efgh", "abcd-efgh")]
    [InlineData("token pat-na1-11111111-2222-3333-4444-555555555555 refused", "55555555")]
    [InlineData("Cookie: portal=CfDJ8MlFXQicQI5AvhUwr-IlaJXrqR3x5k; theme=dark", "IlaJXrqR3x5k")]
    [InlineData("Input.Password=correct-horse", "correct-horse")]
    [InlineData("password = \"correct-horse\"", "correct-horse")]
    public void What_looks_like_a_secret_is_taken_out(string text, string secret)
    {
        var redacted = LogText.Redact(text);

        redacted.Should().NotContain(secret).And.Contain(LogText.Removed);
    }

    [Theory]
    [InlineData("HubSpot answered 401: the state of the connection is not known")]
    [InlineData("Migrating AppDb: Initial")]
    [InlineData("12 tokens were counted")]
    public void Ordinary_words_stay(string text) => LogText.Redact(text).Should().Be(text);

    [Theory]
    [InlineData("one\r\n2026-01-01 ERR forged")]
    [InlineData("\u001b[31mred\u001b[0m")]
    [InlineData("left\u202eright")]
    [InlineData("a\u2028b\u0000c")]
    [Trait("BadInput", "control characters in a logged value")]
    public void A_value_cannot_forge_a_line_nor_colour_a_terminal(string value)
    {
        var line = Write("{Name} was read", ("Name", value), null);

        line.TrimEnd('\r', '\n').Any(char.IsControl).Should().BeFalse();
        line.Should().NotContain("\u202e").And.NotContain("\u2028").And.EndWith("was read" + Environment.NewLine);
    }

    [Fact]
    public void An_exception_is_written_below_its_line_and_passes_the_same_filter()
    {
        var text = Write("It failed", null, new InvalidOperationException("bad code=0123456789abcdef\n2026-01-01 ERR forged"));

        var lines = text.TrimEnd().Split('\n');
        lines.Skip(1).Should().OnlyContain(line => line.StartsWith("    "));
        text.Should().NotContain("0123456789abcdef");
    }

    [Fact]
    public void A_line_has_utc_time_level_request_and_source()
    {
        Write("Hello", null, null).Should().MatchRegex(@"^2026-11-12T14:02:00\.000Z INF c0ffee Thing: Hello");
    }

    private static string Write(string template, (string Name, string Value)? property, Exception? exception)
    {
        List<LogEventProperty> properties = [new("CorrelationId", new ScalarValue("c0ffee")), new("SourceContext", new ScalarValue("HubSpotCrm.Some.Thing"))];
        if (property is { } given)
        {
            properties.Add(new LogEventProperty(given.Name, new ScalarValue(given.Value)));
        }

        var logEvent = new LogEvent(new DateTimeOffset(2026, 11, 12, 15, 2, 0, TimeSpan.FromHours(1)), LogEventLevel.Information, exception, new MessageTemplateParser().Parse(template), properties);
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        new LogLine().Format(logEvent, writer);
        return writer.ToString();
    }
}
