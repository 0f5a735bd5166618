using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.CampaignTests;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

[Trait("Seed", "S15")]
public sealed class CampaignReportTests
{
    private static readonly string[] Kinds = ["contactFirstTouch", "contactLastTouch", "influencedContacts"];

    [Fact]
    public async Task Metrics_contacts_and_dump_tell_the_same_and_name_contacts_of_the_account()
    {
        await using var server = await StartAsync();
        var campaign = (await server.DumpAsync("campaigns")).MaxBy(one => one.GetProperty("influencedContacts").GetArrayLength());
        var live = (await server.DumpAsync("contacts")).Where(contact => !contact.GetProperty("archived").GetBoolean()).Select(Id).ToHashSet();

        var (_, metrics) = await server.GetAsync($"{Campaigns}/{Id(campaign)}/reports/metrics");
        var contacts = new Dictionary<string, List<string>>();
        foreach (var kind in Kinds)
        {
            contacts[kind] = [.. (await AllAsync(server, $"{Campaigns}/{Id(campaign)}/reports/contacts/{kind}?limit=7")).Select(Id)];
            contacts[kind].Should().Equal(campaign.GetProperty(kind).EnumerateArray().Select(id => id.GetString()));
        }

        metrics.GetProperty("sessions").GetInt64().Should().Be(campaign.GetProperty("sessions").GetInt64()).And.BeGreaterThan(0);
        metrics.GetProperty("newContactsFirstTouch").GetInt32().Should().Be(contacts[Kinds[0]].Count).And.BePositive();
        metrics.GetProperty("newContactsLastTouch").GetInt32().Should().Be(contacts[Kinds[1]].Count);
        metrics.GetProperty("influencedContacts").GetInt32().Should().Be(contacts[Kinds[2]].Count).And.BeGreaterThan(7);
        contacts[Kinds[2]].Should().OnlyHaveUniqueItems().And.BeSubsetOf(live).And.Contain(contacts[Kinds[0]]).And.Contain(contacts[Kinds[1]]);
    }

    [Fact]
    public async Task Numbers_of_two_parts_of_the_time_add_up_to_the_whole()
    {
        await using var server = await StartAsync();
        var campaign = (await server.DumpAsync("campaigns")).MaxBy(one => one.GetProperty("sessions").GetInt64());
        var start = DateOnly.Parse(campaign.GetProperty("properties").GetProperty("hs_start_date").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        async Task<JsonElement> Metrics(string range) => (await server.GetAsync($"{Campaigns}/{Id(campaign)}/reports/metrics{range}")).Body;

        var whole = await Metrics("");
        var before = await Metrics($"?endDate={start.AddDays(9):yyyy-MM-dd}");
        var after = await Metrics($"?startDate={start.AddDays(10):yyyy-MM-dd}");

        foreach (var name in new[] { "sessions", "newContactsFirstTouch", "newContactsLastTouch" })
        {
            (before.GetProperty(name).GetInt64() + after.GetProperty(name).GetInt64()).Should().Be(whole.GetProperty(name).GetInt64(), name);
        }
    }

    [Fact]
    public async Task Whatever_the_model_all_campaigns_together_earn_what_the_won_deals_they_met_are_worth()
    {
        await using var server = await StartAsync();
        var campaigns = await server.DumpAsync("campaigns");
        decimal InEuro(JsonElement campaign, decimal money) => money * (campaign.GetProperty("currencyCode").GetString() switch { "USD" => 0.92m, "GBP" => 1.17m, _ => 1m });

        var sums = campaigns[0].GetProperty("revenue").EnumerateObject()
            .Select(model => campaigns.Sum(campaign => InEuro(campaign, campaign.GetProperty("revenue").GetProperty(model.Name).GetDecimal()))).ToArray();
        var won = (await server.DumpAsync("deals")).Where(deal => !deal.GetProperty("archived").GetBoolean() && deal.GetProperty("properties").GetProperty("hs_is_closed_won").GetString() == "true")
            .Sum(deal => deal.GetProperty("properties").TryGetProperty("amount_in_home_currency", out var amount) ? decimal.Parse(amount.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : 0);

        sums.Should().HaveCount(9).And.OnlyContain(sum => Math.Abs(sum - sums[0]) < 1m);
        sums[0].Should().BePositive().And.BeLessThan(won);
        campaigns.Should().OnlyContain(campaign => campaign.GetProperty("revenue").GetProperty("LINEAR").GetDecimal() <= campaign.GetProperty("dealAmount").GetDecimal());
    }

    [Fact]
    public async Task A_deal_won_in_the_account_raises_the_revenue_of_the_campaign_its_contact_met()
    {
        await using var server = await StartAsync();
        var campaign = (await server.DumpAsync("campaigns")).MaxBy(one => one.GetProperty("contactLastTouch").GetArrayLength());
        var contact = campaign.GetProperty("contactLastTouch")[0].GetString()!;
        var path = $"{Campaigns}/{Id(campaign)}/reports/revenue?attributionModel=LAST_INTERACTION";
        var (_, before) = await server.GetAsync(path);

        var (created, made) = await server.PostAsync("/crm/objects/2026-09/deals", new
        {
            properties = new { dealname = "Big", dealstage = "closedwon", pipeline = "default", amount = "1000", deal_currency_code = "EUR", closedate = "2030-01-01T00:00:00Z" },
            associations = new[] { new { to = new { id = contact }, types = new[] { new { associationCategory = "HUBSPOT_DEFINED", associationTypeId = 3 } } } },
        });
        var (_, after) = await server.GetAsync(path);

        created.Should().Be(HttpStatusCode.Created, made.ToString());
        (after.GetProperty("dealsNumber").GetInt32() - before.GetProperty("dealsNumber").GetInt32()).Should().Be(1);
        var rate = after.GetProperty("currencyCode").GetString() switch { "USD" => 0.92m, "GBP" => 1.17m, _ => 1m };
        (after.GetProperty("revenueAmount").GetDecimal() - before.GetProperty("revenueAmount").GetDecimal()).Should().BeApproximately(1000 / rate, 0.02m);
    }

    [Fact]
    public async Task A_campaign_made_today_has_brought_nothing_yet()
    {
        await using var server = await StartAsync();
        var id = await CampaignPartTests.NewAsync(server);

        var (_, metrics) = await server.GetAsync($"{Campaigns}/{id}/reports/metrics");
        var (_, revenue) = await server.GetAsync($"{Campaigns}/{id}/reports/revenue");

        metrics.EnumerateObject().Should().HaveCount(4).And.OnlyContain(one => one.Value.GetInt32() == 0);
        revenue.ToString().Should().Be("""{"contactsNumber":0,"dealsNumber":0,"dealAmount":0,"revenueAmount":0,"currencyCode":"EUR"}""");
    }

    [Theory]
    [Trait("BadInput", "campaign report")]
    [InlineData("metrics?startDate=yesterday", "startDate")]
    [InlineData("metrics?startDate=2026-02-01&endDate=2026-01-01", "startDate")]
    [InlineData("revenue?attributionModel=MINE", "attributionModel")]
    [InlineData("contacts/friends", "friends")]
    [InlineData("contacts/influencedContacts?limit=101", "limit")]
    [InlineData("contacts/influencedContacts?after=%00", "after")]
    public async Task A_report_that_makes_no_sense_is_refused(string path, string named)
    {
        await using var server = await SandboxServer.StartAsync();
        var id = await CampaignPartTests.NewAsync(server);

        var (status, body) = await server.GetAsync($"{Campaigns}/{id}/reports/{path}");

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("message").GetString().Should().Contain(named);
    }

    private static Task<SandboxServer> StartAsync() => SandboxServer.StartAsync(options => (options.Contacts, options.Campaigns) = (2_000, 12));
}
