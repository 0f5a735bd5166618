using System.Net;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Journal;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.HubSpot.ClientBench;

namespace HubSpotCrm.Tests.HubSpot;

/// <summary>The client of the webhooks journal before a scripted server.</summary>
public sealed class JournalClientTests
{
    private const string AppToken = """{"token_type":"bearer","access_token":"app-token","expires_in":1800}""";
    private const string File = """{"offset":"a","journalEvents":[{"type":"OBJECT","portalId":1,"action":"UPDATE","objectTypeId":"0-1","objectId":501}],"publishedAt":"2026-11-24T12:00:00Z"}""";

    public static TheoryData<string> Versions => [.. HubSpotPaths.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_journal_is_at_its_paths_under_every_version(string version)
    {
        await using var bench = new ClientBench(version: version);
        var (client, dated) = (Client(bench), version == "v3" ? "2026-03" : version);
        bench.Server.Then(
            Reply.Json(AppToken), Reply.Json("""{"results":[]}"""), Reply.Json("{}", 201), Reply.Empty(204), Reply.Json($$"""{"url":"{{bench.Server.Address}}f?s=1","currentOffset":"a"}"""), Reply.Json(File));

        (await client.SubscriptionsAsync(Cancellation)).Value.Should().BeEmpty();
        (await client.SubscribeAsync(new JournalSubscription("0-1", "1"), Cancellation)).Failure.Should().BeNull();
        (await client.NextAsync(null, Cancellation)).Value.IsNone.Should().BeTrue();
        var entry = (await client.NextAsync("b/../c", Cancellation)).Value;
        (await client.FileAsync(entry, Cancellation)).Value.Should().ContainSingle().Which.ObjectIds.Should().Equal("501");

        bench.Server.Requests.Select(request => $"{request.Method} {request.Target}").Should().Equal(
            $"POST /oauth/{dated}/token",
            $"GET /webhooks-journal/subscriptions/{dated}",
            $"POST /webhooks-journal/subscriptions/{dated}",
            $"GET /webhooks-journal/journal/{dated}/earliest",
            $"GET /webhooks-journal/journal/{dated}/offset/b%2F..%2Fc/next",
            "GET /f?s=1");
        bench.Server.Requests[0].Body.Should().Contain("grant_type=client_credentials").And.Contain("client_id=app").And.Contain("developer.webhooks_journal.read");
        bench.Server.Requests[2].Body.Should().Be(
            """{"subscriptionType":"OBJECT","objectTypeId":"0-1","portalId":1,"actions":["CREATE","UPDATE","DELETE","MERGE","RESTORE"],"properties":[],"objectIds":[]}""");
        bench.Server.Requests.Skip(1).SkipLast(1).Should().OnlyContain(request => request.Headers["Authorization"] == "Bearer app-token");
        bench.Server.Requests[^1].Headers.Keys.Should().NotContain("Authorization").And.NotContain("Cookie");
        bench.Log.Lines.Should().NotContain(line => line.Contains("app-token", StringComparison.Ordinal) || line.Contains("s=1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_token_is_kept_until_shortly_before_it_expires()
    {
        await using var bench = new ClientBench();
        bench.Server.Otherwise = request => request.Target.EndsWith("/token", StringComparison.Ordinal) ? Reply.Json(AppToken) : Reply.Empty(204);
        var client = Client(bench);

        await client.NextAsync(null, Cancellation);
        bench.Time.Advance(TimeSpan.FromMinutes(24));
        await client.NextAsync(null, Cancellation);
        Tokens().Should().Be(1);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        await client.NextAsync(null, Cancellation);
        Tokens().Should().Be(2);

        int Tokens() => bench.Server.Requests.Count(request => request.Target.EndsWith("/token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_and_is_no_refusal_of_the_connection()
    {
        await using var bench = new ClientBench();
        var client = Client(bench);
        bench.Server.Otherwise = request => request.Target.EndsWith("/token", StringComparison.Ordinal) ? Reply.Json(AppToken) : Reply.Json("""{"category":"INVALID_AUTHENTICATION"}""", 401);

        (await client.NextAsync(null, Cancellation)).Failure.Should().BeOfType<JournalNotAllowed>();

        bench.Server.Requests.Should().HaveCount(4);
        bench.Refusals.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"error":"invalid_client","status":"BAD_CLIENT_SECRET","message":"client_secret is wrong"}""", typeof(AppNotAccepted))]
    [InlineData("""{"error":"invalid_scope","status":"BAD_SCOPE","message":"not for this app"}""", typeof(AuthorizationRefused))]
    public async Task An_app_that_gets_no_token_is_told(string body, Type failure)
    {
        await using var bench = new ClientBench();
        bench.Server.Then(Reply.Json(body, 400));

        (await Client(bench).NextAsync(null, Cancellation)).Failure.Should().BeOfType(failure);
    }

    [Fact]
    public async Task A_journal_that_fails_opens_no_breaker_before_the_accounts_calls()
    {
        await using var bench = new ClientBench(isOAuth: true);
        bench.Server.Otherwise = request =>
            request.Target.EndsWith("/token", StringComparison.Ordinal) ? Reply.Json(AppToken)
            : request.Target.StartsWith("/webhooks-journal", StringComparison.Ordinal) ? Reply.Json("{}", 500)
            : Reply.Json(Page);
        var client = Client(bench);
        for (var call = 0; call < 12; call++)
        {
            (await client.SubscribeAsync(new JournalSubscription("0-1", "1"), Cancellation)).Succeeded.Should().BeFalse();
        }

        (await bench.Client.ListAsync("contacts", List, Cancellation)).Failure.Should().BeNull();
    }

    [Fact]
    [Trait("Fault", "F16")]
    public async Task F16_A_redirect_of_a_journal_file_is_not_followed()
    {
        await using var bench = new ClientBench();
        await using var elsewhere = new ScriptedServer();
        bench.Server.Then(Reply.Empty(302).With("Location", elsewhere.Address.ToString()));

        var file = await Client(bench).FileAsync(new WireJournalEntry("a", bench.Server.Address.ToString()), Cancellation);

        file.Failure.Should().BeOfType<JournalFileUnreadable>().Which.Reason.Should().Contain("not followed");
        elsewhere.Requests.Should().BeEmpty();
        bench.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_file_that_drips_ends_with_its_time()
    {
        await using var bench = new ClientBench();
        bench.Server.Then(Reply.Json(File) with { Drips = true });

        var file = await bench.RunAsync(Client(bench).FileAsync(new WireJournalEntry("a", bench.Server.Address.ToString()), Cancellation));

        file.Failure.Should().BeOfType<JournalFileUnreadable>().Which.Reason.Should().Be("no answer in time");
    }

    [Theory]
    [InlineData("https://bucket.s3.eu-central-1.amazonaws.com/f?s=1", false, true)]
    [InlineData("https://BUCKET.S3.AMAZONAWS.COM/f", false, true)]
    [InlineData("https://amazonaws.com/f", false, false)]
    [InlineData("https://xamazonaws.com/f", false, false)]
    [InlineData("https://amazonaws.com.evil.example/f", false, false)]
    [InlineData("https://s3.amazonaws.com./f", false, false)]
    [InlineData("https://s3.amazonaws.com:8443/f", false, false)]
    [InlineData("https://s3.amazonaws.com@evil.example/f", false, false)]
    [InlineData("https://user:word@s3.amazonaws.com/f", false, false)]
    [InlineData("http://s3.amazonaws.com/f", false, false)]
    [InlineData("http://s3.amazonaws.com/f", true, false)]
    [InlineData("https://files.example.com/f", false, true)]
    [InlineData("https://a.files.example.com/f", false, false)]
    [InlineData("http://127.0.0.1:5080/f", true, true)]
    [InlineData("http://127.0.0.1:5080/f", false, false)]
    [InlineData("https://10.0.0.1/f", true, false)]
    [InlineData("file://localhost/etc/passwd", true, false)]
    [Trait("Fault", "F16")]
    [Trait("BadInput", "a journal file at an address that is not allowed")]
    public void F16_Files_come_from_the_allowed_hosts_only(string address, bool isSandbox, bool allowed) =>
        JournalHosts.Allows(new Uri(address), [.. HubSpotOptions.DefaultJournalHosts, "files.example.com"], isSandbox).Should().Be(allowed);

    [Theory]
    [InlineData("s3.amazonaws.com", "52.95.1.1", true)]
    [InlineData("s3.amazonaws.com", "127.0.0.1", false)]
    [InlineData("s3.amazonaws.com", "10.1.2.3", false)]
    [InlineData("s3.amazonaws.com", "169.254.169.254", false)]
    [InlineData("s3.amazonaws.com", "::ffff:10.0.0.1", false)]
    [InlineData("s3.amazonaws.com", "fd00::1", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("localhost", "104.16.1.1", false)]
    [Trait("Fault", "F15")]
    public void No_name_server_leads_to_a_file_in_another_network(string host, string address, bool allowed) =>
        JournalHosts.Allows(host, IPAddress.Parse(address)).Should().Be(allowed);

    [Theory]
    [InlineData("files.example.com", true)]
    [InlineData(".amazonaws.com", true)]
    [InlineData(".com", false)]
    [InlineData("localhost", false)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("*.amazonaws.com", false)]
    [InlineData("https://s3.amazonaws.com", false)]
    [InlineData("s3.amazonaws.com:443", false)]
    [InlineData("52.95.1.1", false)]
    [Trait("BadInput", "a setting that names no host")]
    public void A_host_of_the_setting_is_a_full_name_or_an_ending_of_one(string entry, bool isHost) => JournalHosts.IsHost(entry).Should().Be(isHost);

    [Fact]
    public async Task The_defaults_hold_when_no_host_is_set()
    {
        await using var bench = new ClientBench();

        (await Client(bench).FileAsync(new WireJournalEntry("a", "https://files.example.com/f"), Cancellation)).Failure
            .Should().BeOfType<JournalFileNotAllowed>().Which.Host.Should().Be("https://files.example.com");
    }

    private static JournalClient Client(ClientBench bench) => bench.Factory.Journal(bench.Endpoint, "app", "secret");
}
