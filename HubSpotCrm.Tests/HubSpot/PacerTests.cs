using FsCheck;
using FsCheck.Fluent;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Limits;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.HubSpot;

[Trait("Seed", "S36")]
public sealed class PacerTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Background_calls_keep_an_even_distance()
    {
        using var pacer = new Pacer(_time, new Allowance(100, Window, TimeSpan.FromMilliseconds(100)));
        var calls = Enumerable.Range(0, 10).Select(_ => Wait(pacer, CallPriority.Background)).ToList();

        _time.Advance(TimeSpan.FromMilliseconds(350));
        await Settle();

        calls.Count(call => call.IsCompleted).Should().BeInRange(3, 7);
    }

    [Fact]
    public async Task A_person_goes_before_all_of_sync()
    {
        using var pacer = new Pacer(_time, new Allowance(1, Window, TimeSpan.Zero));
        var first = await Wait(pacer, CallPriority.Background);
        var sync = Wait(pacer, CallPriority.Background);
        var person = Wait(pacer, CallPriority.Interactive);
        first.Sending();
        first.Dispose();

        _time.Advance(Window + TimeSpan.FromSeconds(1));
        await person;

        sync.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task What_can_wait_takes_the_places_that_sync_leaves()
    {
        using var pacer = new Pacer(_time, new Allowance(2, Window, TimeSpan.Zero));
        var one = await Wait(pacer, CallPriority.Background);
        var other = await Wait(pacer, CallPriority.Spare);
        var spare = Wait(pacer, CallPriority.Spare);
        var sync = Wait(pacer, CallPriority.Background);
        one.Sending();
        one.Dispose();

        _time.Advance(Window + TimeSpan.FromSeconds(1));
        await sync;
        spare.IsCompleted.Should().BeFalse();

        other.Dispose();
        await spare;
    }

    [Fact]
    public async Task Sync_does_not_wait_for_what_can_wait_and_together_they_keep_the_rate()
    {
        var distance = TimeSpan.FromMilliseconds(100);
        using var pacer = new Pacer(_time, new Allowance(1_000, Window, distance));
        var spare = Enumerable.Range(0, 60).Select(_ => Wait(pacer, CallPriority.Spare)).ToList();
        var pages = 0;

        // A page every 150 ms, each asked for when the one before is there.
        for (var step = 0; step < 40; step++)
        {
            var page = Wait(pacer, CallPriority.Background);
            await Settle();
            page.IsCompleted.Should().BeTrue("page {0} waits for nobody", step);
            pages++;
            _time.Advance(TimeSpan.FromMilliseconds(150));
            await Settle();
        }

        (pages + spare.Count(call => call.IsCompleted)).Should().BeInRange(58, 64, "six seconds are sixty calls, and a few may be made up for");
    }

    [Fact]
    public async Task A_call_counts_until_a_window_after_its_answer()
    {
        using var pacer = new Pacer(_time, new Allowance(1, Window, TimeSpan.Zero));
        var first = await Wait(pacer, CallPriority.Interactive);
        first.Sending();
        _time.Advance(TimeSpan.FromSeconds(8));
        first.Dispose();
        var second = Wait(pacer, CallPriority.Interactive);

        _time.Advance(TimeSpan.FromSeconds(9.9));
        await Settle();
        second.IsCompleted.Should().BeFalse("HubSpot may have counted the first as late as its answer");

        _time.Advance(TimeSpan.FromSeconds(1));
        await second;
    }

    [Fact]
    public async Task A_call_that_was_not_sent_gives_its_place_back_at_once()
    {
        using var pacer = new Pacer(_time, new Allowance(1, Window, TimeSpan.Zero));
        (await Wait(pacer, CallPriority.Interactive)).Dispose();

        await Wait(pacer, CallPriority.Interactive);
        pacer.SentInTenSeconds.Should().Be(0);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        using var pacer = new Pacer(_time, new Allowance(1, Window, TimeSpan.Zero));
        var first = await Wait(pacer, CallPriority.Interactive);
        using var cancel = new CancellationTokenSource();
        var given = pacer.WaitAsync(CallPriority.Interactive, Patience, cancel.Token).AsTask();
        var next = Wait(pacer, CallPriority.Background);

        await cancel.CancelAsync();
        first.Dispose();

        await given.Awaiting(call => call).Should().ThrowAsync<OperationCanceledException>();
        await next;
    }

    [Fact]
    public async Task Calls_that_HubSpot_counts_and_we_did_not_make_take_places_too()
    {
        using var pacer = new Pacer(_time, new Allowance(10, Window, TimeSpan.Zero));

        pacer.CountAtLeast(9);
        await Wait(pacer, CallPriority.Interactive);
        var next = Wait(pacer, CallPriority.Interactive);
        await Settle();

        next.IsCompleted.Should().BeFalse();
        _time.Advance(Window);
        await next;
    }

    [Fact]
    public void Whatever_the_delays_HubSpot_never_counts_more_than_it_allows()
    {
        var delays = Gen.ArrayOf(Gen.Choose(0, 1500).Zip(Gen.Choose(0, 1500)), 30);
        Prop.ForAll(delays.ToArbitrary(), delays => Simulate(delays).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(6));
    }

    [Fact]
    public async Task At_150_ms_and_eight_calls_at_once_four_fifths_of_the_allowed_rate_are_used_without_a_429()
    {
        await using var bench = new ClientBench(isOAuth: true);
        var counted = new Queue<DateTimeOffset>();
        var refused = 0;
        var most = 0;
        bench.Server.Otherwise = request =>
        {
            lock (counted)
            {
                while (counted.TryPeek(out var oldest) && request.At - oldest >= Window)
                {
                    counted.Dequeue();
                }

                if (counted.Count >= 110)
                {
                    refused++;
                }

                counted.Enqueue(request.At);
                most = Math.Max(most, counted.Count);
                return (Reply.Json(ClientBench.Page) with { After = Task.Delay(TimeSpan.FromMilliseconds(150), bench.Time) })
                    .With("X-HubSpot-RateLimit-Max", "110").With("X-HubSpot-RateLimit-Remaining", $"{110 - counted.Count}").With("X-HubSpot-RateLimit-Interval-Milliseconds", "10000");
            }
        };
        var sync = bench.Client.With(CallPriority.Background);
        var end = bench.Time.GetUtcNow() + TimeSpan.FromSeconds(30);
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (bench.Time.GetUtcNow() < end)
            {
                (await sync.ListAsync("contacts", ClientBench.List, ClientBench.Cancellation)).Succeeded.Should().BeTrue();
            }

            return true;
        })).ToList();

        // Finer than elsewhere: a step of the clock must not be what limits the calls.
        var all = Task.WhenAll(workers);
        while (!all.IsCompleted)
        {
            bench.Time.Advance(TimeSpan.FromMilliseconds(25));
            await Task.Delay(4, ClientBench.Cancellation);
        }

        await all;
        refused.Should().Be(0);
        most.Should().BeLessThanOrEqualTo(104);
        bench.Server.Requests.Count.Should().BeGreaterThanOrEqualTo((int)(0.8 * 3 * 110));
        bench.Client.CallsPerTenSeconds.Allowed.Should().Be(110);
        bench.Client.CallsPerTenSeconds.Used.Should().BeInRange(80, 104);
    }

    [Fact]
    [Trait("Fault", "F50")]
    public async Task The_limit_that_HubSpot_states_is_taken_over_and_the_one_of_associations_kept_apart()
    {
        await using var bench = new ClientBench();
        bench.Server.Then(
            Reply.Json(ClientBench.Page).With("X-HubSpot-RateLimit-Max", "190"),
            Reply.Json("""{"results":[]}""").With("X-HubSpot-RateLimit-Max", "150"));

        bench.Client.CallsPerTenSeconds.Should().Be((0, null));
        await bench.Client.ListAsync("contacts", ClientBench.List, ClientBench.Cancellation);
        await bench.Client.AssociationsAsync("contacts", "companies", [("1", null)], ClientBench.Cancellation);

        bench.Client.CallsPerTenSeconds.Should().Be((1, 190));
    }

    [Fact]
    public async Task Searches_stay_below_five_in_any_second()
    {
        await using var bench = new ClientBench();
        bench.Server.Otherwise = _ => Reply.Json("""{"total":0,"results":[]}""");

        await bench.RunAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            bench.Client.With(CallPriority.Background).SearchAsync("contacts", new SearchRequest([]), ClientBench.Cancellation))));

        var times = bench.Server.Requests.Select(request => request.At).Order().ToList();
        times.Zip(times.Skip(5), (one, sixth) => sixth - one).Should().OnlyContain(span => span >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_page_of_something_on_the_way_ends_no_limit_of_the_sandbox()
    {
        await using var bench = new ClientBench();
        bench.Server.Otherwise = request => request.Target.Contains("/search", StringComparison.Ordinal)
            ? Reply.Json("""{"total":0,"results":[]}""")
            : Reply.Text("<!doctype html><title>Just a moment</title>", 200);

        (await bench.RunAsync(bench.Client.ListAsync("contacts", ClientBench.List, ClientBench.Cancellation))).Succeeded.Should().BeFalse();
        await bench.RunAsync(Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            bench.Client.With(CallPriority.Background).SearchAsync("contacts", new SearchRequest([]), ClientBench.Cancellation))));

        var times = bench.Server.Requests.Where(request => request.Target.Contains("/search", StringComparison.Ordinal)).Select(request => request.At).Order().ToList();
        times.Zip(times.Skip(5), (one, sixth) => sixth - one).Should().HaveCount(7).And.OnlyContain(span => span >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task All_clients_of_an_account_share_its_budget()
    {
        await using var bench = new ClientBench();
        bench.Server.Otherwise = _ => Reply.Json(ClientBench.Page).With("X-HubSpot-RateLimit-Max", "100");
        var other = bench.Factory.For(bench.Endpoint, new Core.HubSpot.Auth.FixedTokenSource("another"), isOAuth: false);

        await bench.Client.ListAsync("contacts", ClientBench.List, ClientBench.Cancellation);
        await other.ListAsync("contacts", ClientBench.List, ClientBench.Cancellation);

        bench.Client.CallsPerTenSeconds.Used.Should().Be(2);
    }

    /// <summary>Each call is counted by HubSpot one delay after sending, and answered another delay later.</summary>
    private static async Task Simulate((int Way, int Back)[] delays)
    {
        const int Allowed = 5;
        var time = new FakeTimeProvider();
        using var pacer = new Pacer(time, new Allowance(Allowed, TimeSpan.FromSeconds(1), TimeSpan.Zero));
        var counted = new List<long>();
        var all = Task.WhenAll(delays.Select(async delay =>
        {
            var (place, _) = await pacer.WaitAsync(CallPriority.Background, TimeSpan.FromHours(1), CancellationToken.None);
            using (place)
            {
                place!.Sending();
                await Task.Delay(TimeSpan.FromMilliseconds(delay.Way), time);
                lock (counted)
                {
                    counted.Add(time.GetUtcNow().ToUnixTimeMilliseconds());
                }

                await Task.Delay(TimeSpan.FromMilliseconds(delay.Back), time);
            }
        }));
        while (!all.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Settle();
        }

        counted.Sort();
        counted.Zip(counted.Skip(Allowed), (one, later) => later - one).Should().OnlyContain(span => span >= 1000);
    }

    private static async Task Settle()
    {
        for (var turn = 0; turn < 5; turn++)
        {
            await Task.Yield();
        }

        await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    private static async Task<Pacer.Place> Wait(Pacer pacer, CallPriority priority) =>
        (await pacer.WaitAsync(priority, Patience, TestContext.Current.CancellationToken)).Place!;
}
