using System.Net;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class FaultTests
{
    private const string Account = "/account-info/2026-09/details";
    private const string Contacts = "/crm/objects/2026-09/contacts";

    [Fact]
    public async Task A_fault_hits_the_call_it_was_set_for_and_no_other()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.FaultAsync(new Fault { Method = "GET", Path = "/crm/objects/*", Nth = 2, Status = 502, Body = "<h1>Bad gateway</h1>", Headers = new() { ["Retry-After"] = "7" } });

        await server.GetAsync(Account);
        var (first, _) = await server.GetAsync(Contacts);
        using var second = await server.SendRawAsync(HttpMethod.Get, Contacts);
        var (third, _) = await server.GetAsync(Contacts);

        new[] { first, third }.Should().AllBeEquivalentTo(HttpStatusCode.OK);
        second.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        second.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_fault_may_happen_a_number_of_times()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.FaultAsync(new Fault { Path = "/account-info/*", Times = 2, Status = 429 });

        var statuses = new List<HttpStatusCode>();
        for (var call = 0; call < 3; call++)
        {
            statuses.Add((await server.GetAsync(Account)).Status);
        }

        statuses.Should().Equal(HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests, HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("truncate")]
    public async Task An_answer_may_break_off(string kind)
    {
        await using var server = await SandboxServer.StartAsync();
        await server.FaultAsync(new Fault { Kind = kind });

        var call = () => server.GetAsync(Account);

        (await call.Should().ThrowAsync<Exception>()).Which.Should().Match(problem => problem is HttpRequestException || problem is HttpIOException || problem is IOException);
    }

    [Fact]
    public async Task An_answer_may_drip_and_still_be_whole()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.FaultAsync(new Fault { Kind = "drip" });

        var (status, body) = await server.GetAsync(Account);

        status.Should().Be(HttpStatusCode.OK);
        body.GetProperty("portalId").GetInt64().Should().BePositive();
    }

    [Fact]
    public async Task A_write_may_be_done_though_its_answer_is_lost()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);
        await server.FaultAsync(new Fault { Method = "PATCH", Kind = "reset", After = true, Times = 1 });

        var call = () => server.PatchAsync($"{Contacts}/{id}", new { properties = new { jobtitle = "Pilot" } });

        await call.Should().ThrowAsync<HttpRequestException>();
        Value((await server.GetAsync($"{Contacts}/{id}?properties=jobtitle")).Body, "jobtitle").Should().Be("Pilot");
    }

    [Theory]
    [InlineData("redirect", HttpStatusCode.Found)]
    [InlineData("html", HttpStatusCode.OK)]
    public async Task An_answer_may_be_something_else_altogether(string kind, HttpStatusCode expected)
    {
        await using var server = await SandboxServer.StartAsync();
        await server.FaultAsync(new Fault { Kind = kind });

        using var answer = await server.SendRawAsync(HttpMethod.Get, Account);

        answer.StatusCode.Should().Be(expected);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
    }

    [Fact]
    public async Task An_answer_may_be_small_on_the_wire_and_huge_in_the_end()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.FaultAsync(new Fault { Kind = "gzipbomb" });

        using var request = new HttpRequestMessage(HttpMethod.Get, Account);
        using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        answer.Content.Headers.ContentEncoding.Should().Equal("gzip");
    }

    [Fact]
    public async Task While_the_account_is_down_every_call_fails()
    {
        await using var server = await SandboxServer.StartAsync();

        await server.DownAsync(true);
        var (down, _) = await server.GetAsync(Account);
        await server.DownAsync(false);
        var (up, _) = await server.GetAsync(Account);

        down.Should().Be(HttpStatusCode.ServiceUnavailable);
        up.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_log_tells_every_call_and_no_token()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.GetAsync($"{Contacts}?limit=3");
        await server.GetAsync(Account, "made-up");

        var calls = await server.CallsAsync();

        calls.Select(call => (call.Method, call.Path, call.Query, call.Status, call.Auth)).Should().Equal(
            ("GET", Contacts, "?limit=3", 200, "token"), ("GET", Account, "", 401, "unknown"));
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.NotFound)]
    [InlineData("key", null, HttpStatusCode.Unauthorized)]
    [InlineData("key", "key", HttpStatusCode.OK)]
    public async Task In_a_host_the_control_API_needs_its_key(string? key, string? sent, HttpStatusCode expected)
    {
        await using var server = await SandboxServer.StartAsync(options =>
        {
            options.ControlIsOpen = false;
            options.ControlKey = key;
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_sandbox/state");
        request.Headers.Add("X-Sandbox-Control", sent);

        using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(expected);
    }

    [Fact]
    public async Task Tokens_can_be_made_to_expire()
    {
        await using var server = await SandboxServer.StartAsync();
        var (access, refresh) = await server.AuthorizeAsync();

        await server.ExpireTokensAsync();
        var (status, _) = await server.GetAsync(Account, access);
        var (renewed, _) = await server.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh });

        status.Should().Be(HttpStatusCode.Unauthorized);
        renewed.Should().Be(HttpStatusCode.OK);
    }
}
