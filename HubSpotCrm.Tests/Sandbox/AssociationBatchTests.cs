using System.Globalization;
using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class AssociationBatchTests
{
    private const string Batch = "/crm/associations/2026-09/contacts/companies/batch";

    [Fact]
    public async Task Links_are_made_in_a_batch_with_ids_as_text_or_number_and_what_is_wrong_does_not_stop_the_rest()
    {
        await using var server = await SandboxServer.StartAsync();
        var (contacts, companies) = await PeopleAsync(server);
        object Row(object from, object to, int type) => new { from = new { id = from }, to = new { id = to }, types = new[] { new { associationCategory = "HUBSPOT_DEFINED", associationTypeId = type } } };

        var (status, body) = await server.PostAsync($"{Batch}/create", new
        {
            inputs = new[] { Row(contacts[0], companies[0], 279), Row(long.Parse(contacts[1], CultureInfo.InvariantCulture), long.Parse(companies[1], CultureInfo.InvariantCulture), 1), Row("7", companies[0], 279), Row(contacts[2], companies[0], 4) },
        });

        status.Should().Be(HttpStatusCode.MultiStatus);
        body.GetProperty("results").GetArrayLength().Should().Be(2);
        body.GetProperty("results")[0].GetProperty("toObjectId").ValueKind.Should().Be(JsonValueKind.Number);
        body.GetProperty("results")[1].GetProperty("labels")[0].GetString().Should().Be("Primary");
        body.GetProperty("numErrors").GetInt32().Should().Be(2);
        body.GetProperty("errors")[0].GetProperty("subCategory").GetString().Should().Be("crm.associations.INVALID_IDENTIFIER");
        (await TypesAsync(server, contacts[1], companies[1])).Should().BeEquivalentTo([1, 279]);
    }

    [Fact]
    public async Task New_labels_take_the_place_of_the_old_and_the_default_adds_to_them()
    {
        await using var server = await SandboxServer.StartAsync();
        var (contacts, companies) = await PeopleAsync(server);
        object Create(int type) => new { inputs = new[] { new { from = new { id = contacts[0] }, to = new { id = companies[0] }, types = new[] { new { associationTypeId = type } } } } };
        object pair = new { inputs = new[] { new { from = new { id = contacts[0] }, to = new { id = companies[0] } } } };

        await server.PostAsync($"{Batch}/create", Create(1));
        var (status, body) = await server.PostAsync($"{Batch}/associate/default", pair);
        var both = await TypesAsync(server, contacts[0], companies[0]);
        await server.PostAsync($"{Batch}/create", Create(279));
        var replaced = await TypesAsync(server, contacts[0], companies[0]);

        status.Should().Be(HttpStatusCode.OK);
        body.GetProperty("results")[0].GetProperty("associationSpec").GetProperty("associationTypeId").GetInt32().Should().Be(279);
        both.Should().BeEquivalentTo([1, 279]);
        replaced.Should().Equal(279);
    }

    [Theory]
    [InlineData("/crm/v4/associations/contacts/companies/batch", HttpStatusCode.NoContent)]
    [InlineData("/crm/associations/2026-03/contacts/companies/batch", HttpStatusCode.OK)]
    [InlineData(Batch, HttpStatusCode.OK)]
    public async Task Taking_links_away_is_answered_as_the_version_has_it(string batch, HttpStatusCode expected)
    {
        await using var server = await SandboxServer.StartAsync();
        var (contacts, companies) = await PeopleAsync(server);
        await LinkAsync(server, contacts[0], companies[0]);
        await LinkAsync(server, contacts[0], companies[1]);

        var (labels, _) = await server.PostAsync($"{batch}/labels/archive", new { inputs = new[] { new { from = new { id = contacts[0] }, to = new { id = companies[1] }, types = new[] { new { associationTypeId = 1 } } } } });
        var left = await TypesAsync(server, contacts[0], companies[1]);
        var (whole, _) = await server.PostAsync($"{batch}/archive", new { inputs = new[] { new { from = new { id = contacts[0] }, to = new[] { new { id = companies[0] }, new { id = companies[1] } } } } });

        (labels, whole).Should().Be((expected, expected));
        left.Should().Equal(279);
        (await TypesAsync(server, contacts[0], companies[0])).Should().BeEmpty();
        (await TypesAsync(server, contacts[0], companies[1])).Should().BeEmpty();
    }

    [Fact]
    public async Task A_link_that_loses_its_plain_type_is_gone()
    {
        await using var server = await SandboxServer.StartAsync();
        var (contacts, companies) = await PeopleAsync(server);
        await LinkAsync(server, contacts[0], companies[0]);

        await server.PostAsync($"{Batch}/labels/archive", new { inputs = new[] { new { from = new { id = contacts[0] }, to = new { id = companies[0] }, types = new[] { new { associationTypeId = 279 } } } } });

        (await TypesAsync(server, contacts[0], companies[0])).Should().BeEmpty();
    }

    [Theory]
    [InlineData("create", 2_000)]
    [InlineData("associate/default", 2_000)]
    [InlineData("labels/archive", 2_000)]
    [InlineData("archive", 1_000)]
    [Trait("BadInput", "more inputs than a batch takes")]
    public async Task One_row_above_the_limit_is_too_many(string operation, int most)
    {
        await using var server = await SandboxServer.StartAsync(options => options.Contacts = 9);
        object Rows(int count) => new { inputs = Enumerable.Range(0, count).Select(_ => new { from = new { id = "7" }, to = new { id = "8" } }) };

        (await server.PostAsync($"{Batch}/{operation}", Rows(most + 1))).Status.Should().Be(HttpStatusCode.BadRequest);
        ((int)(await server.PostAsync($"{Batch}/{operation}", operation == "archive" ? new { inputs = Enumerable.Range(0, most).Select(_ => new { from = new { id = "7" }, to = new[] { new { id = "8" } } }) } : Rows(most))).Status)
            .Should().Be(207, "nobody has these ids, but there are not too many of them");
    }

    [Theory]
    [InlineData("GET", "/crm/objects/2026-09/contacts/ID/associations/companies?after=x", "")]
    [InlineData("POST", "/crm/associations/2026-09/contacts/companies/batch/read", "{\"inputs\":[{\"id\":\"1\",\"after\":\"x\"}]}")]
    [InlineData("POST", "/crm/associations/2026-09/contacts/widgets/batch/read", "{\"inputs\":[]}")]
    [InlineData("POST", "/crm/associations/2026-09/notes/tasks/batch/create", "{\"inputs\":[]}")]
    [InlineData("POST", "/crm/associations/2026-09/contacts/companies/batch/create", "{}")]
    [Trait("BadInput", "associations asked for in a way that makes no sense")]
    public async Task What_makes_no_sense_is_a_400(string method, string path, string body)
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, "/crm/objects/2026-09/contacts?limit=100"))[0]);

        (await server.SendAsync(new HttpMethod(method), path.Replace("ID", id), body.Length == 0 ? null : body)).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    private static async Task<(string[] Contacts, string[] Companies)> PeopleAsync(SandboxServer server) => (
        [.. (await AllAsync(server, "/crm/objects/2026-09/contacts?limit=100&associations=companies")).Where(record => !record.TryGetProperty("associations", out _)).Select(Id)],
        [.. (await AllAsync(server, "/crm/objects/2026-09/companies?limit=100")).Select(Id)]);

    private static Task<(HttpStatusCode Status, JsonElement Body)> LinkAsync(SandboxServer server, string contact, string company) => server.SendAsync(
        HttpMethod.Put, $"/crm/objects/2026-09/contacts/{contact}/associations/companies/{company}", new[] { new { associationCategory = "HUBSPOT_DEFINED", associationTypeId = 1 } });

    private static async Task<int[]> TypesAsync(SandboxServer server, string contact, string company) =>
        [.. (await server.GetAsync($"/crm/objects/2026-09/contacts/{contact}/associations/companies")).Body.GetProperty("results").EnumerateArray()
            .Where(link => link.GetProperty("toObjectId").GetRawText() == company)
            .SelectMany(link => link.GetProperty("associationTypes").EnumerateArray().Select(type => type.GetProperty("typeId").GetInt32()))];
}
