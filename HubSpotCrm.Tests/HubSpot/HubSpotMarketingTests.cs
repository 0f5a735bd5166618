using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.HubSpot.ClientBench;

namespace HubSpotCrm.Tests.HubSpot;

[Trait("Seed", "S21")]
public sealed class HubSpotMarketingTests : IAsyncLifetime
{
    private readonly ClientBench _bench = new();

    private ScriptedServer Server => _bench.Server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_campaign_comes_with_its_assets_of_every_kind()
    {
        Server.Then(Reply.Json("""
            {"id":"g-1","properties":{"hs_name":"May"},"createdAt":"2026-01-27T19:53:15.581Z","updatedAt":"2026-01-28T00:00:00Z","businessUnits":[{"id":0}],
            "assets":{"MARKETING_EMAIL":{"results":[{"id":17,"name":"News"}],"paging":{"next":{"after":"Mg%3D%3D"}}},"FORM":{"results":[{"id":"7"}]}}}
            """));

        var campaign = (await _bench.Client.CampaignAsync("g-1", ["hs_name"], Cancellation)).Value;

        campaign.Record.Should().BeEquivalentTo(new { Id = "g-1", UpdatedAt = 1769558400000L });
        campaign.Assets.Should().BeEquivalentTo([
            new WireCampaignAssets("MARKETING_EMAIL", [new("17", "News")], "Mg%3D%3D"), new WireCampaignAssets("FORM", [new("7", null)], null)]);
    }

    [Fact]
    public async Task Reports_keep_their_amounts_to_the_digit_and_tell_nothing_of_what_is_missing()
    {
        Server.Then(
            Reply.Json("""{"sessions":120,"newContactsFirstTouch":"7","influencedContacts":-1}"""),
            Reply.Json("""{"contactsNumber":3,"dealsNumber":2,"dealAmount":1000.10,"revenueAmount":"999.005","currencyCode":"EUR"}"""),
            Reply.Json("""
                {"currencyCode":"EUR","budgetTotal":2500.50,"spendTotal":0,"remainingBudget":2500.5,
                "budgetItems":[{"id":"b1","name":"Ads","amount":2500.50,"order":1,"description":"Search","createdAt":1769558400000,"updatedAt":1769558400000}],"spendItems":null}
                """),
            Reply.Json("""{"results":[{"id":"501"},{"id":502}],"paging":{"next":{"after":"NTAy"}}}"""));

        (await _bench.Client.CampaignMetricsAsync("g", Cancellation)).Value.Should().Be(new WireCampaignMetrics(120, 7, null, null));
        (await _bench.Client.CampaignRevenueAsync("g", Cancellation)).Value.Should().Be(new WireCampaignRevenue(3, 2, "1000.10", "999.005", "EUR"));
        (await _bench.Client.CampaignMoneyAsync("g", Cancellation)).Value.Should().BeEquivalentTo(new WireCampaignMoney(
            "EUR", "2500.50", "0", [new WireMoneyItem("b1", "Ads", "2500.50", "Search", 1, 1769558400000)], []));
        (await _bench.Client.CampaignContactsAsync("g", CampaignTouch.First, null, Cancellation)).Value.Should().BeEquivalentTo(new WireIds(["501", "502"], "NTAy"));
    }

    [Fact]
    public async Task A_marketing_email_comes_with_its_counters()
    {
        Server.Then(Reply.Json("""
            {"total":1,"results":[{"id":"17","name":"News","subject":"Hello","state":"PUBLISHED","campaign":"g-1","publishDate":"2026-01-28T00:00:00Z","createdAt":"2026-01-01T00:00:00Z",
            "updatedAt":"2026-01-28T00:00:00Z","content":{"widgets":{}},"stats":{"counters":{"sent":120,"open":60,"click":"9","bounce":null},"ratios":{"openratio":50.0}}},
            {"id":"18"}]}
            """));

        var page = (await _bench.Client.MarketingEmailsAsync(new MarketingEmailRequest([]), Cancellation)).Value;

        page.Results[0].Should().BeEquivalentTo(new { Id = "17", Campaign = "g-1", State = "PUBLISHED", PublishedAt = (long?)1769558400000, UpdatedAt = 1769558400000L });
        page.Results[0].Counters.Should().BeEquivalentTo(new Dictionary<string, long> { ["sent"] = 120, ["open"] = 60, ["click"] = 9 });
        page.Results[1].Counters.Should().BeNull();
        page.After.Should().BeNull();
    }

    [Fact]
    public async Task Statistics_of_some_emails_come_as_counters_and_percents()
    {
        Server.Then(Reply.Json("""{"emails":[17,18],"aggregate":{"counters":{"sent":120,"open":37},"ratios":{"openratio":30.9}},"campaignAggregations":{}}"""));

        var statistics = (await _bench.Client.EmailStatisticsAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, ["17", "18"], Cancellation)).Value;

        statistics.EmailIds.Should().Equal("17", "18");
        statistics.Counters.Should().Contain("open", 37);
        statistics.Ratios.Should().Contain("openratio", "30.9");
    }

    [Theory]
    [InlineData("{\"total\":1}")]
    [InlineData("{\"results\":[{\"name\":\"no id\"}]}")]
    [InlineData("[]")]
    [Trait("BadInput", "A page of marketing e-mails that is none")]
    public async Task A_page_of_marketing_emails_that_is_none_is_not_taken(string body)
    {
        Server.Otherwise = _ => Reply.Json(body);

        var read = await _bench.RunAsync(_bench.Client.MarketingEmailsAsync(new MarketingEmailRequest([]), Cancellation));

        read.Failure.Should().BeOfType<HubSpotUnavailable>();
    }
}
