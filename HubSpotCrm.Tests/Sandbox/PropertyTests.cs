using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class PropertyTests
{
    private const string Properties = "/crm/properties/2026-09/contacts";
    private const string Contacts = "/crm/objects/2026-09/contacts";

    [Theory]
    [InlineData("/crm/properties/2026-09/contacts")]
    [InlineData("/crm/properties/2026-03/0-1")]
    [InlineData("/crm/v3/properties/contacts")]
    public async Task A_property_added_while_running_is_told_and_taken_by_records(string path)
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);

        var (status, made) = await server.PostAsync(path, Colour());
        var (_, listed) = await server.GetAsync(path);
        var (_, before) = await server.GetAsync($"{Contacts}/{id}?properties=favourite_colour");
        var (written, _) = await server.PatchAsync($"{Contacts}/{id}", new { properties = new { favourite_colour = "red" } });
        var (refused, _) = await server.PatchAsync($"{Contacts}/{id}", new { properties = new { favourite_colour = "mauve" } });
        var (_, after) = await server.GetAsync($"{Contacts}/{id}?properties=favourite_colour&propertiesWithHistory=favourite_colour");
        var (_, found) = await server.PostAsync($"{Contacts}/search", new { filterGroups = new[] { new { filters = new[] { new { propertyName = "favourite_colour", @operator = "EQ", value = "red" } } } } });

        status.Should().Be(HttpStatusCode.Created);
        made.GetProperty("hubspotDefined").GetBoolean().Should().BeFalse();
        made.GetProperty("modificationMetadata").GetProperty("archivable").GetBoolean().Should().BeTrue();
        listed.GetProperty("results").EnumerateArray().Select(Name).Should().Contain("favourite_colour");
        Value(before, "favourite_colour").Should().BeNull();
        (written, refused).Should().Be((HttpStatusCode.OK, HttpStatusCode.BadRequest));
        Value(after, "favourite_colour").Should().Be("red");
        after.GetProperty("propertiesWithHistory").GetProperty("favourite_colour").GetArrayLength().Should().Be(1);
        found.GetProperty("results").EnumerateArray().Select(Id).Should().Equal(id);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Properties, Colour());

        var (own, body) = await server.PostAsync(Properties, Colour());
        var (hubspots, _) = await server.PostAsync(Properties, new { name = "email", label = "E", type = "string", fieldType = "text", groupName = "our_fields" });

        (own, hubspots).Should().Be((HttpStatusCode.Conflict, HttpStatusCode.Conflict));
        body.GetProperty("category").GetString().Should().Be("OBJECT_ALREADY_EXISTS");
        body.GetProperty("subCategory").GetString().Should().Be("Properties.PROPERTY_WITH_NAME_EXISTS");
    }

    [Fact]
    public async Task A_changed_property_keeps_what_was_not_mentioned()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Properties, Colour());

        var (status, changed) = await server.PatchAsync($"{Properties}/favourite_colour", new { label = "Lieblingsfarbe", options = new[] { new { label = "Mauve", value = "mauve" } } });

        status.Should().Be(HttpStatusCode.OK);
        changed.GetProperty("label").GetString().Should().Be("Lieblingsfarbe");
        changed.GetProperty("groupName").GetString().Should().Be("our_fields");
        changed.GetProperty("options").EnumerateArray().Select(option => option.GetProperty("value").GetString()).Should().Equal("mauve");
        (await server.PostAsync(Contacts, new { properties = new { firstname = "Ünal", favourite_colour = "mauve" } })).Status.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_property_taken_away_is_unknown_to_records_and_listed_as_archived()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);
        await server.PatchAsync($"{Contacts}/{id}", new { properties = new { vip = "true" } });

        var (status, _) = await server.SendAsync(HttpMethod.Delete, $"{Properties}/vip");
        var (_, read) = await server.GetAsync($"{Contacts}/{id}?properties=vip");
        var (write, refused) = await server.PatchAsync($"{Contacts}/{id}", new { properties = new { vip = "false" } });
        var (_, live) = await server.GetAsync(Properties);
        var (_, archived) = await server.GetAsync($"{Properties}?archived=true");

        status.Should().Be(HttpStatusCode.NoContent);
        read.GetProperty("properties").TryGetProperty("vip", out _).Should().BeFalse();
        write.Should().Be(HttpStatusCode.BadRequest);
        refused.GetProperty("errors")[0].GetProperty("code").GetString().Should().Be("PROPERTY_DOESNT_EXIST");
        live.GetProperty("results").EnumerateArray().Select(Name).Should().NotContain("vip");
        archived.GetProperty("results").EnumerateArray().Select(Name).Should().Equal("vip");
        (await server.GetAsync($"{Properties}/vip")).Status.Should().Be(HttpStatusCode.NotFound);
        (await server.GetAsync($"{Properties}/vip?archived=true")).Status.Should().Be(HttpStatusCode.OK);
        (await server.DumpAsync("contacts")).SelectMany(record => record.GetProperty("properties").EnumerateObject()).Should().NotContain(property => property.Name == "vip");
    }

    [Fact]
    public async Task An_own_property_without_two_of_a_value_names_its_record()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync("/crm/properties/2026-09/deals", new { name = "order_number", label = "Order", type = "string", fieldType = "text", groupName = "our_fields", hasUniqueValue = true });
        object Deal(string order) => new { properties = new { dealname = "New", dealstage = "contractsent", order_number = order } };

        var (created, deal) = await server.PostAsync("/crm/objects/2026-09/deals", Deal("A-1"));
        var (twice, _) = await server.PostAsync("/crm/objects/2026-09/deals", Deal("A-1"));
        var (_, found) = await server.GetAsync("/crm/objects/2026-09/deals/A-1?idProperty=order_number");

        (created, twice).Should().Be((HttpStatusCode.Created, HttpStatusCode.Conflict));
        Id(found).Should().Be(Id(deal));
    }

    [Theory]
    [InlineData("PATCH", "email")]
    [InlineData("DELETE", "email")]
    public async Task HubSpots_own_properties_stay_as_they_are(string method, string name)
    {
        await using var server = await SandboxServer.StartAsync();

        (await server.SendAsync(new HttpMethod(method), $"{Properties}/{name}", method == "PATCH" ? new { label = "X" } : null)).Status.Should().Be(HttpStatusCode.BadRequest);
        (await server.SendAsync(new HttpMethod(method), $"{Properties}/nonsense", method == "PATCH" ? new { label = "X" } : null)).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("[]", "name")]
    [InlineData("{\"name\":\"x\",\"label\":\"X\",\"type\":\"string\",\"fieldType\":\"text\"}", "groupName")]
    [InlineData("{\"name\":\"Größe\",\"label\":\"X\",\"type\":\"string\",\"fieldType\":\"text\",\"groupName\":\"g\"}", "name")]
    [InlineData("{\"name\":\"x\",\"label\":\"X\",\"type\":\"colour\",\"fieldType\":\"text\",\"groupName\":\"g\"}", "type")]
    [InlineData("{\"name\":\"x\",\"label\":\"X\",\"type\":\"number\",\"fieldType\":\"text\",\"groupName\":\"g\"}", "fieldType")]
    [InlineData("{\"name\":\"x\",\"label\":\"X\",\"type\":\"enumeration\",\"fieldType\":\"select\",\"groupName\":\"g\"}", "options")]
    [InlineData("{\"name\":\"x\",\"label\":\"X\",\"type\":\"enumeration\",\"fieldType\":\"select\",\"groupName\":\"g\",\"options\":[{\"value\":\"a\"}]}", "options")]
    [InlineData("{\"name\":\"x\",\"label\":\"X\",\"type\":\"enumeration\",\"fieldType\":\"select\",\"groupName\":\"g\",\"options\":[{\"label\":\"A\",\"value\":\"a\"},{\"label\":\"B\",\"value\":\"a\"}]}", "options")]
    [InlineData("{\"name\":\"x\",\"label\":\"X\",\"type\":\"date\",\"fieldType\":\"date\",\"groupName\":\"g\",\"hasUniqueValue\":true}", "hasUniqueValue")]
    [Trait("BadInput", "a property that cannot be")]
    public async Task A_property_that_cannot_be_is_refused_by_the_field_that_is_wrong(string body, string field)
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, answer) = await server.PostAsync(Properties, body);

        status.Should().Be(HttpStatusCode.BadRequest);
        answer.GetProperty("message").GetString().Should().Contain(field);
    }

    [Fact]
    public async Task Adding_a_property_takes_the_scope_of_schemas_and_reading_them_any_of_two()
    {
        await using var server = await SandboxServer.StartAsync();
        var (records, _) = await server.AuthorizeAsync("oauth crm.objects.contacts.read crm.objects.contacts.write");
        var (schemas, _) = await server.AuthorizeAsync("oauth crm.schemas.contacts.read crm.schemas.contacts.write");

        var (refused, body) = await server.PostAsync(Properties, Colour(), records);
        var (made, _) = await server.PostAsync(Properties, Colour(), schemas);

        refused.Should().Be(HttpStatusCode.Forbidden);
        body.GetProperty("context").GetProperty("requiredGranularScopes")[0].GetString().Should().Be("crm.schemas.contacts.write");
        made.Should().Be(HttpStatusCode.Created);
        (await server.GetAsync(Properties, records)).Status.Should().Be(HttpStatusCode.OK);
        (await server.GetAsync(Properties, schemas)).Status.Should().Be(HttpStatusCode.OK);
    }

    private static object Colour() => new
    {
        name = "favourite_colour",
        label = "Favourite colour",
        type = "enumeration",
        fieldType = "select",
        groupName = "our_fields",
        options = new[] { new { label = "Red", value = "red" }, new { label = "Blue", value = "blue" } },
    };

    private static string? Name(JsonElement property) => property.GetProperty("name").GetString();
}
