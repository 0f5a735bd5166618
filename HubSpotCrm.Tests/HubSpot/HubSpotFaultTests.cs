using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static HubSpotCrm.Tests.HubSpot.ClientBench;

namespace HubSpotCrm.Tests.HubSpot;

[Trait("Seed", "S21")]
public sealed class HubSpotFaultTests : IAsyncLifetime
{
    private const string RollingLimit = """{"status":"error","message":"You have reached your ten_secondly_rolling limit.","policyName":"TEN_SECONDLY_ROLLING","correlationId":"c-9"}""";

    private static readonly Dictionary<string, string> Change = new() { ["email"] = "x@y.z" };

    private readonly ClientBench _bench = new();

    private ScriptedServer Server => _bench.Server;

    private HubSpotClient Client => _bench.Client;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S36")]
    [Trait("Fault", "F1")]
    public async Task F1_After_a_429_nobody_calls_before_HubSpot_said()
    {
        Server.Then(Reply.Json(RollingLimit, 429).With("Retry-After", "7"), Reply.Json(Page), Reply.Json(Page));

        var refused = Client.ListAsync("contacts", List, Cancellation);
        await Server.WaitForRequestsAsync(1);
        await _bench.RunAsync(WaitForLogAsync("429"));
        var other = Client.With(CallPriority.Background).ListAsync("deals", List, Cancellation);

        (await _bench.RunAsync(refused)).Succeeded.Should().BeTrue();
        (await _bench.RunAsync(other)).Succeeded.Should().BeTrue();
        Server.Requests.Skip(1).Should().OnlyContain(request => request.At - Server.Requests[0].At >= TimeSpan.FromSeconds(7));
        Server.Requests.Should().HaveCount(3);
    }

    [Fact]
    [Trait("Seed", "S36")]
    [Trait("Fault", "F2")]
    public async Task F2_Without_a_word_from_HubSpot_the_waits_are_ten_seconds_and_grow()
    {
        Server.Then(Reply.Json(RollingLimit, 429), Reply.Json(RollingLimit, 429), Reply.Json(Page));

        (await _bench.RunAsync(Client.ListAsync("contacts", List, Cancellation))).Succeeded.Should().BeTrue();

        Waits().Should().HaveCount(2);
        Waits()[0].Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
        Waits()[1].Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(15));
    }

    [Fact]
    [Trait("Seed", "S36")]
    [Trait("Fault", "F2")]
    public async Task F2_A_search_waits_seconds_and_leaves_other_calls_alone()
    {
        Server.Then(Reply.Json("""{"message":"You have reached your secondly limit."}""", 429), Reply.Json(Page), Reply.Json("""{"results":[],"total":0}"""));

        var search = Client.SearchAsync("contacts", new SearchRequest([]), Cancellation);
        await _bench.RunAsync(WaitForLogAsync("429"));
        (await Client.ListAsync("contacts", List, Cancellation)).Succeeded.Should().BeTrue("lists have a budget of their own");

        (await _bench.RunAsync(search)).Succeeded.Should().BeTrue();
        (Server.Requests[2].At - Server.Requests[0].At).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1)).And.BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    [Trait("Fault", "F2")]
    public async Task F2_A_limit_that_stays_is_reported_within_the_time_of_a_call()
    {
        Server.Otherwise = _ => Reply.Json(RollingLimit, 429);

        var throttled = (await _bench.RunAsync(Client.ListAsync("contacts", List, Cancellation))).Failure.Should().BeOfType<Throttled>().Subject;

        throttled.IsDaily.Should().BeFalse();
        throttled.RetryAfter.Should().BeGreaterThan(TimeSpan.FromSeconds(10));
        (Server.Requests[^1].At - Server.Requests[0].At).Should().BeLessThan(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_wait_longer_than_a_call_may_take_is_reported_at_once()
    {
        Server.Then(Reply.Json(RollingLimit, 429).With("Retry-After", "300"));

        (await Client.ListAsync("contacts", List, Cancellation)).Failure.Should().Be(new Throttled(TimeSpan.FromSeconds(300), false, "c-9"));
        (await Client.ListAsync("contacts", List, Cancellation)).Failure.Should().BeOfType<Throttled>();
        Server.Requests.Should().ContainSingle("the wait counts for all");
    }

    [Fact]
    [Trait("Fault", "F3")]
    public async Task F3_The_end_of_a_days_calls_is_told_and_looked_at_every_few_minutes()
    {
        Server.Then(Reply.Json("""{"message":"You have reached your daily limit.","policyName":"DAILY"}""", 429), Reply.Json(Page));

        (await Client.ListAsync("contacts", List, Cancellation)).Failure.Should().BeOfType<Throttled>().Which.Should().BeEquivalentTo(new { IsDaily = true, RetryAfter = TimeSpan.FromHours(1) });
        (await Client.ListAsync("contacts", List, Cancellation)).Failure.Should().BeOfType<Throttled>().Which.IsDaily.Should().BeTrue();
        _bench.Time.Advance(TimeSpan.FromMinutes(5));

        (await Client.ListAsync("contacts", List, Cancellation)).Succeeded.Should().BeTrue();
        Server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_change_refused_by_a_limit_was_not_made_and_is_sent_again()
    {
        Server.Then(Reply.Json(RollingLimit, 429).With("Retry-After", "1"), Reply.Json("{}", 423), Reply.Json(Contact));

        (await _bench.RunAsync(Client.UpdateAsync("contacts", "501", Change, Cancellation))).Succeeded.Should().BeTrue();

        Waits()[1].Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2), "a lock takes that long");
    }

    [Fact]
    public async Task A_record_that_stays_locked_is_reported()
    {
        Server.Otherwise = _ => Reply.Json("{}", 423);

        (await _bench.RunAsync(Client.UpdateAsync("contacts", "501", Change, Cancellation))).Failure.Should().BeOfType<RecordLocked>();
    }

    [Fact]
    public async Task An_account_that_moves_is_left_alone()
    {
        Server.Then(Reply.Json("{}", 477).With("Retry-After", "3600"));

        (await Client.ListAsync("contacts", List, Cancellation)).Failure.Should().Be(new AccountMigrating(TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(524)]
    [Trait("Fault", "F9")]
    public async Task F9_A_read_is_sent_again_after_a_failure_of_HubSpots(int status)
    {
        Server.Then(Reply.Json("{}", status), Reply.Json("{}", status), Reply.Json(Page));

        (await _bench.RunAsync(Client.ListAsync("contacts", List, Cancellation))).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task F9_A_failure_that_stays_is_reported_after_a_few_attempts()
    {
        Server.Otherwise = _ => Reply.Json("""{"correlationId":"c-5"}""", 503);

        (await _bench.RunAsync(Client.ListAsync("contacts", List, Cancellation))).Failure.Should().BeOfType<HubSpotUnavailable>().Which.CorrelationId.Should().Be("c-5");
        Server.Requests.Should().HaveCount(4);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task F14_A_change_that_HubSpot_may_have_made_is_never_sent_again(int status)
    {
        Server.Otherwise = _ => Reply.Json("{}", status);

        (await Client.UpdateAsync("contacts", "501", Change, Cancellation)).Failure.Should().BeOfType<OutcomeUnknown>();
        (await Client.CreateAsync("contacts", Change, Cancellation)).Failure.Should().BeOfType<OutcomeUnknown>();
        (await Client.ArchiveAsync("contacts", "501", Cancellation)).Failure.Should().BeOfType<OutcomeUnknown>();
        Server.Requests.Should().HaveCount(3);
    }

    [Fact]
    [Trait("Fault", "F10")]
    public async Task F10_A_page_of_HTML_with_status_200_is_no_answer()
    {
        Server.Then(Reply.Text("<html>call me +49 30 1234567, jane@example.com \u001b[31m</html>", 200), Reply.Json(Page));

        (await _bench.RunAsync(Client.ListAsync("contacts", List, Cancellation))).Succeeded.Should().BeTrue();

        var log = string.Join('\n', _bench.Log.Lines);
        log.Should().Contain("<html>").And.Contain("\\u001b").And.NotContainAny("jane", "1234567", "\u001b");
    }

    [Fact]
    [Trait("Fault", "F11")]
    public async Task F11_A_truncated_page_is_read_again()
    {
        Server.Then(
            Reply.Json(Page[..100]),
            Reply.Json(Page) with { StatedLength = Page.Length + 50 },
            Reply.Json(Page) with { ResetAfter = 30 },
            Reply.Json(Page));

        (await _bench.RunAsync(Client.ListAsync("contacts", List, Cancellation))).Value.Results.Should().ContainSingle();
        Server.Requests.Should().HaveCount(4);
    }

    [Fact]
    [Trait("Fault", "F36")]
    public async Task F11_A_page_without_results_is_never_taken_for_an_empty_one()
    {
        Server.Otherwise = _ => Reply.Json("""{"status":"ok"}""");

        (await _bench.RunAsync(Client.ListAsync("contacts", List, Cancellation))).Failure.Should().BeOfType<HubSpotUnavailable>();
    }

    [Fact]
    [Trait("Fault", "F11")]
    public async Task F11_A_change_whose_answer_cannot_be_read_may_have_been_made()
    {
        Server.Then(Reply.Json(Contact[..50]));

        (await Client.UpdateAsync("contacts", "501", Change, Cancellation)).Failure.Should().BeOfType<OutcomeUnknown>();
    }

    [Fact]
    [Trait("Fault", "F12")]
    public async Task F12_A_packed_flood_is_cut_off()
    {
        Server.Then(Reply.Bomb(256 * 1024 * 1024));
        var before = GC.GetTotalAllocatedBytes();

        var failure = (await Client.ListAsync("contacts", List, Cancellation)).Failure;

        failure.Should().BeOfType<HubSpotUnavailable>().Which.Reason.Should().Contain("larger");
        Server.Requests.Should().ContainSingle("a second answer of that size helps nobody");
        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(220L * 1024 * 1024, "whatever else runs in this process");
    }

    [Fact]
    [Trait("Fault", "F13")]
    public async Task F13_A_dripping_answer_ends_with_the_time_of_the_call_and_frees_the_connection()
    {
        Server.Otherwise = _ => Reply.Json("") with { Drips = true };

        var call = Client.ListAsync("contacts", List, Cancellation);
        await Server.WaitForRequestsAsync(1);
        var began = _bench.Time.GetUtcNow();

        (await _bench.RunAsync(call)).Failure.Should().BeOfType<HubSpotUnavailable>();

        (_bench.Time.GetUtcNow() - began).Should().BeCloseTo(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(3));
        while (Server.OpenConnections > 0)
        {
            await Task.Delay(5, Cancellation);
        }
    }

    [Fact]
    [Trait("Fault", "F13")]
    public async Task F13_A_change_without_an_answer_in_time_may_have_been_made()
    {
        Server.Otherwise = _ => Reply.Json("") with { Drips = true };

        (await _bench.RunAsync(Client.UpdateAsync("contacts", "501", Change, Cancellation))).Failure.Should().BeOfType<OutcomeUnknown>();
        Server.Requests.Should().ContainSingle();
    }

    [Fact]
    [Trait("Fault", "F14")]
    public async Task F14_A_read_survives_a_reset()
    {
        Server.Then(Reply.Reset(), Reply.Json(Page));

        (await _bench.RunAsync(Client.ListAsync("contacts", List, Cancellation))).Succeeded.Should().BeTrue();
    }

    [Fact]
    [Trait("Fault", "F14")]
    public async Task F14_A_change_that_was_reset_after_sending_may_have_been_made()
    {
        Server.Then(Reply.Reset());

        (await Client.UpdateAsync("contacts", "501", Change, Cancellation)).Failure.Should().BeOfType<OutcomeUnknown>();
        Server.Requests.Should().ContainSingle();
    }

    [Fact]
    [Trait("Fault", "F14")]
    public async Task F14_A_change_that_never_left_was_not_made()
    {
        await Server.DisposeAsync();

        (await _bench.RunAsync(Client.UpdateAsync("contacts", "501", Change, Cancellation))).Failure.Should().BeOfType<HubSpotUnavailable>();
    }

    [Fact]
    [Trait("Fault", "F15")]
    public async Task F15_No_secure_connection_means_no_call()
    {
        var endpoint = _bench.Endpoint with { ApiBase = new UriBuilder(Server.Address) { Scheme = "https" }.Uri };
        var client = _bench.Factory.For(endpoint, new FixedTokenSource(Token), isOAuth: false);

        var failure = (await _bench.RunAsync(client.UpdateAsync("contacts", "1", Change, Cancellation))).Failure;

        failure.Should().BeOfType<HubSpotUnavailable>();
        Server.Requests.Should().BeEmpty();
    }

    [Fact]
    [Trait("Fault", "F16")]
    public async Task F16_A_redirect_is_not_followed()
    {
        Server.Then(Reply.Empty(302).With("Location", $"{Server.Address}elsewhere").With("X-Other", "1"));

        (await Client.ListAsync("contacts", List, Cancellation)).Failure.Should().Be(new RedirectRefused("127.0.0.1"));
        Server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("http://api.hubapi.com", false)]
    [InlineData("https://api.hubapi.com.evil.example", false)]
    [InlineData("https://api.hubapi.com:8443", false)]
    [InlineData("https://user@api.hubapi.com", false)]
    [InlineData("http://127.0.0.1:9", false)]
    [InlineData("http://10.0.0.1", true)]
    [Trait("Fault", "F16")]
    public async Task F16_Another_address_is_not_called(string address, bool isSandbox)
    {
        var client = _bench.Factory.For(new HubSpotEndpoint(new Uri(address), "2026-09", isSandbox), new FixedTokenSource(Token), isOAuth: false);

        (await client.ListAsync("contacts", List, Cancellation)).Failure.Should().BeOfType<AddressNotAllowed>();
    }

    [Fact]
    [Trait("Fault", "F9")]
    public async Task S32_After_ten_failures_HubSpot_is_left_alone_for_a_minute()
    {
        Server.Otherwise = _ => Reply.Json("{}", 500);
        for (var call = 0; call < 10; call++)
        {
            await Client.UpdateAsync("contacts", "501", Change, Cancellation);
        }

        (await Client.ListAsync("contacts", List, Cancellation)).Failure.Should().BeOfType<HubSpotUnavailable>().Which.RetryAfter.Should().BePositive();
        Server.Requests.Should().HaveCount(10);

        Server.Otherwise = _ => Reply.Json(Page);
        _bench.Time.Advance(TimeSpan.FromSeconds(61));
        (await Client.ListAsync("contacts", List, Cancellation)).Succeeded.Should().BeTrue();
    }

    [Fact]
    [Trait("Fault", "F25")]
    public async Task F25_A_clock_that_is_set_back_by_a_day_makes_no_day_of_the_minute()
    {
        var clock = new WrongClock();
        await using var bench = new ClientBench(time: clock);
        bench.Server.Otherwise = _ => Reply.Json("{}", 500);
        for (var call = 0; call < 10; call++)
        {
            await bench.Client.UpdateAsync("contacts", "501", Change, Cancellation);
        }

        bench.Server.Otherwise = _ => Reply.Json(Page);
        clock.Off = TimeSpan.FromDays(-1);
        (await bench.Client.ListAsync("contacts", List, Cancellation)).Failure.Should().BeOfType<HubSpotUnavailable>();
        clock.Steady.Advance(TimeSpan.FromSeconds(61));
        (await bench.Client.ListAsync("contacts", List, Cancellation)).Succeeded.Should().BeTrue();
    }

    private List<TimeSpan> Waits() =>
        [.. Server.Requests.Zip(Server.Requests.Skip(1), (one, next) => next.At - one.At)];

    private async Task<bool> WaitForLogAsync(string text)
    {
        while (!_bench.Log.Lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            await Task.Delay(2, Cancellation);
        }

        return true;
    }

    /// <summary>Tells a time of day that can be set, while time passes as it does.</summary>
    private sealed class WrongClock : TimeProvider
    {
        public FakeTimeProvider Steady { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

        public TimeSpan Off { get; set; }

        public override long TimestampFrequency => Steady.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => Steady.GetUtcNow() + Off;

        public override long GetTimestamp() => Steady.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Steady.CreateTimer(callback, state, dueTime, period);
    }
}
