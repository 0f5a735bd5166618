using System.Net;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.CampaignTests;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class MarketingStateTests : IDisposable
{
    private const string Emails = "/marketing/emails/2026-09";

    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-marketing-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_same_seed_gives_the_same_campaigns_and_another_seed_others()
    {
        await using var one = await AccountAsync(1);
        await using var same = await AccountAsync(1);
        await using var other = await AccountAsync(2);

        foreach (var type in new[] { "campaigns", "marketing-emails" })
        {
            var first = await TextsAsync(one, type);
            (await TextsAsync(same, type)).Should().Equal(first);
            (await TextsAsync(other, type)).Should().NotIntersectWith(first);
        }

        static Task<SandboxServer> AccountAsync(int seed) => SandboxServer.StartAsync(options =>
            (options.Contacts, options.Campaigns, options.MarketingEmails, options.Seed, options.ReferenceTime) = (1_000, 10, 20, seed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task A_restart_keeps_campaigns_money_assets_and_mails_and_a_reset_forgets_them()
    {
        List<string> campaigns, emails, fresh;
        await using (var server = await StartAsync())
        {
            fresh = await TextsAsync(server, "campaigns");
            var ids = (await server.DumpAsync("campaigns")).Select(Id).ToArray();
            var made = await CampaignPartTests.NewAsync(server);
            await server.PatchAsync($"{Campaigns}/{made}", new { properties = new { hs_goal = "Kept" } });
            await server.PostAsync($"{Campaigns}/{made}/spend", new { name = "Ads", amount = 12.5, order = 0 });
            var asset = (await server.DumpAsync("campaign-assets"))[3];
            await server.SendAsync(HttpMethod.Put, $"{Campaigns}/{made}/assets/{asset.GetProperty("type").GetString()}/{Id(asset)}");
            var email = Id((await server.GetAsync($"{Emails}?limit=1")).Body.GetProperty("results")[0]);
            await server.SendAsync(HttpMethod.Put, $"{Campaigns}/{made}/assets/MARKETING_EMAIL/{email}");
            await server.ControlAsync(HttpMethod.Post, $"records/marketing-emails/{email}", new { properties = new { subject = "Changed", open = "5" } });
            await server.ControlAsync(HttpMethod.Delete, $"records/campaigns/{ids[0]}");
            campaigns = await TextsAsync(server, "campaigns");
            emails = await TextsAsync(server, "marketing-emails");
        }

        await using var again = await StartAsync();
        (await TextsAsync(again, "campaigns")).Should().Equal(campaigns);
        (await TextsAsync(again, "marketing-emails")).Should().Equal(emails);

        await again.ControlAsync(HttpMethod.Post, "reset");
        (await TextsAsync(again, "campaigns")).Should().Equal(fresh).And.NotEqual(campaigns);
    }

    [Fact]
    public async Task Marketing_calls_are_limited_logged_and_fail_like_all_others()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Limits = true);
        await server.FaultAsync(new Fault { Path = "/marketing/emails/*", Status = 502 });

        using var first = await server.SendRawAsync(HttpMethod.Get, Campaigns);
        var (broken, _) = await server.GetAsync(Emails);
        await server.ControlAsync(HttpMethod.Post, "limits", new { on = true, token = 1 });
        await server.GetAsync(Campaigns);
        var (refused, body) = await server.GetAsync(Campaigns);

        first.Headers.GetValues("X-HubSpot-RateLimit-Max").Should().Equal("190");
        broken.Should().Be(HttpStatusCode.BadGateway);
        refused.Should().Be(HttpStatusCode.TooManyRequests);
        body.GetProperty("policyName").GetString().Should().Be("TEN_SECONDLY_ROLLING");
        (await server.CallsAsync()).Select(call => call.Path).Should().Equal(Campaigns, Emails, Campaigns, Campaigns);
    }

    [Theory]
    [InlineData("oauth", Campaigns, "marketing.campaigns.read")]
    [InlineData("oauth marketing.campaigns.read", Campaigns, null)]
    [InlineData("oauth marketing.campaigns.read", $"{Campaigns}/ID/reports/revenue", "marketing.campaigns.revenue.read")]
    [InlineData("oauth marketing.campaigns.read marketing.campaigns.revenue.read", $"{Campaigns}/ID/reports/revenue", null)]
    [InlineData("oauth", Emails, "marketing.email.read")]
    [InlineData("oauth content", Emails, null)]
    [InlineData("oauth marketing.email.read", $"{Emails}/statistics/list", null)]
    public async Task A_call_needs_its_scope(string granted, string path, string? missing)
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 1);
        var id = Id((await server.DumpAsync("campaigns"))[0]);
        var (access, _) = await server.AuthorizeAsync(granted);

        var (status, body) = await server.GetAsync(path.Replace("ID", id), access);

        status.Should().Be(missing is null ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        if (missing is not null)
        {
            body.GetProperty("category").GetString().Should().Be("MISSING_SCOPES");
            body.GetProperty("context").GetProperty("requiredGranularScopes").EnumerateArray().Select(scope => scope.GetString()).Should().Contain(missing);
        }
    }

    [Fact]
    public async Task Writing_campaigns_needs_more_than_reading_them()
    {
        await using var server = await SandboxServer.StartAsync();
        var (access, _) = await server.AuthorizeAsync("oauth marketing.campaigns.read");

        var (status, _) = await server.PostAsync(Campaigns, new { properties = new { hs_name = "x" } }, access);

        status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_account_without_marketing_grants_no_scope_of_it_and_does_everything_else()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Marketing = false);
        var back = await server.ConsentAsync("http://localhost:5080/callback", "oauth crm.objects.contacts.read", also: new() { ["optional_scope"] = "marketing.campaigns.read" });
        var code = System.Web.HttpUtility.ParseQueryString(back.Query)["code"]!;
        var (_, tokens) = await server.TokenAsync(new() { ["grant_type"] = "authorization_code", ["redirect_uri"] = "http://localhost:5080/callback", ["code"] = code });
        var access = tokens.GetProperty("access_token").GetString();

        tokens.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).Should().Equal("oauth", "crm.objects.contacts.read");
        (await server.GetAsync(Campaigns)).Status.Should().Be(HttpStatusCode.Forbidden, "an access token cannot have it either");
        (await server.GetAsync(Emails, access)).Body.GetProperty("category").GetString().Should().Be("MISSING_SCOPES");
        (await server.GetAsync("/crm/objects/2026-09/contacts", access)).Status.Should().Be(HttpStatusCode.OK);

        var required = () => server.ConsentAsync("http://localhost:5080/callback", "oauth marketing.campaigns.read");
        (await required.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*marketing.campaigns.read*");
    }

    [Fact]
    [Trait("BadInput", "control records")]
    public async Task A_change_from_behind_is_checked_too()
    {
        await using var server = await SandboxServer.StartAsync(options => options.MarketingEmails = 2);
        var id = Id((await server.DumpAsync("marketing-emails"))[0]);

        foreach (var (path, body, named) in new[]
        {
            ($"records/marketing-emails/{id}", """{"properties":{"open":"many"}}""", "open"),
            ($"records/marketing-emails/{id}", """{"properties":{"wings":"2"}}""", "wings"),
            ($"records/marketing-emails/{id}", """{"properties":{"state":"LOST"}}""", "state"),
        })
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var answer = await server.Client.PostAsync(new Uri($"/_sandbox/{path}", UriKind.Relative), content, TestContext.Current.CancellationToken);
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain(named);
        }
    }

    private static async Task<List<string>> TextsAsync(SandboxServer server, string type) => [.. (await server.DumpAsync(type)).Select(one => one.ToString())];

    private Task<SandboxServer> StartAsync() => SandboxServer.StartAsync(options =>
        (options.StateFile, options.Campaigns, options.MarketingEmails) = (Path.Combine(_folder, "state.jsonl"), 5, 10));
}
