using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Sync;

public sealed class SyncProgressTests
{
    private static readonly ApplyResult Nothing = new(0, 0, 0, []);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_rate_is_that_of_the_last_half_minute()
    {
        var progress = Started(total: 10_000);
        Page(progress, 10, 100);
        for (var page = 1; page <= 40; page++)
        {
            Page(progress, 1, 100 + (page * 50));
        }

        progress.Snapshot().PerSecond.Should().BeApproximately(50, 1);
    }

    [Fact]
    public void The_time_left_is_told_only_when_it_can_be_known()
    {
        var progress = Started(total: 10_000);
        Page(progress, 1, 100);
        progress.Snapshot().TimeLeft.Should().BeNull("one page in twenty thousand says nothing");
        Page(progress, 9, 400);
        progress.Snapshot().TimeLeft.Should().BeCloseTo(TimeSpan.FromSeconds(240), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_total_that_was_overtaken_is_raised()
    {
        var progress = Started(total: 100);
        Page(progress, 1, 130);
        progress.Snapshot().Total.Should().Be(130);
        progress.Complete();
        progress.Snapshot().Should().BeEquivalentTo(new { Done = 130L, Total = 130L, IsComplete = true, TimeLeft = (TimeSpan?)null });
    }

    [Fact]
    public void Listeners_hear_of_changes_at_most_twice_a_second_and_always_of_the_last()
    {
        using var board = new SyncBoard(_time, NullLogger.Instance);
        var heard = new List<SyncStatus>();
        using var subscription = board.Subscribe(heard.Add);
        board.Set(SyncState.Live);
        _time.Advance(TimeSpan.Zero);
        for (var page = 1; page <= 20; page++)
        {
            board.ProgressOf(ObjectType.Contact).Page(page, Nothing);
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        heard.Should().HaveCountLessThanOrEqualTo(4).And.HaveCountGreaterThan(1);
        heard[^1].Objects.Single().Done.Should().Be(20);
    }

    [Fact]
    public void A_listener_that_fails_does_not_keep_the_news_from_others()
    {
        using var board = new SyncBoard(_time, NullLogger.Instance);
        var heard = 0;
        using var bad = board.Subscribe(_ => throw new InvalidOperationException("a screen"));
        using var good = board.Subscribe(_ => heard++);
        board.Set(SyncState.Live);
        _time.Advance(TimeSpan.FromSeconds(1));
        heard.Should().Be(1);
    }

    [Fact]
    public async Task A_type_that_is_ahead_waits_for_the_one_behind()
    {
        var pace = new BackfillPace();
        pace.Report(ObjectType.Contact, 0, 1000);
        pace.Report(ObjectType.Company, 50, 100);
        var ahead = pace.WaitAsync(ObjectType.Company, TestContext.Current.CancellationToken);
        pace.WaitAsync(ObjectType.Contact, TestContext.Current.CancellationToken).IsCompleted.Should().BeTrue();
        ahead.IsCompleted.Should().BeFalse();

        pace.Report(ObjectType.Contact, 495, 1000);
        await ahead.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_type_that_failed_is_not_waited_for()
    {
        var pace = new BackfillPace();
        pace.Report(ObjectType.Contact, 0, 1000);
        pace.Report(ObjectType.Company, 50, 100);
        var ahead = pace.WaitAsync(ObjectType.Company, TestContext.Current.CancellationToken);
        pace.Leave(ObjectType.Contact);
        await ahead.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private LaneProgress Started(long total)
    {
        var progress = new LaneProgress(ObjectType.Contact, _time, () => { });
        progress.Start(0, total, complete: false);
        return progress;
    }

    private void Page(LaneProgress progress, int seconds, long done)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        progress.Page(done, Nothing);
    }
}
