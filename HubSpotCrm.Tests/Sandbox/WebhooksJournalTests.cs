using System.Net;
using System.Text.Json;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

/// <summary>The journal as an app reads it that is not the portal.</summary>
public sealed class WebhooksJournalTests
{
    private const string Contacts = "/crm/objects/2026-09/contacts";
    private const string Journal = "/webhooks-journal/journal/2026-09";
    private const string Subscriptions = "/webhooks-journal/subscriptions/2026-09";
    private const string AllScopes = "developer.webhooks_journal.read developer.webhooks_journal.subscriptions.read developer.webhooks_journal.subscriptions.write";
    private static readonly string[] EveryAction = ["CREATE", "UPDATE", "DELETE", "MERGE", "RESTORE"];

    [Fact]
    public async Task A_token_of_the_app_has_no_account_and_nothing_to_refresh()
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.TokenAsync(new() { ["grant_type"] = "client_credentials", ["scope"] = AllScopes });

        status.Should().Be(HttpStatusCode.OK);
        body.GetProperty("expires_in").GetInt32().Should().Be(1800);
        body.TryGetProperty("refresh_token", out _).Should().BeFalse();
        body.TryGetProperty("hub_id", out _).Should().BeFalse();
        var token = body.GetProperty("access_token").GetString();
        (await server.GetAsync($"{Journal}/earliest", token)).Status.Should().Be(HttpStatusCode.NoContent);
        (await server.GetAsync(Contacts, token)).Status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("")]
    [InlineData("crm.objects.contacts.read")]
    [InlineData("developer.webhooks_journal.read oauth")]
    [Trait("BadInput", "scopes that an app cannot have")]
    public async Task An_app_gets_only_scopes_of_apps(string scope)
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.TokenAsync(new() { ["grant_type"] = "client_credentials", ["scope"] = scope });

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("error").GetString().Should().Be("invalid_scope");
    }

    [Fact]
    public async Task Tokens_of_an_account_do_not_read_the_journal()
    {
        await using var server = await SandboxServer.StartAsync();
        var granted = await server.AuthorizeAsync($"{SandboxServer.AllScopes} {AllScopes}");

        (await server.GetAsync($"{Journal}/earliest", granted.Access)).Status.Should().Be(HttpStatusCode.Forbidden);
        (await server.GetAsync($"{Journal}/earliest")).Status.Should().Be(HttpStatusCode.Forbidden);
        (await server.GetAsync(Subscriptions)).Status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("2026-09")]
    [InlineData("2026-03")]
    public async Task What_happens_after_a_subscription_is_in_the_next_file(string version)
    {
        await using var server = await SandboxServer.StartAsync();
        var token = await TokenAsync(server);
        var id = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);
        await server.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Unheard" });
        (await SubscribeAsync(server, token, "0-1")).Should().Be(HttpStatusCode.Created);

        (await server.GetAsync($"/webhooks-journal/journal/{version}/earliest", token)).Status.Should().Be(HttpStatusCode.NoContent);
        await server.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Heard" });
        await server.ArchiveRecordAsync("contacts", id);
        var (_, entry) = await server.GetAsync($"/webhooks-journal/journal/{version}/earliest", token);
        using var file = await FetchAsync(server, entry);

        var root = file.RootElement;
        root.GetProperty("offset").GetString().Should().Be(entry.GetProperty("currentOffset").GetString());
        var events = root.GetProperty("journalEvents").EnumerateArray().ToList();
        events.Select(one => one.GetProperty("action").GetString()).Should().Equal("UPDATE", "DELETE");
        events[0].GetProperty("propertyChanges").GetProperty("firstname").GetString().Should().Be("Heard");
        events.Should().OnlyContain(one => one.GetProperty("type").GetString() == "OBJECT" && one.GetProperty("objectTypeId").GetString() == "0-1"
            && one.GetProperty("objectId").GetRawText() == id && one.GetProperty("portalId").GetInt64() == 146_220_473);
        (await server.GetAsync($"/webhooks-journal/journal/{version}/offset/{root.GetProperty("offset").GetString()}/next", token)).Status.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Files_follow_each_other_and_the_last_is_at_hand()
    {
        await using var server = await SandboxServer.StartAsync();
        var token = await TokenAsync(server);
        await SubscribeAsync(server, token, "0-1");
        var id = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);
        var offsets = new List<string>();
        foreach (var name in new[] { "One", "Two", "Three" })
        {
            await server.ChangeRecordAsync("contacts", id, new() { ["firstname"] = name });
            offsets.Add(await OffsetAsync(server, "latest", token));
        }

        (await OffsetAsync(server, "earliest", token)).Should().Be(offsets[0]);
        (await OffsetAsync(server, $"offset/{offsets[0]}/next", token)).Should().Be(offsets[1]);
        (await OffsetAsync(server, $"offset/{offsets[1]}/next", token)).Should().Be(offsets[2]);
    }

    [Fact]
    public async Task A_file_is_forgotten_after_three_days_and_its_offset_with_it()
    {
        var clock = new ShiftedClock();
        await using var server = await SandboxServer.StartAsync(time: clock);
        await SubscribeAsync(server, await TokenAsync(server), "0-1");
        await server.ChangeRecordAsync("contacts", Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]), new() { ["firstname"] = "Old" });
        var offset = await OffsetAsync(server, "earliest", await TokenAsync(server));

        clock.Advance(TimeSpan.FromHours(71));
        (await server.GetAsync($"{Journal}/offset/{offset}/next", await TokenAsync(server))).Status.Should().Be(HttpStatusCode.NoContent);
        clock.Advance(TimeSpan.FromHours(2));

        (await server.GetAsync($"{Journal}/earliest", await TokenAsync(server))).Status.Should().Be(HttpStatusCode.NoContent);
        (await server.GetAsync($"{Journal}/offset/{offset}/next", await TokenAsync(server))).Status.Should().Be(HttpStatusCode.NotFound);
        (await server.GetAsync($"{Journal}/offset/nonsense/next", await TokenAsync(server))).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_file_is_given_to_whoever_has_its_address_for_five_minutes_and_to_no_token()
    {
        var clock = new ShiftedClock();
        await using var server = await SandboxServer.StartAsync(time: clock);
        var token = await TokenAsync(server);
        await SubscribeAsync(server, token, "0-1");
        await server.ChangeRecordAsync("contacts", Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]), new() { ["firstname"] = "Filed" });
        var (_, entry) = await server.GetAsync($"{Journal}/earliest", token);
        var url = entry.GetProperty("url").GetString()!;

        (await StatusAsync(url)).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(url[..^1] + (url[^1] == '0' ? '1' : '0'))).Should().Be(HttpStatusCode.Forbidden);
        (await StatusAsync(url[..url.IndexOf('?', StringComparison.Ordinal)])).Should().Be(HttpStatusCode.Forbidden);
        using (var withToken = await server.SendRawAsync(HttpMethod.Get, url))
        {
            withToken.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        }

        clock.Advance(TimeSpan.FromMinutes(6));
        (await StatusAsync(url)).Should().Be(HttpStatusCode.Forbidden);

        async Task<HttpStatusCode> StatusAsync(string address)
        {
            using var answer = await server.Client.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("""{"subscriptionType":"ASSOCIATION","objectTypeId":"0-1","portalId":146220473,"actions":["CREATE"]}""")]
    [InlineData("""{"subscriptionType":"OBJECT","objectTypeId":"0-99","portalId":146220473,"actions":["CREATE"]}""")]
    [InlineData("""{"subscriptionType":"OBJECT","objectTypeId":"contacts","portalId":146220473,"actions":["CREATE"]}""")]
    [InlineData("""{"subscriptionType":"OBJECT","objectTypeId":"0-1","portalId":5,"actions":["CREATE"]}""")]
    [InlineData("""{"subscriptionType":"OBJECT","objectTypeId":"0-1","portalId":146220473,"actions":[]}""")]
    [InlineData("""{"subscriptionType":"OBJECT","objectTypeId":"0-1","portalId":146220473,"actions":["BIRTHDAY"]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [Trait("BadInput", "a subscription that cannot be")]
    public async Task A_subscription_that_cannot_be_is_refused(string body)
    {
        await using var server = await SandboxServer.StartAsync();

        (await server.PostAsync(Subscriptions, body, await TokenAsync(server))).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Subscriptions_are_listed_made_once_and_taken_away()
    {
        await using var server = await SandboxServer.StartAsync();
        var token = await TokenAsync(server);
        await SubscribeAsync(server, token, "0-3");

        (await SubscribeAsync(server, token, "0-3")).Should().Be(HttpStatusCode.Conflict);
        var (_, listed) = await server.GetAsync(Subscriptions, token);
        var id = listed.GetProperty("results").EnumerateArray().Should().ContainSingle().Subject.GetProperty("id").GetRawText();
        (await server.SendAsync(HttpMethod.Delete, $"{Subscriptions}/{id}", token: token)).Status.Should().Be(HttpStatusCode.NoContent);
        (await server.SendAsync(HttpMethod.Delete, $"{Subscriptions}/{id}", token: token)).Status.Should().Be(HttpStatusCode.NotFound);
        await server.ChangeRecordAsync("deals", Id((await AllAsync(server, "/crm/objects/2026-09/deals?limit=100"))[0]), new() { ["dealname"] = "Unheard" });

        (await server.GetAsync($"{Journal}/earliest", token)).Status.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task What_of_the_journal_is_not_emulated_says_so()
    {
        await using var server = await SandboxServer.StartAsync();
        server.AllowUnknownRoutes = true;

        (await server.PostAsync("/webhooks-journal/snapshots/2026-09/crm", new { }, await TokenAsync(server))).Status.Should().Be(HttpStatusCode.NotImplemented);
    }

    private static async Task<string> TokenAsync(SandboxServer server) =>
        (await server.TokenAsync(new() { ["grant_type"] = "client_credentials", ["scope"] = AllScopes })).Body.GetProperty("access_token").GetString()!;

    private static async Task<HttpStatusCode> SubscribeAsync(SandboxServer server, string token, string type) =>
        (await server.PostAsync(Subscriptions, new { subscriptionType = "OBJECT", objectTypeId = type, portalId = 146_220_473, actions = EveryAction }, token)).Status;

    private static async Task<string> OffsetAsync(SandboxServer server, string place, string token) =>
        (await server.GetAsync($"{Journal}/{place}", token)).Body.GetProperty("currentOffset").GetString()!;

    private static async Task<JsonDocument> FetchAsync(SandboxServer server, JsonElement entry) =>
        JsonDocument.Parse(await server.Client.GetStringAsync(new Uri(entry.GetProperty("url").GetString()!), TestContext.Current.CancellationToken));
}
