using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.CampaignTests;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

[Trait("Seed", "S04")]
public sealed class CampaignPartTests
{
    private const string Emails = "/marketing/emails/2026-09";

    [Fact]
    public async Task Money_is_kept_in_items_and_summed_in_the_properties()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = await NewAsync(server);

        var (created, budget) = await server.PostAsync($"{Campaigns}/{id}/budget", new { name = "Ads", amount = 2, order = 1, description = "Search" });
        await server.PostAsync($"{Campaigns}/{id}/budget", new { name = "Print", amount = 0.5, order = 0 });
        var (_, spend) = await server.PostAsync($"{Campaigns}/{id}/spend", new { name = "Ads", amount = 1.25, order = 0 });
        var (changed, _) = await server.SendAsync(HttpMethod.Put, $"{Campaigns}/{id}/spend/{Id(spend)}", new { name = "Ads", amount = 3, order = 0 });
        var (_, totals) = await server.GetAsync($"{Campaigns}/{id}/budget/totals");
        var (_, read) = await server.GetAsync($"{Campaigns}/{id}?properties=hs_budget_items_sum_amount,hs_spend_items_sum_amount");

        created.Should().Be(HttpStatusCode.Created);
        changed.Should().Be(HttpStatusCode.OK);
        budget.GetProperty("amount").ValueKind.Should().Be(JsonValueKind.Number);
        DateTimeOffset.FromUnixTimeMilliseconds(budget.GetProperty("createdAt").GetInt64()).Should().BeAfter(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        totals.GetProperty("currencyCode").GetString().Should().Be("EUR");
        totals.GetProperty("budgetTotal").GetDecimal().Should().Be(2.5m);
        totals.GetProperty("spendTotal").GetDecimal().Should().Be(3);
        totals.GetProperty("remainingBudget").GetDecimal().Should().Be(-0.5m);
        totals.GetProperty("budgetItems").EnumerateArray().Select(item => item.GetProperty("name").GetString()).Should().Equal("Print", "Ads");
        Value(read, "hs_budget_items_sum_amount").Should().Be("2.5");
        Value(read, "hs_spend_items_sum_amount").Should().Be("3.0");
    }

    [Fact]
    public async Task An_item_can_be_read_and_taken_away_and_the_sum_goes_with_the_last_one()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = await NewAsync(server);
        var item = Id((await server.PostAsync($"{Campaigns}/{id}/budget", new { name = "Ads", amount = 2, order = 0 })).Body);

        var (read, body) = await server.GetAsync($"{Campaigns}/{id}/budget/{item}");
        var (other, _) = await server.GetAsync($"{Campaigns}/{id}/spend/{item}");
        var (removed, _) = await server.SendAsync(HttpMethod.Delete, $"{Campaigns}/{id}/budget/{item}");
        var (gone, _) = await server.GetAsync($"{Campaigns}/{id}/budget/{item}");
        var (_, after) = await server.GetAsync($"{Campaigns}/{id}?properties=hs_budget_items_sum_amount");

        new[] { read, removed, other, gone }.Should().Equal(HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NotFound);
        body.GetProperty("name").GetString().Should().Be("Ads");
        after.GetProperty("properties").EnumerateObject().Should().BeEmpty();
    }

    [Theory]
    [Trait("BadInput", "campaign money")]
    [InlineData("""{"amount":1,"order":0}""", "name")]
    [InlineData("""{"name":" ","amount":1,"order":0}""", "name")]
    [InlineData("""{"name":"Ads","amount":"1","order":0}""", "amount")]
    [InlineData("""{"name":"Ads","amount":-1,"order":0}""", "amount")]
    [InlineData("""{"name":"Ads","amount":1e40,"order":0}""", "amount")]
    [InlineData("""{"name":"Ads","amount":1}""", "order")]
    [InlineData("""[]""", "name")]
    public async Task An_item_that_makes_no_sense_is_refused(string item, string field)
    {
        await using var server = await SandboxServer.StartAsync();
        var id = await NewAsync(server);

        var (status, body) = await server.PostAsync($"{Campaigns}/{id}/spend", item);

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("message").GetString().Should().StartWith(field);
        (await server.GetAsync($"{Campaigns}/{id}/budget/totals")).Body.GetProperty("spendItems").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Assets_are_put_in_listed_by_ten_and_taken_out()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = await NewAsync(server);
        var forms = (await server.DumpAsync("campaign-assets")).Where(asset => asset.GetProperty("type").GetString() == "FORM").Select(Id).Take(12).ToArray();
        foreach (var form in forms)
        {
            (await server.SendAsync(HttpMethod.Put, $"{Campaigns}/{id}/assets/FORM/{form}")).Status.Should().Be(HttpStatusCode.NoContent);
        }

        var (_, campaign) = await server.GetAsync($"{Campaigns}/{id}");
        var all = await AllAsync(server, $"{Campaigns}/{id}/assets/FORM?limit=5");
        await server.SendAsync(HttpMethod.Delete, $"{Campaigns}/{id}/assets/FORM/{forms[0]}");
        var left = await AllAsync(server, $"{Campaigns}/{id}/assets/FORM?limit=100");

        var held = campaign.GetProperty("assets").GetProperty("FORM");
        held.GetProperty("results").GetArrayLength().Should().Be(10);
        held.GetProperty("paging").GetProperty("next").GetProperty("after").GetString().Should().Be("MTA%3D");
        all.Select(Id).Should().BeEquivalentTo(forms);
        left.Select(Id).Should().BeEquivalentTo(forms.Skip(1));
    }

    [Fact]
    public async Task An_email_put_into_a_campaign_names_it_and_leaves_the_one_it_was_in()
    {
        await using var server = await SandboxServer.StartAsync(options => (options.Campaigns, options.MarketingEmails) = (4, 12));
        var email = (await server.GetAsync(Emails)).Body.GetProperty("results").EnumerateArray().First(one => Has(one, "campaign"));
        var before = email.GetProperty("campaign").GetString();
        var id = await NewAsync(server);

        await server.SendAsync(HttpMethod.Put, $"{Campaigns}/{id}/assets/MARKETING_EMAIL/{Id(email)}");
        var (_, after) = await server.GetAsync($"{Emails}/{Id(email)}");
        var ours = await AllAsync(server, $"{Campaigns}/{id}/assets/MARKETING_EMAIL?limit=10");
        var theirs = await AllAsync(server, $"{Campaigns}/{before}/assets/MARKETING_EMAIL?limit=10");
        await server.SendAsync(HttpMethod.Delete, $"{Campaigns}/{id}");
        var (_, orphan) = await server.GetAsync($"{Emails}/{Id(email)}");

        after.GetProperty("campaign").GetString().Should().Be(id);
        ours.Select(Id).Should().Equal(Id(email));
        theirs.Select(Id).Should().NotContain(Id(email));
        Has(orphan, "campaign").Should().BeFalse("its campaign was deleted");
    }

    [Theory]
    [Trait("BadInput", "campaign asset")]
    [InlineData("PUT", "SPACESHIP/1", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "FORM/1", HttpStatusCode.NotFound)]
    [InlineData("PUT", "MARKETING_EMAIL/abc", HttpStatusCode.NotFound)]
    [InlineData("GET", "form", HttpStatusCode.BadRequest)]
    [InlineData("GET", "FORM?limit=1000", HttpStatusCode.BadRequest)]
    [InlineData("GET", "FORM?startDate=2026-13-01", HttpStatusCode.BadRequest)]
    public async Task An_asset_that_is_none_is_refused(string method, string path, HttpStatusCode expected)
    {
        await using var server = await SandboxServer.StartAsync();
        var id = await NewAsync(server);

        var (status, _) = await server.SendAsync(new HttpMethod(method), $"{Campaigns}/{id}/assets/{path}");

        status.Should().Be(expected);
    }

    [Fact]
    public async Task Assets_have_numbers_only_when_both_dates_are_given_and_emails_those_of_their_statistics()
    {
        await using var server = await SandboxServer.StartAsync(options => (options.Contacts, options.Campaigns, options.MarketingEmails) = (2_000, 6, 30));
        var email = (await server.DumpAsync("marketing-emails")).First(one => Has(one, "campaign") && Has(one, "publishedAt") && !one.GetProperty("archived").GetBoolean());
        var path = $"{Campaigns}/{email.GetProperty("campaign").GetString()}";
        var day = email.GetProperty("publishedAt").GetString()![..10];
        JsonElement Ours(JsonElement campaign) => campaign.GetProperty("assets").GetProperty("MARKETING_EMAIL").GetProperty("results").EnumerateArray().Single(asset => Id(asset) == Id(email));

        var (_, without) = await server.GetAsync($"{path}?startDate={day}");
        var (_, within) = await server.GetAsync($"{path}?startDate={day}&endDate={day}");
        var (_, outside) = await server.GetAsync($"{path}?startDate=2015-01-01&endDate=2015-01-02");

        Has(Ours(without), "metrics").Should().BeFalse();
        Ours(within).GetProperty("metrics").GetProperty("OPEN").GetInt64().Should().Be(email.GetProperty("stats").GetProperty("counters").GetProperty("open").GetInt64());
        Ours(outside).GetProperty("metrics").GetProperty("SENT").GetInt64().Should().Be(0);
    }

    internal static async Task<string> NewAsync(SandboxServer server) => Id((await server.PostAsync(Campaigns, new { properties = new { hs_name = "Launch" } })).Body);
}
