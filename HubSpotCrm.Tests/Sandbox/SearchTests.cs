using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class SearchTests
{
    private const string Contacts = "/crm/objects/2026-09/contacts";

    [Fact]
    public async Task What_was_modified_since_is_found_in_order_written_records_included()
    {
        await using var server = await SandboxServer.StartAsync();
        var all = await AllAsync(server, $"{Contacts}?limit=100");
        var since = all.Select(record => record.GetProperty("updatedAt").GetDateTimeOffset()).Order().ElementAt(250);
        await server.ChangeRecordAsync("contacts", Id(all[3]), new() { ["phone"] = "+49 1" });

        var found = await SearchAllAsync(server, $$"""{"filterGroups":[{"filters":[{"propertyName":"lastmodifieddate","operator":"GTE","value":"{{since.ToUnixTimeMilliseconds()}}"}]}],"sorts":[{"propertyName":"lastmodifieddate","direction":"ASCENDING"}],"limit":20""");

        var expected = (await AllAsync(server, $"{Contacts}?limit=100"))
            .Where(record => record.GetProperty("updatedAt").GetDateTimeOffset() >= since)
            .OrderBy(record => record.GetProperty("updatedAt").GetDateTimeOffset()).ThenBy(Number)
            .Select(Id);
        found.Select(Id).Should().Equal(expected).And.EndWith(Id(all[3]));
    }

    [Fact]
    public async Task Paging_by_id_meets_every_record_once_though_many_share_a_millisecond()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Contacts = 3000);
        var ids = new List<string>();
        for (var last = "0"; ;)
        {
            var (_, body) = await server.PostAsync($"{Contacts}/search", $$"""{"filters":[{"propertyName":"lastmodifieddate","operator":"GT","value":"0"},{"propertyName":"hs_object_id","operator":"GT","value":"{{last}}"}],"sorts":["hs_object_id"],"limit":200}""");
            var page = body.GetProperty("results").EnumerateArray().ToArray();
            if (page.Length == 0)
            {
                break;
            }

            page.Select(record => record.GetProperty("updatedAt").GetString()).Distinct().Should().HaveCountLessThanOrEqualTo(page.Length);
            ids.AddRange(page.Select(Id));
            last = ids[^1];
        }

        ids.Should().OnlyHaveUniqueItems().And.HaveCount(3000 - 38);
        (await server.DumpAsync("contacts")).GroupBy(record => record.GetProperty("updatedAt").GetString()).Max(group => group.Count()).Should().BeGreaterThan(20);
    }

    [Fact]
    public async Task A_contact_is_found_by_its_address_before_and_after_it_changes()
    {
        await using var server = await SandboxServer.StartAsync();
        var contact = (await AllAsync(server, $"{Contacts}?limit=100")).First(record => Value(record, "email") is not null);
        var old = Value(contact, "email")!;

        var before = await SearchAllAsync(server, Email(old));
        await server.PatchAsync($"{Contacts}/{Id(contact)}", new { properties = new { email = "new.address@else.example" } });
        var gone = await SearchAllAsync(server, Email(old));
        var after = await SearchAllAsync(server, Email("NEW.address@else.example"));

        before.Select(Id).Should().Equal(Id(contact));
        gone.Should().BeEmpty();
        after.Select(Id).Should().Equal(Id(contact));
    }

    [Theory]
    [InlineData("""{"propertyName":"country","operator":"EQ","value":"germany"}""", "country", "Germany")]
    [InlineData("""{"propertyName":"country","operator":"IN","values":["germany"]}""", "country", "Germany")]
    [InlineData("""{"propertyName":"lifecyclestage","operator":"EQ","value":"customer"}""", "lifecyclestage", "customer")]
    [InlineData("""{"propertyName":"country","operator":"CONTAINS_TOKEN","value":"germ*"}""", "country", "Germany")]
    public async Task Filters_find_what_a_look_at_every_record_finds(string filter, string property, string value)
    {
        await using var server = await SandboxServer.StartAsync();

        var found = await SearchAllAsync(server, $$"""{"filters":[{{filter}}],"limit":200""");

        var expected = (await AllAsync(server, $"{Contacts}?limit=100&properties={property}")).Where(record => Value(record, property) == value).Select(Id);
        found.Select(Id).Should().NotBeEmpty().And.BeEquivalentTo(expected);
    }

    [Theory]
    [InlineData("""{"propertyName":"lifecyclestage","operator":"EQ","value":"Customer"}""")]
    [InlineData("""{"propertyName":"country","operator":"IN","values":["Germany"]}""")]
    public async Task Capitals_matter_where_HubSpot_says_so(string filter)
    {
        await using var server = await SandboxServer.StartAsync();

        (await SearchAllAsync(server, $$"""{"filters":[{{filter}}],"limit":200""")).Should().BeEmpty();
    }

    [Fact]
    public async Task Numbers_compare_as_numbers_and_what_is_none_matches_no_comparison()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Contacts = 1000);

        var found = await SearchAllAsync(server, """{"filters":[{"propertyName":"customer_value","operator":"BETWEEN","value":"9","highValue":"100000"}],"properties":["customer_value"],"limit":200""");
        var all = (await AllAsync(server, $"{Contacts}?limit=100&properties=customer_value")).Select(record => Value(record, "customer_value")).ToArray();

        all.Should().Contain("N/A");
        found.Select(record => Value(record, "customer_value")).Should().NotContain("N/A")
            .And.BeEquivalentTo(all.Where(value => decimal.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 9 and <= 100_000));
    }

    [Fact]
    public async Task Words_are_sought_by_their_beginning_and_associations_by_id()
    {
        await using var server = await SandboxServer.StartAsync();
        var linked = (await AllAsync(server, $"{Contacts}?limit=100&associations=companies")).First(record => record.TryGetProperty("associations", out _));
        var company = linked.GetProperty("associations").GetProperty("companies").GetProperty("results")[0].GetProperty("id").GetString();

        var known = (await AllAsync(server, $"{Contacts}?limit=100")).First(record => Value(record, "email") is not null);

        var words = await SearchAllAsync(server, $$"""{"query":"{{Value(known, "email")![..4].ToUpperInvariant()}}","limit":200""");
        var colleagues = await SearchAllAsync(server, $$"""{"filters":[{"propertyName":"associations.company","operator":"EQ","value":"{{company}}"}],"limit":200""");

        words.Select(Id).Should().Contain(Id(known)).And.HaveCountLessThan(100);
        colleagues.Select(Id).Should().Contain(Id(linked)).And.HaveCountLessThan(20);
    }

    [Theory]
    [InlineData("""{"limit":201}""")]
    [InlineData("""{"limit":"10"}""")]
    [InlineData("""{"limit":1.5}""")]
    [InlineData("""{"limit":true}""")]
    [InlineData("""{"limit":200,"after":"9801"}""")]
    [InlineData("""{"after":"abc"}""")]
    [InlineData("""{"sorts":["email","phone"]}""")]
    [InlineData("""{"filters":[{"propertyName":"nonsense","operator":"EQ","value":"1"}]}""")]
    [InlineData("""{"filters":[{"propertyName":"email","operator":"LIKE","value":"1"}]}""")]
    [InlineData("""{"filters":[{"propertyName":"email","operator":"EQ"}]}""")]
    [InlineData("""{"filterGroups":[G,G,G,G,G,G]}""")]
    [InlineData("""{"filters":[F,F,F,F,F,F,F]}""")]
    [InlineData("""{"filterGroups":[{"filters":[F,F,F,F,F,F]},{"filters":[F,F,F,F,F,F]},{"filters":[F,F,F,F,F,F]},G]}""")]
    [InlineData("{\"query\":")]
    public async Task Searches_beyond_the_limits_are_refused(string body)
    {
        await using var server = await SandboxServer.StartAsync();
        const string filter = """{"propertyName":"email","operator":"HAS_PROPERTY"}""";

        var (status, answer) = await server.PostAsync($"{Contacts}/search", body.Replace("G", $$"""{"filters":[{{filter}}]}""").Replace("F", filter));

        status.Should().Be(HttpStatusCode.BadRequest, answer.ToString());
        answer.GetProperty("category").GetString().Should().Be("VALIDATION_ERROR");
    }

    [Fact]
    [Trait("BadInput", "search text of 10,000 characters")]
    public async Task A_search_of_more_than_three_thousand_characters_is_refused()
    {
        await using var server = await SandboxServer.StartAsync();

        (await server.PostAsync($"{Contacts}/search", new { query = new string('a', 10_000) })).Status.Should().Be(HttpStatusCode.BadRequest);
        (await server.PostAsync($"{Contacts}/search", new { query = new string('a', 2_900) })).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_total_may_pass_ten_thousand_but_the_pages_may_not()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Contacts = 11_000);

        var (status, last) = await server.PostAsync($"{Contacts}/search", """{"limit":200,"after":"9800"}""");

        status.Should().Be(HttpStatusCode.OK);
        last.GetProperty("total").GetInt32().Should().BeGreaterThan(10_000);
        last.GetProperty("results").GetArrayLength().Should().Be(200);
        (await server.PostAsync($"{Contacts}/search", """{"limit":200,"after":"10000"}""")).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Search_never_shows_archived_records()
    {
        await using var server = await SandboxServer.StartAsync();
        var contact = (await AllAsync(server, $"{Contacts}?limit=100"))[5];

        await server.SendAsync(HttpMethod.Delete, $"{Contacts}/{Id(contact)}");
        var found = await SearchAllAsync(server, """{"limit":200""");

        found.Select(Id).Should().NotContain(Id(contact)).And.HaveCount(300 - 4 - 1);
    }

    [Fact]
    public async Task A_lag_hides_a_change_from_search_until_it_is_over()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await using var server = await SandboxServer.StartAsync(time: time);
        await server.ControlAsync(HttpMethod.Post, "search-lag", new { ms = 5000 });
        var contact = (await AllAsync(server, $"{Contacts}?limit=100"))[5];
        var search = $$"""{"filters":[{"propertyName":"hs_object_id","operator":"EQ","value":"{{Id(contact)}}"}],"properties":["phone"]""";

        await server.ChangeRecordAsync("contacts", Id(contact), new() { ["phone"] = "+49 555" });
        var early = await SearchAllAsync(server, search);
        time.Advance(TimeSpan.FromSeconds(6));
        var late = await SearchAllAsync(server, search);

        Value(early[0], "phone").Should().NotBe("+49 555");
        Value(late[0], "phone").Should().Be("+49 555");
    }

    private static string Email(string address) => $$"""{"filters":[{"propertyName":"email","operator":"EQ","value":"{{address}}"}]""";

    /// <summary>All pages of a search, given without its closing brace.</summary>
    private static async Task<List<JsonElement>> SearchAllAsync(SandboxServer server, string open)
    {
        var records = new List<JsonElement>();
        for (var after = ""; ;)
        {
            var (status, body) = await server.PostAsync($"{Contacts}/search", open + after + "}");
            status.Should().Be(HttpStatusCode.OK, body.ToString());
            records.AddRange(body.GetProperty("results").EnumerateArray());
            if (!body.TryGetProperty("paging", out var paging))
            {
                records.Should().HaveCount(body.GetProperty("total").GetInt32());
                return records;
            }

            after = $",\"after\":\"{paging.GetProperty("next").GetProperty("after").GetString()}\"";
        }
    }
}
