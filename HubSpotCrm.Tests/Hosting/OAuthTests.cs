using System.Net;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>The way to the consent page and back.</summary>
public sealed class OAuthTests
{
    private const string Code = "code-that-must-not-be-seen-7f3a91c2";

    [Fact]
    public async Task The_form_leads_to_the_consent_page_and_the_answer_to_contacts()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();

        var state = await StartAsync(client);
        using var answer = await CallBackAsync(client, state);

        portal.Connection.Origin!.GetLeftPart(UriPartial.Authority).Should().Be(portal.Address.GetLeftPart(UriPartial.Authority));
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.Should().Be("/contacts");
        portal.Connection.Status.State.Should().Be(ConnectionState.Connected);
    }

    [Fact]
    [Trait("Seed", "S30")]
    public async Task Where_HubSpot_did_not_grant_all_the_answer_leads_past_what_is_left_out()
    {
        await using var portal = await PortalFactory.StartAsync();
        portal.Connection.Consented = FakeConnectionService.Sandbox with { MissingScopes = ["marketing.email.read", "marketing.campaigns.write"] };
        using var client = await portal.SignInAsync();

        using var answer = await CallBackAsync(client, await StartAsync(client));
        var page = await client.GetStringAsync(answer.Headers.Location, TestContext.Current.CancellationToken);

        answer.Headers.Location!.OriginalString.Should().Be("/connect?step=gaps");
        page.Should().ContainAll("Nordwind Instruments is connected", "2 permissions were not granted", "Marketing emails", "marketing.email.read", "Create, edit and delete campaigns", "marketing.campaigns.write", "connect again", "href=\"/contacts\"");
    }

    [Fact]
    public async Task The_way_to_HubSpot_names_every_permission_that_is_asked_for()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();

        var page = await client.GetStringAsync("/connect?step=hubspot", TestContext.Current.CancellationToken);

        page.Should().ContainAll(HubSpotOptions.DefaultScopes.Concat(HubSpotOptions.DefaultOptionalScopes).Except(["oauth"]).Select(scope => $">{scope}<"));
        page.Should().Contain("without Marketing Hub");
    }

    [Fact]
    [Trait("BadInput", "a callback with a wrong state")]
    public async Task A_wrong_state_connects_nothing_and_says_why()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();
        await StartAsync(client);

        await RefusedAsync(portal, client, "0123456789");
    }

    [Fact]
    [Trait("BadInput", "a callback with a replayed state")]
    public async Task A_replayed_state_connects_nothing()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();
        var state = await StartAsync(client);
        using (await CallBackAsync(client, state))
        {
        }

        portal.Connection.Become(ConnectionStatus.None);
        await RefusedAsync(portal, client, state);
    }

    [Fact]
    [Trait("BadInput", "a callback with an expired state")]
    public async Task An_expired_state_connects_nothing()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var portal = await PortalFactory.StartAsync(portal => portal.Connection.Clock = clock);
        using var client = await portal.SignInAsync();
        var state = await StartAsync(client);
        clock.Advance(TimeSpan.FromMinutes(10));

        await RefusedAsync(portal, client, state);
    }

    [Fact]
    [Trait("BadInput", "a callback with another user's state")]
    public async Task The_state_of_another_user_or_session_connects_nothing()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();
        await portal.AddUserAsync(Role.Admin, "second@portal.example");
        using var other = portal.CreateClient();
        using (await other.PostSignInAsync("second@portal.example", PortalFactory.Password))
        {
        }

        using var sameUserElsewhere = portal.CreateClient();
        using (await sameUserElsewhere.PostSignInAsync(PortalFactory.EmailOf(Role.Admin), PortalFactory.Password))
        {
        }

        await RefusedAsync(portal, other, await StartAsync(client));
        await RefusedAsync(portal, sameUserElsewhere, await StartAsync(client));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?code=&state=")]
    [InlineData("?state=%00%FF")]
    [InlineData("?error=access_denied&error_description=%3Cb%3Eno%3C/b%3E&state=x")]
    [Trait("BadInput", "a callback with malformed parameters")]
    public async Task A_callback_without_an_answer_connects_nothing(string query)
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();

        using var answer = await client.GetAsync("/api/hubspot/oauth/callback" + query, TestContext.Current.CancellationToken);

        answer.Headers.Location!.OriginalString.Should().MatchRegex("^/connect\\?notice=[0-9a-f]{16}$");
        portal.Connection.Status.State.Should().Be(ConnectionState.None);
    }

    [Fact]
    public async Task Code_and_state_stay_out_of_the_log_and_of_every_address()
    {
        await using var portal = await PortalFactory.StartAsync(portal => portal.Settings["Portal:LogLevel"] = "Trace");
        using var client = await portal.SignInAsync();
        using var stranger = portal.CreateClient();
        var state = await StartAsync(client);

        using var refused = await CallBackAsync(client, "wrong-state-5d1e");
        using var toSignIn = await CallBackAsync(stranger, state);
        using var done = await CallBackAsync(client, state);

        foreach (var answer in (HttpResponseMessage[])[refused, toSignIn, done])
        {
            answer.Headers.Location!.OriginalString.Should().NotContain(Code).And.NotContain(state);
        }

        SetupTests.ReadLogs(portal).Should().Contain("oauth/callback").And.NotContain(Code).And.NotContain(state).And.NotContain("wrong-state-5d1e");
    }

    [Fact]
    public async Task A_pasted_token_and_a_password_stay_out_of_the_log_and_of_the_pages()
    {
        const string Token = "pat-eu1-0a1b2c3d-1111-2222-3333-444455556666";
        await using var portal = await PortalFactory.StartAsync(portal => portal.Settings["Portal:LogLevel"] = "Trace");
        using var client = await portal.SignInAsync();

        using var answer = await client.PostFormAsync("/connect?step=hubspot", "/connect/token", new() { ["accessToken"] = $" {Token} " });
        var page = await client.GetStringAsync("/settings/connection", TestContext.Current.CancellationToken);

        portal.Connection.Calls.Should().Contain("token " + Token);
        answer.Headers.Location!.OriginalString.Should().Be("/contacts");
        page.Should().Contain("ending in 6666").And.NotContain(Token);
        SetupTests.ReadLogs(portal).Should().NotContain(Token).And.NotContain(PortalFactory.Password);
    }

    [Fact]
    public async Task Connecting_starts_from_the_portals_own_form_only()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();

        using var forged = await client.SendFormAsync("/connect/start", [], new() { ["target"] = "Sandbox" });
        using var byLink = await client.GetAsync("/connect/start?target=Sandbox", TestContext.Current.CancellationToken);
        using var unknown = await client.PostFormAsync("/connect", "/connect/start", new() { ["target"] = "Elsewhere" });

        forged.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        byLink.IsSuccessStatusCode.Should().BeFalse();
        unknown.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        portal.Connection.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_viewer_sees_who_can_connect_and_cannot_connect()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync(Role.Viewer);

        var page = await client.GetStringAsync("/connect", TestContext.Current.CancellationToken);
        using var answer = await client.PostFormAsync("/connect", "/connect/start", new() { ["target"] = "Sandbox" });

        page.Should().Contain("An administrator has to connect one").And.NotContain("/connect/start");
        answer.Headers.Location!.OriginalString.Should().StartWith("/connect?notice=");
        portal.Connection.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task The_reason_of_a_failure_is_shown_once_asked_for_and_cannot_be_made_up()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();
        portal.Connection.Failure = new Core.Common.InvalidInput("Client id", "none is configured. Set HUBSPOT_CLIENT_ID.");

        using var answer = await client.PostFormAsync("/connect", "/connect/start", new() { ["target"] = "HubSpot" });
        var page = await client.GetStringAsync(answer.Headers.Location, TestContext.Current.CancellationToken);
        var forged = await client.GetStringAsync("/connect?notice=Call+0900-EVIL", TestContext.Current.CancellationToken);

        page.Should().Contain("Set HUBSPOT_CLIENT_ID");
        forged.Should().Contain("Start again.").And.NotContain("Call 0900-EVIL");
    }

    private static async Task<string> StartAsync(HttpClient client)
    {
        using var answer = await client.PostFormAsync("/connect", "/connect/start", new() { ["target"] = "Sandbox" });
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        return answer.Headers.Location!.Query.Split("state=")[1];
    }

    private static Task<HttpResponseMessage> CallBackAsync(HttpClient client, string state) =>
        client.GetAsync($"/api/hubspot/oauth/callback?code={Code}&state={state}", TestContext.Current.CancellationToken);

    private static async Task RefusedAsync(PortalFactory portal, HttpClient client, string state)
    {
        using var answer = await CallBackAsync(client, state);
        answer.Headers.Location!.OriginalString.Should().StartWith("/connect?notice=");
        (await client.GetStringAsync(answer.Headers.Location, TestContext.Current.CancellationToken)).Should().Contain("does not belong to a connection you started");
        portal.Connection.Status.State.Should().Be(ConnectionState.None);
    }
}
