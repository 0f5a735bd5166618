using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class WriteTests
{
    private const string Contacts = "/crm/objects/2026-09/contacts";
    private const string Deals = "/crm/objects/2026-09/deals";

    [Fact]
    public async Task A_change_is_answered_kept_and_remembered()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await using var server = await SandboxServer.StartAsync(time: time);
        var contact = (await AllAsync(server, $"{Contacts}?limit=100&properties=phone"))[8];

        var (status, answer) = await server.PatchAsync($"{Contacts}/{Id(contact)}", new { properties = new { phone = "+49 30 1", lifecyclestage = "evangelist" } });
        var (_, read) = await server.GetAsync($"{Contacts}/{Id(contact)}?propertiesWithHistory=phone,lifecyclestage");

        status.Should().Be(HttpStatusCode.OK);
        Value(answer, "phone").Should().Be("+49 30 1");
        answer.GetProperty("properties").EnumerateObject().Should().Contain(property => property.Name.StartsWith("hs_") && property.Name != "hs_object_id");
        read.GetProperty("updatedAt").GetString().Should().Be("2026-11-20T12:00:00.000Z").And.Be(Value(read, "lastmodifieddate"));
        var versions = read.GetProperty("propertiesWithHistory").GetProperty("phone").EnumerateArray().ToArray();
        versions[0].GetProperty("value").GetString().Should().Be("+49 30 1");
        versions[0].GetProperty("sourceType").GetString().Should().Be("INTEGRATION");
        versions.Length.Should().Be(Value(contact, "phone") is null ? 1 : 2);
    }

    [Theory]
    [InlineData("contacts", "nonsense", "1", "PROPERTY_DOESNT_EXIST")]
    [InlineData("contacts", "hubspotscore", "1", "READ_ONLY_VALUE")]
    [InlineData("contacts", "lifecyclestage", "Customer", "INVALID_OPTION")]
    [InlineData("contacts", "newsletter_topics", "events;weather", "INVALID_OPTION")]
    [InlineData("contacts", "email", "not an address", "INVALID_EMAIL")]
    [InlineData("contacts", "hubspot_owner_id", "61002001", "INVALID_OWNER_ID")]
    [InlineData("contacts", "hubspot_owner_id", "41629780", "INVALID_OWNER_ID")]
    [InlineData("contacts", "vip", "yes", "INVALID_OPTION")]
    [InlineData("contacts", "renewal_date", "tomorrow", "INVALID_DATE")]
    [InlineData("deals", "amount", "1,000", "INVALID_INTEGER")]
    [InlineData("deals", "amount", "N/A", "INVALID_INTEGER")]
    [InlineData("deals", "amount", " 5", "LEADING_TRAILING_WHITESPACE")]
    [InlineData("deals", "closedate", "20999-01-01", "INVALID_LONG")]
    [InlineData("deals", "dealstage", "262919001", "INVALID_OPTION")]
    [InlineData("deals", "pipeline", "nowhere", "INVALID_OPTION")]
    public async Task A_wrong_value_is_refused_by_name_and_nothing_is_written(string type, string property, string value, string code)
    {
        await using var server = await SandboxServer.StartAsync();
        var record = (await AllAsync(server, $"/crm/objects/2026-09/{type}?limit=100&properties=pipeline,description,message"))
            .First(one => type == "contacts" || Value(one, "pipeline") == "default");
        var other = type == "contacts" ? "message" : "description";

        var (status, body) = await server.PatchAsync($"/crm/objects/2026-09/{type}/{Id(record)}", new { properties = new Dictionary<string, string> { [other] = "changed", [property] = value } });
        var (_, read) = await server.GetAsync($"/crm/objects/2026-09/{type}/{Id(record)}?properties={other}");

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("errors")[0].GetProperty("code").GetString().Should().Be(code);
        body.GetProperty("errors")[0].GetProperty("context").GetProperty("propertyName")[0].GetString().Should().Be(property);
        var message = body.GetProperty("message").GetString()!;
        message.Should().StartWith("Property values were not valid: [");
        JsonDocument.Parse(message[message.IndexOf('[')..]).RootElement[0].GetProperty("error").GetString().Should().Be(code);
        Value(read, other).Should().Be(Value(record, other));
    }

    [Fact]
    [Trait("BadInput", "property values of 64 KB")]
    public async Task A_text_may_have_65536_characters_and_no_more()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);

        (await server.PatchAsync($"{Contacts}/{id}", new { properties = new { message = new string('x', 65_536) } })).Status.Should().Be(HttpStatusCode.OK);
        (await server.PatchAsync($"{Contacts}/{id}", new { properties = new { message = new string('x', 65_537) } })).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Numbers_keep_every_digit()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, $"{Deals}?limit=100"))[0]);

        await server.PatchAsync($"{Deals}/{id}", new { properties = new { amount = "9007199254740993.01" } });

        Value((await server.GetAsync($"{Deals}/{id}")).Body, "amount").Should().Be("9007199254740993.01");
    }

    [Fact]
    public async Task Dates_are_taken_as_text_or_milliseconds_and_straightened_with_a_warning()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, $"{Deals}?limit=100"))[0]);

        var (_, plain) = await server.PatchAsync($"{Deals}/{id}", new { properties = new { contract_start = "1798761600000", closedate = 1798761600000 } });
        var (_, bent) = await server.PatchAsync($"{Deals}/{id}", new { properties = new { contract_start = "2027-02-03T15:00:00Z" } });

        Value(plain, "contract_start").Should().Be("2027-01-01");
        Value(plain, "closedate").Should().Be("2027-01-01T00:00:00.000Z");
        plain.TryGetProperty("warnings", out _).Should().BeFalse();
        Value(bent, "contract_start").Should().Be("2027-02-03");
        bent.GetProperty("warnings")[0].GetProperty("category").GetString().Should().Be("PROPERTY_VALUE_NORMALIZED");
    }

    [Fact]
    public async Task Emptying_a_value_makes_it_null_and_a_semicolon_in_front_adds()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);

        await server.PatchAsync($"{Contacts}/{id}", new { properties = new { newsletter_topics = "events;jobs", phone = "" } });
        await server.PatchAsync($"{Contacts}/{id}", new { properties = new { newsletter_topics = ";pricing" } });
        var (_, read) = await server.GetAsync($"{Contacts}/{id}?properties=newsletter_topics,phone");

        Value(read, "newsletter_topics").Should().Be("events;jobs;pricing");
        Value(read, "phone").Should().BeNull();
    }

    [Fact]
    public async Task A_lifecycle_goes_forward_only_unless_emptied_first()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);
        await server.PatchAsync($"{Contacts}/{id}", new { properties = new { lifecyclestage = "customer" } });

        var (status, back) = await server.PatchAsync($"{Contacts}/{id}", new { properties = new { lifecyclestage = "lead" } });
        await server.PatchAsync($"{Contacts}/{id}", new { properties = new { lifecyclestage = "" } });
        var (_, anew) = await server.PatchAsync($"{Contacts}/{id}", new { properties = new { lifecyclestage = "lead" } });

        status.Should().Be(HttpStatusCode.OK);
        Value(back, "lifecyclestage").Should().Be("customer");
        Value(anew, "lifecyclestage").Should().Be("lead");
    }

    [Fact]
    public async Task Moving_a_deal_works_out_what_follows()
    {
        await using var server = await SandboxServer.StartAsync();
        var deal = (await AllAsync(server, $"{Deals}?limit=100")).First(one => Value(one, "pipeline") == "default" && Value(one, "amount") is not null);

        var (_, won) = await server.PatchAsync($"{Deals}/{Id(deal)}", new { properties = new { dealstage = "closedwon", amount = "100", deal_currency_code = "USD" } });

        Value(won, "hs_is_closed_won").Should().Be("true");
        Value(won, "hs_deal_stage_probability").Should().Be("1.0");
        Value(won, "amount_in_home_currency").Should().Be("92.00");
    }

    [Fact]
    public async Task A_new_contact_needs_a_name_or_an_address_nobody_has()
    {
        await using var server = await SandboxServer.StartAsync();
        var taken = (await AllAsync(server, $"{Contacts}?limit=100")).First(record => Value(record, "email") is not null);

        var (none, lacking) = await server.PostAsync(Contacts, new { properties = new { phone = "1" } });
        var (conflict, existing) = await server.PostAsync(Contacts, new { properties = new { email = Value(taken, "email")!.ToUpperInvariant() } });
        var (created, fresh) = await server.PostAsync(Contacts, new { properties = new { email = "Brand.New@else.example", firstname = "Ünal" } });
        var (again, second) = await server.PostAsync(Contacts, new { properties = new { email = "brand.new@else.example" } });
        var (_, listed) = await server.GetAsync($"{Contacts}?after={Id(fresh)}&properties=email,lifecyclestage");

        none.Should().Be(HttpStatusCode.BadRequest);
        lacking.GetProperty("errors")[0].GetProperty("code").GetString().Should().Be("MISSING_REQUIRED_PROPERTY");
        conflict.Should().Be(HttpStatusCode.Conflict);
        existing.GetProperty("message").GetString().Should().Be($"Contact already exists. Existing ID: {Id(taken)}");
        created.Should().Be(HttpStatusCode.Created);
        again.Should().Be(HttpStatusCode.Conflict);
        second.GetProperty("message").GetString().Should().EndWith(Id(fresh));
        Value(listed.GetProperty("results")[0], "email").Should().Be("brand.new@else.example");
        Value(listed.GetProperty("results")[0], "lifecyclestage").Should().Be("lead");
    }

    [Fact]
    public async Task Archiving_hides_a_record_and_leaves_its_modification_time()
    {
        await using var server = await SandboxServer.StartAsync();
        var contact = (await AllAsync(server, $"{Contacts}?limit=100"))[4];

        var (first, _) = await server.SendAsync(HttpMethod.Delete, $"{Contacts}/{Id(contact)}");
        var (second, _) = await server.SendAsync(HttpMethod.Delete, $"{Contacts}/{Id(contact)}");
        var (patched, _) = await server.PatchAsync($"{Contacts}/{Id(contact)}", new { properties = new { phone = "1" } });
        var (_, archived) = await server.GetAsync($"{Contacts}/{Id(contact)}?archived=true");

        new[] { first, second }.Should().AllBeEquivalentTo(HttpStatusCode.NoContent);
        patched.Should().Be(HttpStatusCode.NotFound);
        archived.GetProperty("updatedAt").GetString().Should().Be(contact.GetProperty("updatedAt").GetString());
        archived.GetProperty("archivedAt").GetString().Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task One_bad_row_stops_a_batch_of_creates_unless_every_row_can_be_told_apart()
    {
        await using var server = await SandboxServer.StartAsync();
        object[] rows = [new { properties = new { email = "a@new.example" } }, new { properties = new { email = "bad" } }];
        object[] traced = [new { objectWriteTraceId = "0", properties = new { email = "a@new.example" } }, new { objectWriteTraceId = "1", properties = new { email = "bad" } }];

        var (whole, _) = await server.PostAsync($"{Contacts}/batch/create", new { inputs = rows });
        var (absent, _) = await server.GetAsync($"{Contacts}/a@new.example?idProperty=email");
        var (part, body) = await server.PostAsync($"{Contacts}/batch/create", new { inputs = traced });

        whole.Should().Be(HttpStatusCode.BadRequest);
        absent.Should().Be(HttpStatusCode.NotFound);
        part.Should().Be(HttpStatusCode.MultiStatus);
        body.GetProperty("results").GetArrayLength().Should().Be(1);
        body.GetProperty("errors")[0].GetProperty("context").GetProperty("objectWriteTraceId")[0].GetString().Should().Be("1");
    }

    [Fact]
    public async Task A_batch_of_updates_tells_what_is_missing_and_refuses_an_id_twice()
    {
        await using var server = await SandboxServer.StartAsync();
        var ids = (await AllAsync(server, $"{Contacts}?limit=100")).Take(2).Select(Id).ToArray();
        object Input(string id) => new { id, properties = new { jobtitle = "Pilot" } };

        var (some, part) = await server.PostAsync($"{Contacts}/batch/update", new { inputs = new[] { Input(ids[0]), Input("7"), Input(ids[1]) } });
        var (twice, refused) = await server.PostAsync($"{Contacts}/batch/update", new { inputs = new[] { Input(ids[0]), Input(ids[0]) } });

        some.Should().Be(HttpStatusCode.MultiStatus);
        part.GetProperty("results").EnumerateArray().Select(record => Value(record, "jobtitle")).Should().Equal("Pilot", "Pilot");
        part.GetProperty("errors")[0].GetProperty("category").GetString().Should().Be("OBJECT_NOT_FOUND");
        twice.Should().Be(HttpStatusCode.BadRequest);
        refused.GetProperty("message").GetString().Should().StartWith("Duplicate IDs found in batch input");
    }

    [Fact]
    public async Task An_upsert_says_what_is_new()
    {
        await using var server = await SandboxServer.StartAsync();
        var known = (await AllAsync(server, $"{Contacts}?limit=100")).First(record => Value(record, "email") is not null);
        object Input(string id) => new { id, idProperty = "email", properties = new { jobtitle = "Pilot" } };

        var (status, body) = await server.PostAsync($"{Contacts}/batch/upsert", new { inputs = new[] { Input(Value(known, "email")!), Input("fresh@new.example") } });

        status.Should().Be(HttpStatusCode.OK);
        body.GetProperty("results").EnumerateArray().Select(record => record.GetProperty("new").GetBoolean()).Should().Equal(false, true);
        Id(body.GetProperty("results")[0]).Should().Be(Id(known));
    }

    [Fact]
    public async Task A_batch_archives()
    {
        await using var server = await SandboxServer.StartAsync();
        var ids = (await AllAsync(server, $"{Contacts}?limit=100")).Take(3).Select(Id).ToArray();

        var (status, _) = await server.PostAsync($"{Contacts}/batch/archive", new { inputs = ids.Select(id => new { id }) });

        status.Should().Be(HttpStatusCode.NoContent);
        (await AllAsync(server, $"{Contacts}?limit=100")).Select(Id).Should().NotContain(ids);
    }

    [Fact]
    public async Task Another_users_change_carries_their_name()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);

        await server.ChangeRecordAsync("contacts", id, new() { ["customer_value"] = "N/A" });
        var (_, read) = await server.GetAsync($"{Contacts}/{id}?propertiesWithHistory=customer_value");

        var version = read.GetProperty("propertiesWithHistory").GetProperty("customer_value")[0];
        version.GetProperty("sourceType").GetString().Should().Be("CRM_UI");
        version.GetProperty("updatedByUserId").GetInt64().Should().Be(61_002_014);
        Value(read, "customer_value").Should().Be("N/A");
    }
}
