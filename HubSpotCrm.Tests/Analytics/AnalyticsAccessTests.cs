using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Analytics;

public sealed class AnalyticsAccessTests : IAsyncLifetime
{
    private AnalyticsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await AnalyticsBench.OpenAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S27")]
    public async Task Every_report_of_the_seeds_client_answers_a_viewer()
    {
        (await _bench.Service.GetAnalyticsAsync(AnalyticsBench.Viewer, new(), Cancellation)).Succeeded.Should().BeTrue();
        (await _bench.Service.GetDealAnalyticsAsync(AnalyticsBench.Viewer, new(), Cancellation)).Succeeded.Should().BeTrue();
        (await _bench.Service.GetContactAnalyticsAsync(AnalyticsBench.Viewer, new(), Cancellation)).Succeeded.Should().BeTrue();
        (await _bench.Service.GetCampaignAnalyticsAsync(AnalyticsBench.Viewer, new(), Cancellation)).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_role_below_viewer_gets_no_report() =>
        (await _bench.Service.GetAnalyticsAsync(AnalyticsBench.Viewer with { Role = (Role)(-1) }, new(), Cancellation)).Failure.Should().BeOfType<NotAllowed>();

    [Fact]
    public async Task Without_an_account_there_is_no_report()
    {
        await _bench.Fixture.Host.CloseAsync(erase: false, Cancellation);

        (await _bench.Service.GetDealAnalyticsAsync(AnalyticsBench.Viewer, new(), Cancellation)).Failure.Should().BeOfType<NotConnected>();
    }

    [Fact]
    public async Task Without_a_copy_that_can_be_used_the_report_says_why_there_is_none()
    {
        await _bench.Fixture.Host.CloseAsync(erase: false, Cancellation);
        _bench.Fixture.Host.DoWithout("mirror-1.db is damaged.");

        (await _bench.Service.GetEmailAnalyticsAsync(AnalyticsBench.Viewer, new(), Cancellation)).Failure.Should().Be(new CopyUnusable("mirror-1.db is damaged."));
    }

    [Fact]
    [Trait("BadInput", "Period of a report")]
    public async Task A_period_that_cannot_be_cut_is_refused_by_name()
    {
        foreach (PeriodChoice period in new PeriodChoice[] { new LastDays(0), new LastDays(int.MaxValue), new DayRange(DateOnly.MinValue, DateOnly.MaxValue), new DayRange(new(2026, 2, 1), new(2026, 1, 1)) })
        {
            (await _bench.Service.GetAnalyticsAsync(AnalyticsBench.Viewer, new(period), Cancellation)).Failure
                .Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Period");
        }
    }

    [Fact]
    public async Task A_reader_who_left_stops_the_report()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        var report = () => _bench.Service.GetAnalyticsAsync(AnalyticsBench.Viewer, new(), gone.Token);

        await report.Should().ThrowAsync<OperationCanceledException>();
    }
}
