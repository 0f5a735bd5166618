using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

/// <summary>What the account's own form asks of records, which writes are held to since 2026-09.</summary>
public sealed class RecordFormTests
{
    private static readonly object Phone = new { properties = new List<string> { "phone" } };
    private static readonly object Reason = new { conditional = new[] { new { property = "closed_lost_reason", when = "dealstage", values = new List<string> { "closedlost" } } } };

    [Theory]
    [InlineData("/crm/objects/2026-09", HttpStatusCode.BadRequest)]
    [InlineData("/crm/objects/2026-03", HttpStatusCode.Created)]
    [InlineData("/crm/v3/objects", HttpStatusCode.Created)]
    public async Task A_property_the_form_asks_for_is_required_since_2026_09(string objects, HttpStatusCode expected)
    {
        await using var server = await SandboxServer.StartAsync();
        await server.ControlAsync(HttpMethod.Post, "required/contacts", Phone);

        var (status, body) = await server.PostAsync($"{objects}/contacts", new { properties = new { firstname = "Ünal" } });

        status.Should().Be(expected);
        if (expected == HttpStatusCode.BadRequest)
        {
            Error(body).Should().Be(("MISSING_REQUIRED_PROPERTY", "phone"));
        }
    }

    [Theory]
    [InlineData("/crm/objects/2026-09", HttpStatusCode.BadRequest)]
    [InlineData("/crm/objects/2026-03", HttpStatusCode.OK)]
    public async Task A_deal_that_is_lost_must_say_why_since_2026_09(string objects, HttpStatusCode expected)
    {
        await using var server = await SandboxServer.StartAsync();
        await server.ControlAsync(HttpMethod.Post, "required/deals", Reason);
        var (_, deal) = await server.PostAsync($"{objects}/deals", new { properties = new { dealname = "New", dealstage = "contractsent" } });

        var (status, body) = await server.PatchAsync($"{objects}/deals/{Id(deal)}", new { properties = new { dealstage = "closedlost" } });
        var (complete, _) = await server.PatchAsync($"{objects}/deals/{Id(deal)}", new { properties = new { dealstage = "closedlost", closed_lost_reason = "Price" } });

        status.Should().Be(expected);
        complete.Should().Be(HttpStatusCode.OK);
        if (expected == HttpStatusCode.BadRequest)
        {
            Error(body).Should().Be(("MISSING_CONDITIONAL_REQUIRED_PROPERTY", "closed_lost_reason"));
        }
    }

    [Fact]
    public async Task A_reset_takes_the_wishes_of_the_form_away()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.ControlAsync(HttpMethod.Post, "required/contacts", Phone);

        await server.ControlAsync(HttpMethod.Post, "reset");

        (await server.PostAsync("/crm/objects/2026-09/contacts", new { properties = new { firstname = "Ünal" } })).Status.Should().Be(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("contacts", "{\"properties\":[\"nonsense\"]}")]
    [InlineData("contacts", "{\"conditional\":[{\"property\":\"phone\",\"when\":\"nonsense\",\"values\":[\"a\"]}]}")]
    [InlineData("contacts", "{\"conditional\":[{\"property\":\"phone\",\"when\":\"vip\"}]}")]
    [InlineData("widgets", "{}")]
    [InlineData("contacts", "not json")]
    [Trait("BadInput", "a form that asks for what is not there")]
    public async Task A_form_that_asks_for_what_is_not_there_is_refused(string type, string body)
    {
        await using var server = await SandboxServer.StartAsync();

        (await server.PostAsync($"/_sandbox/required/{type}", body)).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    private static (string? Code, string? Property) Error(JsonElement body) => (
        body.GetProperty("errors")[0].GetProperty("code").GetString(),
        body.GetProperty("errors")[0].GetProperty("context").GetProperty("propertyName")[0].GetString());
}
