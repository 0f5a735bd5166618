using System.Text.RegularExpressions;
using HubSpotCrm.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>
/// Every page of a newcomer's way, held against WCAG 2.2 AA and axe's best practices, at the width of a phone, a tablet and a desktop.
/// With <c>SCREENSHOTS</c> set to a folder, what was looked at is kept there.
/// </summary>
[Trait("Kind", "Browser")]
[Trait("Seed", "S31")]
public sealed class AccessibilityTests(Chromium chromium)
{
    private const string Missing = "/no/such/page";

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task No_page_has_a_barrier_or_scrolls_sideways_or_logs_an_error(string theme)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var portal = ServerProcess.Start(
            "HubSpotCrm.Web", ServerProcess.FreeAddress(), [$"--Portal:DataDirectory={folder.Path}", "--Sandbox:Contacts=300"]);
        await portal.WaitUntilReadyAsync("/health/ready", cancellationToken);
        var link = await portal.LineAsync(line => line.Contains("/setup?code=", StringComparison.Ordinal), cancellationToken);

        await using var window = await chromium.NewWindowAsync(dark: theme == "dark");
        await window.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = portal.Address.ToString() }]);
        var page = await window.NewPageAsync();
        // The browser reports the status of the page that does not exist by design.
        var look = new PageLook(page, theme, [1280, 768, 375], isExpected: (place, message) => place is Missing or "not-found" && message.Contains("404", StringComparison.Ordinal));

        Task Look(string name) => look.AtAsync(name);

        async Task Open(string path)
        {
            look.Place = path;
            await page.GotoAsync(new Uri(portal.Address, path).ToString());
        }

        await page.GotoAsync(link);
        await Look("setup");
        var anna = new PortalJourney(page, portal.Address);
        await anna.SetUpAsync(link);
        await Look("connect");
        await Open("/connect?step=hubspot");
        await Look("connect-hubspot");
        await window.ClearCookiesAsync(new() { NameRegex = new Regex("^(?!theme$)") });
        await Open("/sign-in");
        await Look("sign-in");
        await anna.SignInAsync();
        await Open("/connect");
        await anna.ExploreSandboxAsync();
        await Look("consent");
        await anna.ConsentAsync();
        await anna.WaitForRowsAsync();
        await Expect(page.GetByText(new Regex("^Synced")).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await anna.OpenContactsAsync();
        await Look("contacts");

        await page.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await Expect(page.Locator("#filter-menu input[type=checkbox]").First).ToBeVisibleAsync();
        await Look("contacts-filter");
        await Open("/contacts?q=no-such-person-anywhere");
        await Expect(page.GetByText("No contact matches")).ToBeVisibleAsync();
        await Look("contacts-no-hit");

        await anna.OpenContactsAsync();
        await anna.OpenRecordAsync(await anna.FirstIdAsync());
        await Look("record");
        await anna.Property("jobtitle").Locator("[data-edit]").ClickAsync();
        await Expect(anna.Property("jobtitle").Locator("input").First).ToBeVisibleAsync();
        await Look("record-edit");

        foreach (var kind in new[] { "companies", "deals", "campaigns" })
        {
            await Open($"/{kind}");
            await anna.WaitForRowsAsync();
            await Look(kind);
            await page.Keyboard.PressAsync("n");
            await Expect(page.GetByTestId("new-record")).ToBeVisibleAsync();
            await Look($"{kind}-new");
            await page.Locator("[data-cancel]").ClickAsync();
            await Expect(page.GetByTestId("new-record")).ToHaveCountAsync(0);
            await anna.Rows.Locator("th a").First.ClickAsync();
            await Expect(page.Locator(".drawer [data-prop]").First).ToBeVisibleAsync();
            await Look($"{kind}-record");
        }

        await Open("/contacts");
        await anna.WaitForRowsAsync();
        await anna.OpenRecordAsync(await anna.FirstIdAsync());
        await page.Locator("#tab-Timeline").ClickAsync();
        await Expect(page.Locator("#record-panel .entries, #record-panel .empty").First).ToBeVisibleAsync();
        await Look("record-timeline");
        await page.Locator(".drawer .actions").GetByRole(AriaRole.Button, new() { Name = "Archive" }).ClickAsync();
        await Expect(page.Locator("[data-undo]")).ToBeVisibleAsync();
        await Look("archived");
        await Open("/");
        await Expect(page.Locator("main[data-interactive] h1")).ToBeVisibleAsync();
        await Look("overview");
        await Open("/analytics");
        await Expect(page.Locator("main[data-interactive] h1")).ToBeVisibleAsync();
        await Look("analytics");

        await Open("/sync");
        await Expect(page.Locator("main[data-interactive] h1")).ToBeVisibleAsync();
        await Look("sync");
        await Open("/settings/meanings");
        await Expect(page.Locator("main[data-interactive] h1")).ToBeVisibleAsync();
        await page.GetByLabel("When people type").FillAsync("fitters");
        await page.GetByLabel("find what says").FillAsync("heating engineering");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Remove: fitters finds") })).ToBeVisibleAsync();
        await page.Locator("summary", new() { HasText = "What comes with the portal" }).ClickAsync();
        await Look("meanings");
        await Open("/settings/connection");
        await Expect(page.Locator("main[data-interactive] h1")).ToBeVisibleAsync();
        await Look("settings");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Disconnect") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Look("disconnect");
        await Open(Missing);
        await Look("not-found");

        look.Findings.Should().BeEmpty();
    }
}
