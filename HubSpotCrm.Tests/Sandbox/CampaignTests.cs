using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

[Trait("Seed", "S04")]
public sealed class CampaignTests
{
    internal const string Campaigns = "/marketing/campaigns/2026-09";

    public static TheoryData<string> Roots => ["/marketing/v3/campaigns", "/marketing/campaigns/2026-03", Campaigns];

    [Theory]
    [MemberData(nameof(Roots))]
    public async Task Every_version_lists_the_same_campaigns(string root)
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 7);

        var (status, body) = await server.GetAsync(root);

        status.Should().Be(HttpStatusCode.OK);
        body.GetProperty("total").GetInt32().Should().Be(7);
        body.GetProperty("results").EnumerateArray().Select(Id).Should().HaveCount(7).And.OnlyContain(id => IsGuid(id));
        body.TryGetProperty("paging", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Without_properties_the_map_is_empty_and_empty_values_are_left_out()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 40);

        var (_, bare) = await server.GetAsync($"{Campaigns}?limit=1");
        var (_, asked) = await server.GetAsync($"{Campaigns}?limit=100&properties=hs_name,hs_goal&properties=made_up");
        var results = asked.GetProperty("results").EnumerateArray().Select(one => one.GetProperty("properties")).ToArray();

        bare.GetProperty("results")[0].GetProperty("properties").EnumerateObject().Should().BeEmpty();
        bare.GetProperty("results")[0].GetProperty("businessUnits")[0].GetProperty("id").GetInt32().Should().Be(0);
        results.Should().OnlyContain(one => one.GetProperty("hs_name").GetString()!.Length > 0);
        results.Should().Contain(one => Has(one, "hs_goal")).And.Contain(one => !Has(one, "hs_goal")).And.NotContain(one => Has(one, "made_up"));
    }

    [Fact]
    public async Task The_cursor_comes_encoded_for_an_address_and_goes_on_decoded()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 7);

        var (_, first) = await server.GetAsync($"{Campaigns}?limit=4");
        var after = first.GetProperty("paging").GetProperty("next").GetProperty("after").GetString()!;
        var (_, second) = await server.GetAsync($"{Campaigns}?limit=4&after={after}");
        var (twice, _) = await server.GetAsync($"{Campaigns}?limit=4&after={Uri.EscapeDataString(after)}");

        after.Should().Be("NA%3D%3D");
        first.GetProperty("results").EnumerateArray().Concat(second.GetProperty("results").EnumerateArray()).Select(Id).Should().HaveCount(7).And.OnlyHaveUniqueItems();
        twice.Should().Be(HttpStatusCode.BadRequest, "the cursor must be decoded before it is encoded again");
    }

    [Theory]
    [InlineData("hs_name")]
    [InlineData("createdAt")]
    [InlineData("updatedAt")]
    public async Task The_list_is_sorted_as_asked(string field)
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 40);
        string Key(JsonElement one) => field == "hs_name" ? one.GetProperty("properties").GetProperty(field).GetString()! : one.GetProperty(field).GetString()!;

        var (_, up) = await server.GetAsync($"{Campaigns}?limit=100&properties=hs_name&sort={field}");
        var (_, down) = await server.GetAsync($"{Campaigns}?limit=100&properties=hs_name&sort=-{field}");
        var keys = up.GetProperty("results").EnumerateArray().Select(Key).ToArray();

        keys.Should().BeInAscendingOrder(StringComparer.OrdinalIgnoreCase);
        down.GetProperty("results").EnumerateArray().Select(Key).Should().Equal(keys.Reverse());
    }

    [Fact]
    public async Task A_name_is_found_by_any_part_of_it()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 3);
        await server.PostAsync(Campaigns, new { properties = new { hs_name = "Sommer auf Sylt" } });

        var (_, body) = await server.GetAsync($"{Campaigns}?name=AUF%20sy&properties=hs_name");

        body.GetProperty("total").GetInt32().Should().Be(1);
        Value(body.GetProperty("results")[0], "hs_name").Should().Be("Sommer auf Sylt");
    }

    [Theory]
    [Trait("BadInput", "campaign list")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=0", "limit")]
    [InlineData("sort=hs_owner", "sort")]
    [InlineData("after=!", "after")]
    public async Task A_list_that_makes_no_sense_is_refused(string query, string field)
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.GetAsync($"{Campaigns}?{query}");

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("category").GetString().Should().Be("VALIDATION_ERROR");
        body.GetProperty("message").GetString().Should().Contain(field);
    }

    [Fact]
    public async Task A_campaign_is_created_changed_and_reset()
    {
        await using var server = await SandboxServer.StartAsync();

        var (created, made) = await server.PostAsync(Campaigns, new { properties = new { hs_name = "Launch", hs_start_date = "2026-11-01", hs_goal = "Ten leads" } });
        var id = Id(made);
        var (changed, after) = await server.PatchAsync($"{Campaigns}/{id}", new { properties = new { hs_goal = "", hs_campaign_status = "active" } });
        var (_, read) = await server.GetAsync($"{Campaigns}/{id}?properties=hs_name,hs_goal,hs_campaign_status,hs_start_date,hs_currency_code");

        created.Should().Be(HttpStatusCode.Created);
        changed.Should().Be(HttpStatusCode.OK);
        Value(after, "hs_campaign_status").Should().Be("active");
        read.GetProperty("properties").ToString().Should().Be("""{"hs_name":"Launch","hs_start_date":"2026-11-01","hs_campaign_status":"active","hs_currency_code":"EUR"}""");
        read.GetProperty("assets").EnumerateObject().Should().BeEmpty();
        read.GetProperty("updatedAt").GetDateTimeOffset().Should().BeOnOrAfter(made.GetProperty("updatedAt").GetDateTimeOffset());
    }

    [Theory]
    [Trait("BadInput", "campaign write")]
    [InlineData("hs_made_up", "x", "PROPERTY_DOESNT_EXIST")]
    [InlineData("hs_object_id", "1", "READ_ONLY_VALUE")]
    [InlineData("hs_budget_items_sum_amount", "1", "READ_ONLY_VALUE")]
    [InlineData("hs_spend_items_sum_amount", "1", "READ_ONLY_VALUE")]
    [InlineData("hs_start_date", "01.02.2026", "INVALID_DATE")]
    [InlineData("hs_end_date", "1990-01-01", "INVALID_DATE")]
    [InlineData("hs_campaign_status", "Active", "INVALID_OPTION")]
    [InlineData("hs_owner", "7", "INVALID_OWNER_ID")]
    [InlineData("hs_currency_code", "euro", "INVALID_OPTION")]
    [InlineData("hs_color_hex", "red", "INVALID_COLOR")]
    [InlineData("hs_name", "", "MISSING_REQUIRED_PROPERTY")]
    public async Task A_value_that_does_not_fit_is_refused_and_nothing_is_written(string property, string value, string code)
    {
        await using var server = await SandboxServer.StartAsync();
        var (_, made) = await server.PostAsync(Campaigns, new { properties = new { hs_name = "Launch", hs_start_date = "2026-11-01" } });

        var (status, body) = await server.PatchAsync($"{Campaigns}/{Id(made)}", new { properties = new Dictionary<string, string> { ["hs_goal"] = "Written?", [property] = value } });
        var (_, read) = await server.GetAsync($"{Campaigns}/{Id(made)}?properties=hs_goal");

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("errors")[0].GetProperty("code").GetString().Should().Be(code);
        body.GetProperty("errors")[0].GetProperty("context").GetProperty("propertyName")[0].GetString().Should().Be(property);
        read.GetProperty("properties").EnumerateObject().Should().BeEmpty();
    }

    [Fact]
    [Trait("BadInput", "campaign write")]
    public async Task A_campaign_needs_its_name_and_its_properties()
    {
        await using var server = await SandboxServer.StartAsync();

        var (nameless, body) = await server.PostAsync(Campaigns, new { properties = new { hs_goal = "x" } });
        var (shapeless, _) = await server.PostAsync(Campaigns, new { hs_name = "x" });

        new[] { nameless, shapeless }.Should().AllBeEquivalentTo(HttpStatusCode.BadRequest);
        body.GetProperty("errors")[0].GetProperty("context").GetProperty("propertyName")[0].GetString().Should().Be("hs_name");
    }

    [Fact]
    public async Task A_deleted_campaign_is_gone_and_can_be_deleted_again()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 3);
        var id = Id((await server.GetAsync($"{Campaigns}?limit=1")).Body.GetProperty("results")[0]);

        var (first, _) = await server.SendAsync(HttpMethod.Delete, $"{Campaigns}/{id}");
        var (again, _) = await server.SendAsync(HttpMethod.Delete, $"{Campaigns}/{id}");
        var (read, fault) = await server.GetAsync($"{Campaigns}/{id}");
        var (_, list) = await server.GetAsync(Campaigns);

        new[] { first, again }.Should().AllBeEquivalentTo(HttpStatusCode.NoContent);
        read.Should().Be(HttpStatusCode.NotFound);
        fault.GetProperty("category").GetString().Should().Be("OBJECT_NOT_FOUND");
        list.GetProperty("total").GetInt32().Should().Be(2);
    }

    [Fact]
    [Trait("BadInput", "campaign id")]
    public async Task An_id_that_is_no_GUID_is_refused()
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.GetAsync($"{Campaigns}/12345");

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("subCategory").GetString().Should().Be("CampaignApiError.INVALID_REQUEST");
    }

    [Fact]
    public async Task The_default_account_has_campaigns_of_every_sort()
    {
        await using var server = await SandboxServer.StartAsync(options => (options.Contacts, options.ReferenceTime) = (12_000, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));

        var campaigns = await server.DumpAsync("campaigns");
        var properties = campaigns.Select(one => one.GetProperty("properties")).ToArray();
        var starts = properties.Where(one => Has(one, "hs_start_date")).Select(one => one.GetProperty("hs_start_date").GetString()!).ToArray();

        campaigns.Should().HaveCount(60);
        properties.Select(one => one.GetProperty("hs_campaign_status").GetString()).Distinct().Should().BeEquivalentTo("planned", "in_progress", "active", "paused", "completed");
        properties.Select(one => one.GetProperty("hs_currency_code").GetString()).Distinct().Should().BeEquivalentTo("EUR", "USD", "GBP");
        properties.Should().Contain(one => !Has(one, "hs_spend_items_sum_amount")).And.Contain(one => !Has(one, "hs_start_date")).And.Contain(one => Has(one, "hs_owner") && Has(one, "hs_utm"));
        properties.Select(one => one.GetProperty("hs_name").GetString()!).Should().Contain(name => name.Any(letter => letter > '\u3000')).And.Contain(name => name.Any(letter => letter >= '\u0590' && letter <= '\u06ff'));
        string.CompareOrdinal(starts.Min(), "2024-12-31").Should().BeNegative();
        string.CompareOrdinal(starts.Max(), "2026-11-01").Should().BePositive();
        campaigns.Should().Contain(one => Roi(one) > 1_000).And.Contain(one => Roi(one) < 0);
        campaigns.Should().Contain(one => one.GetProperty("sessions").GetInt64() == 0 && one.GetProperty("properties").GetProperty("hs_campaign_status").GetString() == "completed");
    }

    [Fact]
    public async Task An_account_without_contacts_has_no_campaigns_and_still_answers()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Contacts = 0);

        var (status, body) = await server.GetAsync(Campaigns);
        var (emails, _) = await server.GetAsync("/marketing/emails/2026-09?includeStats=true");

        new[] { status, emails }.Should().AllBeEquivalentTo(HttpStatusCode.OK);
        body.GetProperty("total").GetInt32().Should().Be(0);
    }

    internal static bool Has(JsonElement element, string name) => element.TryGetProperty(name, out _);

    private static bool IsGuid(string id) => Guid.TryParseExact(id, "D", out _);

    private static decimal Roi(JsonElement campaign)
    {
        var spend = campaign.GetProperty("spendItems").EnumerateArray().Sum(item => item.GetProperty("amount").GetDecimal());
        return spend == 0 ? 0 : (campaign.GetProperty("revenue").GetProperty("LINEAR").GetDecimal() - spend) / spend;
    }
}
