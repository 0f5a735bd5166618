using System.Text.RegularExpressions;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>An account without marketing: everything else works, and each place names the permission that is missing.</summary>
[Trait("Kind", "Browser")]
[Trait("Seed", "S30")]
public sealed class NoMarketingTests(Chromium chromium)
{
    private static readonly string[] Marketing = ["marketing.campaigns.read", "marketing.campaigns.revenue.read", "marketing.campaigns.write", "marketing.email.read"];

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task An_account_without_marketing_is_connected_and_every_page_works_or_names_what_is_missing(string theme)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var world = await PortalAndSandbox.StartAsync(contacts: 300, latency: 0, cancellationToken, sandboxArguments: ["--marketing", "off"]);
        await using var window = await chromium.NewWindowAsync(dark: theme == "dark");
        await window.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = world.Portal.Address.ToString() }]);
        var page = await window.NewPageAsync();
        var look = new PageLook(page, theme, [1280, 375]);
        var journey = new PortalJourney(page, world.Portal.Address);

        // First run: the permissions before they are asked for, and what came of it.
        await journey.SetUpAsync(await world.Portal.LineAsync(line => line.Contains("/setup?code=", StringComparison.Ordinal), cancellationToken));
        await page.GotoAsync(new Uri(world.Portal.Address, "/connect?step=hubspot").ToString());
        await Expect(page.Locator("main")).ToContainTextAsync("without Marketing Hub");
        await look.AtAsync("nomarketing-connect");
        await journey.OpenConsentAsync();
        await journey.AgreeAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"/connect\?step=gaps$"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "is connected" })).ToBeVisibleAsync();
        (await page.Locator("td.mono").AllTextContentsAsync()).Should().Equal(Marketing);
        await look.AtAsync("nomarketing-connected");
        await page.GetByRole(AriaRole.Link, new() { Name = "Go to contacts" }).ClickAsync();
        await journey.WaitForRowsAsync();

        // The first sync comes to its end without what is left out.
        await Expect(page.GetByText(new Regex("^Synced")).First).ToBeVisibleAsync(new() { Timeout = 90_000 });

        // Contacts: list, edit, timeline.
        var id = await journey.FirstIdAsync();
        await journey.OpenRecordAsync(id);
        await journey.EditAsync("jobtitle", "Keeper of the otters");
        await Eventually.HoldsAsync(
            async () => await world.HeldAsync(id, "jobtitle", cancellationToken) == "Keeper of the otters", TimeSpan.FromSeconds(60), () => string.Join('\n', world.Portal.Output), cancellationToken);
        await Expect(journey.Property("jobtitle")).Not.ToContainTextAsync("Saving");
        await page.Locator("#tab-Timeline").ClickAsync();
        await Expect(page.Locator("#record-panel .entries, #record-panel .empty").First).ToBeVisibleAsync();
        await Expect(page.Locator("#record-panel .gaps")).ToHaveCountAsync(0);
        foreach (var list in new[] { "/companies", "/deals" })
        {
            await journey.OpenAsync(list);
            await journey.WaitForRowsAsync();
        }

        await journey.OpenAsync("/campaigns");
        await Expect(page.Locator(".empty")).ToContainTextAsync("The account does not share its campaigns");
        await Expect(page.Locator(".empty")).ToContainTextAsync("marketing.campaigns.read");
        await Expect(page.Locator("[data-new]")).ToHaveCountAsync(0);
        await look.AtAsync("nomarketing-campaigns");

        await journey.OpenAsync("/");
        await Expect(page.Locator(".kpi", new() { HasText = "Open pipeline" }).Locator(".v")).ToContainTextAsync(new Regex("[1-9]"));
        await Expect(page.Locator(".kpi", new() { HasText = "Email open / click" })).ToContainTextAsync("marketing.email.read");
        await Expect(page.Locator(".kpi", new() { HasText = "Campaign performance" })).ToContainTextAsync("marketing.campaigns.read");
        await ExpectPanelsAsync();
        await look.AtAsync("nomarketing-overview");
        await Panel("Which campaigns paid back?").ScrollIntoViewIfNeededAsync();
        await look.AtAsync("nomarketing-overview-panels");

        await journey.OpenAsync("/analytics");
        await Expect(page.Locator(".kpi").First.Locator(".v")).ToContainTextAsync(new Regex("[0-9]"));
        await ExpectPanelsAsync();
        await Panel("Which campaigns paid back?").ScrollIntoViewIfNeededAsync();
        await look.AtAsync("nomarketing-analytics");

        await journey.OpenAsync("/sync");
        var banner = page.Locator(".banner", new() { HasText = "Left out: campaigns, marketing emails." });
        await Expect(banner).ToContainTextAsync("marketing.campaigns.read, marketing.email.read");
        await Expect(banner).ToContainTextAsync("connect again");
        await Expect(page.Locator("table.progress tr", new() { HasText = "Not granted" })).ToHaveCountAsync(2);
        await look.AtAsync("nomarketing-sync");

        await banner.GetByRole(AriaRole.Link, new() { Name = "See permissions" }).ClickAsync();
        await Expect(page.Locator(".banner", new() { HasText = "4 permissions not granted." })).ToBeVisibleAsync();
        foreach (var scope in Marketing)
        {
            await Expect(page.Locator("table.scopes tr").Filter(new() { Has = page.GetByText(scope, new() { Exact = true }) })).ToContainTextAsync("Missing");
        }

        await look.AtAsync("nomarketing-connection");
        look.Findings.Should().BeEmpty();

        async Task ExpectPanelsAsync()
        {
            await Expect(Panel("Which campaigns paid back?")).ToContainTextAsync("Permission marketing.campaigns.read is missing");
            await Expect(Panel("Email performance")).ToContainTextAsync("Permission marketing.email.read is missing");
        }

        ILocator Panel(string title) => page.Locator("section.panel", new() { HasText = title });
    }

    [Fact]
    public async Task An_account_that_loses_marketing_keeps_what_was_read_and_says_so_and_a_contact_names_the_emails_it_lacks()
    {
        var cancellationToken = TestContext.Current.CancellationToken;

        // The app does not ask for the e-mails of timelines either.
        var asked = HubSpotOptions.DefaultOptionalScopes.Where(scope => scope != "sales-email-read").Select((scope, index) => $"--HubSpot:OptionalScopes:{index}={scope}");
        await using var world = await PortalAndSandbox.StartAsync(contacts: 400, latency: 0, cancellationToken, portalArguments: [.. asked]);
        await using var window = await chromium.NewWindowAsync();
        var page = await window.NewPageAsync();
        var look = new PageLook(page, "light", [1280, 375]);
        var journey = await world.ConnectAsync(page, cancellationToken);
        await Expect(page.GetByText(new Regex("^Synced")).First).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await journey.OpenAsync("/campaigns");
        await journey.WaitForRowsAsync();
        await Expect(page.Locator("[data-new]")).ToBeVisibleAsync();

        await world.ControlAsync("marketing", new { on = false }, cancellationToken);
        await journey.OpenAsync("/sync");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync now" }).ClickAsync();

        var banner = page.Locator(".banner", new() { HasText = "Left out:" });
        await Expect(banner).ToContainTextAsync("campaigns, marketing emails, emails");
        await Expect(banner).ToContainTextAsync("marketing.campaigns.read, marketing.email.read, sales-email-read");
        await look.AtAsync("lost-sync");
        await journey.OpenAsync("/campaigns");
        await Expect(page.Locator(".banner", new() { HasText = "HubSpot does not share its campaigns any more." })).ToContainTextAsync("marketing.campaigns.read");
        await journey.WaitForRowsAsync();
        await Expect(page.Locator("[data-new]")).ToHaveCountAsync(0);
        await look.AtAsync("lost-campaigns");

        await journey.OpenContactsAsync();
        await journey.OpenRecordAsync(await journey.FirstIdAsync());
        await page.Locator("#tab-Timeline").ClickAsync();
        await Expect(page.Locator("#record-panel .gaps")).ToContainTextAsync("sales-email-read");
        await look.AtAsync("lost-timeline");
        look.Findings.Should().BeEmpty();
    }
}
