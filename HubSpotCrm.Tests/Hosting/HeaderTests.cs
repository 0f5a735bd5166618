using System.Net;
using HubSpotCrm.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>Headers on every answer, and what failing requests show.</summary>
public sealed class HeaderTests
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/connect")]
    [InlineData("/no/such/page")]
    [InlineData("/css/tokens.css")]
    [InlineData("/health/live")]
    public async Task Every_answer_carries_the_headers(string path)
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();

        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Header(answer, "X-Content-Type-Options").Should().Be("nosniff");
        Header(answer, "Referrer-Policy").Should().Be("no-referrer");
        Header(answer, "X-Frame-Options").Should().Be("DENY");
        Header(answer, "Cross-Origin-Opener-Policy").Should().Be("same-origin");
        Header(answer, "Permissions-Policy").Should().Contain("camera=()");
        Header(answer, "X-Correlation-Id").Should().MatchRegex("^[0-9a-f]{16}$");
        answer.Headers.Contains("Server").Should().BeFalse();
        Header(answer, "Content-Security-Policy").Split("; ").Should().Contain(
            ["default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'", "connect-src 'self'"]);
        Header(answer, "Content-Security-Policy").Should().NotContain("unsafe-eval").And.NotContain("*;");
    }

    [Theory]
    [InlineData("/sign-in", true)]
    [InlineData("/sync", true)]
    [InlineData("/", true)]
    [InlineData("/no/such/page", true)]
    [InlineData("/css/tokens.css", false)]
    public async Task Nothing_but_files_of_the_product_is_kept_by_the_browser(string path, bool noStore)
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();

        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);

        (answer.Headers.CacheControl?.NoStore == true).Should().Be(noStore);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sync")]
    public async Task No_page_has_a_script_that_the_policy_would_block(string path)
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();

        var html = await client.GetStringAsync(path, TestContext.Current.CancellationToken);

        System.Text.RegularExpressions.Regex.Matches(html, "<script(?![^>]*src=)[^>]*>").Should().BeEmpty();
        System.Text.RegularExpressions.Regex.Matches(html, "\\son[a-z]+=\"").Should().BeEmpty();
        html.Should().NotContain("https://fonts.").And.NotContain("cdn.");
    }

    [Fact]
    public async Task A_page_that_fails_tells_the_reference_and_nothing_else()
    {
        await using var portal = await PortalFactory.StartAsync(portal => portal.ConfigureServices = services =>
            services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter, FailingPage>());
        using var client = await portal.SignInAsync();

        using var answer = await client.GetAsync("/fail", TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        html.Should().Contain("Something went wrong").And.Contain(Header(answer, "X-Correlation-Id")).And.NotContain("the secret reason").And.NotContain("Exception");
        SetupTests.ReadLogs(portal).Should().Contain("the secret reason").And.Contain(Header(answer, "X-Correlation-Id"));
    }

    [Fact]
    public async Task An_unknown_page_says_so_with_404()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();

        using var answer = await client.GetAsync("/no/such/page", TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("Page not found");
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [Trait("BadInput", "a foreign host name")]
    public async Task A_name_that_is_not_ours_is_refused(string host)
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();
        client.DefaultRequestHeaders.Host = host;

        using var answer = await client.GetAsync("/sign-in", TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_configured_name_is_ours()
    {
        await using var portal = await PortalFactory.StartAsync(portal => portal.Settings["Portal:Hosts:0"] = "crm.example");
        using var client = portal.CreateClient();
        client.DefaultRequestHeaders.Host = "crm.example";

        using var answer = await client.GetAsync("/sign-in", TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Forwarded_headers_count_from_configured_proxies_only()
    {
        await using var trusting = await PortalFactory.StartAsync(portal =>
        {
            portal.Settings["Portal:Proxies:0"] = "127.0.0.1";
            portal.Settings["Portal:Hosts:0"] = "crm.example";
        });
        await using var plain = await PortalFactory.StartAsync();

        (await SecureCookieAsync(trusting)).Should().BeTrue("the proxy says that the browser came by https");
        (await SecureCookieAsync(plain)).Should().BeFalse("anyone can say that");
    }

    private static async Task<bool> SecureCookieAsync(PortalFactory portal)
    {
        using var client = portal.CreateClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "crm.example");
        using var answer = await client.GetAsync("/sign-in", TestContext.Current.CancellationToken);
        return answer.Headers.GetValues("Set-Cookie").Any(cookie => cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : "";

    /// <summary>A page that throws, behind the whole pipeline.</summary>
    private sealed class FailingPage : Microsoft.AspNetCore.Hosting.IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Run(_ => throw new InvalidOperationException("the secret reason"));
        };
    }
}
