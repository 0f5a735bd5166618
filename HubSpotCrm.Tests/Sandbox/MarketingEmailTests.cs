using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.CampaignTests;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

[Trait("Seed", "S15")]
public sealed class MarketingEmailTests
{
    private const string Emails = "/marketing/emails/2026-09";

    public static TheoryData<string> Roots => ["/marketing/v3/emails", "/marketing/emails/2026-03", Emails];

    [Theory]
    [MemberData(nameof(Roots))]
    public async Task Every_version_lists_all_that_are_not_archived_page_by_page(string root)
    {
        await using var server = await StartAsync();
        var dump = await server.DumpAsync("marketing-emails");

        var paged = await AllAsync(server, $"{root}?limit=7&includedProperties=name,subject");
        var (_, standard) = await server.GetAsync(root);

        dump.Should().HaveCount(120);
        paged.Select(Id).Should().BeEquivalentTo(dump.Where(email => !email.GetProperty("archived").GetBoolean()).Select(Id));
        paged.Should().OnlyContain(email => email.EnumerateObject().Count() == 3, "only the id and what was asked for");
        standard.GetProperty("results").GetArrayLength().Should().Be(100);
        Has(standard.GetProperty("results")[0], "content").Should().BeTrue();
        Has(standard.GetProperty("results")[0], "stats").Should().BeFalse();
    }

    [Fact]
    public async Task Statistics_come_when_asked_for_with_ratios_in_percent_and_nothing_for_mails_not_sent()
    {
        await using var server = await StartAsync();

        var emails = await AllAsync(server, $"{Emails}?limit=100&includeStats=true");
        var sent = emails.Where(email => Has(email, "publishedAt")).ToArray();
        var stats = sent.Select(email => email.GetProperty("stats")).MaxBy(one => Counter(one, "open"));

        emails.Except(sent).Should().NotBeEmpty().And.OnlyContain(email => !email.GetProperty("stats").GetProperty("counters").EnumerateObject().Any());
        Ratio(stats, "openratio").Should().BeApproximately(100m * Counter(stats, "open") / Counter(stats, "delivered"), 0.001m).And.BeGreaterThan(1);
        Ratio(stats, "clickthroughratio").Should().BeApproximately(100m * Counter(stats, "click") / Counter(stats, "open"), 0.001m);
        stats.GetProperty("deviceBreakdown").GetProperty("open_device_type").EnumerateObject().Sum(device => device.Value.GetInt64()).Should().Be(Counter(stats, "open"));
        sent.Should().OnlyContain(email => Adds(email.GetProperty("stats")));
    }

    [Fact]
    public async Task Together_and_by_intervals_the_statistics_are_the_sum_of_the_mails()
    {
        await using var server = await StartAsync();
        var sent = (await server.DumpAsync("marketing-emails")).Where(email => Has(email, "publishedAt") && !email.GetProperty("archived").GetBoolean()).ToArray();

        var (_, all) = await server.GetAsync($"{Emails}/statistics/list?startTimestamp=2000-01-01T00:00:00Z&endTimestamp=2100-01-01T00:00:00Z");

        all.GetProperty("emails").EnumerateArray().Select(id => id.GetInt64()).Should().BeEquivalentTo(sent.Select(Number));
        foreach (var counter in new[] { "sent", "delivered", "open", "click", "bounce", "unsubscribed" })
        {
            Counter(all.GetProperty("aggregate"), counter).Should().Be(sent.Sum(email => Counter(email.GetProperty("stats"), counter)), counter);
        }

        var campaign = sent.First(email => Has(email, "campaign")).GetProperty("campaign").GetString()!;
        Counter(all.GetProperty("campaignAggregations").GetProperty(campaign), "open").Should()
            .Be(sent.Where(email => Has(email, "campaign") && email.GetProperty("campaign").GetString() == campaign).Sum(email => Counter(email.GetProperty("stats"), "open")));
        foreach (var interval in new[] { "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "QUARTER_HOUR", "MINUTE", "SECOND" })
        {
            var (_, histogram) = await server.GetAsync($"{Emails}/statistics/histogram?interval={interval}");
            var results = histogram.GetProperty("results").EnumerateArray().ToArray();
            histogram.GetProperty("total").GetInt32().Should().Be(results.Length);
            results.Sum(one => Counter(one.GetProperty("aggregations"), "open")).Should().Be(Counter(all.GetProperty("aggregate"), "open"), interval);
            results.Select(one => one.GetProperty("interval").GetProperty("start").GetDateTimeOffset()).Should().BeInAscendingOrder();
        }
    }

    [Fact]
    public async Task Statistics_can_be_narrowed_to_a_time_to_mails_and_to_properties()
    {
        await using var server = await StartAsync();
        var sent = (await server.DumpAsync("marketing-emails")).Where(email => Has(email, "publishedAt") && !email.GetProperty("archived").GetBoolean()).OrderBy(email => email.GetProperty("publishedAt").GetString()).ToArray();
        var middle = sent[sent.Length / 2].GetProperty("publishedAt").GetString();

        var (_, late) = await server.GetAsync($"{Emails}/statistics/list?startTimestamp={middle}");
        var (_, two) = await server.GetAsync($"{Emails}/statistics/list?emailIds={Id(sent[0])}&emailIds={Id(sent[1])}&property=open");

        late.GetProperty("emails").GetArrayLength().Should().Be(sent.Length - (sent.Length / 2));
        two.GetProperty("emails").GetArrayLength().Should().Be(2);
        two.GetProperty("aggregate").GetProperty("counters").EnumerateObject().Select(counter => counter.Name).Should().Equal("open");
    }

    [Theory]
    [InlineData("isPublished=true")]
    [InlineData("isPublished=false")]
    [InlineData("type=AUTOMATED_EMAIL")]
    [InlineData("archived=true")]
    [InlineData("createdAfter=2026-01-01T00:00:00Z")]
    [InlineData("updatedAfter=2026-01-01T00:00:00Z")]
    [InlineData("publishedAfter=1767225600000")]
    public async Task A_filter_lets_those_through_that_fit_and_no_other(string filter)
    {
        await using var server = await StartAsync();
        var fits = new Func<JsonElement, bool>(email => filter.Split('=') switch
        {
            ["isPublished", var on] => email.GetProperty("isPublished").GetBoolean() == (on == "true"),
            ["type", var type] => email.GetProperty("type").GetString() == type,
            ["publishedAfter", _] => Has(email, "publishedAt") && string.CompareOrdinal(email.GetProperty("publishedAt").GetString(), "2026-01-01T00:00:00.000Z") > 0,
            ["archived", _] => true,
            [var name, _] => string.CompareOrdinal(email.GetProperty(name.Replace("After", "At")).GetString(), "2026-01-01T00:00:00.000Z") > 0,
            _ => false,
        });

        var emails = await AllAsync(server, $"{Emails}?limit=100&{filter}");
        var expected = (await server.DumpAsync("marketing-emails")).Where(email => email.GetProperty("archived").GetBoolean() == filter.StartsWith("archived", StringComparison.Ordinal) && fits(email)).ToArray();

        emails.Select(Id).Should().BeEquivalentTo(expected.Select(Id));
        emails.Should().NotBeEmpty().And.HaveCountLessThan(118);
    }

    [Fact]
    public async Task Mails_of_one_campaign_are_its_assets_and_say_its_name_when_asked()
    {
        await using var server = await StartAsync();
        var campaign = (await server.GetAsync($"{Emails}?limit=100")).Body.GetProperty("results").EnumerateArray().First(email => Has(email, "campaign")).GetProperty("campaign").GetString();

        var mails = await AllAsync(server, $"{Emails}?campaign={campaign}&marketingCampaignNames=true&limit=100");
        var assets = await AllAsync(server, $"{Campaigns}/{campaign}/assets/MARKETING_EMAIL?limit=100");
        var (_, read) = await server.GetAsync($"{Campaigns}/{campaign}?properties=hs_name");

        mails.Select(Id).Should().NotBeEmpty().And.BeEquivalentTo(assets.Select(Id));
        mails.Should().OnlyContain(email => email.GetProperty("campaignName").GetString() == Value(read, "hs_name"));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("createdAt")]
    [InlineData("updatedAt")]
    public async Task Mails_are_sorted_as_asked(string field)
    {
        await using var server = await StartAsync();

        var (_, up) = await server.GetAsync($"{Emails}?limit=100&sort={field}");
        var (_, down) = await server.GetAsync($"{Emails}?limit=100&sort=-{field}");

        up.GetProperty("results").EnumerateArray().Select(email => email.GetProperty(field).GetString()).Should().BeInAscendingOrder(StringComparer.OrdinalIgnoreCase);
        down.GetProperty("results").EnumerateArray().Select(email => email.GetProperty(field).GetString()).Should().BeInDescendingOrder(StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task One_mail_is_read_by_its_id()
    {
        await using var server = await StartAsync();
        var id = Id((await server.DumpAsync("marketing-emails")).First(email => Has(email, "publishedAt") && !email.GetProperty("archived").GetBoolean()));

        var (status, email) = await server.GetAsync($"{Emails}/{id}?includeStats=true");
        var (missing, _) = await server.GetAsync($"{Emails}/7");

        status.Should().Be(HttpStatusCode.OK);
        email.GetProperty("stats").GetProperty("counters").EnumerateObject().Should().NotBeEmpty();
        missing.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [Trait("BadInput", "marketing email list")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?sort=subject", "sort")]
    [InlineData("?createdAfter=soon", "createdAfter")]
    [InlineData("?publishedBefore=soon", "publishedBefore")]
    [InlineData("?isPublished=maybe", "isPublished")]
    [InlineData("?type=LETTER", "type")]
    [InlineData("?campaign=7", "campaign")]
    [InlineData("?after=x", "after")]
    [InlineData("/statistics/list?startTimestamp=soon", "startTimestamp")]
    [InlineData("/statistics/list?startTimestamp=2026-02-01T00:00:00Z&endTimestamp=2026-01-01T00:00:00Z", "startTimestamp")]
    [InlineData("/statistics/list?emailIds=a", "emailIds")]
    [InlineData("/statistics/histogram?interval=FORTNIGHT", "interval")]
    public async Task A_question_that_makes_no_sense_is_refused(string path, string field)
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.GetAsync(Emails + path);

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("message").GetString().Should().Contain(field);
    }

    [Fact]
    public async Task Figures_may_move_without_the_mail_being_updated()
    {
        await using var server = await StartAsync();
        var before = (await server.DumpAsync("marketing-emails")).First(email => Has(email, "publishedAt") && !email.GetProperty("archived").GetBoolean());

        await server.ControlAsync(HttpMethod.Post, $"records/marketing-emails/{Id(before)}", new { properties = new { open = "77" } });
        var (_, after) = await server.GetAsync($"{Emails}/{Id(before)}?includeStats=true");

        Counter(after.GetProperty("stats"), "open").Should().Be(77);
        after.GetProperty("updatedAt").GetString().Should().Be(before.GetProperty("updatedAt").GetString());
    }

    internal static long Counter(JsonElement stats, string name) => stats.GetProperty("counters").TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private static decimal Ratio(JsonElement stats, string name) => stats.GetProperty("ratios").GetProperty(name).GetDecimal();

    private static bool Adds(JsonElement stats) =>
        Counter(stats, "sent") == Counter(stats, "delivered") + Counter(stats, "bounce") + Counter(stats, "pending")
        && Counter(stats, "bounce") == Counter(stats, "hardbounced") + Counter(stats, "softbounced")
        && Counter(stats, "selected") == Counter(stats, "sent") + Counter(stats, "notsent")
        && Counter(stats, "open") <= Counter(stats, "delivered") && Counter(stats, "click") <= Counter(stats, "open");

    private static Task<SandboxServer> StartAsync() => SandboxServer.StartAsync(options => (options.Contacts, options.Campaigns, options.MarketingEmails) = (2_000, 60, 120));
}
