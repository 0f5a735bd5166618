using HubSpotCrm.Core.Analytics;

namespace HubSpotCrm.Tests.Analytics;

public sealed class DealAnalyticsTests : IAsyncLifetime
{
    private AnalyticsBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await AnalyticsBench.OpenAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Open_value_adds_the_accounts_currency_and_sets_others_apart()
    {
        await _bench.AddAsync(
            _bench.Deal("new", 100), _bench.Deal("offer", 50, currency: "USD", home: 46), _bench.Deal("offer", 900, currency: "JPY"),
            _bench.Deal("offer", 100, currency: "JPY"), _bench.Deal("new", null), _bench.Deal("won", 7_000));

        var value = (await _bench.DealsAsync()).OpenValue;

        (value.Value, value.Currency, value.Sample).Should().Be((146, "EUR", 2));
        value.Apart.Should().Equal(new Money(1000, "JPY", 2));
        value.Excluded.Should().Equal(new Exclusion(1, "no amount"));
    }

    [Fact]
    public async Task Amounts_that_overflow_64_bits_are_added_exactly()
    {
        var largest = long.MaxValue / 1000;
        await _bench.AddAsync(_bench.Deal("new", largest), _bench.Deal("new", largest), _bench.Deal("offer", largest));

        var deals = await _bench.DealsAsync();

        deals.OpenValue.Value.Should().Be(3m * largest);
        deals.WeightedValue.Value.Should().Be((2m * largest * 0.2m) + (largest * 0.6m));
    }

    [Fact]
    public async Task Weighted_value_takes_the_deals_own_probability_and_counts_those_without()
    {
        var (own, bad, none) = (_bench.Deal("new", 100), _bench.Deal("new", 100), _bench.Deal("offer", 100));
        (own.Probability, bad.Probability, none.Probability) = (900, 4000, null);
        await _bench.AddAsync(own, bad, none, _bench.Deal("offer", 10));

        var weighted = (await _bench.DealsAsync()).WeightedValue;

        weighted.Value.Should().Be(96);
        weighted.Excluded.Should().Equal(new Exclusion(2, "no probability"));
    }

    [Fact]
    public async Task A_deal_in_a_stage_that_nobody_defined_is_left_out_and_said()
    {
        var strange = _bench.Deal("gone", 100);
        await _bench.AddAsync(strange, _bench.Deal("new", 5));

        var deals = await _bench.DealsAsync();

        deals.OpenDeals.Value.Should().Be(1);
        deals.OpenDeals.Excluded.Should().Equal(new Exclusion(1, "in a stage that the account does not define"));
    }

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Win_rate_is_won_of_closed_by_close_date_in_the_accounts_days()
    {
        // The first day of the last 90 is 15 August.
        await _bench.AddAsync(
            _bench.Deal("won", 300, closes: -89), _bench.Deal("won", 300, closes: 0), _bench.Deal("lost", 400, closes: -10), _bench.Deal("won", 1, closes: -90), _bench.Deal("new", 1, closes: -5));

        var deals = await _bench.DealsAsync();

        (deals.WinRate.Part, deals.WinRate.Sample).Should().Be((2, 3));
        deals.WinRate.Value.Should().Be(2m / 3);
        deals.WinRate.IsTooFew.Should().BeTrue();
        (deals.WinRate.Previous, deals.WinRate.PreviousSample).Should().Be((1m, 1));
        deals.WinRateByAmount.Value.Should().Be(0.6m);
    }

    [Fact]
    public async Task A_deal_belongs_to_the_day_of_the_accounts_zone()
    {
        var late = _bench.Deal("won");
        late.CloseAt = new DateTimeOffset(2026, 10, 31, 23, 30, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        await _bench.AddAsync(late);

        (await _bench.KeyAsync()).MonthlyRevenue.Value.Should().Be(100, "in Berlin it is November already");
    }

    [Fact]
    public async Task No_deal_closed_gives_no_win_rate()
    {
        var rate = (await _bench.DealsAsync()).WinRate;

        (rate.Value, rate.Missing).Should().Be((null, "no deal closed"));
    }

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Revenue_of_the_month_is_partial_and_the_quarter_grows_against_the_same_days_before()
    {
        await _bench.AddAsync(_bench.Deal("won", 300, closes: -1), _bench.Deal("won", 100, closes: -20), _bench.Deal("won", 200, closes: -100), _bench.Deal("won", 999, closes: -60));

        var key = await _bench.KeyAsync();

        (key.MonthlyRevenue.Value, key.MonthlyRevenue.Period!.IsPartial).Should().Be((300, true));
        key.QuarterlyGrowth.Value.Should().Be(1m, "400 since October against 200 from July to 12 August");
        key.QuarterlyGrowth.IsTooFew.Should().BeTrue();
    }

    [Fact]
    public async Task A_period_that_is_asked_for_takes_the_place_of_every_own_one()
    {
        await _bench.AddAsync(_bench.Deal("won", 300, closes: -1), _bench.Deal("won", 100, closes: -5), _bench.Deal("lost", 1, closes: -6));

        var key = await _bench.KeyAsync(new LastDays(3));

        (key.MonthlyRevenue.Value, key.WinRate.Sample).Should().Be((300, 1));
        key.QuarterlyGrowth.Value.Should().Be(2m);
        new[] { key.MonthlyRevenue, key.WinRate, key.ContactGrowth, key.LeadConversionRate, key.CampaignPerformance, key.EmailOpenRate }
            .Should().OnlyContain(figure => figure.Period!.Days == 3);
    }

    [Fact]
    public async Task Growth_over_nothing_is_new()
    {
        await _bench.AddAsync(_bench.Deal("won", 300, closes: -1, created: -5));

        var key = await _bench.KeyAsync();

        (key.QuarterlyGrowth.Value, key.QuarterlyGrowth.Missing).Should().Be((null, "new"));
        (key.DealGrowth.Value, key.DealGrowth.Missing).Should().Be((null, "new"));
        key.CompanyGrowth.Missing.Should().Be("none in either period");
    }

    [Fact]
    public async Task Sales_cycle_has_its_median_beside_the_mean_and_leaves_out_what_runs_backwards()
    {
        await _bench.AddAsync(
            _bench.Deal("won", closes: -10, created: -12), _bench.Deal("won", closes: -10, created: -20), _bench.Deal("won", closes: -10, created: -110), _bench.Deal("won", closes: -10, created: -5));

        var deals = await _bench.DealsAsync();

        (deals.SalesCycle.Value, deals.SalesCycleMean.Value, deals.SalesCycle.Sample).Should().Be((10, 112m / 3, 3));
        deals.SalesCycle.Excluded.Should().Equal(new Exclusion(1, "closed before created"));
    }

    [Fact]
    public async Task Average_size_cohort_rate_and_velocity_follow_from_their_parts()
    {
        await _bench.AddAsync(
            _bench.Deal("won", 300, closes: -10, created: -20), _bench.Deal("won", 100, closes: -10, created: -20), _bench.Deal("lost", 5, closes: -10, created: -20), _bench.Deal("new", 5, created: -20));

        var deals = await _bench.DealsAsync();

        deals.AverageDealSize.Value.Should().Be(200);
        (deals.CohortCloseRate.Part, deals.CohortCloseRate.Sample).Should().Be((2, 4));
        deals.CohortCloseRate.Formula.Should().Contain("1 of them are still open");
        deals.Velocity.Value.Should().BeApproximately(1 * 200 * (2m / 3) / 10, 0.0001m);
    }

    [Fact]
    public async Task Stages_show_count_value_and_weighted_value_and_pipelines_their_own_win_rate()
    {
        await _bench.AddAsync(
            _bench.Deal("new", 100), _bench.Deal("new", 50), _bench.Deal("offer", 10), _bench.Deal("won", 7, closes: -3), _bench.Deal("lost", 7, closes: -3), _bench.Deal("talk", 40, pipeline: "partners"));

        var pipelines = (await _bench.DealsAsync()).Pipelines;

        pipelines[0].Stages.Select(stage => (stage.Label, stage.Deals.Value, stage.Value.Value, stage.Weighted.Value))
            .Should().Equal(("New", 2, 150, 30), ("Offer", 1, 10, 6), ("Won", 1, 7, 7), ("Lost", 1, 7, 0));
        (pipelines[0].OpenDeals.Value, pipelines[0].OpenValue.Value, pipelines[0].WeightedValue.Value, pipelines[0].WinRate.Value).Should().Be((3, 160, 36, 0.5m));
        (pipelines[1].OpenValue.Value, pipelines[1].WinRate.Value).Should().Be((40, null));
    }

    [Fact]
    public async Task The_funnel_counts_a_deal_in_every_stage_up_to_the_farthest_it_ever_stood_in()
    {
        var (back, lost) = (_bench.Deal("new", created: -5), _bench.Deal("lost", created: -5, closes: -1));
        await _bench.AddAsync(back, lost, _bench.Deal("won", created: -5, closes: -1), _bench.Deal("new", created: -5), _bench.Deal("offer", created: -200));
        await _bench.HistoryAsync(back.Key, "dealstage", ("new", -5), ("offer", -4), ("new", -3));
        await _bench.HistoryAsync(lost.Key, "dealstage", ("new", -5), ("lost", -1));

        var funnel = (await _bench.DealsAsync()).Pipelines[0].Funnel;

        funnel.Select(step => (step.Label, step.Entered, step.Advanced)).Should().Equal(("New", 4, 2), ("Offer", 2, 1), ("Won", 1, 0));
        funnel[0].NextStep.Value.Should().Be(0.5m);
        funnel[2].Cumulative.Value.Should().Be(0.25m);
    }

    [Fact]
    public async Task The_forecast_puts_open_deals_under_their_category_in_the_month_they_close()
    {
        var (commit, best, omit) = (_bench.Deal("new", 10, closes: 20), _bench.Deal("new", 20, closes: 20), _bench.Deal("new", 40, closes: 20));
        (commit.ForecastCategory, best.ForecastCategory, omit.ForecastCategory) = ("COMMIT", "BEST_CASE", "OMIT");
        await _bench.AddAsync(commit, best, omit, _bench.Deal("offer", 100, closes: 20), _bench.Deal("won", 7, closes: -30), _bench.Deal("new", 500, closes: -30));

        var deals = await _bench.DealsAsync();
        var (october, december) = (deals.Forecast[2], deals.Forecast[4]);

        deals.Forecast.Select(month => month.Month.From.Month).Should().Equal(8, 9, 10, 11, 12, 1);
        deals.Forecast.Select(month => month.Month.IsPartial).Should().Equal(false, false, false, true, false, false);
        (december.Won.Value, december.Commit.Value, december.BestCase.Value, december.Pipeline.Value, december.PipelineWeighted.Value).Should().Be((0, 10, 20, 100, 60));
        december.Weighted.Value.Should().Be(2 + 4 + 60);
        december.Weighted.Excluded.Should().Equal(new Exclusion(1, "omitted from the forecast by its owner"));
        (october.Won.Value, october.Pipeline.Value, october.Reach, deals.OverdueDeals).Should().Be((7, 0, 7, 1));
    }

    [Fact]
    public async Task What_needs_attention_is_counted_once_and_shown_for_its_gravest_reason()
    {
        var (both, quiet) = (_bench.Deal("new", 900, closes: -9), _bench.Deal("new", 30));
        (both.LastActivityAt, quiet.LastActivityAt) = (AnalyticsBench.Day(-40), AnalyticsBench.Day(-31));
        var active = _bench.Deal("new", 30);
        active.LastActivityAt = AnalyticsBench.Day(-30);
        await _bench.AddAsync(both, quiet, active, _bench.Deal("offer", 5, closes: null), _bench.Deal("won", 5, closes: -9));

        var report = await _bench.AttentionAsync();

        (report.Overdue.Value, report.Stale.Value, report.NoCloseDate.Value, report.Deals).Should().Be((1, 2, 1, 3));
        report.Largest.Select(deal => (deal.Reason, deal.Days, deal.Amount)).Should().Equal(
            (AttentionReason.Overdue, 9, 900), (AttentionReason.Stale, 31, 30), (AttentionReason.NoCloseDate, null, 5));
        (await _bench.ListedAsync(report.Overdue)).Should().Be(1);
        (await _bench.ListedAsync(report.Stale)).Should().Be(2);
    }

    [Fact]
    public async Task The_list_behind_a_number_has_as_many_records()
    {
        await _bench.AddAsync(
            _bench.Deal("new", closes: 0, created: 0), _bench.Deal("talk", pipeline: "partners"), _bench.Deal("won", closes: -89), _bench.Deal("lost", closes: -90), _bench.Deal("lost", closes: 0), _bench.Deal("signed", closes: -4, pipeline: "partners"));
        var deals = await _bench.DealsAsync();

        foreach (var figure in new[] { deals.OpenDeals, deals.WinRate, deals.CohortCloseRate, deals.Pipelines[0].OpenDeals, deals.Pipelines[0].WinRate, deals.Pipelines[1].Stages[0].Deals, deals.WonValue })
        {
            (await _bench.ListedAsync(figure)).Should().Be((int)figure.Sample, figure.Formula);
        }
    }
}
