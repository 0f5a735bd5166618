using System.Net;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>The first administrator.</summary>
public sealed class SetupTests
{
    [Fact]
    public async Task The_link_is_printed_alone_on_a_line_and_never_logged()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();
        using (await client.GetAsync($"/setup?code={portal.SetupCode}", TestContext.Current.CancellationToken))
        {
        }

        portal.Output.ToString().Should().MatchRegex(@"^http://127\.0\.0\.1:\d+/setup\?code=[0-9a-f]{32}\r?\n$");
        ReadLogs(portal).Should().NotContain(portal.SetupCode);
    }

    [Fact]
    public async Task Looking_at_the_page_does_not_use_the_code_up()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();

        for (var look = 0; look < 3; look++)
        {
            using var page = await client.GetAsync($"/setup?code={portal.SetupCode}", TestContext.Current.CancellationToken);
            page.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        using var answer = await client.PostSetupAsync(portal.SetupCode);
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task The_form_makes_an_administrator_who_is_signed_in_at_once()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();

        using var answer = await client.PostSetupAsync(portal.SetupCode);
        using var home = await client.GetAsync("/", TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        home.Headers.Location!.AbsolutePath.Should().Be("/connect");
        (await AdministratorsAsync(portal)).Should().ContainSingle().Which.Email.Should().Be("first@portal.example");
    }

    [Fact]
    public async Task Of_fifty_requests_at_once_one_makes_the_administrator()
    {
        // Over the rate limit of one address on purpose: the service itself must hold.
        await using var portal = await PortalFactory.StartAsync();
        var attempts = Enumerable.Range(0, 50).Select(async number =>
        {
            await using var scope = portal.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<SetupService>().CreateAdministratorAsync(
                portal.SetupCode, "Racer", $"racer{number}@portal.example", PortalFactory.Password, TestContext.Current.CancellationToken);
        });

        var results = await Task.WhenAll(attempts);

        results.Count(result => result.Succeeded).Should().Be(1);
        (await AdministratorsAsync(portal)).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_crash_before_the_role_is_written_leaves_no_user_behind_and_the_next_attempt_succeeds()
    {
        await using var portal = await PortalFactory.StartAsync(portal => portal.ConfigureServices = services =>
            services.AddSingleton<CrashingUserStore.Once>().AddScoped<IUserStore<PortalUser>, CrashingUserStore>());
        using var client = portal.CreateClient();

        using var crashed = await client.PostSetupAsync(portal.SetupCode);
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
            (await users.FindByEmailAsync("first@portal.example")).Should().BeNull();
        }

        using var again = await client.PostSetupAsync(portal.SetupCode);

        crashed.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        again.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await AdministratorsAsync(portal)).Should().ContainSingle();
    }

    [Fact]
    public async Task Parallel_forms_make_one_administrator_too()
    {
        await using var portal = await PortalFactory.StartAsync();
        var clients = Enumerable.Range(0, 10).Select(_ => portal.CreateClient()).ToList();

        var answers = await Task.WhenAll(clients.Select((client, number) => client.PostSetupAsync(portal.SetupCode, $"form{number}@portal.example")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Redirect).Should().Be(1);
        (await AdministratorsAsync(portal)).Should().HaveCount(1);
        clients.ForEach(client => client.Dispose());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("%00")]
    [Trait("BadInput", "a wrong setup code")]
    public async Task A_wrong_code_opens_nothing(string code)
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();

        using var page = await client.GetAsync($"/setup?code={code}", TestContext.Current.CancellationToken);

        page.IsSuccessStatusCode.Should().BeFalse();
        (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().NotContain("Input.Password");
    }

    [Fact]
    public void The_code_is_good_for_an_hour()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var code = new SetupCode(clock);
        var issued = code.Issue();

        clock.Advance(TimeSpan.FromMinutes(59));
        code.Accepts(issued).Should().BeTrue();
        clock.Advance(TimeSpan.FromMinutes(1));
        code.Accepts(issued).Should().BeFalse();
        code.IsExpired.Should().BeTrue();
    }

    [Theory]
    [InlineData("short pass", "at least 12")]
    [InlineData("password1234", "everybody tries first")]
    [InlineData("HubSpotCrm2026!", "everybody tries first")]
    [InlineData("first@portal.example", "little more than your name")]
    [Trait("BadInput", "a weak password")]
    public async Task A_weak_password_is_refused_with_its_reason_and_the_code_stays_good(string password, string reason)
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();

        using var refused = await client.PostSetupAsync(portal.SetupCode, password: password);
        (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain(reason).And.NotContain($"value=\"{password}\" type=\"password");
        (await AdministratorsAsync(portal)).Should().BeEmpty();

        using var taken = await client.PostSetupAsync(portal.SetupCode);
        taken.StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_portal_that_has_an_administrator_prints_no_link()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"portal-{Guid.NewGuid():N}");
        await using (var first = await PortalFactory.StartAsync(portal => portal.DataFolder = folder))
        {
            await first.AddUserAsync();
            Directory.Move(folder, folder + ".kept");
        }

        Directory.Move(folder + ".kept", folder);
        await using var second = await PortalFactory.StartAsync(portal => portal.DataFolder = folder);

        second.Output.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task Without_the_forms_token_nothing_is_made()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();

        using var answer = await client.SendFormAsync("/setup", new() { ["_handler"] = "setup" }, FormClient.SetupFields(portal.SetupCode, "forged@portal.example", PortalFactory.Password));

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await AdministratorsAsync(portal)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080", "http://localhost:8080")]
    [InlineData("http://*:5080", "http://localhost:5080")]
    [InlineData("http://[::]:5080", "http://localhost:5080")]
    [InlineData("https://portal.example:443", "https://portal.example")]
    [InlineData("http://127.0.0.1:5081", "http://127.0.0.1:5081")]
    public void The_link_names_an_address_that_this_machine_reaches(string listening, string printed) =>
        ListeningAddress.Reachable(listening).Should().Be(printed);

    internal static string ReadLogs(PortalFactory portal)
    {
        var folder = Path.Combine(portal.DataFolder, "logs");
        return string.Concat(Directory.EnumerateFiles(folder).Select(path =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }));
    }

    private static async Task<IList<PortalUser>> AdministratorsAsync(PortalFactory portal)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>().GetUsersInRoleAsync(nameof(Role.Admin));
    }
}
