using System.Net;
using System.Text.RegularExpressions;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Sandbox;

public sealed partial class ControlPageInPortalTests
{
    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Editor)]
    public async Task Only_administrators_of_the_portal_see_and_use_the_page(Role role)
    {
        await using var portal = await StartAsync();
        using var stranger = portal.CreateClient();
        using var user = await portal.SignInAsync(role);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["do"] = "reset", ["sure"] = "yes" });
        using var again = new FormUrlEncodedContent(new Dictionary<string, string> { ["do"] = "reset", ["sure"] = "yes" });

        using var page = await user.GetAsync("/sandbox", TestContext.Current.CancellationToken);
        using var post = await user.PostAsync("/sandbox", form, TestContext.Current.CancellationToken);
        using var unknown = await stranger.GetAsync("/sandbox", TestContext.Current.CancellationToken);
        using var unknownPost = await stranger.PostAsync("/sandbox", again, TestContext.Current.CancellationToken);

        foreach (var answer in new[] { page, post, unknown, unknownPost })
        {
            answer.IsSuccessStatusCode.Should().BeFalse();
            answer.Headers.Location?.OriginalString.Should().NotContain("done=");
        }
    }

    [Fact]
    public async Task An_administrator_uses_it_and_comes_back()
    {
        await using var portal = await StartAsync();
        using var admin = await portal.SignInAsync();

        var page = await admin.GetStringAsync("/sandbox", TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = Token().Match(page).Groups[1].Value, ["do"] = "latency", ["ms"] = "2" });
        using var answer = await admin.PostAsync("/sandbox", form, TestContext.Current.CancellationToken);
        using var style = await admin.GetAsync("/sandbox/control.css", TestContext.Current.CancellationToken);

        page.Should().Contain("<a href=\"/\">Back to the portal</a>");
        answer.StatusCode.Should().Be(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.Should().Be("/sandbox?done=latency");
        style.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Viewer, false)]
    public async Task The_banner_leads_administrators_there(Role role, bool shown)
    {
        await using var portal = await StartAsync();
        portal.Connection.Become(FakeConnectionService.Sandbox);
        using var user = await portal.SignInAsync(role);

        var html = await user.GetStringAsync("/sync", TestContext.Current.CancellationToken);

        html.Should().Contain("Made-up data");
        html.Contains("href=\"/sandbox\"", StringComparison.Ordinal).Should().Be(shown);
    }

    private static Task<PortalFactory> StartAsync() => PortalFactory.StartAsync(portal => portal.Settings["Sandbox:Contacts"] = "20");

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex Token();
}
