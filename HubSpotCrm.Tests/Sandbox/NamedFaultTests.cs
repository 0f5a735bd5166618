using System.Net;
using System.Text.Json;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class NamedFaultTests
{
    private const string Account = "/account-info/2026-09/details";

    [Theory]
    [InlineData("locked", 423, "LOCKED")]
    [InlineData("migrating", 477, "MIGRATION_IN_PROGRESS")]
    [InlineData("uri-too-long", 414, "URI_TOO_LONG")]
    [InlineData("conflict", 409, "CONFLICT")]
    public async Task What_is_the_matter_is_told_in_HubSpots_envelope(string kind, int status, string category)
    {
        await using var server = await SandboxServer.StartAsync();
        await server.FaultAsync(new Fault { Kind = kind, Times = 1 });

        using var answer = await server.SendRawAsync(HttpMethod.Get, Account);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        var (after, _) = await server.GetAsync(Account);

        ((int)answer.StatusCode).Should().Be(status);
        body.GetProperty("category").GetString().Should().Be(category);
        body.GetProperty("correlationId").GetString().Should().NotBeNullOrEmpty();
        answer.Headers.RetryAfter?.Delta.Should().Be(kind == "migrating" ? TimeSpan.FromSeconds(60) : null);
        after.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_script_says_how_long_a_migration_takes()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.FaultAsync(new Fault { Kind = "migrating", Headers = new() { ["Retry-After"] = "86400" } });

        using var answer = await server.SendRawAsync(HttpMethod.Get, Account);

        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData("ten-secondly", "TEN_SECONDLY_ROLLING", "You have reached your ten_secondly_rolling limit.")]
    [InlineData("secondly", "SECONDLY", "You have reached your secondly limit.")]
    [InlineData("daily", "DAILY", "You have reached your daily limit.")]
    public async Task Each_of_the_three_limits_can_be_reached_at_will(string kind, string policy, string message)
    {
        await using var server = await SandboxServer.StartAsync();
        await server.FaultAsync(new Fault { Kind = kind });

        var (status, body) = await server.GetAsync(Account);

        status.Should().Be(HttpStatusCode.TooManyRequests);
        body.GetProperty("policyName").GetString().Should().Be(policy);
        body.GetProperty("message").GetString().Should().Be(message);
        body.GetProperty("errorType").GetString().Should().Be("RATE_LIMIT");
    }

    [Theory]
    [InlineData("firewall", 429, "text/plain")]
    [InlineData("bad-gateway", 502, "text/html")]
    [InlineData("timeout", 524, "text/plain")]
    public async Task An_answer_may_come_from_what_stands_before_HubSpot_and_be_no_JSON(string kind, int status, string type)
    {
        await using var server = await SandboxServer.StartAsync();
        await server.FaultAsync(new Fault { Kind = kind });

        using var answer = await server.SendRawAsync(HttpMethod.Get, Account);

        ((int)answer.StatusCode).Should().Be(status);
        answer.Content.Headers.ContentType!.MediaType.Should().Be(type);
    }

    [Theory]
    [InlineData("faults")]
    [InlineData("down")]
    [Trait("BadInput", "an unknown kind of fault")]
    public async Task An_unknown_kind_of_fault_is_named(string path)
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.PostAsync($"/_sandbox/{path}", new { kind = "sulking" });

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("message").GetString().Should().Contain("sulking");
    }

    [Fact]
    [Trait("BadInput", "an address of more than 8,000 characters")]
    public async Task An_address_of_more_than_eight_thousand_characters_is_too_long()
    {
        await using var server = await SandboxServer.StartAsync();
        const string path = "/crm/objects/2026-09/contacts?limit=1&properties=";

        var (longest, _) = await server.GetAsync(path + new string('x', 8_000 - path.Length));
        var (tooLong, body) = await server.GetAsync(path + new string('x', 8_001 - path.Length));

        longest.Should().Be(HttpStatusCode.OK);
        tooLong.Should().Be(HttpStatusCode.RequestUriTooLong);
        body.GetProperty("status").GetString().Should().Be("error");
    }
}
