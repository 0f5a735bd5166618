using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.HubSpot.ClientBench;

namespace HubSpotCrm.Tests.HubSpot;

[Trait("Seed", "S22")]
public sealed class HubSpotOAuthTests : IAsyncLifetime
{
    private readonly ClientBench _bench = new();

    private ScriptedServer Server => _bench.Server;

    private HubSpotOAuthClient OAuth => _bench.Factory.OAuth(_bench.Endpoint);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_code_is_exchanged_with_everything_in_the_body()
    {
        Server.Then(Reply.Json("""{"token_type":"bearer","access_token":"a","refresh_token":"r","expires_in":1800,"hub_id":12345,"scopes":["oauth","crm.objects.contacts.read"]}"""));

        var token = await OAuth.ExchangeCodeAsync("id", "secret", "http://localhost:5080/api/hubspot/oauth/callback", "na1-code", "verifier", Cancellation);

        token.Value.Should().BeEquivalentTo(new WireToken("a", "r", 1800, "12345", ["oauth", "crm.objects.contacts.read"]));
        Server.Requests[0].Target.Should().Be("/oauth/2026-09/token");
        Server.Requests[0].Body.Should().Be(
            "grant_type=authorization_code&client_id=id&client_secret=secret&redirect_uri=http%3A%2F%2Flocalhost%3A5080%2Fapi%2Fhubspot%2Foauth%2Fcallback&code=na1-code&code_verifier=verifier");
    }

    [Fact]
    public async Task An_old_versions_answer_without_account_and_scopes_is_taken()
    {
        Server.Then(Reply.Json("""{"access_token":"a","refresh_token":"r"}"""));

        (await OAuth.RefreshAsync("id", "secret", "r", Cancellation)).Value.Should().BeEquivalentTo(new WireToken("a", "r", 1800, null, []));
    }

    [Theory]
    [InlineData("""{"status":"BAD_AUTH_CODE","message":"missing or unknown auth code"}""", "BAD_AUTH_CODE")]
    [InlineData("""{"error":"invalid_grant","error_description":"no"}""", "invalid_grant")]
    [InlineData("""{"error":"invalid_grant","status":"BAD_REFRESH_TOKEN","message":"no"}""", "BAD_REFRESH_TOKEN")]
    public async Task A_refused_code_names_HubSpots_word_for_it(string body, string code)
    {
        Server.Then(Reply.Json(body, 400));

        (await OAuth.ExchangeCodeAsync("id", "secret", "http://localhost/", "c", null, Cancellation)).Failure
            .Should().BeOfType<AuthorizationRefused>().Which.Code.Should().Be(code);
    }

    [Theory]
    [InlineData(400, """{"status":"BAD_CLIENT_SECRET","message":"wrong"}""")]
    [InlineData(400, """{"status":"BAD_REDIRECT_URI","message":"wrong"}""")]
    [InlineData(400, """{"error":"invalid_client"}""")]
    [InlineData(401, "{}")]
    [InlineData(403, "{}")]
    public async Task A_refused_app_is_told_from_a_refused_code(int status, string body)
    {
        Server.Then(Reply.Json(body, status));

        (await OAuth.ExchangeCodeAsync("id", "secret", "http://localhost/", "c", null, Cancellation)).Failure.Should().BeOfType<AppNotAccepted>();
    }

    [Theory]
    [InlineData("""{"token_type":"bearer"}""")]
    [InlineData("""{"access_token":""}""")]
    [InlineData("<html>")]
    public async Task A_code_is_not_sent_twice_though_the_answer_is_broken(string body)
    {
        Server.Otherwise = _ => Reply.Json(body);

        (await OAuth.ExchangeCodeAsync("id", "secret", "http://localhost/", "c", null, Cancellation)).Failure.Should().BeOfType<HubSpotUnavailable>();
        Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_token_is_introspected_and_revoked()
    {
        Server.Then(
            Reply.Json("""{"active":true,"hub_id":12345,"hub_domain":"acme.com","user":"a@b.c","user_id":7,"scopes":["oauth"]}"""),
            Reply.Empty(204));

        (await OAuth.IntrospectAsync("id", "secret", "access", Cancellation)).Value.Should().BeEquivalentTo(
            new WireIntrospection(true, "12345", "acme.com", "a@b.c", "7", ["oauth"]));
        (await OAuth.RevokeAsync("id", "secret", "refresh", Cancellation)).Succeeded.Should().BeTrue();

        Server.Requests.Select(request => $"{request.Target} {request.Body}").Should().Equal(
            "/oauth/2026-09/token/introspect client_id=id&client_secret=secret&token=access&token_type_hint=access_token",
            "/oauth/2026-09/token/revoke client_id=id&client_secret=secret&token=refresh&token_type_hint=refresh_token");
    }

    [Fact]
    public async Task Neither_codes_nor_secrets_reach_the_log()
    {
        Server.Then(Reply.Json("""{"error":"invalid_grant","message":"refresh_token secret-refresh is bad"}""", 400));

        await OAuth.RefreshAsync("id", "secret-client", "secret-refresh", Cancellation);

        string.Join('\n', _bench.Log.Lines).Should().Contain("token refresh: 400").And.NotContainAny("secret-client", "secret-refresh");
    }

    [Fact]
    public void The_consent_page_is_asked_for_exactly_what_the_portal_needs()
    {
        var address = HubSpotAuthorizeUrl.Build(
            new Uri("https://app.hubspot.com/oauth/authorize"), "id", "http://localhost:5080/back", ["oauth", "crm.objects.contacts.read"], ["marketing.email.read"], "st&te", "challenge");

        address.AbsoluteUri.Should().Be(
            "https://app.hubspot.com/oauth/authorize?client_id=id&redirect_uri=http%3A%2F%2Flocalhost%3A5080%2Fback&scope=oauth%20crm.objects.contacts.read&optional_scope=marketing.email.read&response_type=code&state=st%26te&code_challenge=challenge&code_challenge_method=S256");
    }
}
