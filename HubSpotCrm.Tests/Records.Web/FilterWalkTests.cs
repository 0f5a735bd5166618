using System.Text.RegularExpressions;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Browser;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Records.Web;

/// <summary>Filters in a real browser: typed, built, taken away, by the keyboard alone.</summary>
[Trait("Kind", "Browser")]
public sealed class FilterWalkTests(Chromium chromium) : IAsyncLifetime
{
    private readonly FakeContactService _contacts = new FakeContactService().With(120);
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await PortalFactory.StartAsync(portal => portal.ConfigureServices = services =>
        {
            services.AddSingleton<IContactService>(_contacts);
            services.AddSingleton<IDefinitionService>(new FakeDefinitionService());
        });
        _portal.Connection.Become(FakeConnectionService.Sandbox);
        _portal.Sync.Become(FakeSyncService.InTheMiddle with { State = SyncState.Live });
        await _portal.AddUserAsync(Role.Editor);
    }

    public async ValueTask DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    [Trait("Seed", "S07")]
    [Trait("Seed", "S12")]
    public async Task Filters_are_typed_built_shared_and_taken_away_with_the_keyboard_alone()
    {
        var page = await OpenAsync("/contacts", "light", 1280);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("country:Germany score<60");
        await Expect(page.Locator(".typed")).ToContainTextAsync("Country is Germany, Score under 60");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".chip")).ToHaveCountAsync(2);
        await Expect(page.Locator("[data-testid=echo]")).ToContainTextAsync("in Germany and whose score is under 60");
        await Expect(page.Locator("input[data-page-search]")).ToHaveValueAsync("");

        await page.Keyboard.PressAsync("Backspace");
        await Expect(page.Locator("input[data-page-search]")).ToHaveValueAsync("score<60");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".chip")).ToHaveCountAsync(2);

        await page.Locator(".facets > button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-build]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-testid=filter-builder]").WaitForAsync();
        await page.Locator("[data-add=group]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-field-input]").Nth(2).FocusAsync();
        await page.Keyboard.TypeAsync("City");
        await page.Keyboard.PressAsync("Tab");
        var condition = page.GetByLabel("Condition on City", new() { Exact = true });
        await condition.FocusAsync();
        await condition.SelectOptionAsync("HasValue");
        await page.Locator("[data-field-input]").Nth(3).FocusAsync();
        await page.Keyboard.TypeAsync("Email");
        await page.Keyboard.PressAsync("Tab");
        await page.GetByLabel("Text in Email", new() { Exact = true }).FocusAsync();
        await page.Keyboard.TypeAsync("@");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("[data-testid=builder-echo]")).ToContainTextAsync("(whose city is known or whose email contains “@”)");
        await page.Locator("[data-apply]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".chip")).ToHaveCountAsync(3);
        await Expect(page).ToHaveURLAsync(new Regex(@"f=1:.*any\(city:set\(\),email:contains\(%40\)\)"));
        var ids = await page.Locator("tr[data-row]").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.row)");
        ids.Should().NotBeEmpty();
        var elsewhere = await page.Context.NewPageAsync();
        await elsewhere.GotoAsync(page.Url);
        await Ready(elsewhere);
        (await elsewhere.Locator("tr[data-row]").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.row)")).Should().Equal(ids);

        await page.Locator(".chip button").Last.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".chip")).ToHaveCountAsync(2);
        await page.GoBackAsync();
        await Expect(page.Locator(".chip")).ToHaveCountAsync(3);
    }

    [Theory]
    [Trait("Seed", "S31")]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("light", 375)]
    [InlineData("dark", 375)]
    public async Task Nothing_is_in_the_way_of_anyone_who_filters(string theme, int width)
    {
        var page = await OpenAsync("/contacts?country=Germany,Switzerland&f=1:any(score:num(60..),stage:in(customer)),deal(all(amount:num(%3E50000..),close:period(this-month)))", theme, width);
        var look = new PageLook(page, theme, [width]);
        await look.AtAsync("filters-chips");
        await page.Locator("input[data-page-search]").FillAsync("city:Berlin -stage:lead");
        await page.Locator(".typed").WaitForAsync();
        await look.AtAsync("filters-typed");
        await page.Locator("input[data-page-search]").FillAsync("");
        await page.Locator("[data-key=f]").ClickAsync();
        await look.AtAsync("filters-menu");
        await page.Locator("[data-build]").ClickAsync();
        await page.Locator("[data-testid=filter-builder]").WaitForAsync();
        await Expect(page.Locator("[data-field-input]")).ToHaveCountAsync(5);
        await look.AtAsync("filters-builder");
        await page.Keyboard.PressAsync("Escape");
        await page.GotoAsync(_portal.Address + "contacts?country=Germany&f=1:not(any(stage:in(lead,customer,opportunity),email:contains(%40),name:begins(p),score:num(0..100)))");
        await page.Locator("[data-relief]").WaitForAsync();
        await look.AtAsync("filters-relief");

        look.Findings.Should().BeEmpty();
    }

    private static Task Ready(IPage page) => page.Locator("[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    private async Task<IPage> OpenAsync(string address, string theme, int width)
    {
        var context = await chromium.NewWindowAsync(width, 880, theme == "dark");
        context.SetDefaultTimeout(60_000);
        await context.AddCookiesAsync([new() { Name = "theme", Value = theme, Url = _portal.Address.ToString() }]);
        var page = await context.NewPageAsync();
        await page.GotoAsync(_portal.Address + "sign-in?returnUrl=%2Fsync");
        await page.FillAsync("input[type=email]", PortalFactory.EmailOf(Role.Editor));
        await page.FillAsync("input[type=password]", PortalFactory.Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("sign-in"));
        await page.GotoAsync(new Uri(_portal.Address, address).ToString());
        await Ready(page);
        return page;
    }
}
