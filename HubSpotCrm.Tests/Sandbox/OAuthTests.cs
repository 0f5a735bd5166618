using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class OAuthTests
{
    private const string Redirect = "http://localhost:5080/callback";

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_consent_page_names_account_and_scopes_and_needs_no_script()
    {
        await using var server = await SandboxServer.StartAsync();

        var page = await server.Client.GetStringAsync(new Uri(
            $"/oauth/authorize?client_id={server.Options.ClientId}&redirect_uri={Uri.EscapeDataString(Redirect)}&scope=oauth%20crm.objects.contacts.read&state=%22%3E%3Cb%3E", UriKind.Relative), TestContext.Current.CancellationToken);

        page.Should().Contain("Nordlicht Trading").And.Contain("<li>crm.objects.contacts.read</li>").And.Contain("value=\"&quot;&gt;&lt;b&gt;\"");
        page.Should().NotContain("<script").And.NotContain("style=").And.NotContain("<style");
    }

    [Theory]
    [InlineData("client_id=other&redirect_uri=http://localhost/cb&scope=oauth")]
    [InlineData("client_id=ID&scope=oauth")]
    [InlineData("client_id=ID&redirect_uri=http://far.example/cb&scope=oauth")]
    [InlineData("client_id=ID&redirect_uri=javascript:alert(1)&scope=oauth")]
    [InlineData("client_id=ID&redirect_uri=http://localhost/cb")]
    public async Task A_request_for_consent_that_is_not_right_goes_nowhere(string query)
    {
        await using var server = await SandboxServer.StartAsync(options => options.ClientId = "ID");

        using var response = await server.Client.GetAsync(new Uri($"/oauth/authorize?{query}", UriKind.Relative), TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().NotContain("<form");
    }

    [Fact]
    public async Task Consent_leads_to_a_code_and_the_code_to_tokens()
    {
        await using var server = await SandboxServer.StartAsync();

        var back = await server.ConsentAsync(Redirect, "oauth crm.objects.contacts.read", also: new() { ["state"] = "s 1" });
        var query = HttpUtility.ParseQueryString(back.Query);
        var (status, tokens) = await server.TokenAsync(new() { ["grant_type"] = "authorization_code", ["redirect_uri"] = Redirect, ["code"] = query["code"]! });

        query["state"].Should().Be("s 1");
        status.Should().Be(HttpStatusCode.OK);
        tokens.GetProperty("expires_in").GetInt32().Should().Be(1800);
        tokens.GetProperty("hub_id").GetInt64().Should().Be(146_220_473);
        var (read, _) = await server.GetAsync("/crm/objects/2026-09/contacts", tokens.GetProperty("access_token").GetString());
        read.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refusal_is_told_in_the_address()
    {
        await using var server = await SandboxServer.StartAsync();

        var back = await server.ConsentAsync(Redirect, connect: false);

        HttpUtility.ParseQueryString(back.Query)["error"].Should().Be("access_denied");
        HttpUtility.ParseQueryString(back.Query)["code"].Should().BeNull();
    }

    [Fact]
    public async Task A_code_works_once()
    {
        await using var server = await SandboxServer.StartAsync();
        var code = await CodeAsync(server);

        await ExchangeAsync(server, code);
        var (status, body) = await ExchangeAsync(server, code);

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("status").GetString().Should().Be("BAD_AUTH_CODE");
    }

    [Fact]
    public async Task A_code_older_than_a_minute_is_refused()
    {
        var time = new FakeTimeProvider(Noon);
        await using var server = await SandboxServer.StartAsync(time: time);
        var code = await CodeAsync(server);

        time.Advance(TimeSpan.FromSeconds(61));
        var (_, body) = await ExchangeAsync(server, code);

        body.GetProperty("status").GetString().Should().Be("BAD_AUTH_CODE");
    }

    [Theory]
    [InlineData("redirect_uri", "http://localhost:5080/callback/", "BAD_REDIRECT_URI")]
    [InlineData("client_secret", "guess", "BAD_CLIENT_SECRET")]
    [InlineData("client_id", "guess", "BAD_CLIENT_ID")]
    [InlineData("grant_type", "password", "BAD_GRANT_TYPE")]
    public async Task A_wrong_field_of_the_token_call_is_named(string field, string value, string expected)
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.TokenAsync(new()
        {
            ["grant_type"] = "authorization_code",
            ["redirect_uri"] = Redirect,
            ["code"] = await CodeAsync(server),
            [field] = value,
        });

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("status").GetString().Should().Be(expected);
    }

    [Theory]
    [InlineData("S256", true)]
    [InlineData("S256", false)]
    [InlineData("plain", true)]
    [InlineData("plain", false)]
    public async Task Whoever_began_with_a_challenge_must_prove_it(string method, bool right)
    {
        const string verifier = "a-long-verifier-of-more-than-forty-three-characters";
        await using var server = await SandboxServer.StartAsync();
        var challenge = method == "plain" ? verifier : Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var back = await server.ConsentAsync(Redirect, also: new() { ["code_challenge"] = challenge, ["code_challenge_method"] = method });

        var (status, _) = await server.TokenAsync(new()
        {
            ["grant_type"] = "authorization_code",
            ["redirect_uri"] = Redirect,
            ["code"] = HttpUtility.ParseQueryString(back.Query)["code"]!,
            ["code_verifier"] = right ? verifier : "x" + verifier,
        });

        status.Should().Be(right ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_token_lives_thirty_minutes()
    {
        var time = new FakeTimeProvider(Noon);
        await using var server = await SandboxServer.StartAsync(time: time);
        var (access, refresh) = await server.AuthorizeAsync();

        time.Advance(TimeSpan.FromMinutes(29.9));
        (await server.GetAsync("/account-info/2026-09/details", access)).Status.Should().Be(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromSeconds(11));
        var (status, body) = await server.GetAsync("/account-info/2026-09/details", access);
        var (_, renewed) = await server.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh });

        status.Should().Be(HttpStatusCode.Unauthorized);
        body.GetProperty("category").GetString().Should().Be("EXPIRED_AUTHENTICATION");
        renewed.GetProperty("refresh_token").GetString().Should().Be(refresh);
        (await server.GetAsync("/account-info/2026-09/details", renewed.GetProperty("access_token").GetString())).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task When_rotation_is_on_the_old_refresh_token_is_spent()
    {
        await using var server = await SandboxServer.StartAsync();
        var (_, refresh) = await server.AuthorizeAsync();
        await server.ControlAsync(HttpMethod.Post, "tokens/rotate", new { on = true });

        var (_, renewed) = await server.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh });
        var (_, again) = await server.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh });

        renewed.GetProperty("refresh_token").GetString().Should().NotBe(refresh);
        again.GetProperty("status").GetString().Should().Be("BAD_REFRESH_TOKEN");
    }

    [Fact]
    public async Task Uninstalling_ends_every_token()
    {
        await using var server = await SandboxServer.StartAsync();
        var (access, refresh) = await server.AuthorizeAsync();

        var (gone, _) = await server.SendAsync(HttpMethod.Delete, "/appinstalls/2026-09/external-install", token: access);
        var (read, _) = await server.GetAsync("/account-info/2026-09/details", access);
        var (_, renewed) = await server.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh });

        gone.Should().Be(HttpStatusCode.NoContent);
        read.Should().Be(HttpStatusCode.Unauthorized);
        renewed.GetProperty("status").GetString().Should().Be("BAD_REFRESH_TOKEN");
    }

    [Fact]
    public async Task Revoking_ends_the_refresh_token_and_leaves_the_access_token_its_time()
    {
        await using var server = await SandboxServer.StartAsync();
        var (access, refresh) = await server.AuthorizeAsync();

        await server.TokenAsync(new() { ["token"] = refresh }, "/oauth/2026-09/token/revoke");
        var (_, told) = await server.TokenAsync(new() { ["token"] = refresh }, "/oauth/2026-09/token/introspect");
        var (read, _) = await server.GetAsync("/account-info/2026-09/details", access);

        told.GetProperty("active").GetBoolean().Should().BeFalse();
        read.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Introspection_tells_account_user_and_scopes()
    {
        await using var server = await SandboxServer.StartAsync();
        var (access, _) = await server.AuthorizeAsync("oauth crm.objects.deals.read");

        var (_, told) = await server.TokenAsync(new() { ["token"] = access }, "/oauth/2026-09/token/introspect");

        told.GetProperty("active").GetBoolean().Should().BeTrue();
        told.GetProperty("user").GetString().Should().Contain("@");
        told.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).Should().Equal("oauth", "crm.objects.deals.read");
    }

    [Fact]
    public async Task A_scope_that_was_not_granted_is_named()
    {
        await using var server = await SandboxServer.StartAsync();
        var (access, _) = await server.AuthorizeAsync("oauth crm.objects.contacts.read");

        var (status, body) = await server.PatchAsync("/crm/objects/2026-09/contacts/1", new { properties = new { phone = "1" } }, access);

        status.Should().Be(HttpStatusCode.Forbidden);
        body.GetProperty("category").GetString().Should().Be("MISSING_SCOPES");
        body.GetProperty("context").GetProperty("requiredGranularScopes")[0].GetString().Should().Be("crm.objects.contacts.write");
    }

    [Fact]
    public async Task A_token_nobody_issued_is_no_token()
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.GetAsync("/crm/objects/2026-09/contacts", "made-up");

        status.Should().Be(HttpStatusCode.Unauthorized);
        body.GetProperty("category").GetString().Should().Be("INVALID_AUTHENTICATION");
    }

    private static async Task<string> CodeAsync(SandboxServer server) =>
        HttpUtility.ParseQueryString((await server.ConsentAsync(Redirect)).Query)["code"]!;

    private static Task<(HttpStatusCode Status, System.Text.Json.JsonElement Body)> ExchangeAsync(SandboxServer server, string code) =>
        server.TokenAsync(new() { ["grant_type"] = "authorization_code", ["redirect_uri"] = Redirect, ["code"] = code });
}
