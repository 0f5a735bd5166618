using System.Text.RegularExpressions;
using HubSpotCrm.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>The palette, the search page and the keys that lead everywhere, by the keyboard alone.</summary>
[Trait("Kind", "Browser")]
[Trait("Seed", "S05")]
public sealed class PaletteWalkTests(Chromium chromium)
{
    private static readonly string[] ShellKeys = ["Control+k", "s", "y", "n", "c"];

    [Fact]
    [Trait("Seed", "S31")]
    public async Task Records_pages_and_searches_are_reached_by_keys_alone()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var portal = await StartAsync(folder, cancellationToken);
        await using var window = await chromium.NewWindowAsync();
        var page = await window.NewPageAsync();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") { errors.Add(message.Text); } };
        var anna = await ConnectAsync(page, portal, cancellationToken);
        var (name, id) = (await anna.Rows.Locator("th a").First.InnerTextAsync(), await anna.FirstIdAsync());
        var keys = page.Keyboard;
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = "Search or jump to" });

        // Opened and typed into at once: not a letter is lost, and the record that is found opens.
        await keys.PressAsync("Control+k");
        await keys.TypeAsync(name);
        await Expect(field).ToHaveValueAsync(name);
        await Expect(field).ToBeFocusedAsync();
        await Expect(page.Locator("#palette-list")).ToHaveAttributeAsync("data-for", name);
        await Expect(Chosen()).ToContainTextAsync(name);
        await Expect(Chosen()).ToContainTextAsync("Name");
        await keys.PressAsync("ArrowDown");
        await Expect(Chosen()).Not.ToHaveIdAsync("palette-0");
        (await field.GetAttributeAsync("aria-activedescendant")).Should().Be(await Chosen().GetAttributeAsync("id"));
        await keys.PressAsync("ArrowUp");
        await Expect(Chosen()).ToHaveIdAsync("palette-0");
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".drawer h2")).ToHaveTextAsync(name);
        await Expect(page).ToHaveURLAsync(new Regex($"/contacts\\?id={id}$"));
        await page.GoBackAsync();
        await Expect(page.Locator(".drawer")).ToHaveCountAsync(0);
        await anna.WaitForRowsAsync();

        // Esc closes and gives the focus back.
        await anna.Rows.Locator("th a").Nth(2).FocusAsync();
        await keys.PressAsync("Control+k");
        await Expect(field).ToBeFocusedAsync();
        await Expect(Options().Filter(new() { HasText = name })).ToHaveCountAsync(2);
        await Expect(page.Locator("#palette-list .grp").First).ToHaveTextAsync("Recent");
        await keys.PressAsync("Escape");
        await Expect(page.Locator("#palette[open]")).ToHaveCountAsync(0);
        await Expect(anna.Rows.Locator("th a").Nth(2)).ToBeFocusedAsync();

        // A page by its name; an id; actions alone.
        await keys.PressAsync("Control+k");
        await keys.TypeAsync("deals");
        await keys.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/deals$"));
        await keys.PressAsync("Control+k");
        await keys.TypeAsync($"#{id}");
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".drawer h2")).ToHaveTextAsync(name);
        await keys.PressAsync("Control+k");
        await keys.TypeAsync(">new comp");
        await Expect(Options()).ToHaveCountAsync(1);
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("new-record")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/companies$"));
        await page.Locator("[data-cancel]").FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("new-record")).ToHaveCountAsync(0);

        // A new tab leaves this one where it is.
        await keys.PressAsync("Control+k");
        await keys.TypeAsync("analytics");
        await Expect(Chosen()).ToContainTextAsync("Analytics");
        var tab = await window.RunAndWaitForPageAsync(() => keys.PressAsync("Control+Enter"));
        await Expect(tab).ToHaveURLAsync(new Regex("/analytics$"));
        await tab.CloseAsync();
        await keys.PressAsync("Escape");
        await Expect(page).ToHaveURLAsync(new Regex("/companies$"));

        // Two keys to a page; the search page takes what is typed at once.
        await keys.PressAsync("g");
        await keys.PressAsync("s");
        await Expect(page).ToHaveURLAsync(new Regex("/search$"));
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await keys.TypeAsync(name);
        await Expect(page.Locator("a[data-hit]").First).ToContainTextAsync(name);
        await Expect(page.Locator(".searchpage mark").First).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/search\\?q="));
        await keys.PressAsync("ArrowDown");
        await Expect(page.Locator("a[data-hit]").First).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".drawer h2")).ToHaveTextAsync(name);
        await Expect(page).ToHaveURLAsync(new Regex("/contacts\\?id=.*&q="));
        await page.GoBackAsync();
        await Expect(page.Locator("a[data-hit]").First).ToContainTextAsync(name);

        // One slip too many: what was meant is one click away.
        await page.GotoAsync(new Uri(portal.Address, $"/search?q={Uri.EscapeDataString(name + " xqzwvy")}").ToString());
        await Expect(page.GetByText("Did you mean")).ToBeVisibleAsync();
        await page.Locator("a.meant").First.FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(page.Locator("a[data-hit]").First).ToContainTextAsync(name);

        // The sheet of keys, and the keys of one letter turned off there.
        await page.Locator("h1").FocusAsync();
        await keys.PressAsync("?");
        await Expect(page.Locator("#keys[open]")).ToBeVisibleAsync();
        await page.GetByLabel("Single-key shortcuts").FocusAsync();
        await keys.PressAsync("Space");
        await keys.PressAsync("Escape");
        await page.Locator("h1").FocusAsync();
        await keys.PressAsync("g");
        await keys.PressAsync("d");
        await keys.PressAsync("?");
        await Expect(page.Locator("#keys[open]")).ToHaveCountAsync(0);
        await Expect(page).ToHaveURLAsync(new Regex("/search\\?q="));

        errors.Should().BeEmpty();

        ILocator Options() => page.Locator("#palette-list [role=option]");
        ILocator Chosen() => page.Locator("#palette-list [role=option][aria-selected=true]");
    }

    [Fact]
    public async Task It_opens_before_the_server_answers_and_loses_no_key()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var portal = await StartAsync(folder, cancellationToken);
        await using var window = await chromium.NewWindowAsync();
        var page = await window.NewPageAsync();
        await ConnectAsync(page, portal, cancellationToken);
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = "Search or jump to" });

        // The circuit cannot begin: the page is there and no more.
        var gate = new TaskCompletionSource();
        await page.RouteAsync("**/_blazor/**", async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(new Uri(portal.Address, "/contacts").ToString(), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        foreach (var key in ShellKeys)
        {
            await page.Keyboard.PressAsync(key);
        }

        await Expect(field).ToHaveValueAsync("sync");
        await Expect(page.Locator("#palette-list [role=option]").First).ToBeVisibleAsync();
        await Expect(page.Locator("main[data-interactive]")).ToHaveCountAsync(0);

        // It comes up beneath what was typed, and Enter, pressed before, is done with its answer.
        await page.Keyboard.PressAsync("Enter");
        gate.SetResult();

        await Expect(page).ToHaveURLAsync(new Regex("/sync$"));
        await Expect(page.Locator("main[data-interactive] h1")).ToHaveTextAsync(new Regex("Sync"));
    }

    [Theory]
    [Trait("Seed", "S31")]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Nothing_of_it_has_a_barrier_or_scrolls_sideways(string theme)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var portal = await StartAsync(folder, cancellationToken);
        await using var window = await chromium.NewWindowAsync(dark: theme == "dark");
        await window.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = portal.Address.ToString() }]);
        var page = await window.NewPageAsync();
        var look = new PageLook(page, theme, [1280, 768, 375]);
        var anna = await ConnectAsync(page, portal, cancellationToken);
        var options = page.Locator("#palette-list [role=option]");

        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.Locator("#palette .problems, #palette [role=status]").First).ToBeAttachedAsync();
        await look.AtAsync("palette");
        await page.Keyboard.TypeAsync("aur");
        await Expect(options.Locator("mark").First).ToBeVisibleAsync();
        await look.AtAsync("palette-found");
        await page.Keyboard.TypeAsync("qqqqqqq");
        await Expect(options).ToHaveCountAsync(1);
        await look.AtAsync("palette-nothing");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#palette[open]")).ToHaveCountAsync(0);
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("#keys[open]")).ToBeVisibleAsync();
        await look.AtAsync("keys");
        await page.Keyboard.PressAsync("Escape");

        await anna.OpenAsync("/search");
        await look.AtAsync("search");
        await anna.OpenAsync("/search?q=aur");
        await Expect(page.Locator("a[data-hit]").First).ToBeVisibleAsync();
        await page.Locator("a[data-hit]").First.ClickAsync();
        await Expect(page.Locator(".drawer h2")).ToBeVisibleAsync();
        await look.AtAsync("search-record");
        await anna.OpenAsync("/search?q=an");
        await Expect(page.Locator("a[data-hit]").First).ToBeVisibleAsync();
        await look.AtAsync("search-found");
        await anna.OpenAsync("/search?q=anna%20xqzwvy");
        await Expect(page.Locator("a.meant").First).ToBeVisibleAsync();
        await look.AtAsync("search-nothing");
        await anna.OpenAsync("/search");
        await Expect(page.Locator(".recents")).ToBeVisibleAsync();
        await look.AtAsync("search-recent");

        look.Findings.Should().BeEmpty();
    }

    private static async Task<ServerProcess> StartAsync(TemporaryFolder folder, CancellationToken cancellationToken)
    {
        var portal = ServerProcess.Start("HubSpotCrm.Web", ServerProcess.FreeAddress(), [$"--Portal:DataDirectory={folder.Path}", "--Sandbox:Contacts=400"]);
        await portal.WaitUntilReadyAsync("/health/ready", cancellationToken);
        return portal;
    }

    // Ends on the contacts, all of them read.
    private static async Task<PortalJourney> ConnectAsync(IPage page, ServerProcess portal, CancellationToken cancellationToken)
    {
        var anna = new PortalJourney(page, portal.Address);
        await anna.SetUpAsync(await portal.LineAsync(line => line.Contains("/setup?code=", StringComparison.Ordinal), cancellationToken));
        await anna.ExploreSandboxAsync();
        await anna.ConsentAsync();
        await anna.WaitForRowsAsync();
        await Expect(page.GetByText(new Regex("^Synced")).First).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await anna.OpenContactsAsync();
        return anna;
    }
}
