using System.Globalization;
using System.Text;
using HubSpotCrm.Core.Sync.Push;
using HubSpotCrm.Sandbox.Webhooks;

namespace HubSpotCrm.Tests.Sync.Push;

/// <summary>Who is believed.</summary>
public sealed class WebhookSignatureTests
{
    private const string Secret = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
    private const string Url = "https://www.example.com/webhook_uri";
    private const string Time = "1790000001000";
    private const string Signature = "Un73rNwJL6+R2UEL5dyAKAUVcU2ZhZL/dDEmp9zCP3A=";
    private static readonly byte[] Body = """{"example_field":"example_value"}"""u8.ToArray();
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1790000001000);

    [Fact]
    public void The_known_vector_is_valid() => Check().Should().BeTrue();

    [Fact]
    [Trait("Fault", "F44")]
    public void It_is_valid_for_five_minutes_on_either_side()
    {
        Check(now: Now.AddMinutes(5)).Should().BeTrue();
        Check(now: Now.AddMinutes(-5)).Should().BeTrue();
        Check(now: Now.AddMinutes(5).AddMilliseconds(1)).Should().BeFalse();
        Check(now: Now.AddMinutes(-5).AddMilliseconds(-1)).Should().BeFalse();
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("no secret")]
    [InlineData("method")]
    [InlineData("address")]
    [InlineData("body")]
    [InlineData("time")]
    [InlineData("time as a number of another form")]
    [InlineData("no time")]
    [InlineData("time that is none")]
    [InlineData("time beyond every calendar")]
    [InlineData("no signature")]
    [InlineData("signature that is no base64")]
    [Trait("BadInput", "a forged webhook")]
    [Trait("Fault", "F44")]
    public void Anything_else_is_refused(string what)
    {
        var valid = what switch
        {
            "secret" => Check(secret: "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"),
            "no secret" => Check(secret: ""),
            "method" => Check(method: "PUT"),
            "address" => Check(url: Url + "/"),
            "body" => Check(body: [.. Body, (byte)' ']),
            "time" => Check(time: "1790000001001"),
            "time as a number of another form" => Check(time: "+1790000001000"),
            "no time" => Check(time: null),
            "time that is none" => Check(time: "now"),
            "time beyond every calendar" => Check(time: long.MaxValue.ToString(CultureInfo.InvariantCulture)),
            "no signature" => Check(signature: null),
            _ => Check(signature: "é"),
        };

        valid.Should().BeFalse();
    }

    [Fact]
    public void Only_the_characters_that_HubSpot_decodes_are_decoded()
    {
        const string Address = "https://example.com/hook?for=a%40b%2Fc%20d&x=%C3%A4";
        var timestamp = Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signed = WebhookSender.Sign(Secret, new Uri(Address), Body, timestamp);

        WebhookSignature.IsValid(Secret, "POST", Address, Body, signed, timestamp, Now).Should().BeTrue();
        Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(Secret), (byte[])[.. Encoding.UTF8.GetBytes("POSThttps://example.com/hook?for=a@b/c%20d&x=%C3%A4"), .. Body, .. Encoding.UTF8.GetBytes(timestamp)]))
            .Should().Be(signed);
    }

    private static bool Check(
        string secret = Secret, string method = "POST", string url = Url, byte[]? body = null, string? signature = Signature, string? time = Time, DateTimeOffset? now = null) =>
        WebhookSignature.IsValid(secret, method, url, body ?? Body, signature, time, now ?? Now);
}
