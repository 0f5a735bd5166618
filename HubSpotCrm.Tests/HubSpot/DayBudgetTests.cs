using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Limits;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.HubSpot.ClientBench;

namespace HubSpotCrm.Tests.HubSpot;

/// <summary>The calls of a day: how many are left, and for whom.</summary>
[Trait("Seed", "S36")]
public sealed class DayBudgetTests : IAsyncLifetime
{
    private readonly ClientBench _bench = new();

    private ScriptedServer Server => _bench.Server;

    private HubSpotClient Sync => _bench.Client.With(CallPriority.Background);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task What_HubSpot_states_of_the_day_is_known_and_our_own_calls_since_are_added()
    {
        Server.Then(Stated(1000, 820), Reply.Json("""{"total":0,"results":[]}"""));
        _bench.Client.CallsToday.Should().BeNull("HubSpot has not said it");

        await ListAsync(_bench.Client);
        _bench.Client.CallsToday.Should().Be(new DayUse(180, 1000, 900, _bench.Time.GetUtcNow()));
        await _bench.Client.SearchAsync("contacts", new SearchRequest([]), Cancellation);

        _bench.Client.CallsToday!.Value.Used.Should().Be(181, "a search counts, though HubSpot does not say so");
    }

    [Theory]
    [InlineData("1000", "-5")]
    [InlineData("1000", "1001")]
    [InlineData("0", "0")]
    [InlineData("many", "few")]
    [InlineData("99999999999", "5")]
    public async Task A_statement_that_cannot_be_is_none(string limit, string remaining)
    {
        Server.Then(Reply.Json(Page).With("X-HubSpot-RateLimit-Daily", limit).With("X-HubSpot-RateLimit-Daily-Remaining", remaining));

        await ListAsync(_bench.Client);

        _bench.Client.CallsToday.Should().BeNull();
    }

    [Fact]
    [Trait("Fault", "F3")]
    public async Task The_last_tenth_of_a_day_is_kept_for_people()
    {
        Server.Then(Stated(1000, 101), Stated(1000, 100));
        Server.Otherwise = _ => Stated(1000, 99);
        (await ListAsync(Sync)).Should().BeNull();
        (await ListAsync(Sync)).Should().BeNull("one call above the reserve was left");

        (await ListAsync(Sync)).Should().BeOfType<DayReserved>().Which.RetryAfter.Should().Be(DayBudget.Probe);
        (await Sync.SearchAsync("contacts", new SearchRequest([]), Cancellation)).Failure.Should().BeOfType<DayReserved>();
        (await ListAsync(_bench.Client)).Should().BeNull("a person may");
        (await ListAsync(_bench.Client.With(CallPriority.Bulk))).Should().BeNull("and a bulk edit is a person's");
        Server.Requests.Should().HaveCount(4);
    }

    [Fact]
    [Trait("Fault", "F3")]
    public async Task One_call_in_a_while_looks_whether_the_day_is_over_and_sync_goes_on_when_it_is()
    {
        Server.Then(Stated(1000, 50), Stated(1000, 49), Stated(1000, 990), Stated(1000, 989));
        await ListAsync(Sync);
        (await ListAsync(Sync)).Should().BeOfType<DayReserved>();

        _bench.Time.Advance(DayBudget.Probe);
        (await Sync.SearchAsync("contacts", new SearchRequest([]), Cancellation)).Failure.Should().BeOfType<DayReserved>("the answer to a search says nothing of the day");
        (await ListAsync(Sync)).Should().BeNull("this one looks");
        (await ListAsync(Sync)).Should().BeOfType<DayReserved>("and found the day not over");
        _bench.Time.Advance(DayBudget.Probe);
        (await ListAsync(Sync)).Should().BeNull();

        (await ListAsync(Sync)).Should().BeNull("a new day has begun");
    }

    [Fact]
    public async Task An_account_that_is_told_of_no_daily_limit_has_none()
    {
        Server.Otherwise = _ => Reply.Json(Page).With("X-HubSpot-RateLimit-Max", "110");
        for (var call = 0; call < 20; call++)
        {
            (await ListAsync(Sync)).Should().BeNull();
        }

        _bench.Client.CallsToday.Should().BeNull();
    }

    private static Reply Stated(int limit, int remaining) =>
        Reply.Json(Page).With("X-HubSpot-RateLimit-Daily", $"{limit}").With("X-HubSpot-RateLimit-Daily-Remaining", $"{remaining}");

    private async Task<Core.Common.Failure?> ListAsync(HubSpotClient client) => (await _bench.RunAsync(client.ListAsync("contacts", List, Cancellation))).Failure;
}
