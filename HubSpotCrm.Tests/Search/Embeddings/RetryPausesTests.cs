using HubSpotCrm.Core.Search.Embeddings;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>How long an endpoint that fails is left alone.</summary>
[Trait("Seed", "S06")]
public sealed class RetryPausesTests
{
    private readonly RetryPauses _pauses = new([Seconds(15), Seconds(60), Seconds(300)]);

    [Fact]
    public void Pauses_grow_with_each_failure_and_begin_anew_when_something_was_given()
    {
        Enumerable.Range(0, 4).Select(_ => After(null)).Should().Equal(Seconds(15), Seconds(60), Seconds(300), Seconds(300));

        _pauses.Reset();
        After(null).Should().Be(Seconds(15));
    }

    [Fact]
    public void A_shorter_pause_than_the_own_one_is_asked_for_in_vain_and_counts_as_a_failure()
    {
        After(TimeSpan.Zero).Should().Be(Seconds(15));
        After(TimeSpan.Zero).Should().Be(Seconds(60));
        After(Seconds(5)).Should().Be(Seconds(300));
    }

    [Fact]
    public void A_longer_pause_is_granted_within_reason()
    {
        After(Seconds(40)).Should().Be(Seconds(40));
        After(Seconds(400)).Should().Be(Seconds(400));
        After(TimeSpan.FromDays(100)).Should().Be(RetryPauses.Longest);
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private TimeSpan After(TimeSpan? asked) => _pauses.After(new EmbeddingFailure("it was asked too often") { Wait = asked });
}
