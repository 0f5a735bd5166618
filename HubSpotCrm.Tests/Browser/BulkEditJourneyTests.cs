using HubSpotCrm.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>A conflict and a bulk edit in a real browser, against portal and sandbox as processes of their own.</summary>
[Trait("Kind", "Browser")]
public sealed class BulkEditJourneyTests(Chromium chromium)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Slow = new() { Timeout = 60_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [Trait("Seed", "S35")]
    public async Task A_conflict_is_resolved_with_a_third_value_and_a_bulk_edit_is_made_and_undone(string theme)
    {
        await using var world = await PortalAndSandbox.StartAsync(60, 0, Cancellation);
        await using var window = await chromium.NewWindowAsync(dark: theme == "dark");
        await window.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = world.Portal.Address.ToString() }]);
        var page = await window.NewPageAsync();
        var look = new PageLook(page, theme, [1280, 375]);
        var journey = await world.ConnectAsync(page, Cancellation);
        await world.UntilAsync(world.IsSynced, TimeSpan.FromMinutes(3), Cancellation);
        await journey.OpenContactsAsync();
        var id = await journey.FirstIdAsync();

        await MakeConflictAsync(world, journey, id);
        await ResolveByKeyboardAsync(page, look);
        await UntilHeldAsync(world, id, "Partner");

        await journey.OpenContactsAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Shift+X");
        await Expect(page.Locator("[data-testid=selected]")).ToHaveTextAsync("3 selected");
        var ids = await page.Locator("tbody tr.sel").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.row)");
        ids.Should().HaveCount(3);
        var before = await TitlesAsync(world, ids);
        await page.Locator("[data-edit-selection]").PressAsync("Enter");
        await page.Locator("[data-testid=bulk-edit] select").SelectOptionAsync("jobtitle");
        await page.Locator("[data-testid=bulk-edit] input").FillAsync("Keeper of the otters");
        await look.AtAsync("bulk-edit");
        await page.Locator("[data-preview]").ClickAsync();
        await Expect(page.Locator("[data-testid=bulk-preview]")).ToContainTextAsync("3 of 3 change.");
        await look.AtAsync("bulk-preview");
        await page.Locator("[data-apply]").ClickAsync();
        await Expect(page.Locator("[data-testid=bulk-progress]")).ToContainTextAsync("Done. 3 confirmed", new() { Timeout = 60_000 });
        (await TitlesAsync(world, ids)).Should().OnlyContain(title => title == "Keeper of the otters");

        await page.GetByRole(AriaRole.Link, new() { Name = "Sync page" }).ClickAsync();
        await page.Locator(".bulkedits [data-undo]").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Undo of a bulk edit of 3 contacts" })).ToContainTextAsync("3 confirmed", new() { Timeout = 60_000 });
        (await TitlesAsync(world, ids)).Should().Equal(before);
        await look.AtAsync("sync-after-undo");
        look.Findings.Should().BeEmpty();
    }

    private static async Task MakeConflictAsync(PortalAndSandbox world, PortalJourney journey, string id)
    {
        await journey.OpenRecordAsync(id);
        var row = journey.Property("jobtitle");
        await row.Locator("[data-edit]").ClickAsync();
        await world.ControlAsync($"records/contacts/{id}", new { properties = new { jobtitle = "Director" } }, Cancellation);
        await row.Locator("input").First.FillAsync("Buyer");
        await row.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(row).ToContainTextAsync("HubSpot", new() { Timeout = 60_000 });
    }

    private static async Task ResolveByKeyboardAsync(IPage page, PageLook look)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Sync" }).First.ClickAsync();
        var resolve = page.Locator(".banner").GetByRole(AriaRole.Button, new() { Name = "Resolve" });
        await Expect(resolve).ToBeVisibleAsync(Slow);
        await TabToAsync(page, resolve);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("table.conflict")).ToContainTextAsync("Director");
        await look.AtAsync("conflict");
        await TabToAsync(page, page.GetByRole(AriaRole.Radio, new() { Name = "Mine" }));

        // Arrow keys go through the choices and take them.
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        var typed = page.Locator(".another input");
        await Expect(typed).ToHaveValueAsync("Buyer");
        await TabToAsync(page, typed);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("Partner");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Save 1 field" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("table.conflict")).ToHaveCountAsync(0);
    }

    private static async Task TabToAsync(IPage page, ILocator target)
    {
        for (var step = 0; step < 60; step++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"No way by Tab to {target}.");
    }

    private static async Task<IReadOnlyList<string?>> TitlesAsync(PortalAndSandbox world, string[] ids)
    {
        var titles = new List<string?>();
        foreach (var id in ids)
        {
            titles.Add(await world.HeldAsync(id, "jobtitle", Cancellation));
        }

        return titles;
    }

    private static Task UntilHeldAsync(PortalAndSandbox world, string id, string title) => Eventually.HoldsAsync(
        async () => await world.HeldAsync(id, "jobtitle", Cancellation) == title, TimeSpan.FromSeconds(60), () => "HubSpot does not have the value.", Cancellation);
}
