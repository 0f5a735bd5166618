using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class LimitTests
{
    private const string Account = "/account-info/2026-09/details";

    [Theory]
    [InlineData(true, 110)]
    [InlineData(false, 190)]
    public async Task Within_ten_seconds_so_many_calls_are_answered_and_not_one_more(bool oauth, int most)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await using var server = await SandboxServer.StartAsync(options => options.Limits = true, time);
        var token = oauth ? (await server.AuthorizeAsync()).Access : await server.StaticToken;
        for (var call = 0; call < most; call++)
        {
            (await server.GetAsync(Account, token)).Status.Should().Be(HttpStatusCode.OK);
            time.Advance(TimeSpan.FromMilliseconds(20));
        }

        using var refused = await server.SendRawAsync(HttpMethod.Get, Account, token: token);
        var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(20 * most));
        var (first, _) = await server.GetAsync(Account, token);
        var (second, _) = await server.GetAsync(Account, token);

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        body.GetProperty("policyName").GetString().Should().Be("TEN_SECONDLY_ROLLING");
        refused.Headers.GetValues("X-HubSpot-RateLimit-Max").Should().Equal($"{most}");
        first.Should().Be(HttpStatusCode.OK, "the first call of the window is ten seconds old now");
        second.Should().Be(HttpStatusCode.TooManyRequests, "the window rolls, it does not start anew");
    }

    [Fact]
    public async Task Answers_say_how_many_calls_are_left()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Limits = true);

        using var first = await server.SendRawAsync(HttpMethod.Get, Account);
        using var second = await server.SendRawAsync(HttpMethod.Get, Account);

        first.Headers.GetValues("X-HubSpot-RateLimit-Remaining").Should().Equal("189");
        second.Headers.GetValues("X-HubSpot-RateLimit-Remaining").Should().Equal("188");
        second.Headers.GetValues("X-HubSpot-RateLimit-Interval-Milliseconds").Should().Equal("10000");
    }

    [Fact]
    public async Task Search_has_a_limit_of_its_own_and_says_nothing_of_it()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await using var server = await SandboxServer.StartAsync(options => options.Limits = true, time);
        const string search = "/crm/objects/2026-09/contacts/search";
        for (var call = 0; call < 5; call++)
        {
            using var answer = await server.SendRawAsync(HttpMethod.Post, search, new { limit = 1 });
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            answer.Headers.Should().NotContain(header => header.Key.StartsWith("X-HubSpot-RateLimit-Max", StringComparison.OrdinalIgnoreCase));
        }

        var (refused, body) = await server.PostAsync(search, new { limit = 1 });
        using var other = await server.SendRawAsync(HttpMethod.Get, Account);
        time.Advance(TimeSpan.FromSeconds(1));
        var (later, _) = await server.PostAsync(search, new { limit = 1 });

        refused.Should().Be(HttpStatusCode.TooManyRequests);
        body.GetProperty("message").GetString().Should().Be("You have reached your secondly limit.");
        other.Headers.GetValues("X-HubSpot-RateLimit-Remaining").Should().Equal("189");
        later.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_has_a_limit_for_the_day_which_ends_at_midnight_in_the_accounts_zone_and_OAuth_has_none()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 22, 50, 0, TimeSpan.Zero));
        await using var server = await SandboxServer.StartAsync(options => options.Limits = true, time);
        await server.ControlAsync(HttpMethod.Post, "limits", new { daily = 3 });
        var (oauth, _) = await server.AuthorizeAsync();

        using var first = await server.SendRawAsync(HttpMethod.Get, Account);
        await server.GetAsync(Account);
        await server.PostAsync("/crm/objects/2026-09/contacts/search", new { limit = 1 });
        var (refused, body) = await server.GetAsync(Account);
        using var other = await server.SendRawAsync(HttpMethod.Get, Account, token: oauth);
        time.Advance(TimeSpan.FromMinutes(11));
        var (tomorrow, _) = await server.GetAsync(Account);

        first.Headers.GetValues("X-HubSpot-RateLimit-Daily-Remaining").Should().Equal("2");
        refused.Should().Be(HttpStatusCode.TooManyRequests, "searches count, too");
        body.GetProperty("policyName").GetString().Should().Be("DAILY");
        body.TryGetProperty("requestId", out _).Should().BeTrue();
        other.StatusCode.Should().Be(HttpStatusCode.OK);
        other.Headers.Should().NotContain(header => header.Key.StartsWith("X-HubSpot-RateLimit-Daily", StringComparison.OrdinalIgnoreCase));
        tomorrow.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Reading_associations_does_not_use_up_the_calls_for_records()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Limits = true);

        await server.PostAsync("/crm/associations/2026-09/contacts/companies/batch/read", new { inputs = new[] { new { id = "151" } } });
        using var other = await server.SendRawAsync(HttpMethod.Get, Account);

        other.Headers.GetValues("X-HubSpot-RateLimit-Remaining").Should().Equal("189");
    }

    [Fact]
    public async Task Answers_carry_the_sandboxs_own_time()
    {
        var noon = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        await using var server = await SandboxServer.StartAsync(time: new FakeTimeProvider(noon));

        using var answer = await server.SendRawAsync(HttpMethod.Get, Account);

        answer.Headers.Date.Should().Be(noon);
    }
}
