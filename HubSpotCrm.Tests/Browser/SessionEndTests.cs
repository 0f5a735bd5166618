using System.Text.RegularExpressions;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>A screen whose session has ended.</summary>
[Trait("Kind", "Browser")]
public sealed class SessionEndTests(Chromium chromium)
{
    [Fact]
    [Trait("Seed", "S23")]
    public async Task The_first_key_after_the_session_ended_leads_to_sign_in_and_back()
    {
        await using var portal = await PortalFactory.StartAsync();
        await portal.AddUserAsync();
        await using var window = await chromium.NewWindowAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(portal.Address, "/sync").ToString());
        await SignInAsync();
        await Expect(page.Locator("main[data-interactive]")).ToBeVisibleAsync();

        await window.ClearCookiesAsync();
        await page.EvaluateAsync("() => { const now = Date.now; Date.now = () => now() + 61000; }");
        await page.Keyboard.PressAsync("a");

        await Expect(page).ToHaveURLAsync(new Regex(@"/sign-in\?returnUrl=%2Fsync$"));
        await SignInAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/sync$"));

        async Task SignInAsync()
        {
            await page.GetByLabel("Email").FillAsync(PortalFactory.EmailOf(Role.Admin));
            await page.GetByLabel("Password").FillAsync(PortalFactory.Password);
            await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        }
    }
}
