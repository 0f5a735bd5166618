using System.Text.RegularExpressions;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Tests.Browser;
using HubSpotCrm.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Tests.Views;

/// <summary>Saved views, columns and sort in a real browser by keyboard alone, with real views in <c>app.db</c> and two people.</summary>
[Trait("Kind", "Browser")]
public sealed class ViewBrowserTests(Chromium chromium) : IAsyncLifetime
{
    private readonly FakeContactService _contacts = new FakeContactService().With(120);
    private MirrorFixture _mirror = null!;
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _mirror = await MirrorFixture.OpenAsync();
        _portal = await PortalFactory.StartAsync(portal => portal.ConfigureServices = services =>
        {
            services.AddSingleton<IContactService>(_contacts);
            services.AddSingleton<IDefinitionService>(new FakeDefinitionService());
            services.AddSingleton<ISavedViewService>(provider => new SavedViewService(
                provider.GetRequiredService<IDbContextFactory<AppDb>>(), _mirror.Host, provider.GetRequiredService<AuditLog>(), provider.GetRequiredService<ViewFeed>(), TimeProvider.System));
            services.AddSingleton<IListStateService>(provider => new ListStateService(provider.GetRequiredService<IDbContextFactory<AppDb>>(), _mirror.Host, TimeProvider.System));
        });
        _portal.Connection.Become(FakeConnectionService.Sandbox);
        _portal.Sync.Become(FakeSyncService.InTheMiddle with { State = SyncState.Live });
        await _portal.AddUserAsync(Role.Editor);
        await _portal.AddUserAsync(Role.Viewer);
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _mirror.DisposeAsync();
    }

    [Fact]
    [Trait("Seed", "S11")]
    [Trait("Seed", "S31")]
    [Trait("Seed", "S32")]
    public async Task Keys_alone_add_a_column_sort_by_two_keys_save_share_and_somebody_else_opens_the_link()
    {
        var page = await OpenAsync("/contacts?country=Germany", Role.Editor);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var keys = page.Keyboard;

        await keys.PressAsync("c");
        await Expect(page.GetByLabel("Find a property")).ToBeFocusedAsync();
        await keys.TypeAsync("nick");
        await Expect(page.GetByLabel("Find a property")).ToHaveValueAsync("nick");
        await Expect(page.Locator("#column-menu label")).ToHaveCountAsync(1);
        await keys.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Nickname" })).ToBeFocusedAsync();
        await keys.PressAsync("Space");
        await Expect(page.Locator("thead th", new() { HasText = "Nickname" })).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(page.Locator("[data-key=c]")).ToBeFocusedAsync();

        await keys.PressAsync("s");
        await AddKeyAsync(page, "Score");
        await AddKeyAsync(page, "Name");
        await Expect(page).ToHaveURLAsync(new Regex("sort=-score,name"));
        await keys.PressAsync("Escape");
        await Expect(page.Locator("[data-key=s]")).ToBeFocusedAsync();

        await keys.PressAsync("v");
        await Expect(page.Locator("#view-menu a.opt").First).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Expect(page.Locator("#view-name")).ToBeFocusedAsync();
        await keys.TypeAsync("German leads");
        await keys.PressAsync("Tab");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Share with everybody" })).ToBeFocusedAsync();
        await keys.PressAsync("Space");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".views .tab[aria-current=page]")).ToContainTextAsync("German leads");
        await Expect(page).ToHaveURLAsync(new Regex("/contacts\\?view=[0-9a-f-]+$"));
        await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Copy a link to this list" }).FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".toast")).ToContainTextAsync(["Link copied"]);
        var link = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        link.Should().Contain("view=").And.Contain("country=Germany").And.Contain("sort=-score,name").And.Contain("nickname");
        var rows = await RowsAsync(page);

        var other = await OpenAsync(new Uri(link).PathAndQuery, Role.Viewer);
        await Expect(other.Locator(".views .tab[aria-current=page]")).ToContainTextAsync("German leads");
        (await RowsAsync(other)).Should().Equal(rows);
        await Expect(other.Locator(".changes")).ToHaveCountAsync(0);

        await other.GetByRole(AriaRole.Link, new() { Name = "All contacts" }).FocusAsync();
        await other.Keyboard.PressAsync("Enter");
        await Expect(other.Locator("[data-testid=count]")).ToContainTextAsync("120");
        await other.GoBackAsync();
        await Expect(other.Locator("[data-testid=count]")).ToContainTextAsync("60");
        (await RowsAsync(other)).Should().Equal(rows);
    }

    [Fact]
    public async Task A_link_to_a_private_view_opens_the_same_rows_where_it_says_what_they_are()
    {
        var page = await OpenAsync("/contacts?country=Germany&sort=name", Role.Editor);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as…" }).ClickAsync();
        await page.Locator("#view-name").FillAsync("Mine");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".views .tab[aria-current=page]")).ToContainTextAsync("Mine");
        var rows = await RowsAsync(page);
        var address = new Uri(page.Url).PathAndQuery;

        var other = await OpenAsync(address, Role.Viewer);
        await Expect(other.Locator(".banner", new() { HasText = "private to somebody else" })).ToBeVisibleAsync();
        await Expect(other.Locator("[data-testid=count]")).ToContainTextAsync("120");
        await other.GotoAsync(new Uri(_portal.Address, $"{address}&country=Germany&sort=name").ToString());
        await Ready(other);

        await Expect(other.Locator(".banner", new() { HasText = "the rows are the same" })).ToBeVisibleAsync();
        (await RowsAsync(other)).Should().Equal(rows);
    }

    [Fact]
    [Trait("Seed", "S32")]
    public async Task Back_and_Forward_lead_to_the_row_and_the_place_where_one_was()
    {
        var page = await OpenAsync("/contacts", Role.Editor);
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("tr[data-row='1'] th a")).ToBeFocusedAsync();
        for (var step = 0; step < 30; step++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
        }

        await Expect(page.Locator("tr[data-row='31'] th a")).ToBeFocusedAsync();
        var top = await TopAsync(page);
        top.Should().BeGreaterThan(200);
        await page.WaitForTimeoutAsync(300);

        // Another order, and back: the rows are read anew.
        await page.Locator("thead th", new() { HasText = "Score" }).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("sort=-score"));
        await Expect(page.Locator("tbody tr[data-row]").First).Not.ToHaveAttributeAsync("data-row", "1");
        await EventuallyAsync(page, 0);
        await page.GoBackAsync();
        await Expect(page.Locator("tbody tr[data-row]").First).ToHaveAttributeAsync("data-row", "1");
        await EventuallyAsync(page, top);

        // A record, then another page altogether, and back twice.
        await page.Locator("tr[data-row='31'] th a").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".drawer h2")).ToBeFocusedAsync();
        await page.GoBackAsync();
        await Expect(page.Locator(".drawer")).ToHaveCountAsync(0);
        await Expect(page.Locator("tr[data-row='31'] th a")).ToBeFocusedAsync();
        await EventuallyAsync(page, top);
        await page.WaitForTimeoutAsync(300);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sync" }).First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/sync"));
        // The address changes before the page does.
        await Expect(page.Locator(".rows")).ToHaveCountAsync(0);
        await page.GoBackAsync();

        await Expect(page.Locator("tbody tr[data-row]").First).ToHaveAttributeAsync("data-row", "1");
        await EventuallyAsync(page, top);
        await Expect(page.Locator("tr[data-row='31'] th a")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Heads_are_dragged_and_stepped_wider_and_the_name_stays_in_sight()
    {
        var page = await OpenAsync("/contacts?cols=email,phone,country,budget,birthday,next_call,jobtitle,nickname", Role.Editor);
        var grip = page.Locator("thead [data-grip=email]");
        var box = (await grip.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 4, box.Y + 10);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 104, box.Y + 10, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await Expect(page).ToHaveURLAsync(new Regex("widths=email:(26[0-9]|27[0-9]|28[0-9])"));

        await page.Locator("thead button[data-head=phone]").FocusAsync();
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await Expect(page).ToHaveURLAsync(new Regex("phone:19[0-9]"));
        await Expect(page.Locator("thead button[data-head=phone]")).ToBeFocusedAsync();

        await page.EvaluateAsync("document.querySelector('.rows').scrollLeft = 500");
        var name = (await page.Locator("tr[data-row='1'] th").BoundingBoxAsync())!;
        var list = (await page.Locator(".rows").BoundingBoxAsync())!;
        (name.X - list.X).Should().BeLessThan(60);
        await grip.DblClickAsync(new() { Force = true });
        await Expect(page).Not.ToHaveURLAsync(new Regex("email:"));
    }

    [Theory]
    [Trait("Seed", "S31")]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("light", 375)]
    [InlineData("dark", 375)]
    public async Task Nothing_is_in_the_way_of_anyone(string theme, int width)
    {
        var page = await OpenAsync("/contacts?country=Germany&sort=-score,name", Role.Editor, theme, width);
        foreach (var name in new[] { "German leads", "A view with quite a long name, as people give them", "東京の連絡先", "جهات الاتصال" })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Views" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Save this list as a view…" }).ClickAsync();
            await page.Locator("#view-name").FillAsync(name);
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        }

        await page.GotoAsync(new Uri(_portal.Address, "/contacts?cols=email,nickname,budget,phone,country,birthday,next_call&sort=-score,name").ToString());
        await Ready(page);
        var look = new PageLook(page, theme, [width]);
        await look.AtAsync("views-list");
        await page.Locator("[data-key=v]").ClickAsync();
        await look.AtAsync("views-menu");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("[data-key=c]").ClickAsync();
        await look.AtAsync("views-columns");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("[data-key=s]").ClickAsync();
        await look.AtAsync("views-sort");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".views .tab").Nth(1).ClickAsync();
        await page.Locator("[data-key=v]").ClickAsync();
        await look.AtAsync("views-own-menu");
        await page.GetByRole(AriaRole.Button, new() { Name = "Name, icon and sharing…" }).ClickAsync();
        await page.Locator("#view-name").WaitForAsync();
        await look.AtAsync("views-dialog");
        look.Findings.Should().BeEmpty();
    }

    private static async Task AddKeyAsync(IPage page, string label)
    {
        await page.Locator("#sort-menu select").FocusAsync();
        await page.Keyboard.TypeAsync(label);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#sort-menu li", new() { HasText = label })).ToBeVisibleAsync();
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(IPage page)
    {
        await Expect(page.Locator("table[aria-busy=false] tbody tr[data-row]").First).ToBeVisibleAsync();
        return await page.EvaluateAsync<string[]>("[...document.querySelectorAll('tbody tr[data-row]')].map(row => row.dataset.row)");
    }

    private static Task<int> TopAsync(IPage page) => page.EvaluateAsync<int>("Math.round(document.querySelector('.rows')?.scrollTop ?? -1)");

    private static async Task EventuallyAsync(IPage page, int top)
    {
        var waited = 0;
        while (Math.Abs(await TopAsync(page) - top) > 2 && waited++ < 150)
        {
            await page.WaitForTimeoutAsync(200);
        }

        (await TopAsync(page)).Should().BeCloseTo(top, 2, await page.EvaluateAsync<string>("location.href + JSON.stringify(sessionStorage)"));
    }

    private static Task Ready(IPage page) => page.Locator("[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    private async Task<IPage> OpenAsync(string address, Role role, string theme = "light", int width = 1280)
    {
        var context = await chromium.NewWindowAsync(width, 880, theme == "dark");
        context.SetDefaultTimeout(60_000);
        await context.AddCookiesAsync([new() { Name = "theme", Value = theme, Url = _portal.Address.ToString() }]);
        var page = await context.NewPageAsync();
        await page.GotoAsync(_portal.Address + "sign-in?returnUrl=%2Fsync");
        await page.FillAsync("input[type=email]", PortalFactory.EmailOf(role));
        await page.FillAsync("input[type=password]", PortalFactory.Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("sign-in"));
        await page.GotoAsync(new Uri(_portal.Address, address).ToString());
        await Ready(page);
        return page;
    }
}
