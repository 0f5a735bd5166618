using System.Net;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class VersionTests
{
    [Theory]
    [InlineData("/crm/v3/objects/contacts?limit=1")]
    [InlineData("/crm/v3/owners")]
    [InlineData("/crm/v3/pipelines/deals")]
    [InlineData("/crm/v3/properties/contacts")]
    [InlineData("/crm/associations/v4/contacts/companies/labels")]
    [InlineData("/crm/v4/associations/contacts/companies/labels")]
    [InlineData("/account-info/v3/details")]
    [InlineData("/crm/objects/2026-03/contacts?limit=1")]
    [InlineData("/crm/owners/2026-03")]
    [InlineData("/crm/pipelines/2026-03/deals")]
    [InlineData("/crm/properties/2026-03/contacts")]
    [InlineData("/crm/associations/2026-03/contacts/companies/labels")]
    [InlineData("/account-info/2026-03/details")]
    public async Task Every_family_answers_in_every_version(string path)
    {
        await using var server = await SandboxServer.StartAsync();

        (await server.GetAsync(path)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Associations_of_v3_live_under_v4()
    {
        await using var server = await SandboxServer.StartAsync();
        var contact = (await AllAsync(server, "/crm/v3/objects/contacts?limit=100&associations=companies")).First(record => record.TryGetProperty("associations", out _));

        var (one, links) = await server.GetAsync($"/crm/v4/objects/contacts/{Id(contact)}/associations/companies");
        var (many, _) = await server.PostAsync("/crm/v4/associations/contacts/companies/batch/read", new { inputs = new[] { new { id = Id(contact) } } });

        (one, many).Should().Be((HttpStatusCode.OK, HttpStatusCode.OK));
        links.GetProperty("results").GetArrayLength().Should().BePositive();
    }

    [Theory]
    [InlineData("/oauth/v3/token", HttpStatusCode.OK)]
    [InlineData("/oauth/2026-03/token", HttpStatusCode.OK)]
    [InlineData("/oauth/v1/token", HttpStatusCode.NotImplemented)]
    public async Task Tokens_come_from_every_version_but_the_first(string path, HttpStatusCode expected)
    {
        await using var server = await SandboxServer.StartAsync();
        server.AllowUnknownRoutes = true;
        var (_, refresh) = await server.AuthorizeAsync();

        var (status, _) = await server.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh }, path);

        status.Should().Be(expected);
    }

    [Theory]
    [InlineData("/crm/v3/objects", "2027-02-03T15:00:00Z")]
    [InlineData("/crm/objects/2026-03", "1801666800000")]
    [Trait("BadInput", "a date with a time of day")]
    public async Task Versions_before_2026_09_refuse_a_date_with_a_time_of_day(string objects, string value)
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, $"{objects}/deals?limit=100"))[0]);

        var (status, body) = await server.PatchAsync($"{objects}/deals/{id}", new { properties = new { contract_start = value } });

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("errors")[0].GetProperty("code").GetString().Should().Be("INVALID_DATE");
    }

    [Fact]
    public async Task Version_2026_09_straightens_milliseconds_inside_a_day_and_warns()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, "/crm/objects/2026-09/deals?limit=100"))[0]);

        var (_, body) = await server.PatchAsync($"/crm/objects/2026-09/deals/{id}", new { properties = new { contract_start = "1801666800000" } });

        Value(body, "contract_start").Should().Be("2027-02-03");
        var context = body.GetProperty("warnings")[0].GetProperty("context");
        context.GetProperty("rawValue").GetString().Should().Be("1801666800000");
        context.GetProperty("normalizedValue").GetString().Should().Be("2027-02-03");
    }
}
