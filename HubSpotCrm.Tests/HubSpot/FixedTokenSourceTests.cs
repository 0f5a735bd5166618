using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.HubSpot.ClientBench;

namespace HubSpotCrm.Tests.HubSpot;

/// <summary>A pasted token that HubSpot refuses: once, always, or only seemingly.</summary>
[Trait("Seed", "S22")]
public sealed class FixedTokenSourceTests : IAsyncDisposable
{
    private const string Revoked = """{"status":"error","message":"Authentication credentials not found","correlationId":"c-1","category":"INVALID_AUTHENTICATION"}""";
    private const string Probe = "/account-info/";

    private readonly ClientBench _bench = new();

    private ScriptedServer Server => _bench.Server;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task One_refusal_is_overcome_by_repeating_the_call_after_a_pause()
    {
        Server.Then(Reply.Json(Revoked, 401), Reply.Json(Page));

        (await _bench.RunAsync(_bench.Client.ListAsync("contacts", List, Cancellation))).Succeeded.Should().BeTrue();

        Server.Requests.Should().HaveCount(2);
        (Server.Requests[1].At - Server.Requests[0].At).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
        _bench.Refusals.Should().BeEmpty();
    }

    [Fact]
    [Trait("BadInput", "wrong or revoked token")]
    [Trait("Fault", "F5")]
    public async Task F5_A_refusal_that_stays_ends_after_one_repetition_and_the_probe()
    {
        Server.Otherwise = _ => Reply.Json(Revoked, 401);

        for (var call = 0; call < 10; call++)
        {
            (await _bench.RunAsync(_bench.Client.ListAsync("contacts", List, Cancellation))).Failure.Should().BeOfType<ReconnectNeeded>();
        }

        Server.Requests.Select(request => request.Target.StartsWith(Probe, StringComparison.Ordinal)).Should().Equal(false, false, true);
        _bench.Refusals.Should().ContainSingle();
    }

    [Fact]
    public async Task A_call_that_is_refused_with_a_good_token_does_not_end_the_connection()
    {
        Server.Otherwise = request => request.Target.StartsWith(Probe, StringComparison.Ordinal) ? Reply.Json("""{"portalId":501}""") : Reply.Json(Revoked, 401);

        (await _bench.RunAsync(_bench.Client.ListAsync("contacts", List, Cancellation))).Failure.Should().BeOfType<HubSpotUnavailable>();

        _bench.Refusals.Should().BeEmpty();
        Server.Otherwise = _ => Reply.Json(Page);
        (await _bench.RunAsync(_bench.Client.ListAsync("contacts", List, Cancellation))).Succeeded.Should().BeTrue();
    }

    [Theory]
    [InlineData("<html>Sign in to the guest network</html>")]
    [InlineData("")]
    [InlineData("""{"error":"proxy credentials needed"}""")]
    [InlineData("""["INVALID_AUTHENTICATION"]""")]
    [Trait("BadInput", "an answer of a proxy")]
    public async Task A_gateway_that_asks_for_credentials_does_not_end_the_connection(string body)
    {
        Server.Otherwise = _ => Reply.Json(body, 401);

        (await _bench.RunAsync(_bench.Client.ListAsync("contacts", List, Cancellation))).Failure.Should().BeOfType<HubSpotUnavailable>();

        _bench.Refusals.Should().BeEmpty();
    }

    [Fact]
    public async Task F9_A_probe_without_an_answer_does_not_end_the_connection()
    {
        Server.Otherwise = request => request.Target.StartsWith(Probe, StringComparison.Ordinal) ? Reply.Json("{}", 503) : Reply.Json(Revoked, 401);

        (await _bench.RunAsync(_bench.Client.ListAsync("contacts", List, Cancellation))).Failure.Should().BeOfType<HubSpotUnavailable>();

        _bench.Refusals.Should().BeEmpty();
    }

    [Fact]
    [Trait("Fault", "F4")]
    public async Task Twenty_refused_calls_lead_to_one_repetition_and_one_probe()
    {
        Server.Otherwise = _ => Reply.Json(Revoked, 401);

        var calls = await _bench.RunAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _bench.Client.ListAsync("contacts", List, Cancellation))));

        calls.Should().OnlyContain(call => call.Failure is ReconnectNeeded);
        Server.Requests.Count(request => request.Target.StartsWith(Probe, StringComparison.Ordinal)).Should().Be(1);
        Server.Requests.Count.Should().BeLessThanOrEqualTo(22);
        _bench.Refusals.Should().ContainSingle();
    }

    [Fact]
    public async Task Calls_that_were_refused_together_go_on_when_the_first_repetition_is_taken()
    {
        var refusals = 0;
        Server.Otherwise = _ => Interlocked.Increment(ref refusals) <= 3 ? Reply.Json(Revoked, 401) : Reply.Json(Page);

        var calls = await _bench.RunAsync(Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _bench.Client.ListAsync("contacts", List, Cancellation))));

        calls.Should().OnlyContain(call => call.Succeeded);
        Server.Requests.Should().HaveCount(6);
    }

    [Fact]
    public async Task Giving_up_the_first_call_leaves_the_token_to_the_others()
    {
        Server.Then(Reply.Json(Revoked, 401));
        Server.Otherwise = _ => Reply.Json(Page);
        using var impatience = new CancellationTokenSource();
        var first = _bench.Client.ListAsync("contacts", List, impatience.Token);
        await Server.WaitForRequestsAsync(1);

        await impatience.CancelAsync();

        await first.Awaiting(call => call).Should().ThrowAsync<OperationCanceledException>();
        (await _bench.RunAsync(_bench.Client.ListAsync("contacts", List, Cancellation))).Succeeded.Should().BeTrue();
    }
}
