using HubSpotCrm.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>The proof of the sync page in a real browser, by keyboard only, against portal and sandbox as processes of their own.</summary>
[Trait("Kind", "Browser")]
[Trait("Seed", "S31")]
public sealed class SyncPageJourneyTests(Chromium chromium)
{
    private static readonly LocatorAssertionsToContainTextOptions Slow = new() { Timeout = 60_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task The_copy_is_compared_what_was_spoilt_is_found_and_healed_and_the_page_has_no_barrier(string theme)
    {
        await using var world = await PortalAndSandbox.StartAsync(60, 0, Cancellation);
        await using var window = await chromium.NewWindowAsync(dark: theme == "dark");
        await window.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = world.Portal.Address.ToString() }]);
        var page = await window.NewPageAsync();
        var look = new PageLook(page, theme, [1280, 768, 375]);
        var journey = await world.ConnectAsync(page, Cancellation);
        await world.UntilAsync(world.IsSynced, TimeSpan.FromMinutes(3), Cancellation);
        await journey.OpenAsync("/sync");
        var contacts = page.Locator("[data-check=contacts]");

        await CheckAsync(page);
        await Expect(contacts).ToContainTextAsync("Equal", Slow);
        var all = (await contacts.Locator("td").Nth(0).InnerTextAsync()).Trim();
        await Expect(contacts).ToContainTextAsync($"{all} of {all}");
        await Expect(page.Locator(".drift")).ToContainTextAsync("None");

        world.Spoil("""
            UPDATE record SET hash = hash + 1, raw = json_set(raw, '$.firstname', 'Spoilt')
            WHERE key = (SELECT min(key) FROM record WHERE type = 1 AND archived = 0 AND raw IS NOT NULL AND partial = 0)
            """);
        await CheckAsync(page);
        await Expect(contacts).ToContainTextAsync($"{int.Parse(all, System.Globalization.CultureInfo.InvariantCulture) - 1} of {all}", Slow);
        await Expect(contacts).ToContainTextAsync("1 differed", Slow);
        await Expect(page.Locator(".drift tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator(".drift tbody tr")).ToContainTextAsync("Healed");
        (await world.DifferencesAsync(Cancellation)).Should().BeEmpty();
        await CheckAsync(page);
        await Expect(contacts).ToContainTextAsync("Equal", Slow);

        await look.AtAsync("sync-proof");
        var menu = page.Locator("tr[data-type=contacts] .rowmenu > button");
        await TabToAsync(page, menu);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Menuitem, new() { Name = "Resync" })).ToBeFocusedAsync();
        await look.AtAsync("sync-menu");
        await page.Keyboard.PressAsync("Escape");
        await Expect(menu).ToBeFocusedAsync();

        await TabToAsync(page, page.Locator(".activity header button"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".activity table")).ToBeVisibleAsync();
        await TabToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Last 24 hours" }), backwards: true);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("objects=day"));
        await Expect(page.Locator("table.progress")).ToContainTextAsync("Created");
        await look.AtAsync("sync-day");
        look.Findings.Should().BeEmpty();
    }

    private static async Task CheckAsync(IPage page)
    {
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Check now" });
        await TabToAsync(page, button);

        // Between pressing it and looking at it a small account is compared.
        await button.EvaluateAsync("""
            button => {
                window.wasBusy = false;
                new MutationObserver(changes => window.wasBusy ||= changes.some(change => change.oldValue === 'true') || button.ariaDisabled === 'true')
                    .observe(button, { attributeFilter: ['aria-disabled'], attributeOldValue: true });
            }
            """);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => window.wasBusy");
        await Expect(button).ToHaveAttributeAsync("aria-disabled", "false", new() { Timeout = 60_000 });
        await Expect(button).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(IPage page, ILocator target, bool backwards = false)
    {
        for (var step = 0; step < 120; step++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
        }

        throw new InvalidOperationException($"No way by Tab to {target}.");
    }
}
