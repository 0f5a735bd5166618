using System.Net;
using System.Security.Claims;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Security;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>Signing in and out.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task The_right_password_leads_back_to_where_the_user_wanted_to_go()
    {
        await using var portal = await PortalFactory.StartAsync();
        await portal.AddUserAsync(Role.Viewer);
        using var client = portal.CreateClient();

        using var answer = await client.PostSignInAsync(PortalFactory.EmailOf(Role.Viewer), PortalFactory.Password, "/sync?x=1");

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        new Uri(portal.Address, answer.Headers.Location!).Should().Be(new Uri(portal.Address, "/sync?x=1"));
        using var page = await client.GetAsync("/sync", TestContext.Current.CancellationToken);
        page.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_answer()
    {
        await using var portal = await PortalFactory.StartAsync();
        await portal.AddUserAsync(Role.Viewer);
        using var client = portal.CreateClient();

        var known = await RefusedAsync(client, PortalFactory.EmailOf(Role.Viewer));
        var unknown = await RefusedAsync(client, "nobody@portal.example");

        known.Should().Contain("is wrong");
        Visible(known).Should().Be(Visible(unknown));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour_and_say_no_more_than_before()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var portal = await PortalFactory.StartAsync();
        var user = await portal.AddUserAsync(Role.Viewer);
        using var client = portal.CreateClient();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await RefusedAsync(client, user.Email!);
        }

        using var right = await client.PostSignInAsync(user.Email!, PortalFactory.Password);

        right.StatusCode.Should().Be(HttpStatusCode.OK, "the right password does not help a locked account");
        await using var scope = portal.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        var end = await users.GetLockoutEndDateAsync((await users.FindByIdAsync(user.Id))!);
        (end!.Value - clock.GetUtcNow()).Should().BeCloseTo(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task More_than_twenty_attempts_a_minute_from_one_address_are_turned_away()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();
        var hidden = await client.HiddenFieldsAsync("/sign-in");
        List<HttpStatusCode> answers = [];
        for (var attempt = 0; attempt < 22; attempt++)
        {
            using var answer = await client.SendFormAsync("/sign-in", hidden, new() { ["Input.Email"] = $"nobody{attempt}@portal.example", ["Input.Password"] = "wrong" });
            answers.Add(answer.StatusCode);
        }

        answers.Take(20).Should().OnlyContain(status => status == HttpStatusCode.OK);
        answers.Skip(20).Should().OnlyContain(status => status == HttpStatusCode.TooManyRequests);
        using var reading = await client.GetAsync("/sign-in", TestContext.Current.CancellationToken);
        reading.StatusCode.Should().Be(HttpStatusCode.OK, "others at the same address can still open the page");
    }

    [Fact]
    public async Task A_form_from_another_page_signs_nobody_in_or_out()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();
        using var stranger = portal.CreateClient();

        using var signIn = await stranger.SendFormAsync("/sign-in", new() { ["_handler"] = "sign-in" }, new() { ["Input.Email"] = PortalFactory.EmailOf(Role.Admin), ["Input.Password"] = PortalFactory.Password });
        using var signOut = await client.PostAsync("/sign-out", null, TestContext.Current.CancellationToken);
        using var byLink = await client.GetAsync("/sign-out", TestContext.Current.CancellationToken);
        using var still = await client.GetAsync("/sync", TestContext.Current.CancellationToken);

        signIn.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        signOut.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        byLink.IsSuccessStatusCode.Should().BeFalse();
        still.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();

        using var answer = await client.PostFormAsync("/connect", "/sign-out", []);
        using var after = await client.GetAsync("/sync", TestContext.Current.CancellationToken);

        answer.Headers.Location!.OriginalString.Should().Be("/sign-in");
        after.StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Each_sign_in_has_a_session_id_of_its_own_that_a_check_of_the_user_keeps()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();
        var first = await SessionOfAsync(portal, client);
        using (await client.PostSignInAsync(PortalFactory.EmailOf(Role.Admin), PortalFactory.Password))
        {
        }

        var second = await SessionOfAsync(portal, client);

        first.Should().MatchRegex("^[0-9a-f]{32}$");
        second.Should().MatchRegex("^[0-9a-f]{32}$").And.NotBe(first);

        var checkedAgain = new ClaimsPrincipal(new ClaimsIdentity("test"));
        Session.Carry(new ClaimsPrincipal(new ClaimsIdentity([new Claim(Session.IdClaim, second), new Claim(Session.BeganClaim, "1"), new Claim("other", "x")])), checkedAgain);
        checkedAgain.Claims.Select(claim => claim.Type).Should().BeEquivalentTo(Session.IdClaim, Session.BeganClaim);
    }

    [Fact]
    public void A_session_ends_after_twelve_hours_however_busy_it_was()
    {
        var began = new DateTimeOffset(2026, 11, 12, 8, 0, 0, TimeSpan.Zero);
        var user = new ClaimsPrincipal(new ClaimsIdentity(Session.Begin(began)));

        Session.IsTooOld(user, began.AddHours(12).AddSeconds(-1)).Should().BeFalse();
        Session.IsTooOld(user, began.AddHours(12)).Should().BeTrue();
        Session.IsTooOld(new ClaimsPrincipal(), began).Should().BeTrue("a cookie without a beginning was not made here");
    }

    [Fact]
    public async Task A_changed_security_stamp_ends_the_session_at_the_next_check()
    {
        await using var portal = await PortalFactory.StartAsync(portal =>
            portal.ConfigureServices = services => services.PostConfigure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.Zero));
        using var client = await portal.SignInAsync();
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
            await users.UpdateSecurityStampAsync((await users.FindByEmailAsync(PortalFactory.EmailOf(Role.Admin)))!);
        }

        using var answer = await client.GetAsync("/sync", TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task The_session_outlives_a_check_of_the_user()
    {
        await using var portal = await PortalFactory.StartAsync(portal =>
            portal.ConfigureServices = services => services.PostConfigure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.Zero));
        using var client = await portal.SignInAsync();

        for (var request = 0; request < 3; request++)
        {
            using var answer = await client.GetAsync("/sync", TestContext.Current.CancellationToken);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Passwords_are_hashed_with_at_least_210_000_rounds_and_the_limits_are_as_written()
    {
        await using var portal = await PortalFactory.StartAsync();

        portal.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount.Should().BeGreaterThanOrEqualTo(210_000);
        var cookie = portal.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        cookie.ExpireTimeSpan.Should().Be(TimeSpan.FromMinutes(30));
        cookie.SlidingExpiration.Should().BeTrue();
        portal.Services.GetRequiredService<IOptions<SecurityStampValidatorOptions>>().Value.ValidationInterval.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_from_other_sites()
    {
        await using var portal = await PortalFactory.StartAsync();
        await portal.AddUserAsync();
        using var client = portal.CreateClient();

        using var answer = await client.PostSignInAsync(PortalFactory.EmailOf(Role.Admin), PortalFactory.Password);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("portal=", StringComparison.Ordinal));
        cookie.Should().Contain("httponly").And.Contain("samesite=lax").And.Contain("path=/").And.NotContain("expires", "the browser's end is the session's end");
    }

    [Theory]
    [InlineData("https", "__Host-portal")]
    [InlineData("http", "portal")]
    public void Over_https_the_cookie_is_pinned_to_the_host(string scheme, string name)
    {
        var context = new DefaultHttpContext { Request = { Scheme = scheme } };

        new HostCookieManager().AppendResponseCookie(context, "portal", "value", new CookieOptions { Path = "/", Secure = scheme == "https" });

        context.Response.Headers.SetCookie.ToString().Should().StartWith(name + "=");
    }

    private static async Task<string> RefusedAsync(HttpClient client, string email)
    {
        using var answer = await client.PostSignInAsync(email, "not the password");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static string Visible(string html) => System.Text.RegularExpressions.Regex.Replace(html, "value=\"[^\"]*\"|<!--.*?-->", "");

    private static async Task<string> SessionOfAsync(PortalFactory portal, HttpClient client)
    {
        using var started = await client.PostFormAsync("/connect", "/connect/start", new() { ["target"] = "Sandbox" });
        started.StatusCode.Should().Be(HttpStatusCode.Redirect);
        return portal.Connection.Sessions[^1];
    }
}
