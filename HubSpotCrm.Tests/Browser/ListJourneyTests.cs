using System.Globalization;
using System.Text.RegularExpressions;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>One list from the first letter to a link in somebody else's window, by the keyboard alone, over the real services and a sandbox.</summary>
[Trait("Kind", "Browser")]
public sealed class ListJourneyTests(Chromium chromium) : IAsyncLifetime
{
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await PortalFactory.StartAsync(portal =>
        {
            portal.UseFakes = false;
            portal.Settings["Sandbox:Contacts"] = "300";
            portal.Settings["Sandbox:Limits"] = "off";
        });
        await _portal.AddUserAsync(Role.Admin);
        await _portal.AddUserAsync(Role.Viewer);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [Trait("Seed", "S07")]
    [Trait("Seed", "S12")]
    [Trait("Seed", "S31")]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task A_list_is_typed_filtered_grouped_related_counted_saved_shared_and_opened_elsewhere(string theme)
    {
        var page = await SignInAsync(Role.Admin, theme);
        await ConnectAsync(page);
        var look = new PageLook(page, theme, [1280]);
        var keys = page.Keyboard;

        // A text.
        await keys.PressAsync("/");
        await keys.TypeAsync("ma");
        await keys.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/contacts\\?q=ma$"));
        await Expect(page.Locator("[data-testid=count]")).ToContainTextAsync("for “ma”");
        await Expect(page.Locator("tbody mark").First).ToBeVisibleAsync();
        await look.AtAsync("journey-text");
        var typed = await CountAsync(page);

        // A value of a field, with its count.
        await keys.PressAsync("Escape");
        await Expect(page.Locator("input[data-page-search]")).Not.ToBeFocusedAsync();
        await Expect(page.Locator("input[data-page-search]")).ToHaveValueAsync("ma");
        await keys.PressAsync("f");
        await Expect(page.Locator("#filter-menu .fields .opt").First).ToBeFocusedAsync();
        await PressToAsync(page, "ArrowDown", page.Locator("#filter-menu .fields .opt", new() { HasTextRegex = new Regex("^\\s*Country") }));
        await keys.PressAsync("Enter");
        await Expect(page.Locator("#filter-menu .values[aria-label=Country] .opt input").First).ToBeVisibleAsync();
        await keys.PressAsync("ArrowRight");
        await PressToAsync(page, "ArrowDown", page.Locator("#filter-menu .values .opt input").First);
        var country = await page.Locator("#filter-menu .values .opt .cut").First.InnerTextAsync();
        var hits = Number(await page.Locator("#filter-menu .values .opt .num").First.InnerTextAsync());
        hits.Should().BeInRange(1, typed - 1);
        await look.AtAsync("journey-facet");
        await keys.PressAsync("Space");
        await Expect(page).ToHaveURLAsync(new Regex("country="));
        await Expect(page.Locator("[data-testid=count] b")).ToHaveTextAsync(hits.ToString(CultureInfo.InvariantCulture));
        await Expect(page.Locator(".chip")).ToHaveCountAsync(1);
        await keys.PressAsync("Escape");
        await Expect(page.Locator("[data-key=f]")).ToBeFocusedAsync();

        // One or the other, and what the company is like.
        await keys.PressAsync("f");
        await TabToAsync(page, page.Locator("[data-build]"));
        await keys.PressAsync("Enter");
        await Expect(page.Locator("[data-testid=filter-builder]")).ToBeVisibleAsync();
        await TabToAsync(page, page.Locator("[data-add=group]").Last);
        await keys.PressAsync("Enter");
        await Expect(page.Locator("[data-field-input]")).ToHaveCountAsync(3);
        await ConditionAsync(page, 1, "City", "Condition on City", "is known");
        await ConditionAsync(page, 2, "Score", "Value", "10");
        await TabToAsync(page, page.Locator("[data-add=company]").Last);
        await keys.PressAsync("Enter");
        await Expect(page.Locator("[data-field-input]")).ToHaveCountAsync(4);
        await ConditionAsync(page, 3, "Country", "Value of Country", country);
        await Expect(page.Locator("[data-testid=builder-echo]")).ToContainTextAsync($"(whose city is known or whose score is at least 10) and that have a company in {country}");
        await look.AtAsync("journey-builder");
        await TabToAsync(page, page.Locator("[data-apply]"));
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".chip")).ToHaveCountAsync(3);
        await Expect(page).ToHaveURLAsync(new Regex(@"f=1:any\(.*\),company\("));
        await Expect(page.Locator("[data-testid=echo]")).ToContainTextAsync($"that have a company in {country}");
        var rows = await RowsAsync(page);
        (await CountAsync(page)).Should().Be(rows.Count).And.BeInRange(1, hits);
        await look.AtAsync("journey-filtered");

        // A view that everybody sees, and a link to it.
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Save as…" }));
        await keys.PressAsync("Enter");
        await Expect(page.Locator("#view-name")).ToBeFocusedAsync();
        await keys.TypeAsync("Ma and their companies");
        await TabToAsync(page, page.GetByRole(AriaRole.Checkbox, new() { Name = "Share with everybody" }));
        await keys.PressAsync("Space");
        await look.AtAsync("journey-view");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Save view" }));
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".views .tab[aria-current=page]")).ToContainTextAsync("Ma and their companies");
        await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Copy a link to this list" }));
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".toast", new() { HasText = "Link copied" })).ToBeVisibleAsync();
        var link = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        await look.AtAsync("journey-saved");

        // Somebody else's window.
        var other = await SignInAsync(Role.Viewer, theme);
        await OpenAsync(other, link);
        var elsewhere = new PageLook(other, theme, [1280]);
        await Expect(other.Locator(".views .tab[aria-current=page]")).ToContainTextAsync("Ma and their companies");
        await Expect(other.Locator(".chip")).ToHaveCountAsync(3);
        await Expect(other.Locator("input[data-page-search]")).ToHaveValueAsync("ma");
        (await RowsAsync(other)).Should().Equal(rows);
        await elsewhere.AtAsync("journey-elsewhere");

        // One filter less, and back; the list without any, and back.
        await TabToAsync(other, other.Locator(".chip button").First);
        await other.Keyboard.PressAsync("Enter");
        await Expect(other.Locator(".chip")).ToHaveCountAsync(2);
        await TabToAsync(other, other.GetByRole(AriaRole.Link, new() { Name = "All contacts" }));
        await other.Keyboard.PressAsync("Enter");
        await Expect(other.Locator(".chip")).ToHaveCountAsync(0);
        await Expect(other.Locator("input[data-page-search]")).ToHaveValueAsync("");
        await other.GoBackAsync();
        await Expect(other.Locator(".chip")).ToHaveCountAsync(2);
        await Expect(other.Locator("input[data-page-search]")).ToHaveValueAsync("ma");
        await other.GoBackAsync();
        await Expect(other.Locator(".chip")).ToHaveCountAsync(3);
        await Expect(other.Locator("[data-testid=count] b")).ToHaveTextAsync(rows.Count.ToString(CultureInfo.InvariantCulture));
        (await RowsAsync(other)).Should().Equal(rows);
        await elsewhere.AtAsync("journey-back");

        // A word that nothing has: what was meant, and what was looked for before, is one key away.
        var name = await page.Locator("tbody tr[data-row] th a").First.InnerTextAsync();
        await keys.PressAsync("/");
        await keys.TypeAsync($"{name} xqzwvy");
        await Expect(page.Locator("a[data-other=recent]")).ToContainTextAsync("ma");
        await Expect(page.Locator("[data-relief]").First).ToBeVisibleAsync();
        await look.AtAsync("journey-nothing");
        await TabToAsync(page, page.Locator("a[data-other=meant]").First);
        await keys.PressAsync("Enter");
        await Expect(page.Locator("tbody tr[data-row] th a").First).ToHaveTextAsync(name);
        await Expect(page.Locator(".chip")).ToHaveCountAsync(3);
        await page.GoBackAsync();
        await Expect(page.Locator("a[data-other=meant]").First).ToBeVisibleAsync();

        look.Findings.Concat(elsewhere.Findings).Should().BeEmpty();
    }

    // A field by its label, then what its next control takes.
    private static async Task ConditionAsync(IPage page, int at, string field, string control, string value)
    {
        await TabToAsync(page, page.Locator("[data-field-input]").Nth(at));
        await page.Keyboard.TypeAsync(field);
        await page.Keyboard.PressAsync("Tab");
        var condition = page.Locator(".condition").Nth(at);
        await Expect(condition).ToHaveAttributeAsync("aria-label", field);
        await TabToAsync(page, condition.GetByLabel(control, new() { Exact = true }));
        await page.Keyboard.TypeAsync(value);
        await page.Keyboard.PressAsync("Tab");
    }

    // By the key that everybody has for it; a place that it does not come to is out of reach.
    private static Task TabToAsync(IPage page, ILocator target) => PressToAsync(page, "Tab", target);

    private static async Task PressToAsync(IPage page, string key, ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var stop = 0; stop < 90 && !await IsFocusedAsync(target); stop++)
        {
            await page.Keyboard.PressAsync(key);
        }

        await Expect(target).ToBeFocusedAsync(new() { Timeout = 1_000 });
    }

    private static Task<bool> IsFocusedAsync(ILocator target) => target.EvaluateAsync<bool>("one => one === document.activeElement");

    private static async Task<int> CountAsync(IPage page)
    {
        await Expect(page.Locator("[data-testid=count]:not([aria-busy]) b")).ToBeVisibleAsync();
        return Number(await page.Locator("[data-testid=count] b").InnerTextAsync());
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<string>> RowsAsync(IPage page)
    {
        await Expect(page.Locator("table[aria-busy=false] tbody tr[data-row]").First).ToBeVisibleAsync();
        return await page.EvaluateAsync<string[]>("[...document.querySelectorAll('tbody tr[data-row]')].map(row => row.dataset.row)");
    }

    private async Task ConnectAsync(IPage page)
    {
        var journey = new PortalJourney(page, _portal.Address);
        await page.GotoAsync(_portal.Address + "connect");
        await journey.ExploreSandboxAsync();
        await journey.ConsentAsync();
        await Expect(page.GetByText(new Regex("^Synced")).First).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await journey.OpenContactsAsync();
    }

    private async Task<IPage> SignInAsync(Role role, string theme)
    {
        var context = await chromium.NewWindowAsync(dark: theme == "dark");
        context.SetDefaultTimeout(60_000);
        await context.AddCookiesAsync([new() { Name = "theme", Value = theme, Url = _portal.Address.ToString() }]);
        var page = await context.NewPageAsync();
        await page.GotoAsync(_portal.Address + "sign-in?returnUrl=%2Fsync");
        await page.GetByLabel("Email").FillAsync(PortalFactory.EmailOf(role));
        await page.GetByLabel("Password").FillAsync(PortalFactory.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in"));
        return page;
    }

    private static async Task OpenAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.Locator("[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }
}
