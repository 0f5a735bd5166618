using System.Net;
using System.Text.Json;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

/// <summary>What happens to many records at once.</summary>
public sealed class CrowdTests
{
    private const string Contacts = "/crm/objects/2026-09/contacts";

    [Fact]
    public async Task A_crowd_is_changed_within_one_millisecond_and_the_others_stay()
    {
        await using var server = await SandboxServer.StartAsync();
        var before = await VersionsAsync(server);

        var told = JsonDocument.Parse(await server.ControlAsync(HttpMethod.Post, "crowds/contacts", new { property = "jobtitle", count = 120, skip = 30 })).RootElement;

        var changed = (await VersionsAsync(server)).Where(pair => before[pair.Key] != pair.Value).ToDictionary();
        changed.Keys.Should().BeEquivalentTo(before.Keys.Skip(30).Take(120));
        changed.Values.Distinct().Should().ContainSingle().Which.ToUnixTimeMilliseconds().Should().Be(told.GetProperty("to").GetInt64());
        (await server.GetAsync($"{Contacts}/{changed.Keys.First()}?properties=jobtitle")).Body.GetProperty("properties").GetProperty("jobtitle").GetString().Should().StartWith("In a crowd of 120");
    }

    [Fact]
    public async Task A_crowd_is_changed_evenly_over_a_span()
    {
        await using var server = await SandboxServer.StartAsync(time: new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero)));
        var before = await VersionsAsync(server);

        var told = JsonDocument.Parse(await server.ControlAsync(HttpMethod.Post, "crowds/contacts", new { property = "jobtitle", count = 61, spanMs = 3_600_000 })).RootElement;

        var times = (await VersionsAsync(server)).Where(pair => before[pair.Key] != pair.Value).Select(pair => pair.Value.ToUnixTimeMilliseconds()).Order().ToList();
        times.Should().Equal(Enumerable.Range(0, 61).Select(minute => told.GetProperty("from").GetInt64() + (minute * 60_000L)));
        (told.GetProperty("to").GetInt64() - told.GetProperty("from").GetInt64()).Should().Be(3_600_000);
    }

    [Fact]
    public async Task A_crowd_is_archived_within_one_millisecond()
    {
        await using var server = await SandboxServer.StartAsync();
        var live = (await VersionsAsync(server)).Keys.ToList();

        await server.ControlAsync(HttpMethod.Post, "crowds/contacts/archive", new { count = 40, skip = 5 });

        var archived = (await server.DumpAsync("contacts")).Where(record => record.GetProperty("archived").GetBoolean() && live.Contains(Id(record))).ToList();
        archived.Select(Id).Should().BeEquivalentTo(live.Skip(5).Take(40));
        archived.Select(record => record.GetProperty("archivedAt").GetString()).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task A_chain_of_merges_leaves_the_last_one()
    {
        await using var server = await SandboxServer.StartAsync();
        var ids = (await VersionsAsync(server)).Keys.Take(4).ToList();

        await server.ControlAsync(HttpMethod.Post, "crowds/contacts/merge", new { ids });

        (await VersionsAsync(server)).Keys.Should().Contain(ids[3]).And.NotContain(ids.Take(3));
        foreach (var id in ids)
        {
            Id((await server.GetAsync($"{Contacts}/{id}")).Body).Should().Be(ids[3]);
        }
    }

    [Theory]
    [InlineData("crowds/contacts", """{"property":"jobtitle","count":0}""")]
    [InlineData("crowds/contacts", """{"property":"jobtitle","count":5000}""")]
    [InlineData("crowds/contacts", """{"property":"jobtitle","count":5,"skip":-1}""")]
    [InlineData("crowds/contacts", """{"property":"jobtitle","count":5,"spanMs":-1}""")]
    [InlineData("crowds/contacts", """{"property":"hs_object_id","count":5}""")]
    [InlineData("crowds/contacts", """{"property":"email","count":5}""")]
    [InlineData("crowds/contacts", """{"count":5}""")]
    [InlineData("crowds/unicorns", """{"property":"jobtitle","count":5}""")]
    [InlineData("crowds/unicorns/archive", """{"count":5}""")]
    [InlineData("crowds/contacts/archive", "{}")]
    [InlineData("crowds/contacts/merge", """{"ids":["1"]}""")]
    [InlineData("crowds/contacts/merge", """{"ids":["1","2"]}""")]
    [InlineData("crowds/contacts/merge", """{"ids":["1","1"]}""")]
    public async Task What_makes_no_sense_is_refused_and_changes_nothing(string path, string body)
    {
        await using var server = await SandboxServer.StartAsync();
        var before = await VersionsAsync(server);

        var (status, _) = await server.PostAsync($"/_sandbox/{path}", body);

        status.Should().BeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
        (await VersionsAsync(server)).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task The_log_tells_how_many_records_a_batch_read_named()
    {
        await using var server = await SandboxServer.StartAsync();
        var inputs = (await VersionsAsync(server)).Keys.Take(7).Select(id => new { id }).ToList();

        await server.PostAsync($"{Contacts}/batch/read", new { inputs });
        await server.PostAsync("/crm/associations/2026-09/contacts/companies/batch/read", new { inputs });
        await server.GetAsync($"{Contacts}?limit=10");

        (await server.CallsAsync()).Select(call => call.Inputs).Should().Equal(7, 7, 0);
    }

    [Fact]
    public async Task A_dump_without_values_has_ids_and_times_only()
    {
        await using var server = await SandboxServer.StartAsync();

        var whole = await server.DumpAsync("contacts");
        var bare = await server.DumpAsync("contacts&values=off");

        bare.Select(record => (Id(record), record.GetProperty("updatedAt").GetString())).Should().Equal(whole.Select(record => (Id(record), record.GetProperty("updatedAt").GetString())));
        bare.SelectMany(record => record.EnumerateObject()).Select(property => property.Name).Distinct().Should().BeSubsetOf(["id", "archived", "archivedAt", "createdAt", "updatedAt"]);
    }

    // Live records in the order of their ids, with the time of their last change.
    private static async Task<Dictionary<string, DateTimeOffset>> VersionsAsync(SandboxServer server) =>
        (await server.DumpAsync("contacts&values=off")).Where(record => !record.GetProperty("archived").GetBoolean())
            .ToDictionary(Id, record => record.GetProperty("updatedAt").GetDateTimeOffset());
}
