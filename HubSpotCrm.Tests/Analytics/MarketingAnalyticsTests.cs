using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Tests.Analytics;

public sealed class MarketingAnalyticsTests : IAsyncLifetime
{
    private AnalyticsBench _bench = null!;
    private long _lastKey = 1000;

    public async ValueTask InitializeAsync() => _bench = await AnalyticsBench.OpenAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Return_on_spend_is_over_all_campaigns_with_a_spend_and_names_the_others()
    {
        await _bench.AddAsync(
            Campaign(spend: 100, revenue: 300), Campaign(spend: 300, revenue: 100), Campaign(spend: null, revenue: 900), Campaign(spend: 0, revenue: 900),
            Campaign(spend: 10, revenue: null), Campaign(spend: 10, revenue: 500, currency: "USD"));

        var campaigns = await _bench.CampaignsAsync();

        (campaigns.Roi.Value, campaigns.Roi.Sample).Should().Be((0m, 2));
        campaigns.Roi.Excluded.Should().Equal(new Exclusion(2, "no spend recorded"), new Exclusion(1, "another currency"), new Exclusion(1, "no return told by HubSpot"));
        (campaigns.PaidBack.Part, campaigns.PaidBack.Sample).Should().Be((2, 3));
        (campaigns.Spend.Value, campaigns.Spend.Apart.Single()).Should().Be((410m, new Money(10, "USD", 1)));
        (await _bench.KeyAsync()).CampaignPerformance.Should().BeEquivalentTo(campaigns.Roi);
    }

    [Fact]
    [Trait("Seed", "S13")]
    public async Task Return_and_spend_in_two_currencies_are_never_set_against_each_other_and_the_reason_is_told()
    {
        await _bench.AddAsync(
            Campaign("home", spend: 100, revenue: 300), Campaign("told in dollars", spend: 100, revenue: 9_000, returned: "USD"), Campaign("told in nothing", spend: 100, revenue: 9_000, returned: null),
            Campaign("dollars", spend: 10, revenue: 30, currency: "USD"), Campaign("dollars told in euros", spend: 10, revenue: 5_000, currency: "USD", returned: "EUR"));

        var campaigns = await _bench.CampaignsAsync();

        (campaigns.Roi.Value, campaigns.Roi.Sample).Should().Be((2m, 1));
        campaigns.Roi.Excluded.Should().BeEquivalentTo([
            new Exclusion(2, "return in another currency than the spend"), new Exclusion(1, "another currency"), new Exclusion(1, "no currency of the return told by HubSpot")]);
        campaigns.Rows.Where(row => row.Roi is null).Select(row => (row.Name, row.MissingRoi)).Should().BeEquivalentTo([
            ("told in dollars", "return in another currency than the spend"), ("dollars told in euros", "return in another currency than the spend"),
            ("told in nothing", "no currency of the return told by HubSpot")]);
        (campaigns.PaidBack.Part, campaigns.PaidBack.Sample).Should().Be((2, 2));
        (campaigns.Spend.Value, campaigns.Spend.Apart.Single()).Should().Be((300m, new Money(20, "USD", 2)));
        (campaigns.Returned.Value, campaigns.Returned.Sample).Should().Be((5_300m, 2));
        campaigns.Returned.Apart.Should().Equal(new Money(9_030, "USD", 2));
        campaigns.Returned.Excluded.Should().Equal(new Exclusion(1, "no currency of the return told by HubSpot"));
    }

    [Fact]
    public async Task Deal_amounts_are_in_the_currency_of_the_revenue()
    {
        await _bench.AddAsync(Campaign(spend: 100, revenue: 300, deals: 900, returned: "JPY"));

        var campaigns = await _bench.CampaignsAsync(back: CampaignReturn.DealAmount);

        (campaigns.Roi.Value, campaigns.Roi.Missing, campaigns.Returned.Value).Should().Be((null, "return in another currency than the spend", 0m));
        campaigns.Returned.Apart.Should().Equal(new Money(900, "JPY", 1));
    }

    [Fact]
    public async Task A_figure_that_only_other_currencies_could_give_says_so()
    {
        await _bench.AddAsync(Campaign(spend: 10, revenue: 30, currency: "USD"));

        (await _bench.KeyAsync()).CampaignPerformance.Missing.Should().Be("another currency");
    }

    [Fact]
    public async Task Without_spend_there_is_no_return_neither_zero_nor_infinite()
    {
        await _bench.AddAsync(Campaign(spend: null, revenue: 900));

        var campaigns = await _bench.CampaignsAsync();

        (campaigns.Roi.Value, campaigns.Roi.Missing, campaigns.Rows.Single().Roi).Should().Be((null, "no spend recorded", null));
    }

    [Fact]
    public async Task The_return_is_what_the_reader_chose()
    {
        await _bench.AddAsync(Campaign(spend: 100, revenue: 300, deals: 150));

        (await _bench.CampaignsAsync(back: CampaignReturn.DealAmount)).Rows.Single().Roi.Should().Be(0.5m);
        (await _bench.CampaignsAsync()).Rows.Single().Roi.Should().Be(2m);
    }

    [Fact]
    public async Task A_campaign_counts_when_its_days_touch_the_period()
    {
        await _bench.AddAsync(
            Campaign("ends on the first day", from: "2026-01-01", to: "2026-08-15"), Campaign("ended before", from: "2026-01-01", to: "2026-08-14"), Campaign("goes on", from: "2025-01-01"),
            Campaign("starts today", from: "2026-11-12"), Campaign("starts tomorrow", from: "2026-11-13"), Campaign("has no start", from: null));

        (await _bench.CampaignsAsync()).Rows.Select(row => row.Name).Should().BeEquivalentTo("ends on the first day", "goes on", "starts today", "has no start");
    }

    [Fact]
    public async Task Campaigns_come_best_return_first_and_without_spend_last()
    {
        await _bench.AddAsync(Campaign("bad", spend: 100, revenue: 50), Campaign("none", revenue: 900), Campaign("good", spend: 100, revenue: 400));

        (await _bench.CampaignsAsync()).Rows.Select(row => row.Name).Should().Equal("good", "bad", "none");
    }

    [Fact]
    public async Task Budget_used_is_spend_of_budget_where_both_are_known()
    {
        await _bench.AddAsync(Campaign(spend: 50, budget: 200), Campaign(spend: 100, budget: 100), Campaign(spend: 999), Campaign(budget: 999));

        var used = (await _bench.CampaignsAsync()).BudgetUsed;

        (used.Value, used.Sample).Should().Be((0.5m, 2));
    }

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Email_rates_are_of_the_messages_of_the_emails_sent_in_the_period()
    {
        await _bench.AddAsync(
            Email(-5, sent: 100, delivered: 90, opens: 45, clicks: 9, bounces: 10), Email(-89, sent: 100, delivered: 90, opens: 0, clicks: 0, bounces: 10), Email(-90, sent: 50, delivered: 50, opens: 50, clicks: 50));

        var emails = await _bench.EmailsAsync();

        (emails.Emails, emails.Sent.Value, emails.DeliveryRate.Value, emails.BounceRate.Value).Should().Be((2, 200, 0.9m, 0.1m));
        (emails.OpenRate.Value, emails.ClickRate.Value, emails.ClickThroughRate.Value).Should().Be((0.25m, 0.05m, 0.2m));
        (emails.OpenRate.Previous, emails.OpenRate.Sample, emails.OpenRate.Part).Should().Be((1m, 180, 45));
        var key = await _bench.KeyAsync();
        (key.EmailOpenRate.Value, key.EmailClickRate.Value).Should().Be((0.25m, 0.05m));
    }

    [Fact]
    public async Task Counters_beyond_all_reason_do_not_break_the_report()
    {
        await _bench.AddAsync(Email(-5, sent: long.MaxValue, delivered: long.MaxValue, opens: long.MaxValue), Email(-5, sent: long.MaxValue, delivered: long.MaxValue));

        (await _bench.EmailsAsync()).OpenRate.Value.Should().Be(0.5m);
    }

    [Fact]
    public async Task Nothing_sent_gives_no_rate() => (await _bench.EmailsAsync()).OpenRate.Missing.Should().Be("nothing was delivered");

    private CampaignRow Campaign(
        string name = "Campaign", decimal? spend = null, decimal? revenue = null, decimal? deals = null, decimal? budget = null, string currency = "EUR", string? returned = "", string? from = "2026-10-01", string? to = null) => new()
        {
            Key = ++_lastKey,
            HubSpotId = Guid.NewGuid().ToString(),
            Name = name,
            Currency = currency,
            MoneyCurrency = currency,
            RevenueCurrency = returned is "" ? currency : returned,
            Spend = (long?)(spend * 1000),
            Revenue = (long?)(revenue * 1000),
            DealAmount = (long?)(deals * 1000),
            Budget = (long?)(budget * 1000),
            StartAt = Midnight(from),
            EndAt = Midnight(to),
            CreatedAt = AnalyticsBench.Day(-50),
        };

    private MarketingEmailRow Email(int day, long sent = 0, long delivered = 0, long opens = 0, long clicks = 0, long bounces = 0) => new()
    {
        Key = ++_lastKey,
        HubSpotId = _lastKey.ToString(System.Globalization.CultureInfo.InvariantCulture),
        PublishedAt = AnalyticsBench.Day(day),
        Sent = sent,
        Delivered = delivered,
        Opens = opens,
        Clicks = clicks,
        Bounces = bounces,
    };

    private static long? Midnight(string? day) => day is null
        ? null
        : new DateTimeOffset(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
