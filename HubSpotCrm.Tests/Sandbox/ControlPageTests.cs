using System.Net;
using System.Text.RegularExpressions;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed partial class ControlPageTests
{
    private const string Contacts = "/crm/objects/2026-09/contacts";

    [Fact]
    public async Task A_record_is_found_by_its_name_and_changed_as_by_a_colleague()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await server.PostAsync(Contacts, new { properties = new { firstname = "Zenobia", lastname = "Quill & <b>", email = "zq@new.example" } })).Body);

        var found = await GetAsync(server, "/?type=contacts&q=zenobia");
        var one = await GetAsync(server, $"/?type=contacts&id={id}&property=jobtitle");
        var answer = await PostAsync(server, one, new() { ["do"] = "change", ["type"] = "contacts", ["id"] = id, ["property"] = "jobtitle", ["value"] = "Pilot" });
        var (_, read) = await server.GetAsync($"{Contacts}/{id}?propertiesWithHistory=jobtitle");

        found.Should().Contain($"/?type=contacts&amp;id={id}").And.Contain("Zenobia Quill &amp; &lt;b&gt;").And.NotContain("<b>");
        answer.Status.Should().Be(HttpStatusCode.SeeOther);
        answer.Location.Should().StartWith("/?done=change");
        (await GetAsync(server, answer.Location!)).Should().Contain("Changed, as a colleague").And.Contain("Pilot");
        Value(read, "jobtitle").Should().Be("Pilot");
        read.GetProperty("propertiesWithHistory").GetProperty("jobtitle")[0].GetProperty("sourceType").GetString().Should().Be("CRM_UI");
    }

    [Fact]
    public async Task Campaigns_and_marketing_mails_can_be_changed_too()
    {
        await using var server = await SandboxServer.StartAsync(options => (options.Campaigns, options.MarketingEmails) = (2, 2));
        var campaign = Id((await server.DumpAsync("campaigns"))[0]);
        var email = Id((await server.DumpAsync("marketing-emails"))[0]);
        var page = await GetAsync(server, $"/?type=campaigns&id={campaign}&property=hs_campaign_status");

        await PostAsync(server, page, new() { ["do"] = "change", ["type"] = "campaigns", ["id"] = campaign, ["property"] = "hs_goal", ["value"] = "A hundred" });
        await PostAsync(server, page, new() { ["do"] = "change", ["type"] = "marketing-emails", ["id"] = email, ["property"] = "click", ["value"] = "9" });

        page.Should().Contain("<option value=\"paused\"");
        Value((await server.GetAsync($"{CampaignTests.Campaigns}/{campaign}?properties=hs_goal")).Body, "hs_goal").Should().Be("A hundred");
        MarketingEmailTests.Counter((await server.DumpAsync("marketing-emails"))[0].GetProperty("stats"), "click").Should().Be(9);
    }

    [Fact]
    public async Task A_record_can_be_taken_away()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 1);
        var contact = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);
        var campaign = Id((await server.DumpAsync("campaigns"))[0]);
        var page = await GetAsync(server, $"/?type=contacts&id={contact}");

        await PostAsync(server, page, new() { ["do"] = "remove", ["type"] = "contacts", ["id"] = contact });
        await PostAsync(server, page, new() { ["do"] = "remove", ["type"] = "campaigns", ["id"] = campaign });

        (await server.GetAsync($"{Contacts}/{contact}")).Status.Should().Be(HttpStatusCode.NotFound);
        (await server.GetAsync($"{CampaignTests.Campaigns}/{campaign}")).Status.Should().Be(HttpStatusCode.NotFound);
        (await GetAsync(server, $"/?type=contacts&id={contact}")).Should().Contain("There is no live record");
    }

    [Fact]
    public async Task The_next_calls_are_throttled_and_no_more()
    {
        await using var server = await SandboxServer.StartAsync();

        await PostAsync(server, await GetAsync(server, "/"), new() { ["do"] = "throttle", ["count"] = "2" });
        var statuses = new[] { (await server.GetAsync(Contacts)).Status, (await server.GetAsync(Contacts)).Status, (await server.GetAsync(Contacts)).Status };

        statuses.Should().Equal(HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests, HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_account_goes_down_and_comes_up()
    {
        await using var server = await SandboxServer.StartAsync();

        await PostAsync(server, await GetAsync(server, "/"), new() { ["do"] = "down" });
        var down = (await server.GetAsync(Contacts)).Status;
        var page = await GetAsync(server, "/");
        await PostAsync(server, page, new() { ["do"] = "up" });

        down.Should().Be(HttpStatusCode.ServiceUnavailable);
        page.Should().Contain("<strong>Down</strong>");
        (await server.GetAsync(Contacts)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tokens_expire_and_the_app_is_taken_out()
    {
        await using var server = await SandboxServer.StartAsync();
        var (access, refresh) = await server.AuthorizeAsync();
        var page = await GetAsync(server, "/");

        await PostAsync(server, page, new() { ["do"] = "expire" });
        var expired = (await server.GetAsync(Contacts, access)).Body.GetProperty("category").GetString();
        var (renewed, _) = await server.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh });
        await PostAsync(server, page, new() { ["do"] = "revoke" });
        var (refused, _) = await server.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh });

        expired.Should().Be("EXPIRED_AUTHENTICATION");
        renewed.Should().Be(HttpStatusCode.OK);
        refused.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Limits_latency_and_marketing_are_set_and_shown()
    {
        await using var server = await SandboxServer.StartAsync();
        var page = await GetAsync(server, "/");

        foreach (var form in new Dictionary<string, string>[] { new() { ["do"] = "limits-on" }, new() { ["do"] = "latency", ["ms"] = "3" }, new() { ["do"] = "marketing-off" } })
        {
            (await PostAsync(server, page, form)).Status.Should().Be(HttpStatusCode.SeeOther);
        }

        using var limited = await server.SendRawAsync(HttpMethod.Get, Contacts);
        limited.Headers.Contains("X-HubSpot-RateLimit-Remaining").Should().BeTrue();
        (await server.GetAsync(CampaignTests.Campaigns)).Status.Should().Be(HttpStatusCode.Forbidden);
        (await GetAsync(server, "/")).Should().Contain("name=\"ms\" value=\"3\"").And.Contain("Switch limits off").And.Contain("Give marketing");
    }

    [Fact]
    public async Task The_last_calls_and_unknown_ones_are_shown_as_text()
    {
        await using var server = await SandboxServer.StartAsync();
        server.AllowUnknownRoutes = true;
        for (var call = 0; call < 101; call++)
        {
            await server.GetAsync($"{Contacts}?limit=1&n={call}x");
        }

        await server.GetAsync("/made/up?q=<script>");
        var page = await GetAsync(server, "/");

        page.Should().Contain("GET /made/up: 1 ×").And.Contain("&amp;n=100x").And.NotContain("&amp;n=1x").And.NotContain("<script");
        Rows().Count(page).Should().Be(101, "a head and a hundred calls");
    }

    [Fact]
    public async Task A_reset_asks_to_be_sure_and_then_forgets_everything()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await server.PostAsync(Contacts, new { properties = new { email = "gone@new.example" } })).Body);
        var page = await GetAsync(server, "/");

        var unsure = await PostAsync(server, page, new() { ["do"] = "reset" });
        var (kept, _) = await server.GetAsync($"{Contacts}/{id}");
        var sure = await PostAsync(server, page, new() { ["do"] = "reset", ["sure"] = "yes" });
        var (gone, _) = await server.GetAsync($"{Contacts}/{id}");

        unsure.Status.Should().Be(HttpStatusCode.BadRequest);
        sure.Status.Should().Be(HttpStatusCode.SeeOther);
        kept.Should().Be(HttpStatusCode.OK);
        gone.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [Trait("BadInput", "sandbox control page")]
    [InlineData("do=throttle&count=0", "count: ")]
    [InlineData("do=throttle&count=1001", "count: ")]
    [InlineData("do=latency&ms=-1", "ms: ")]
    [InlineData("do=latency", "ms: ")]
    [InlineData("do=latency&ms=%3Cb%3E", "&lt;b&gt;")]
    [InlineData("do=explode", "do: ")]
    [InlineData("do=change&type=spaceships&id=1&property=x&value=y", "id: ")]
    [InlineData("do=change&type=contacts&id=0&property=email&value=y", "id: ")]
    [InlineData("do=change&type=contacts&id=ID&property=hs_object_id&value=1", "property: ")]
    [InlineData("do=change&type=contacts&id=ID&property=email&value=nobody", "nobody is invalid")]
    [InlineData("do=change&type=contacts&id=ID&property=lifecyclestage&value=king", "king")]
    [InlineData("do=remove&type=contacts&id=abc", "id: ")]
    public async Task A_form_that_makes_no_sense_is_answered_with_what_is_wrong(string form, string named)
    {
        await using var server = await SandboxServer.StartAsync();
        var before = (await server.DumpAsync("contacts")).Select(record => record.ToString()).ToArray();
        var id = Id((await AllAsync(server, $"{Contacts}?limit=100"))[0]);

        var answer = await PostAsync(server, await GetAsync(server, "/"), form.Replace("ID", id).Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1])));

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Body.Should().Contain(named).And.Contain("role=\"alert\"");
        (await server.DumpAsync("contacts")).Select(record => record.ToString()).Should().Equal(before);
    }

    [Theory]
    [Trait("BadInput", "sandbox control page")]
    [InlineData("?type=spaceships&q=x")]
    [InlineData("?type=contacts&id=%00")]
    [InlineData("?type=campaigns&id=7&property=%22%3E")]
    [InlineData("?done=nothing-such")]
    public async Task An_address_that_makes_no_sense_still_shows_the_page(string query)
    {
        await using var server = await SandboxServer.StartAsync();

        (await GetAsync(server, "/" + query)).Should().Contain("<h1>Sandbox control</h1>").And.NotContain("role=\"alert\"").And.NotContain("\"\">");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0000")]
    public async Task A_form_from_elsewhere_does_nothing(string? token)
    {
        await using var server = await SandboxServer.StartAsync();

        var answer = await PostAsync(server, "", new() { ["do"] = "down", ["token"] = token ?? "" });

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        (await server.GetAsync(Contacts)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Alone_the_page_is_for_this_machine_by_its_own_name_and_for_no_sandbox_with_a_key()
    {
        await using var open = await SandboxServer.StartAsync();
        await using var keyed = await SandboxServer.StartAsync(options => options.ControlKey = "k");
        using var other = new HttpRequestMessage(HttpMethod.Get, "/");
        other.Headers.Host = "evil.example";

        using var byName = await open.Client.SendAsync(other, TestContext.Current.CancellationToken);
        using var withKey = await keyed.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        byName.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        withKey.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_page_forbids_scripts_frames_and_styles_of_its_own()
    {
        await using var server = await SandboxServer.StartAsync();

        using var page = await server.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        using var css = await server.Client.GetAsync(new Uri("/control.css", UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        page.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("default-src 'none'").And.Contain("frame-ancestors 'none'");
        text.Should().NotContain("<script").And.NotContain("style=").And.NotContain("<style").And.NotContain("Back to the portal");
        Ids().Matches(text).Select(match => match.Groups[1].Value).Should().OnlyHaveUniqueItems();
        Fields().Matches(text).Select(match => match.Groups[1].Value).Should().NotBeEmpty().And.OnlyContain(id => text.Contains($"<label for=\"{id}\">"));
        css.Content.Headers.ContentType!.MediaType.Should().Be("text/css");
    }

    [Fact]
    public async Task In_a_host_the_page_stands_at_the_prefix_behind_the_hosts_guard_and_leads_back()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddHubSpotSandbox(options => (options.Contacts, options.ControlKey) = (20, "key"));
        await using var app = builder.Build();
        var guest = true;
        app.MapHubSpotSandbox("/sandbox").Pages.Add(endpoint =>
        {
            var inner = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return guest ? Task.CompletedTask : inner(context);
            };
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.First()) };

        using var refused = await client.GetAsync(new Uri("/sandbox", UriKind.Relative), TestContext.Current.CancellationToken);
        using var refusedForm = await client.PostAsync(new Uri("/sandbox", UriKind.Relative), new FormUrlEncodedContent([]), TestContext.Current.CancellationToken);
        guest = false;
        var page = await client.GetStringAsync(new Uri("/sandbox", UriKind.Relative), TestContext.Current.CancellationToken);
        using var form = Form(page, new() { ["do"] = "down" });
        using var answer = await client.PostAsync(new Uri("/sandbox", UriKind.Relative), form, TestContext.Current.CancellationToken);

        new[] { refused.StatusCode, refusedForm.StatusCode }.Should().AllBeEquivalentTo(HttpStatusCode.Forbidden);
        page.Should().Contain("<a href=\"/\">Back to the portal</a>").And.Contain("action=\"/sandbox\"").And.Contain("href=\"/sandbox/control.css\"");
        answer.Headers.Location!.ToString().Should().Be("/sandbox?done=down");
    }

    private static async Task<string> GetAsync(SandboxServer server, string path)
    {
        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<(HttpStatusCode Status, string? Location, string Body)> PostAsync(SandboxServer server, string page, Dictionary<string, string> fields)
    {
        using var form = Form(page, fields);
        using var answer = await server.Client.PostAsync(new Uri("/", UriKind.Relative), form, TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Headers.Location?.ToString(), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The fields with the token of the page, unless they bring one.</summary>
    private static FormUrlEncodedContent Form(string page, Dictionary<string, string> fields)
    {
        fields.TryAdd("token", Token().Match(page).Groups[1].Value);
        return new FormUrlEncodedContent(fields);
    }

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex Token();

    [GeneratedRegex("<tr")]
    private static partial Regex Rows();

    [GeneratedRegex("\\sid=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [GeneratedRegex("<(?:input(?! type=\"hidden\")|select|textarea)[^>]*\\sid=\"([^\"]+)\"")]
    private static partial Regex Fields();
}
