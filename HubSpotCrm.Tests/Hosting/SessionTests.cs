using System.Net;
using System.Security.Claims;
using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Components;
using HubSpotCrm.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>How long a session lasts, and what an open screen shows after its end.</summary>
public sealed class SessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    public static TheoryData<string> PagesThatStayOpen => [.. Pages.Where(page => !page.IsDefined(typeof(ExcludeFromInteractiveRoutingAttribute), inherit: true)).SelectMany(Addresses)];

    private static IEnumerable<Type> Pages => typeof(Routes).Assembly.GetTypes().Where(type => type.IsDefined(typeof(RouteAttribute), inherit: false));

    [Fact]
    public void Every_page_says_whom_it_is_for()
    {
        Pages.Should().HaveCountGreaterThan(5);
        Pages.Where(page => !page.IsDefined(typeof(AuthorizeAttribute), inherit: true) && !page.IsDefined(typeof(AllowAnonymousAttribute), inherit: true)).Should().BeEmpty();
        Pages.Where(page => page.IsDefined(typeof(AllowAnonymousAttribute), inherit: true)).SelectMany(Addresses).Should().BeEquivalentTo("/sign-in", "/setup");
    }

    [Theory]
    [MemberData(nameof(PagesThatStayOpen))]
    [Trait("Seed", "S23")]
    public async Task A_page_that_is_open_when_the_session_ends_shows_nothing_more(string address)
    {
        await using var portal = await PortalFactory.StartAsync();
        var (check, principal) = await OpenScreenAsync(portal);
        check.SetAuthenticationState(Task.FromResult(new AuthenticationState(principal)));
        await using var scope = portal.Services.CreateAsyncScope();
        await using var screen = new ShellContext();
        screen.Services.AddSingleton<AuthenticationStateProvider>(check);
        screen.Services.AddSingleton(portal.Services.GetRequiredService<IAuthorizationService>());
        screen.Services.AddSingleton(portal.Services.GetRequiredService<IAuthorizationPolicyProvider>());
        screen.Services.AddFallbackServiceProvider(scope.ServiceProvider);
        screen.Connection.Become(FakeConnectionService.Sandbox);
        screen.Sync.Become(FakeSyncService.InTheMiddle);
        screen.AddBunitPersistentComponentState();
        screen.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var shown = screen.Render<Routes>();
        var title = shown.WaitForElement("h1", Patience).TextContent;
        title.Should().NotBe("You are signed out");
        (title == "Page not found").Should().Be(address == "/not-found");

        // As the check does when it finds the session ended.
        check.SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));

        shown.WaitForAssertion(() => shown.FindAll("h1").Select(heading => heading.TextContent).Should().Equal("You are signed out"), Patience);
        screen.Services.GetRequiredService<NavigationManager>().Uri.Should().EndWith(address == "/" ? "/sign-in" : "/sign-in?returnUrl=" + Uri.EscapeDataString(address));
        string.Concat(shown.FindAll("header, nav, main").Select(part => part.TextContent)).Should()
            .NotContain(FakeConnectionService.Portal.Name).And.NotContain(FakeConnectionService.Portal.AccountId).And.NotContain("9,204", "the count of contacts is data too");
    }

    [Fact]
    [Trait("Fault", "F52")]
    public void Whoever_is_not_signed_in_or_has_no_role_may_do_nothing()
    {
        Actor[] actors =
        [
            Actor.Nobody,
            CurrentActor.From(new ClaimsPrincipal(), "UTC"),
            CurrentActor.From(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, nameof(Role.Admin))])), "UTC"),
            CurrentActor.From(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "u1")], "test")), "UTC"),
        ];

        actors.SelectMany(actor => Enum.GetValues<Policy>().Select(actor.Check)).Should().NotContainNulls();
    }

    [Fact]
    [Trait("Seed", "S23")]
    public async Task An_open_screen_that_nobody_uses_ends_after_half_an_hour()
    {
        await using var portal = await StartAsync();
        var (check, principal) = await OpenScreenAsync(portal);
        var sessions = portal.Services.GetRequiredService<OpenSessions>();

        _clock.Advance(TimeSpan.FromMinutes(29));
        (await check.IsStillGoodAsync(principal)).Should().BeTrue();
        sessions.Touch(Session.Id(principal));
        _clock.Advance(TimeSpan.FromMinutes(29));
        (await check.IsStillGoodAsync(principal)).Should().BeTrue("it was used a moment ago");
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await check.IsStillGoodAsync(principal)).Should().BeFalse();
    }

    [Fact]
    [Trait("Fault", "F52")]
    public async Task An_open_screen_ends_when_its_session_was_signed_out_elsewhere_or_was_never_begun()
    {
        await using var portal = await StartAsync();
        var (check, principal) = await OpenScreenAsync(portal);
        var sessions = portal.Services.GetRequiredService<OpenSessions>();

        sessions.End(Session.Id(principal));
        sessions.Touch(Session.Id(principal));

        (await check.IsStillGoodAsync(principal)).Should().BeFalse("a session that was signed out does not come back");
        var unknown = principal.Clone();
        ((ClaimsIdentity)unknown.Identity!).RemoveClaim(unknown.FindFirst(Session.IdClaim));
        (await check.IsStillGoodAsync(unknown)).Should().BeFalse();
    }

    [Fact]
    [Trait("Fault", "F52")]
    public async Task An_open_screen_ends_at_the_next_look_when_its_user_lost_a_role_or_was_deleted()
    {
        await using var portal = await StartAsync();
        var (check, principal) = await OpenScreenAsync(portal);
        await using var scope = portal.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        var user = (await users.GetUserAsync(principal))!;
        (await check.IsStillGoodAsync(principal)).Should().BeTrue();
        check.Interval.Should().BeLessThanOrEqualTo(TimeSpan.FromMinutes(1));

        (await users.RemoveFromRoleAsync(user, nameof(Role.Admin))).Succeeded.Should().BeTrue();
        (await users.AddToRoleAsync(user, nameof(Role.Viewer))).Succeeded.Should().BeTrue();
        (await check.IsStillGoodAsync(principal)).Should().BeFalse("it still holds the greater role");

        (await users.RemoveFromRoleAsync(user, nameof(Role.Viewer))).Succeeded.Should().BeTrue();
        (await users.AddToRoleAsync(user, nameof(Role.Admin))).Succeeded.Should().BeTrue();
        (await check.IsStillGoodAsync(principal)).Should().BeTrue();
        (await users.DeleteAsync(user)).Succeeded.Should().BeTrue();
        (await check.IsStillGoodAsync(principal)).Should().BeFalse();
    }

    [Fact]
    public async Task Use_keeps_a_session_and_the_socket_of_a_screen_does_not()
    {
        await using var portal = await StartAsync();
        using var client = await portal.SignInAsync();

        _clock.Advance(TimeSpan.FromMinutes(29));
        (await StatusAsync(client, "/session")).Should().Be(HttpStatusCode.NoContent);
        _clock.Advance(TimeSpan.FromMinutes(29));
        (await StatusAsync(client, "/sync")).Should().Be(HttpStatusCode.OK);

        // A reconnecting screen sends the cookie, and gets it renewed.
        _clock.Advance(TimeSpan.FromMinutes(20));
        using (var negotiated = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, TestContext.Current.CancellationToken))
        {
            negotiated.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        _clock.Advance(TimeSpan.FromMinutes(10));
        client.DefaultRequestHeaders.Accept.Clear();
        (await StatusAsync(client, "/session")).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_after_its_owner_signed_out()
    {
        await using var portal = await PortalFactory.StartAsync();
        await portal.AddUserAsync();
        using var client = portal.CreateClient();
        using var answer = await client.PostSignInAsync(PortalFactory.EmailOf(Role.Admin), PortalFactory.Password);
        using var thief = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = portal.Address };
        thief.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("portal=", StringComparison.Ordinal)).Split(';')[0]);
        (await StatusAsync(thief, "/session")).Should().Be(HttpStatusCode.NoContent);

        using (await client.PostFormAsync("/connect", "/sign-out", []))
        {
        }

        (await StatusAsync(thief, "/session")).Should().Be(HttpStatusCode.Unauthorized);
    }

    private static IEnumerable<string> Addresses(Type page) => page.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>().Select(route => route.Template);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<(SessionRevalidation Check, ClaimsPrincipal Principal)> OpenScreenAsync(PortalFactory portal)
    {
        var user = await portal.AddUserAsync();
        await using var scope = portal.Services.CreateAsyncScope();
        var principal = await scope.ServiceProvider.GetRequiredService<SignInManager<PortalUser>>().CreateUserPrincipalAsync(user);
        ((ClaimsIdentity)principal.Identity!).AddClaims(Session.Begin(portal.Services.GetRequiredService<TimeProvider>().GetUtcNow()));
        portal.Services.GetRequiredService<OpenSessions>().Touch(Session.Id(principal));
        return (ActivatorUtilities.CreateInstance<SessionRevalidation>(portal.Services), principal);
    }

    private Task<PortalFactory> StartAsync() =>
        PortalFactory.StartAsync(portal => portal.ConfigureServices = services => services.AddSingleton<TimeProvider>(_clock));
}
