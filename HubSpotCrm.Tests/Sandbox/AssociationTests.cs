using System.Globalization;
using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class AssociationTests
{
    [Theory]
    [InlineData("contacts", "companies")]
    [InlineData("contacts", "deals")]
    [InlineData("deals", "companies")]
    public async Task Both_ends_tell_the_same_links(string from, string to)
    {
        await using var server = await SandboxServer.StartAsync();

        var there = Pairs(await server.DumpAsync(from), to);
        var back = Pairs(await server.DumpAsync(to), from).Select(pair => (pair.To, pair.From));

        // A link is told by live ends only, so compare those between live records.
        var live = (await AllAsync(server, $"/crm/objects/2026-09/{from}?limit=100")).Concat(await AllAsync(server, $"/crm/objects/2026-09/{to}?limit=100")).Select(Id).ToHashSet();
        there.Where(pair => live.Contains(pair.From)).Should().NotBeEmpty()
            .And.BeEquivalentTo(back.Where(pair => live.Contains(pair.To)).Where(pair => live.Contains(pair.From)));
    }

    [Fact]
    public async Task A_list_names_the_same_id_once_for_each_type()
    {
        await using var server = await SandboxServer.StartAsync();

        var contact = (await AllAsync(server, "/crm/objects/2026-09/contacts?limit=100&associations=company")).First(record => record.TryGetProperty("associations", out _));

        var results = contact.GetProperty("associations").GetProperty("companies").GetProperty("results").EnumerateArray().ToArray();
        results.Select(result => result.GetProperty("type").GetString()).Take(2).Should().BeEquivalentTo("contact_to_company", "contact_to_company_unlabeled");
        results.Take(2).Select(Id).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task A_thousand_are_read_at_once_with_ids_as_numbers()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Contacts = 1200);
        var ids = (await AllAsync(server, "/crm/objects/2026-09/contacts?limit=100")).Take(1000).Select(Id).ToArray();

        var (status, body) = await server.PostAsync("/crm/associations/2026-09/contacts/companies/batch/read", new { inputs = ids.Select(id => new { id }) });
        var (more, _) = await server.PostAsync("/crm/associations/2026-09/0-1/0-2/batch/read", new { inputs = Enumerable.Range(0, 1001).Select(id => new { id = $"{id}" }) });

        status.Should().Be(HttpStatusCode.MultiStatus, "some contacts have no company");
        var results = body.GetProperty("results").EnumerateArray().ToArray();
        var to = results[0].GetProperty("to")[0];
        to.GetProperty("toObjectId").ValueKind.Should().Be(JsonValueKind.Number);
        to.GetProperty("associationTypes").EnumerateArray().Select(type => type.GetProperty("typeId").GetInt32()).Should().BeEquivalentTo([1, 279]);
        results.Select(result => result.GetProperty("from").GetProperty("id").GetString())
            .Concat(body.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("context").GetProperty("fromObjectId")[0].GetString()))
            .Should().BeEquivalentTo(ids);
        more.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_new_primary_company_takes_the_place_of_the_old()
    {
        await using var server = await SandboxServer.StartAsync();
        var contact = (await AllAsync(server, "/crm/objects/2026-09/contacts?limit=100&associations=companies")).First(record => record.TryGetProperty("associations", out _));
        var old = contact.GetProperty("associations").GetProperty("companies").GetProperty("results")[0].GetProperty("id").GetString();
        var fresh = (await AllAsync(server, "/crm/objects/2026-09/companies?limit=100")).Select(Id).First(id => id != old);

        var (status, _) = await server.SendAsync(HttpMethod.Put, $"/crm/objects/2026-09/contacts/{Id(contact)}/associations/companies/{fresh}", new[] { new { associationCategory = "HUBSPOT_DEFINED", associationTypeId = 1 } });

        status.Should().Be(HttpStatusCode.Created);
        var companies = await TypesAsync(server, "contacts", Id(contact), "companies");
        companies[fresh].Should().BeEquivalentTo([1, 279]);
        companies[old!].Should().Equal(279);
        (await TypesAsync(server, "companies", fresh, "contacts"))[Id(contact)].Should().BeEquivalentTo([2, 280]);
    }

    [Fact]
    public async Task A_link_made_by_default_can_be_removed_from_the_other_end()
    {
        await using var server = await SandboxServer.StartAsync();
        var deal = Id((await AllAsync(server, "/crm/objects/2026-09/deals?limit=100&associations=contacts")).First(record => !record.TryGetProperty("associations", out _)));
        var contact = Id((await AllAsync(server, "/crm/objects/2026-09/contacts?limit=100"))[0]);

        await server.SendAsync(HttpMethod.Put, $"/crm/objects/2026-09/deals/{deal}/associations/default/contacts/{contact}");
        (await TypesAsync(server, "contacts", contact, "deals"))[deal].Should().Equal(4);
        await server.SendAsync(HttpMethod.Delete, $"/crm/objects/2026-09/contacts/{contact}/associations/deals/{deal}");

        (await TypesAsync(server, "deals", deal, "contacts")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_record_is_created_together_with_its_links()
    {
        await using var server = await SandboxServer.StartAsync();
        var contact = Id((await AllAsync(server, "/crm/objects/2026-09/contacts?limit=100"))[0]);
        object Deal(string to) => new
        {
            properties = new { dealname = "New", dealstage = "appointmentscheduled" },
            associations = new[] { new { to = new { id = to }, types = new[] { new { associationCategory = "HUBSPOT_DEFINED", associationTypeId = 3 } } } },
        };

        var (status, deal) = await server.PostAsync("/crm/objects/2026-09/deals", Deal(contact));
        var (wrong, _) = await server.PostAsync("/crm/objects/2026-09/deals", Deal("7"));

        status.Should().Be(HttpStatusCode.Created);
        wrong.Should().Be(HttpStatusCode.BadRequest);
        (await TypesAsync(server, "contacts", contact, "deals")).Should().ContainKey(Id(deal));
    }

    [Fact]
    public async Task Nobody_is_linked_to_what_is_archived()
    {
        await using var server = await SandboxServer.StartAsync();
        var contact = (await AllAsync(server, "/crm/objects/2026-09/contacts?limit=100&associations=companies")).First(record => record.TryGetProperty("associations", out _));
        var company = contact.GetProperty("associations").GetProperty("companies").GetProperty("results")[0].GetProperty("id").GetString()!;

        await server.ArchiveRecordAsync("companies", company);

        (await TypesAsync(server, "contacts", Id(contact), "companies")).Should().NotContainKey(company);
    }

    private static async Task<Dictionary<string, int[]>> TypesAsync(SandboxServer server, string from, string id, string to) =>
        (await server.GetAsync($"/crm/objects/2026-09/{from}/{id}/associations/{to}")).Body.GetProperty("results").EnumerateArray().ToDictionary(
            link => link.GetProperty("toObjectId").GetInt64().ToString(CultureInfo.InvariantCulture),
            link => link.GetProperty("associationTypes").EnumerateArray().Select(type => type.GetProperty("typeId").GetInt32()).ToArray());

    private static List<(string From, string To)> Pairs(IEnumerable<JsonElement> dump, string to) =>
        [.. dump.SelectMany(record => record.GetProperty("associations").GetProperty(to).EnumerateArray().Select(link => (Id(record), Id(link))))];
}
