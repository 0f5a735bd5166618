using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
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

    private static readonly int[] Widths = [1280, 768, 375];

    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"] },
        Rules = new Dictionary<string, RuleOptions> { ["target-size"] = new() { Enabled = true } },
        ResultTypes = [ResultType.Violations],
    };

    private readonly List<string> _findings = [];

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
        var place = "start";
        page.PageError += (_, error) => _findings.Add($"{place}: {error}");
        page.Console += (_, message) =>
        {
            // The browser reports the status of the page that does not exist by design.
            if (message.Type is "error" or "warning" && !(place is Missing or "not-found" && message.Text.Contains("404", StringComparison.Ordinal)))
            {
                _findings.Add($"{place}: console {message.Type}: {message.Text}");
            }
        };

        async Task Look(string name)
        {
            await LookAsync(page, theme, place = name);
        }

        async Task Open(string path)
        {
            place = path;
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
        await Open("/settings/connection");
        await Expect(page.Locator("main[data-interactive] h1")).ToBeVisibleAsync();
        await Look("settings");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Disconnect") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Look("disconnect");
        await Open(Missing);
        await Look("not-found");

        _findings.Should().BeEmpty();
    }

    // A width is a resize of the same page: what is open stays open, as when a window is made smaller.
    private async Task LookAsync(IPage page, string theme, string place)
    {
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, width < 600 ? 812 : 900);
            var spot = $"{place} {theme} {width}";
            var shown = await page.EvaluateAsync<string?>("() => document.documentElement.dataset.theme ?? null");
            if (shown is not null && shown != theme)
            {
                _findings.Add($"{spot}: shows the theme {shown}");
            }

            var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
            if (wide > 0)
            {
                _findings.Add($"{spot}: scrolls sideways by {wide} px");
            }

            if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } shots)
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(shots, $"{place}-{width}-{theme}.png") });
            }

            var result = await page.RunAxe(Rules);
            _findings.AddRange(result.Violations.SelectMany(rule => rule.Nodes.Select(node =>
                $"{spot}: {rule.Id} at {node.Target}: {Regex.Replace(node.Html, @"\s+", " ")} {string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message))}")));
        }

        await page.SetViewportSizeAsync(Widths[0], 900);
    }
}
