using System.Globalization;
using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class ReadTests
{
    private const string Contacts = "/crm/objects/2026-09/contacts";

    [Theory]
    [InlineData("contacts", 300)]
    [InlineData("0-1", 300)]
    [InlineData("companies", 60)]
    [InlineData("0-3", 90)]
    public async Task Pages_put_together_are_all_live_records_in_the_order_of_their_ids(string type, int computed)
    {
        await using var server = await SandboxServer.StartAsync();

        var ids = (await AllAsync(server, $"/crm/objects/2026-09/{type}?limit=7")).Select(record => Number(record)).ToArray();

        var archived = Enumerable.Range(0, computed).Count(index => index % 80 == 37);
        ids.Should().HaveCount(computed - archived).And.BeInAscendingOrder().And.OnlyHaveUniqueItems();
        ids.Select(id => id.ToString(CultureInfo.InvariantCulture).Length).Distinct().Should().HaveCountGreaterThan(1, "ids of different length show who compares them as text");
    }

    [Fact]
    public async Task Without_wishes_a_record_shows_the_default_set_only()
    {
        await using var server = await SandboxServer.StartAsync();

        (await NamesAsync(server, "contacts")).Should().Equal("createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname");
        (await NamesAsync(server, "companies")).Should().Equal("createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name");
        (await NamesAsync(server, "deals")).Should().Equal("amount", "closedate", "createdate", "dealname", "dealstage", "hs_lastmodifieddate", "hs_object_id", "pipeline");
    }

    [Theory]
    [InlineData("properties=phone,jobtitle,nonsense")]
    [InlineData("properties=phone&properties=jobtitle&properties=nonsense")]
    public async Task Properties_may_be_joined_or_repeated_and_unknown_ones_are_passed_over(string query)
    {
        await using var server = await SandboxServer.StartAsync();

        var records = await AllAsync(server, $"{Contacts}?limit=100&{query}");

        records[0].GetProperty("properties").EnumerateObject().Select(property => property.Name)
            .Should().Equal("createdate", "hs_object_id", "jobtitle", "lastmodifieddate", "phone");
        records.Select(record => record.GetProperty("properties").GetProperty("phone").ValueKind).Distinct()
            .Should().BeEquivalentTo([JsonValueKind.String, JsonValueKind.Null], "an empty property that was asked for is null");
    }

    [Theory]
    [InlineData("limit=101")]
    [InlineData("limit=0")]
    [InlineData("limit=ten")]
    [InlineData("limit=51&propertiesWithHistory=lifecyclestage")]
    [InlineData("after=MTA%3D")]
    [InlineData("associations=spaceships")]
    public async Task A_list_that_asks_for_too_much_is_refused(string query)
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.GetAsync($"{Contacts}?{query}");

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("category").GetString().Should().Be("VALIDATION_ERROR");
        body.GetProperty("correlationId").GetString().Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_record_is_found_by_id_by_email_and_by_a_unique_property()
    {
        await using var server = await SandboxServer.StartAsync();
        var record = (await AllAsync(server, $"{Contacts}?limit=100&properties=email,customer_number"))
            .First(one => one.GetProperty("properties").GetProperty("customer_number").ValueKind == JsonValueKind.String && Value(one, "email") is not null);

        var byId = await server.GetAsync($"{Contacts}/{Id(record)}");
        var byEmail = await server.GetAsync($"{Contacts}/{Uri.EscapeDataString(Value(record, "email")!.ToUpperInvariant())}?idProperty=email");
        var byNumber = await server.GetAsync($"{Contacts}/{Value(record, "customer_number")}?idProperty=customer_number");
        var byName = await server.GetAsync($"{Contacts}/x?idProperty=firstname");

        new[] { Id(byId.Body), Id(byEmail.Body), Id(byNumber.Body) }.Should().AllBe(Id(record));
        byName.Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Archived_records_are_listed_only_when_asked_for()
    {
        await using var server = await SandboxServer.StartAsync();

        var archived = await AllAsync(server, $"{Contacts}?archived=true&limit=3");
        var (hidden, _) = await server.GetAsync($"{Contacts}/{Id(archived[0])}");
        var (shown, _) = await server.GetAsync($"{Contacts}/{Id(archived[0])}?archived=true");

        archived.Should().HaveCount(4).And.OnlyContain(record => record.GetProperty("archived").GetBoolean());
        string.CompareOrdinal(archived[0].GetProperty("archivedAt").GetString(), archived[0].GetProperty("updatedAt").GetString()).Should().BePositive();
        hidden.Should().Be(HttpStatusCode.NotFound);
        shown.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task History_is_newest_first_and_ends_in_the_value_shown()
    {
        await using var server = await SandboxServer.StartAsync();

        var deals = await AllAsync(server, "/crm/objects/2026-09/deals?limit=50&propertiesWithHistory=dealstage,amount");

        deals.Should().OnlyContain(deal => Versions(deal, "dealstage")[0].GetProperty("value").GetString() == Value(deal, "dealstage"));
        deals.Should().Contain(deal => Versions(deal, "dealstage").Length > 2);
        foreach (var deal in deals)
        {
            var times = Versions(deal, "dealstage").Select(version => version.GetProperty("timestamp").GetString()).ToArray();
            times.Should().BeInDescendingOrder(StringComparer.Ordinal);
            string.CompareOrdinal(times[0], deal.GetProperty("updatedAt").GetString()).Should().BeLessThanOrEqualTo(0);
        }
    }

    [Fact]
    public async Task Batch_read_answers_207_for_what_is_missing()
    {
        await using var server = await SandboxServer.StartAsync();
        var records = await AllAsync(server, $"{Contacts}?limit=100");

        var (all, whole) = await server.PostAsync($"{Contacts}/batch/read", $$"""{"properties":["email"],"propertiesWithHistory":["lifecyclestage"],"inputs":[{{string.Join(',', records.Take(100).Select(record => $$"""{"id":"{{Id(record)}}"}"""))}}]}""");
        var (some, part) = await server.PostAsync($"{Contacts}/batch/read", new { inputs = new[] { new { id = Id(records[0]) }, new { id = "7" } } });

        all.Should().Be(HttpStatusCode.OK);
        whole.GetProperty("results").GetArrayLength().Should().Be(100);
        whole.GetProperty("results")[0].TryGetProperty("propertiesWithHistory", out _).Should().BeTrue();
        some.Should().Be(HttpStatusCode.MultiStatus);
        part.GetProperty("results").GetArrayLength().Should().Be(1);
        part.GetProperty("errors")[0].GetProperty("context").GetProperty("ids")[0].GetString().Should().Be("7");
    }

    [Fact]
    public async Task A_hundred_and_one_inputs_are_too_many()
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, _) = await server.PostAsync($"{Contacts}/batch/read", new { inputs = Enumerable.Range(0, 101).Select(id => new { id = $"{id}" }) });

        status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,2]")]
    [InlineData("{\"inputs\":7}")]
    [InlineData("{\"inputs\":[7]}")]
    public async Task A_body_that_makes_no_sense_is_a_400(string body)
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, answer) = await server.PostAsync($"{Contacts}/batch/read", body);

        status.Should().Be(HttpStatusCode.BadRequest);
        answer.GetProperty("status").GetString().Should().Be("error");
    }

    [Fact]
    public async Task Owners_pipelines_properties_and_the_account_describe_the_data()
    {
        await using var server = await SandboxServer.StartAsync();

        var (_, first) = await server.GetAsync("/crm/owners/2026-09?limit=4");
        var (_, second) = await server.GetAsync($"/crm/owners/2026-09?limit=4&after={first.GetProperty("paging").GetProperty("next").GetProperty("after").GetString()}");
        var (_, left) = await server.GetAsync("/crm/owners/2026-09?archived=true");
        var (_, owner) = await server.GetAsync($"/crm/owners/2026-09/{first.GetProperty("results")[0].GetProperty("userId").GetInt64()}?idProperty=userId");
        var (_, pipelines) = await server.GetAsync("/crm/pipelines/2026-09/deals");
        var (_, account) = await server.GetAsync("/account-info/2026-09/details");

        (first.GetProperty("results").GetArrayLength() + second.GetProperty("results").GetArrayLength()).Should().BeGreaterThanOrEqualTo(5);
        second.TryGetProperty("paging", out _).Should().BeFalse();
        left.GetProperty("results").EnumerateArray().Should().HaveCount(2).And.OnlyContain(one => one.GetProperty("userId").ValueKind == JsonValueKind.Null);
        owner.GetProperty("id").GetString().Should().Be(first.GetProperty("results")[0].GetProperty("id").GetString());
        pipelines.GetProperty("results").GetArrayLength().Should().Be(2);
        pipelines.GetProperty("results")[0].GetProperty("stages")[0].GetProperty("metadata").GetProperty("isClosed").GetString().Should().Be("false");
        account.GetProperty("portalId").ValueKind.Should().Be(JsonValueKind.Number);
    }

    [Theory]
    [InlineData("contacts")]
    [InlineData("companies")]
    [InlineData("deals")]
    public async Task Each_type_has_thirty_properties_and_more_of_all_kinds(string type)
    {
        await using var server = await SandboxServer.StartAsync();

        var (_, body) = await server.GetAsync($"/crm/properties/2026-09/{type}");
        var properties = body.GetProperty("results").EnumerateArray().ToArray();

        properties.Should().HaveCountGreaterThanOrEqualTo(30);
        properties.Select(property => property.GetProperty("type").GetString()).Should().Contain(["string", "number", "date", "datetime", "enumeration", "bool"]);
        properties.Should().Contain(property => property.GetProperty("modificationMetadata").GetProperty("readOnlyValue").GetBoolean());
        properties.Should().Contain(property => !property.GetProperty("hubspotDefined").GetBoolean() && property.GetProperty("fieldType").GetString() == "checkbox");
    }

    [Fact]
    public async Task A_path_that_is_not_emulated_says_so_and_is_counted()
    {
        await using var server = await SandboxServer.StartAsync();
        server.AllowUnknownRoutes = true;

        var (status, body) = await server.GetAsync("/crm/objects/2031-03/contacts");
        var unknown = await server.ControlAsync(HttpMethod.Get, "unknown");

        status.Should().Be(HttpStatusCode.NotImplemented);
        body.GetProperty("message").GetString().Should().Contain("/crm/objects/2031-03/contacts");
        unknown.Should().Contain("\"count\":1").And.Contain("GET /crm/objects/2031-03/contacts");
    }

    [Fact]
    public async Task An_unknown_type_is_named()
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.GetAsync("/crm/objects/2026-09/spaceships");

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("message").GetString().Should().Be("Unable to infer object type from: spaceships");
    }

    internal static async Task<List<JsonElement>> AllAsync(SandboxServer server, string path)
    {
        var records = new List<JsonElement>();
        for (var after = ""; ;)
        {
            var (status, body) = await server.GetAsync(path + after);
            status.Should().Be(HttpStatusCode.OK, body.ToString());
            records.AddRange(body.GetProperty("results").EnumerateArray());
            if (!body.TryGetProperty("paging", out var paging))
            {
                return records;
            }

            after = $"&after={paging.GetProperty("next").GetProperty("after").GetString()}";
        }
    }

    internal static string Id(JsonElement record) => record.GetProperty("id").GetString()!;

    internal static long Number(JsonElement record) => long.Parse(Id(record), CultureInfo.InvariantCulture);

    internal static string? Value(JsonElement record, string property) => record.GetProperty("properties").GetProperty(property).GetString();

    private static JsonElement[] Versions(JsonElement record, string property) =>
        [.. record.GetProperty("propertiesWithHistory").GetProperty(property).EnumerateArray()];

    private static async Task<IEnumerable<string>> NamesAsync(SandboxServer server, string type) =>
        (await server.GetAsync($"/crm/objects/2026-09/{type}?limit=1")).Body.GetProperty("results")[0].GetProperty("properties").EnumerateObject().Select(property => property.Name);
}
