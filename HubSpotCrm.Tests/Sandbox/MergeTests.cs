using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class MergeTests
{
    private const string Contacts = "/crm/objects/2026-09/contacts";
    private const string Deals = "/crm/objects/2026-09/deals";

    [Fact]
    public async Task A_merged_record_is_found_as_the_survivor_and_listed_no_more()
    {
        await using var server = await SandboxServer.StartAsync();
        var (one, two) = await TwoAsync(server);

        var (status, merged) = await MergeAsync(server, Contacts, Id(one), Id(two));
        var (_, old) = await server.GetAsync($"{Contacts}/{Id(two)}?properties=hs_merged_object_ids,hs_calculated_merged_vids,hs_additional_emails");
        var (_, patched) = await server.PatchAsync($"{Contacts}/{Id(two)}", new { properties = new { jobtitle = "Pilot" } });
        var (_, found) = await server.PostAsync($"{Contacts}/search", new { filterGroups = new[] { new { filters = new[] { new { propertyName = "hs_object_id", @operator = "EQ", value = Id(two) } } } } });

        status.Should().Be(HttpStatusCode.OK);
        Id(merged).Should().Be(Id(one));
        Id(old).Should().Be(Id(one), "the answer's id is not the one asked for");
        Value(old, "hs_merged_object_ids").Should().Be(Id(two));
        Value(old, "hs_calculated_merged_vids").Should().StartWith($"{Id(two)}:");
        Value(old, "hs_additional_emails").Should().Contain("second@new.example");
        Id(patched).Should().Be(Id(one));
        (await AllAsync(server, $"{Contacts}?limit=100")).Select(Id).Should().Contain(Id(one)).And.NotContain(Id(two));
        (await AllAsync(server, $"{Contacts}?limit=100&archived=true")).Select(Id).Should().NotContain(Id(two), "a merge leaves no trace");
        found.GetProperty("total").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task The_survivor_keeps_its_values_and_takes_what_it_lacks()
    {
        await using var server = await SandboxServer.StartAsync();
        var (one, two) = await TwoAsync(server);

        await MergeAsync(server, Contacts, Id(one), Id(two));
        var (_, read) = await server.GetAsync($"{Contacts}/{Id(one)}?properties=firstname,city,email");
        var (conflict, taken) = await server.PostAsync(Contacts, new { properties = new { email = "SECOND@new.example" } });

        Value(read, "firstname").Should().Be("First");
        Value(read, "city").Should().Be("Köln");
        Value(read, "email").Should().Be("first@new.example");
        conflict.Should().Be(HttpStatusCode.Conflict, "the address leads to the survivor now");
        taken.GetProperty("message").GetString().Should().EndWith(Id(one));
    }

    [Fact]
    public async Task Links_go_over_to_the_survivor_whose_primary_company_stays()
    {
        await using var server = await SandboxServer.StartAsync();
        var (one, two) = await TwoAsync(server);
        var companies = (await AllAsync(server, "/crm/objects/2026-09/companies?limit=100")).Select(Id).Take(2).ToArray();
        var deal = Id((await AllAsync(server, $"{Deals}?limit=100"))[0]);
        await PrimaryAsync(server, Id(one), companies[0]);
        await PrimaryAsync(server, Id(two), companies[1]);
        await server.SendAsync(HttpMethod.Put, $"{Contacts}/{Id(two)}/associations/default/deals/{deal}");

        await MergeAsync(server, Contacts, Id(one), Id(two));
        var (_, links) = await server.GetAsync($"{Contacts}/{Id(one)}/associations/companies");
        var (_, deals) = await server.GetAsync($"{Contacts}/{Id(one)}/associations/deals");
        var (_, people) = await server.GetAsync($"{Deals}/{deal}/associations/contacts");

        Types(links, companies[0]).Should().BeEquivalentTo([1, 279]);
        Types(links, companies[1]).Should().Equal(279);
        Types(deals, deal).Should().Equal(4);
        Types(people, Id(one)).Should().Equal(3);
        people.GetProperty("results").EnumerateArray().Should().NotContain(link => link.GetProperty("toObjectId").GetRawText() == Id(two));
    }

    [Fact]
    public async Task A_batch_of_updates_does_not_take_the_id_of_a_merged_record_and_a_batch_read_does()
    {
        await using var server = await SandboxServer.StartAsync();
        var (one, two) = await TwoAsync(server);
        await MergeAsync(server, Contacts, Id(one), Id(two));

        var (update, body) = await server.PostAsync($"{Contacts}/batch/update", new { inputs = new[] { new { id = Id(two), properties = new { jobtitle = "Pilot" } } } });
        var (_, read) = await server.PostAsync($"{Contacts}/batch/read", new { inputs = new[] { new { id = Id(two) } } });
        await server.SendAsync(HttpMethod.Delete, $"{Contacts}/{Id(two)}");

        update.Should().Be(HttpStatusCode.MultiStatus);
        body.GetProperty("errors")[0].GetProperty("category").GetString().Should().Be("OBJECT_NOT_FOUND");
        Id(read.GetProperty("results")[0]).Should().Be(Id(one));
        (await server.GetAsync($"{Contacts}/{Id(one)}")).Status.Should().Be(HttpStatusCode.OK, "deleting the old id does not reach the survivor");
    }

    [Fact]
    public async Task What_was_merged_can_be_merged_again()
    {
        await using var server = await SandboxServer.StartAsync();
        var deals = (await AllAsync(server, $"{Deals}?limit=100")).Select(Id).Take(3).ToArray();

        await MergeAsync(server, Deals, deals[1], deals[0]);
        await MergeAsync(server, Deals, deals[2], deals[1]);
        var (_, read) = await server.GetAsync($"{Deals}/{deals[0]}?properties=hs_merged_object_ids");

        Id(read).Should().Be(deals[2]);
        Value(read, "hs_merged_object_ids").Should().Be($"{deals[1]};{deals[0]}");
    }

    [Fact]
    public async Task Two_hundred_and_fifty_identities_are_the_most()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Contacts = 400);
        var ids = (await AllAsync(server, $"{Contacts}?limit=100")).Select(Id).Take(251).ToArray();
        for (var other = 1; other < 250; other++)
        {
            (await MergeAsync(server, Contacts, ids[0], ids[other])).Status.Should().Be(HttpStatusCode.OK);
        }

        var (status, body) = await MergeAsync(server, Contacts, ids[0], ids[250]);

        status.Should().Be(HttpStatusCode.RequestUriTooLong);
        body.GetProperty("message").GetString().Should().Be("Cannot have more than 250 identities on a profile");
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("{\"primaryObjectId\":\"1\",\"objectIdToMerge\":\"2\"}", HttpStatusCode.NotFound)]
    [InlineData("{\"primaryObjectId\":\"ID\",\"objectIdToMerge\":\"ID\"}", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [Trait("BadInput", "a merge that makes no sense")]
    public async Task A_merge_that_makes_no_sense_is_refused(string body, HttpStatusCode expected)
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);

        (await server.PostAsync($"{Contacts}/merge", body.Replace("ID", id))).Status.Should().Be(expected);
    }

    [Fact]
    public async Task A_person_who_wants_to_be_forgotten_is()
    {
        await using var server = await SandboxServer.StartAsync();
        var (one, two) = await TwoAsync(server);

        var (byId, _) = await server.PostAsync($"{Contacts}/gdpr-delete", new { objectId = Id(one) });
        var (byEmail, _) = await server.PostAsync($"{Contacts}/gdpr-delete", new { objectId = "second@new.example", idProperty = "email" });
        var (nobody, _) = await server.PostAsync($"{Contacts}/gdpr-delete", new { objectId = "nobody@new.example", idProperty = "email" });
        var (absent, _) = await server.PostAsync($"{Contacts}/gdpr-delete", new { objectId = "7" });
        var (deal, _) = await server.PostAsync($"{Deals}/gdpr-delete", new { objectId = "7" });

        new[] { byId, byEmail, nobody }.Should().AllBeEquivalentTo(HttpStatusCode.NoContent);
        absent.Should().Be(HttpStatusCode.NotFound);
        deal.Should().Be(HttpStatusCode.BadRequest);
        foreach (var id in new[] { Id(one), Id(two) })
        {
            (await server.GetAsync($"{Contacts}/{id}")).Status.Should().Be(HttpStatusCode.NotFound);
            (await server.GetAsync($"{Contacts}/{id}?archived=true")).Status.Should().Be(HttpStatusCode.NotFound);
        }

        (await server.DumpAsync("contacts")).Select(Id).Should().NotContain([Id(one), Id(two)]);
    }

    private static async Task<(JsonElement One, JsonElement Two)> TwoAsync(SandboxServer server)
    {
        var (_, one) = await server.PostAsync(Contacts, new { properties = new { email = "first@new.example", firstname = "First" } });
        var (_, two) = await server.PostAsync(Contacts, new { properties = new { email = "second@new.example", firstname = "Second", city = "Köln" } });
        return (one, two);
    }

    private static Task<(HttpStatusCode Status, JsonElement Body)> MergeAsync(SandboxServer server, string path, string primary, string other) =>
        server.PostAsync($"{path}/merge", new { primaryObjectId = primary, objectIdToMerge = other });

    private static Task<(HttpStatusCode Status, JsonElement Body)> PrimaryAsync(SandboxServer server, string contact, string company) => server.SendAsync(
        HttpMethod.Put, $"{Contacts}/{contact}/associations/companies/{company}", new[] { new { associationCategory = "HUBSPOT_DEFINED", associationTypeId = 1 } });

    private static IEnumerable<int> Types(JsonElement links, string id) =>
        links.GetProperty("results").EnumerateArray().Single(link => link.GetProperty("toObjectId").GetRawText() == id)
            .GetProperty("associationTypes").EnumerateArray().Select(type => type.GetProperty("typeId").GetInt32());
}
