using System.Text.RegularExpressions;
using HubSpotCrm.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Browser;

/// <summary>What a person does in the portal, by what is on the screen.</summary>
internal sealed partial class PortalJourney(IPage page, Uri portal)
{
    public const string Name = "Katharina Lindqvist";
    public const string Email = "katharina@portal.example";
    public const string Password = "three calm otters cross the river";

    public IPage Page => page;

    /// <summary>Opens the printed link and makes the first administrator; ends on the choice of an account.</summary>
    public async Task SetUpAsync(string link)
    {
        await page.GotoAsync(link);
        await page.GetByLabel("Your name").FillAsync(Name);
        await page.GetByLabel("Email").FillAsync(Email);
        await page.GetByLabel("Password, at least 12 characters").FillAsync(Password);
        await page.GetByLabel("Password again").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make administrator" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/connect"));
    }

    public async Task SignInAsync()
    {
        await page.GotoAsync(new Uri(portal, "/sign-in").ToString());
        await page.GetByLabel("Email").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("/sign-in"));
    }

    /// <summary>The first of the two clicks: the sandbox's consent page.</summary>
    public async Task ExploreSandboxAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Explore sandbox" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Connect this app?" })).ToBeVisibleAsync();
    }

    /// <summary>The second: agreeing leads to the contacts.</summary>
    public async Task ConsentAsync()
    {
        await AgreeAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/contacts"));
    }

    /// <summary>Agrees on the consent page, wherever that leads.</summary>
    public Task AgreeAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();

    /// <summary>Connects the account that the portal's own settings name, by OAuth.</summary>
    public async Task ConnectHubSpotAsync()
    {
        await OpenConsentAsync();
        await ConsentAsync();
    }

    /// <summary>By the page that names the permissions to HubSpot's question.</summary>
    public async Task OpenConsentAsync()
    {
        await page.GotoAsync(new Uri(portal, "/connect?step=hubspot").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue to HubSpot" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Connect this app?" })).ToBeVisibleAsync();
    }

    /// <summary>Opens a page of the portal and waits until it answers.</summary>
    public async Task OpenAsync(string path)
    {
        await page.GotoAsync(new Uri(portal, path).ToString());
        await Expect(page.Locator("main[data-interactive] h1")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    public async Task OpenContactsAsync(string query = "")
    {
        await page.GotoAsync(new Uri(portal, "/contacts" + query).ToString());
        await WaitForRowsAsync();
    }

    /// <summary>Rows on the screen, and a page that answers: what is typed before the circuit is up would be lost.</summary>
    public async Task WaitForRowsAsync()
    {
        await Expect(Rows.First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.Locator("main[data-interactive]")).ToBeVisibleAsync(new() { Timeout = 60_000 });

        // The table's own script comes after the circuit; keys before it go nowhere.
        await page.Locator("[data-ready]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = 60_000 });
    }

    public ILocator Rows => page.Locator("tbody tr[data-row]");

    public async Task SearchAsync(string text)
    {
        await page.GetByRole(AriaRole.Searchbox).FillAsync(text);
        await Expect(page).ToHaveURLAsync(new Regex("[?&]q="));
    }

    /// <summary>Opens the record's drawer at its own address.</summary>
    public async Task OpenRecordAsync(string id)
    {
        await page.GotoAsync(new Uri(portal, $"/contacts?id={id}").ToString());
        await WaitForRowsAsync();
        await Expect(Property("jobtitle")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    public ILocator Property(string name) => page.Locator($"[data-prop='{name}']");

    /// <summary>Edits a text property of the open record.</summary>
    public async Task EditAsync(string property, string value)
    {
        var row = Property(property);
        await row.Locator("[data-edit]").ClickAsync();
        await row.Locator("input, textarea").First.FillAsync(value);
        await row.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(row).ToContainTextAsync(value);
    }

    /// <summary>The id of the record in the first row.</summary>
    public async Task<string> FirstIdAsync()
    {
        var href = await page.Locator("tbody tr[data-row] a[href*='id=']").First.GetAttributeAsync("href") ?? "";
        return IdInLink().Match(href).Groups[1].Value;
    }

    [GeneratedRegex("[?&]id=([0-9]+)")]
    private static partial Regex IdInLink();
}
