using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Features.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class ThrottleTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ChangeFeed _feed = new(NullLogger<ChangeFeed>.Instance);
    private readonly List<string[]> _batches = [];

    [Fact]
    public void A_first_signal_runs_at_once_and_a_burst_once_more_at_the_end()
    {
        var runs = 0;
        using var throttle = new Throttle(_time, TimeSpan.FromMilliseconds(500), () => runs++);

        for (var signal = 0; signal < 50; signal++)
        {
            throttle.Signal();
        }

        runs.Should().Be(1);
        _time.Advance(TimeSpan.FromMilliseconds(499));
        runs.Should().Be(1);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        runs.Should().Be(2);
        _time.Advance(TimeSpan.FromSeconds(10));
        runs.Should().Be(2);
    }

    [Fact]
    public void After_a_rest_the_next_signal_runs_at_once_again()
    {
        var runs = 0;
        using var throttle = new Throttle(_time, TimeSpan.FromMilliseconds(500), () => runs++);

        throttle.Signal();
        _time.Advance(TimeSpan.FromSeconds(1));
        throttle.Signal();

        runs.Should().Be(2);
    }

    [Fact]
    public void Nothing_runs_after_the_screen_has_gone()
    {
        var runs = 0;
        var throttle = new Throttle(_time, TimeSpan.FromMilliseconds(500), () => runs++);

        throttle.Signal();
        throttle.Signal();
        throttle.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        throttle.Signal();

        runs.Should().Be(1);
    }

    [Fact]
    [Trait("Seed", "S16")]
    public void News_of_shown_records_comes_at_most_twice_a_second_and_whole()
    {
        using var live = Listen(shown: "1");

        _feed.Publish(new RecordsChanged(ObjectType.Contact, ["1"]));
        for (var change = 0; change < 20; change++)
        {
            _feed.Publish(new RecordsChanged(ObjectType.Contact, ["1", $"other {change}"]));
        }

        _batches.Should().ContainSingle().Which.Should().Equal("1");
        _time.Advance(LiveChanges.ShownInterval);
        _batches.Should().HaveCount(2);
        _batches[1].Should().HaveCount(21);
    }

    [Fact]
    public void News_of_records_that_are_not_shown_waits_longer()
    {
        using var live = Listen(shown: "1");

        _feed.Publish(new RecordsChanged(ObjectType.Contact, ["8"]));
        _feed.Publish(new RecordsChanged(ObjectType.Contact, ["9"]));
        _time.Advance(LiveChanges.ShownInterval);
        _batches.Should().HaveCount(1);
        _time.Advance(LiveChanges.OtherInterval);
        _batches.Should().HaveCount(2);
    }

    [Fact]
    public void Other_kinds_of_record_and_a_closed_screen_hear_nothing()
    {
        var live = Listen(shown: "1");

        _feed.Publish(new RecordsChanged(ObjectType.Company, ["1"]));
        live.Dispose();
        _feed.Publish(new RecordsChanged(ObjectType.Contact, ["1"]));

        _batches.Should().BeEmpty();
    }

    private LiveChanges Listen(string shown) =>
        new(_feed, ObjectType.Contact, _time, id => id == shown, changed => _batches.Add([.. changed]));
}
