using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Shell;

/// <summary>The shell as the first answer shows it, before any script ran.</summary>
public sealed class ShellPageTests
{
    [Theory]
    [InlineData("/sync")]
    [InlineData("/settings/connection")]
    public async Task A_page_has_its_landmarks_and_one_heading(string path)
    {
        await using var portal = await PortalFactory.StartAsync();
        portal.Connection.Become(FakeConnectionService.Sandbox);
        using var client = await portal.SignInAsync();

        var html = await client.GetStringAsync(path, TestContext.Current.CancellationToken);

        Count(html, "<h1").Should().Be(1);
        Count(html, "<main ").Should().Be(1);
        html.Should().ContainAll("<header class=\"top\"", "<nav class=\"side\"", "Skip to content", "aria-live=\"polite\"", "lang=\"en\"", "Sandbox.");
    }

    [Theory]
    [InlineData("theme=dark", "data-theme=\"dark\"")]
    [InlineData("theme=light", "data-theme=\"light\"")]
    [InlineData("theme=%22%3E%3Cscript%3E", null)]
    [InlineData("other=1", null)]
    public async Task The_chosen_theme_is_in_the_first_byte(string cookie, string? attribute)
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = portal.Address };
        client.DefaultRequestHeaders.Add("Cookie", cookie);

        var html = await client.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);

        var root = html[html.IndexOf("<html", StringComparison.Ordinal)..].Split('>')[0];
        if (attribute is null)
        {
            root.Should().NotContain("data-theme");
        }
        else
        {
            root.Should().Contain(attribute);
        }
    }

    [Fact]
    public async Task The_start_page_is_the_overview_once_an_account_is_connected()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync(Role.Viewer);

        using var before = await client.GetAsync("/", TestContext.Current.CancellationToken);
        portal.Connection.Become(FakeConnectionService.Sandbox);
        using var after = await client.GetAsync("/", TestContext.Current.CancellationToken);

        before.Headers.Location!.AbsolutePath.Should().Be("/connect");
        (await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain(">Overview</h1>");
    }

    [Fact]
    public async Task First_run_offers_two_equal_choices()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();

        var html = await client.GetStringAsync("/connect", TestContext.Current.CancellationToken);

        Count(html, "class=\"btn p\"").Should().Be(2);
        html.Should().ContainAll("Explore sandbox", "12,000 contacts, 2,400 companies, 3,600 deals, 60 campaigns", "deals and campaigns, with emails", "Connect HubSpot", "Admin Lindqvist");
    }

    [Fact]
    public async Task With_the_sandbox_off_its_choice_says_how_to_turn_it_on()
    {
        await using var portal = await PortalFactory.StartAsync(portal => portal.Settings["Portal:Sandbox"] = "false");
        using var client = await portal.SignInAsync();

        var html = await client.GetStringAsync("/connect", TestContext.Current.CancellationToken);

        html.Should().Contain("Portal:Sandbox=true");
        Count(html, "class=\"btn p\"").Should().Be(1);
    }

    [Fact]
    public async Task A_refused_connection_is_said_on_every_page()
    {
        await using var portal = await PortalFactory.StartAsync();
        portal.Connection.Become(FakeConnectionService.Sandbox with { Target = ConnectionTarget.HubSpot, State = ConnectionState.ReconnectNeeded, Reason = "The token was revoked." });
        using var client = await portal.SignInAsync();

        var html = await client.GetStringAsync("/sync", TestContext.Current.CancellationToken);

        html.Should().ContainAll("HubSpot refuses the connection.", "The token was revoked.", "Reconnect");
    }

    private static int Count(string html, string text) => html.Split(text).Length - 1;
}
