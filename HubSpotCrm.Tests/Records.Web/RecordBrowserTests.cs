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

/// <summary>The contacts page in a real browser over fakes: what only a browser can show.</summary>
[Trait("Kind", "Browser")]
public sealed class RecordBrowserTests(Chromium chromium) : IAsyncLifetime
{
    private readonly FakeContactService _contacts = new FakeContactService().With(120);
    private readonly FakeCompanyService _companies = new();
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await PortalFactory.StartAsync(portal => portal.ConfigureServices = services =>
        {
            services.AddSingleton<IContactService>(_contacts);
            services.AddSingleton<ICompanyService>(_companies);
            services.AddSingleton<IDefinitionService>(new FakeDefinitionService());
        });
        _portal.Connection.Become(FakeConnectionService.Sandbox);
        _portal.Sync.Become(FakeSyncService.InTheMiddle with { State = SyncState.Live });
        await _portal.AddUserAsync(Role.Editor);
    }

    public async ValueTask DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    [Trait("Seed", "S32")]
    public async Task The_list_is_asked_for_once_though_it_is_drawn_twice()
    {
        var page = await OpenAsync("/contacts");

        _contacts.Finds.Should().HaveCount(1);
        (await page.Locator("tbody tr[data-row]").CountAsync()).Should().Be(50);
    }

    [Fact]
    [Trait("Seed", "S16")]
    public async Task What_changes_while_the_browser_takes_over_is_shown()
    {
        _contacts.Found = () =>
        {
            _contacts.Found = null;
            _contacts.Contacts = [.. _contacts.Contacts.Select(contact => contact.Id == "2" ? contact with { LastName = "Kovalchuk" } : contact)];
            _portal.Services.GetRequiredService<ChangeFeed>().Publish(new RecordsChanged(ObjectType.Contact, ["2"]));
        };

        var page = await OpenAsync("/contacts");

        await Expect(page.Locator("tr[data-row='2'] th")).ToContainTextAsync("Person Kovalchuk");
    }

    [Fact]
    [Trait("Seed", "S31")]
    public async Task Keys_alone_search_open_move_edit_and_return_to_the_row()
    {
        _contacts.Properties["interests"] = new RecordProperty(FakeDefinitionService.Find("interests"), "gas", "gas");
        var page = await OpenAsync("/contacts");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("aurelia");
        await Expect(page.Locator("[data-testid=count]")).ToContainTextAsync("120");
        await Expect(page).ToHaveURLAsync(new Regex("q=aurelia"));
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".drawer h2")).ToBeFocusedAsync();
        var opened = new Uri(page.Url).Query;
        opened.Should().Contain("id=");

        await page.Keyboard.PressAsync("j");
        await Expect(page).Not.ToHaveURLAsync(page.Url.Split('?')[0] + opened);
        var second = Regex.Match(page.Url, "id=(\\d+)").Groups[1].Value;
        await Expect(page.Locator("[data-prop=email]")).ToContainTextAsync($"p{second}@");
        await page.Locator("[data-prop=jobtitle] [data-edit]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-prop=jobtitle] input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Head of laboratory");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-prop=jobtitle]")).ToContainTextAsync("Saving");
        _contacts.Edits.Should().Equal((second, "jobtitle", "Head of laboratory"));
        await Expect(page.Locator("[data-prop=jobtitle] [data-edit]")).ToBeFocusedAsync();

        var boxes = page.Locator("[data-prop=interests] input[type=checkbox]");
        await page.Locator("[data-prop=interests] [data-edit]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(boxes.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[data-prop=interests] [data-edit]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(boxes.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("[data-prop=interests] [data-edit]")).ToBeFocusedAsync();
        _contacts.Edits[1..].Should().Equal((second, "interests", "gas;liquid"));

        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".drawer")).ToHaveCountAsync(0);
        await Expect(page.Locator($"tr[data-row='{second}'] a")).ToBeFocusedAsync();
    }

    [Fact]
    [Trait("Seed", "S31")]
    public async Task What_lies_above_an_open_record_is_used_and_closed_without_the_record()
    {
        _companies.Rows.Add(RecordKindTests.Aurelia);
        var page = await OpenAsync("/contacts?id=2", width: 1100);
        await Expect(page.Locator(".drawer h2")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync(">new contact");
        await Expect(page.Locator("#palette-list")).ToHaveAttributeAsync("data-for", ">new contact");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".mud-dialog-container :focus")).ToHaveCountAsync(1);
        await page.Locator("[data-field=email] input").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("[data-field=firstname] input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Anna");
        await page.GetByPlaceholder("Search companies").FocusAsync();
        await page.Keyboard.TypeAsync("Aurelia");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-picked='900'] button")).ToBeFocusedAsync();
        _contacts.Created.Should().BeEmpty("Enter chose the company, and nothing else");
        await page.Locator(".mud-dialog-actions .btn.p").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        _contacts.Created.Should().ContainSingle().Which.Associations.Should().Equal(new RecordReference(ObjectType.Company, "900"));

        await page.SetViewportSizeAsync(1280, 880);
        await Expect(page.Locator(".drawer")).ToHaveAttributeAsync("role", "complementary");
        var link = page.Locator("tr[data-row='2'] a[data-open]");
        await link.FocusAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("#keys")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("n");
        await LeaveAsync(page.Locator("#keys"));
        await OpenMenuAsync();
        (await page.Locator(".mud-dialog").CountAsync()).Should().Be(0, "n begins a new record in the list, not under the sheet of keys");
        await LeaveAsync(page.Locator("[role=menu]"));
        await OpenMenuAsync();
        await LeaveAsync(page.Locator("[role=menu]"));
        await page.Locator(".usermenu summary").ClickAsync();
        await Expect(page.Locator(".usermenu")).ToHaveAttributeAsync("open", "");
        await LeaveAsync(page.Locator(".usermenu[open]"));
        await OpenMenuAsync();
        await LeaveAsync(page.Locator("[role=menu]"));

        await link.FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".drawer")).ToHaveCountAsync(0);

        async Task LeaveAsync(ILocator above)
        {
            await page.Keyboard.PressAsync("Escape");
            await Expect(above).ToBeHiddenAsync();
        }

        // The server answers in turn: when the menu is there, so is what the key before it did to the record.
        async Task OpenMenuAsync()
        {
            await link.FocusAsync();
            await page.Keyboard.PressAsync(".");
            await Expect(page.Locator("[role=menuitem]").First).ToBeFocusedAsync();
            (await page.Locator(".drawer h2").CountAsync()).Should().Be(1);
        }
    }

    [Fact]
    [Trait("Seed", "S12")]
    public async Task Chips_are_taken_away_by_keyboard_and_the_focus_goes_on()
    {
        var page = await OpenAsync("/contacts?country=Germany&score=10..20&stage=lead");
        var removers = page.Locator(".chip button");
        await removers.Nth(1).FocusAsync();

        await page.Keyboard.PressAsync("Enter");
        await Expect(removers).ToHaveCountAsync(2);
        await Expect(removers.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(removers).ToHaveCountAsync(1);
        await Expect(removers.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Clear all" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(removers).ToHaveCountAsync(0);
        await Expect(page.Locator(".facets > button")).ToBeFocusedAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/contacts$"));
    }

    [Fact]
    [Trait("Seed", "S12")]
    [Trait("Seed", "S31")]
    public async Task The_filter_menu_keeps_the_focus_until_Escape_closes_it_and_it_alone()
    {
        var page = await OpenAsync("/contacts?country=Germany");
        var menu = page.Locator("#filter-menu");
        var clear = menu.GetByRole(AriaRole.Button, new() { Name = "Clear" });
        await UnfoldAsync();
        await menu.Locator(".fields .opt", new() { HasText = "Country" }).ClickAsync();
        await Expect(clear).ToHaveAttributeAsync("aria-disabled", "false");
        await clear.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(clear).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(clear).ToBeFocusedAsync();
        await FoldAsync();

        await page.Locator("tr[data-row] [data-row-check]").First.ClickAsync();
        await Expect(page.Locator("[data-clear-selection]")).ToHaveCountAsync(1);
        await UnfoldAsync();
        await menu.Locator(".btn.p").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(menu.Locator(".fields .opt").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(menu.Locator(".btn.p")).ToBeFocusedAsync();

        await page.EvaluateAsync("document.activeElement.blur()");
        await FoldAsync();
        await UnfoldAsync();
        await Expect(page.Locator("[data-clear-selection]")).ToHaveCountAsync(1);

        async Task UnfoldAsync()
        {
            await page.Locator("[data-key=f]").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(menu.Locator("[data-first]")).ToBeFocusedAsync();
        }

        async Task FoldAsync()
        {
            await page.Keyboard.PressAsync("Escape");
            await Expect(menu).ToHaveCountAsync(0);
            await Expect(page.Locator("[data-key=f]")).ToBeFocusedAsync();
        }
    }

    [Fact]
    [Trait("Seed", "S31")]
    public async Task A_domain_is_reached_from_its_row_and_the_rows_stay_one_tab_stop()
    {
        _companies.Rows.AddRange(Enumerable.Range(1, 5).Select(number => RecordKindTests.Aurelia with { Id = $"{number}", Key = number, Domain = number == 3 ? "no host" : $"host-{number}.example" }));
        var page = await OpenAsync("/companies");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("tr[data-row='1'] th a")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("tr[data-row='1'] td a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("tr[data-row='2'] th a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");

        (await page.EvaluateAsync<bool>("document.activeElement.closest('tr[data-row]') === null")).Should().BeTrue("the third company has no site, and other rows are passed over");
        (await page.EvaluateAsync<int>("document.querySelectorAll('tbody a[tabindex=\"0\"]').length")).Should().Be(1);
        var popup = await page.RunAndWaitForPopupAsync(() => page.Locator("tr[data-row='2'] td a").ClickAsync());
        popup.Url.Should().NotContain("companies");
        (await popup.EvaluateAsync<bool>("window.opener === null")).Should().BeTrue();
        page.Url.Should().EndWith("/companies", "a link out of a row does not open the row");
    }

    [Fact]
    [Trait("Seed", "S16")]
    public async Task A_second_screen_shows_an_edit_without_reload()
    {
        var mine = await OpenAsync("/contacts?id=2");
        var colleagues = await OpenAsync("/contacts?id=2");
        await mine.Locator("[data-prop=lastname] [data-edit]").ClickAsync();
        await mine.Locator("[data-prop=lastname] input").FillAsync("Kovalchuk");
        await mine.Locator("[data-prop=lastname] .btn.p").ClickAsync();
        await Expect(mine.Locator("[data-prop=lastname]")).ToContainTextAsync("Saving");

        _portal.Services.GetRequiredService<ChangeFeed>().Publish(new RecordsChanged(ObjectType.Contact, ["2"]));

        await Expect(colleagues.Locator("tr[data-row='2'] th")).ToContainTextAsync("Person Kovalchuk");
        await Expect(colleagues.Locator("[data-prop=lastname]")).ToContainTextAsync("Kovalchuk");
    }

    [Fact]
    public async Task Typing_keeps_every_letter_and_the_cursor()
    {
        var page = await OpenAsync("/contacts");
        var box = page.Locator("input[data-page-search]");

        await box.ClickAsync();
        await page.Keyboard.TypeAsync("person 0012 aurelia", new() { Delay = 60 });

        await Expect(page.Locator("tbody tr[data-row]")).ToHaveCountAsync(1);
        (await box.InputValueAsync()).Should().Be("person 0012 aurelia");
        await Expect(box).ToBeFocusedAsync();
    }

    [Theory]
    [Trait("Seed", "S31")]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("light", 768)]
    [InlineData("light", 375)]
    [InlineData("dark", 375)]
    public async Task Nothing_is_in_the_way_of_anyone(string theme, int width)
    {
        var page = await OpenAsync("/contacts", theme, width);
        var look = new PageLook(page, theme, [width]);
        await look.AtAsync("list");
        await page.Locator("[data-key=f]").ClickAsync();
        await page.Locator("#filter-menu .fields .opt", new() { HasText = "Country" }).ClickAsync();
        await page.Locator("#filter-menu .values input[type=checkbox]").First.CheckAsync();
        await look.AtAsync("filter-menu");
        await page.Locator("#filter-menu .fields .opt", new() { HasText = "Score" }).ClickAsync();
        await page.Locator("#filter-menu .range").WaitForAsync();
        await look.AtAsync("range");
        await page.Keyboard.PressAsync("Escape");
        await page.GotoAsync(_portal.Address + "contacts?q=aurelia&country=Germany&id=1");
        await Ready(page);
        await page.Locator("[data-prop=email]").WaitForAsync();
        await look.AtAsync("record");
        await page.Locator("[data-prop=jobtitle] [data-edit]").ClickAsync();
        await page.Locator("[data-prop=jobtitle] input").WaitForAsync();
        await look.AtAsync("editor");
        await page.GotoAsync(_portal.Address + "contacts?q=nobody&colour=red");
        await Ready(page);
        await look.AtAsync("no-match");
        look.Findings.Should().BeEmpty();
    }

    private static Task Ready(IPage page) =>
        page.Locator("[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    private async Task<IPage> OpenAsync(string address, string theme = "light", int width = 1280)
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
        _contacts.Finds.Clear();
        await page.GotoAsync(new Uri(_portal.Address, address).ToString());
        await Ready(page);
        return page;
    }
}
