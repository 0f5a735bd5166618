using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using HubSpotCrm.Tests.Browser;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Sandbox;

[Trait("Kind", "Browser")]
public sealed class ControlPageBrowserTests(Chromium chromium)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"] },
        Rules = new Dictionary<string, RuleOptions> { ["target-size"] = new() { Enabled = true } },
        ResultTypes = [ResultType.Violations],
    };

    [Theory]
    [InlineData(1280, false)]
    [InlineData(375, false)]
    [InlineData(375, true)]
    public async Task The_control_page_has_no_barrier_and_does_not_scroll_sideways(int width, bool dark)
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await AllAsync(server, "/crm/objects/2026-09/contacts?limit=100&properties=email,firstname,lastname,lifecyclestage,phone,company,jobtitle"))[0]);
        await using var window = await chromium.NewWindowAsync(width, 900, dark);
        var page = await window.NewPageAsync();

        foreach (var path in new[] { "/", "/?type=contacts&q=a", $"/?type=contacts&id={id}&property=lifecyclestage", "/?done=down" })
        {
            await page.GotoAsync(new Uri(server.BaseAddress, path).ToString());
            if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } shots)
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(shots, $"control-{width}-{(dark ? "dark" : "light")}-{path.Length}.png"), FullPage = true });
            }

            var found = await page.RunAxe(Rules);
            found.Violations.Select(one => $"{path}: {one.Id} {string.Join(" ", one.Nodes.Select(node => node.Html))}").Should().BeEmpty();
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().BeLessThanOrEqualTo(0, path);
        }
    }

    [Fact]
    public async Task A_person_finds_a_contact_and_changes_it_with_the_keyboard_alone()
    {
        await using var server = await SandboxServer.StartAsync();
        var id = Id((await server.PostAsync("/crm/objects/2026-09/contacts", new { properties = new { firstname = "Zenobia", lastname = "Quill" } })).Body);
        await using var window = await chromium.NewWindowAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(server.BaseAddress.ToString());

        await page.GetByLabel("Part of the name, or an id").FillAsync("zenobia");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Zenobia Quill" }).PressAsync("Enter");
        await page.GetByLabel("Property").SelectOptionAsync("jobtitle");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Choose" }).PressAsync("Enter");
        await page.GetByLabel("new value").FillAsync("Pilot");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Change it as" }).PressAsync("Enter");

        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Status)).ToContainTextAsync("Changed");
        Value((await server.GetAsync($"/crm/objects/2026-09/contacts/{id}?properties=jobtitle")).Body, "jobtitle").Should().Be("Pilot");
    }
}
