using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.HubSpot.ClientBench;

namespace HubSpotCrm.Tests.HubSpot;

[Trait("Seed", "S22")]
public sealed class TokenKeeperTests : IAsyncLifetime
{
    private const string BadRefreshToken = """{"error":"invalid_grant","error_description":"refresh token is invalid, expired or revoked","status":"BAD_REFRESH_TOKEN","message":"missing or invalid refresh token"}""";

    private readonly ClientBench _bench = new();
    private readonly MemoryStore _store = new();
    private TokenKeeper _keeper = null!;
    private HubSpotClient _client = null!;

    private ScriptedServer Server => _bench.Server;

    private IEnumerable<ScriptedRequest> Refreshes => Server.Requests.Where(request => request.Target == "/oauth/2026-09/token");

    public ValueTask InitializeAsync()
    {
        _store.Tokens = new StoredTokens("old", "refresh-1", _bench.Time.GetUtcNow() + TimeSpan.FromMinutes(30), 1);
        _keeper = _bench.Factory.Tokens(_bench.Endpoint, "id", "s&cret", _store);
        _client = _bench.Factory.For(_bench.Endpoint, _keeper, isOAuth: true);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _keeper.Dispose();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_used_until_five_minutes_before_its_end()
    {
        Server.Then(Fresh("new"));
        (await _keeper.GetAsync(Cancellation)).Value.Value.Should().Be("old");
        _bench.Time.Advance(TimeSpan.FromMinutes(24.9));
        (await _keeper.GetAsync(Cancellation)).Value.Value.Should().Be("old");
        Server.Requests.Should().BeEmpty();

        _bench.Time.Advance(TimeSpan.FromMinutes(0.2));

        (await _keeper.GetAsync(Cancellation)).Value.Value.Should().Be("new");
        var request = Server.Requests.Should().ContainSingle().Subject;
        request.Body.Should().Be("grant_type=refresh_token&client_id=id&client_secret=s%26cret&refresh_token=refresh-1");
        request.Headers["Content-Type"].Should().Be("application/x-www-form-urlencoded");
        request.Headers.Should().NotContainKey("Authorization");
        _store.Tokens.Should().Be(new StoredTokens("new", "refresh-2", _bench.Time.GetUtcNow() + TimeSpan.FromMinutes(30), 2));
    }

    [Fact]
    [Trait("Fault", "F4")]
    public async Task F4_Twenty_refused_calls_lead_to_one_refresh()
    {
        Server.Otherwise = request => request.Target.StartsWith("/oauth", StringComparison.Ordinal) ? Fresh("new")
            : request.Headers["Authorization"] == "Bearer new" ? Reply.Json(Page)
            : Reply.Json("""{"category":"EXPIRED_AUTHENTICATION"}""", 401);

        var calls = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _client.ListAsync("contacts", List, Cancellation)));

        calls.Should().OnlyContain(call => call.Succeeded);
        Refreshes.Should().ContainSingle();
    }

    [Fact]
    [Trait("Fault", "F5")]
    public async Task F5_A_refusal_that_stays_ends_after_one_repetition()
    {
        Server.Otherwise = request => request.Target.StartsWith("/oauth", StringComparison.Ordinal) ? Fresh("new") : Reply.Json("{}", 401);

        for (var call = 0; call < 10; call++)
        {
            (await _client.ListAsync("contacts", List, Cancellation)).Failure.Should().BeOfType<ReconnectNeeded>();
        }

        Server.Requests.Should().HaveCount(3, "the call, the refresh, the repetition");
        _store.Reasons.Should().ContainSingle();
    }

    [Fact]
    [Trait("Fault", "F6")]
    public async Task F6_What_the_store_did_not_take_is_not_used_and_not_asked_for_again()
    {
        Server.Then(Fresh("new"));
        _bench.Time.Advance(TimeSpan.FromMinutes(26));
        _store.Fails = true;
        await _keeper.Awaiting(keeper => keeper.GetAsync(Cancellation).AsTask()).Should().ThrowAsync<IOException>();
        _store.Tokens!.AccessToken.Should().Be("old");

        _store.Fails = false;

        (await _keeper.GetAsync(Cancellation)).Value.Value.Should().Be("new");
        Refreshes.Should().ContainSingle();
        _store.Tokens.RefreshToken.Should().Be("refresh-2");
    }

    [Fact]
    [Trait("Fault", "F6")]
    public async Task F6_After_a_restart_a_dead_refresh_token_is_tried_once()
    {
        Server.Otherwise = _ => Reply.Json(BadRefreshToken, 400);
        _bench.Time.Advance(TimeSpan.FromMinutes(31));

        for (var call = 0; call < 5; call++)
        {
            (await _client.ListAsync("contacts", List, Cancellation)).Failure.Should().BeOfType<ReconnectNeeded>();
        }

        Server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(BadRefreshToken)]
    [InlineData("""{"error":"invalid_grant"}""")]
    [InlineData("""{"status":"BAD_REFRESH_TOKEN","message":"x","correlationId":"c"}""")]
    [Trait("Fault", "F7")]
    public async Task F7_A_refresh_token_refused_for_good_needs_a_new_connection_and_no_call(string body)
    {
        Server.Otherwise = _ => Reply.Json(body, 400);
        _bench.Time.Advance(TimeSpan.FromMinutes(31));

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _keeper.GetAsync(Cancellation).AsTask()));

        Server.Requests.Should().ContainSingle();
        _store.Reasons.Should().ContainSingle().Which.Should().Contain("refresh token");
    }

    [Fact]
    public async Task A_wrong_secret_is_no_reason_to_forget_the_connection_nor_to_call_on_and_on()
    {
        Server.Otherwise = _ => Reply.Json("""{"error":"invalid_client","status":"BAD_CLIENT_SECRET","message":"wrong"}""", 400);
        _bench.Time.Advance(TimeSpan.FromMinutes(31));

        for (var call = 0; call < 5; call++)
        {
            (await _keeper.GetAsync(Cancellation)).Failure.Should().BeOfType<AppNotAccepted>();
        }

        Server.Requests.Should().ContainSingle();
        _store.Reasons.Should().BeEmpty();
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        Server.Then(Fresh("new"));
        (await _keeper.GetAsync(Cancellation)).Value.Value.Should().Be("new");
    }

    [Fact]
    public async Task While_HubSpot_is_down_the_old_token_serves_to_its_end()
    {
        Server.Otherwise = _ => Reply.Json("{}", 503);
        _bench.Time.Advance(TimeSpan.FromMinutes(26));
        (await _keeper.GetAsync(Cancellation)).Value.Value.Should().Be("old");

        _bench.Time.Advance(TimeSpan.FromMinutes(5));

        (await _keeper.GetAsync(Cancellation)).Failure.Should().BeOfType<HubSpotUnavailable>();
        _store.Reasons.Should().BeEmpty();
    }

    [Fact]
    public async Task S33_Who_was_not_first_to_replace_takes_what_the_first_stored()
    {
        Server.Then(Fresh("mine"));
        _bench.Time.Advance(TimeSpan.FromMinutes(26));
        _store.BeforeReplace = () => _store.Tokens = new StoredTokens("theirs", "refresh-9", _bench.Time.GetUtcNow() + TimeSpan.FromMinutes(30), 7);

        (await _keeper.GetAsync(Cancellation)).Value.Value.Should().Be("theirs");

        _store.Tokens!.Version.Should().Be(7);
    }

    [Fact]
    public async Task S33_A_token_that_another_process_refreshed_is_taken_without_a_call()
    {
        (await _keeper.GetAsync(Cancellation)).Value.Value.Should().Be("old");
        _bench.Time.Advance(TimeSpan.FromMinutes(26));
        _store.Tokens = new StoredTokens("theirs", "refresh-9", _bench.Time.GetUtcNow() + TimeSpan.FromMinutes(30), 2);

        (await _keeper.GetAsync(Cancellation)).Value.Value.Should().Be("theirs");

        Server.Requests.Should().BeEmpty();
    }

    [Fact]
    [Trait("Fault", "F43")]
    public async Task Tokens_that_cannot_be_read_any_more_need_a_new_connection()
    {
        _store.Tokens = null;

        (await _keeper.GetAsync(Cancellation)).Failure.Should().BeOfType<ReconnectNeeded>();
        _store.Reasons.Should().ContainSingle();
    }

    [Fact]
    public async Task A_refresh_once_sent_is_finished_though_its_caller_went_away()
    {
        var release = new TaskCompletionSource();
        Server.Then(Fresh("new") with { After = release.Task });
        _bench.Time.Advance(TimeSpan.FromMinutes(26));
        using var cancel = new CancellationTokenSource();

        var asked = _keeper.GetAsync(cancel.Token).AsTask();
        await Server.WaitForRequestsAsync(1);
        await cancel.CancelAsync();
        release.SetResult();
        await asked;

        _store.Tokens!.AccessToken.Should().Be("new");
    }

    private static Reply Fresh(string token) =>
        Reply.Json($$"""{"token_type":"bearer","access_token":"{{token}}","refresh_token":"refresh-2","expires_in":1800,"hub_id":12345,"scopes":["oauth"]}""");

    private sealed class MemoryStore : ITokenStore
    {
        public StoredTokens? Tokens { get; set; }

        public bool Fails { get; set; }

        public Action? BeforeReplace { get; set; }

        public List<string> Reasons { get; } = [];

        public ValueTask<StoredTokens?> LoadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Tokens);

        public ValueTask<bool> TryReplaceAsync(long version, StoredTokens tokens, CancellationToken cancellationToken)
        {
            BeforeReplace?.Invoke();
            if (Fails)
            {
                throw new IOException("The disk is full.");
            }

            if (Tokens?.Version != version)
            {
                return ValueTask.FromResult(false);
            }

            Tokens = tokens;
            return ValueTask.FromResult(true);
        }

        public ValueTask MarkReconnectAsync(string reason, CancellationToken cancellationToken)
        {
            Reasons.Add(reason);
            return ValueTask.CompletedTask;
        }
    }
}
