using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HubSpotCrm.Benchmarks.Typing;

/// <summary>The list of contacts in a real browser, and the moment its rows are on the screen.</summary>
internal sealed class TypingPage : IAsyncDisposable
{
    private const float Patience = 60_000;

    // From a key until the rows for what stands in the box by then are painted. They are there when the count above them names the text and the table, which
    // was busy since the key, is busy no more; they are painted when the frame is over for which the browser asks then.
    private const string Watch = """
        (() => {
          const typing = window.typing = { at: 0, wasBusy: false, isSeen: false, painted: 0 };
          addEventListener('keydown', event => {
            if (event.target.matches?.('input[data-page-search]') && event.key.length === 1 && !event.ctrlKey) {
              Object.assign(typing, { at: event.timeStamp, wasBusy: false, isSeen: false, painted: 0 });
            }
          }, true);
          new MutationObserver(changes => {
            const table = document.querySelector('.records table');
            const box = document.querySelector('input[data-page-search]');
            if (!table || !box || !typing.at || typing.isSeen) {
              return;
            }
            typing.wasBusy ||= changes.some(change => change.attributeName === 'aria-busy' && change.target === table);
            const told = document.querySelector('.records [data-testid="echo"]')?.title ?? '';
            if (typing.wasBusy && table.getAttribute('aria-busy') === 'false' && told.endsWith(`“${box.value}”`)) {
              const { at } = typing;
              typing.isSeen = true;
              requestAnimationFrame(() => {
                const after = new MessageChannel();
                after.port1.onmessage = () => {
                  if (typing.at === at) {
                    typing.painted = performance.now() - at;
                  }
                };
                after.port2.postMessage(0);
              });
            }
          }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['aria-busy', 'title'] });
        })();
        """;

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _page;

    private TypingPage(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, _page) = (playwright, browser, page);

    /// <summary>The browser of <c>BROWSER_PATH</c>, else Debian's.</summary>
    public string BrowserVersion => _browser.Version;

    /// <summary>Starts a browser; throws <see cref="BadArgumentException"/> when there is none.</summary>
    public static async Task<TypingPage> OpenAsync()
    {
        var path = Environment.GetEnvironmentVariable("BROWSER_PATH") is { Length: > 0 } given ? given : File.Exists("/usr/bin/chromium") ? "/usr/bin/chromium" : null;
        var playwright = await Playwright.CreateAsync();
        try
        {
            var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                Channel = OperatingSystem.IsWindows() && path is null ? "msedge" : null,
                Headless = true,
                Args = Arguments,
            });
            var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 900 } });
            await context.AddInitScriptAsync(Watch);
            return new TypingPage(playwright, browser, await context.NewPageAsync());
        }
        catch (PlaywrightException exception)
        {
            playwright.Dispose();
            throw new BadArgumentException($"No browser starts; BROWSER_PATH names one: {exception.Message}");
        }
    }

    /// <summary>Makes the portal's first user by its own page, and opens the contacts.</summary>
    public async Task SignInAsync(PortalProcess portal, CancellationToken cancellationToken)
    {
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        await _page.GotoAsync(await portal.SetupLinkAsync(cancellationToken));
        await _page.GetByLabel("Your name").FillAsync("Benchmark");
        await _page.GetByLabel("Email").FillAsync("benchmark@portal.example");
        await _page.GetByLabel("Password, at least 12 characters").FillAsync(password);
        await _page.GetByLabel("Password again").FillAsync(password);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Make administrator" }).ClickAsync();
        await Expect(_page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/setup"), new() { Timeout = Patience });

        await _page.GotoAsync(new Uri(portal.Address, "/contacts").ToString());
        await Expect(_page.Locator("tbody tr[data-row]").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await Expect(_page.Locator("main[data-interactive]")).ToBeVisibleAsync(new() { Timeout = Patience });
        await _page.Locator("[data-ready]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = Patience });
        await _page.GetByRole(AriaRole.Searchbox).FocusAsync();
    }

    public Task PressAsync(char letter) => _page.Keyboard.PressAsync(letter.ToString(CultureInfo.InvariantCulture));

    /// <summary>Milliseconds from the last key until the rows of the whole text were painted.</summary>
    public async Task<double> PaintedAsync()
    {
        await _page.WaitForFunctionAsync("() => window.typing.painted > 0", null, new() { Timeout = Patience, PollingInterval = 50 });
        return await _page.EvaluateAsync<double>("() => window.typing.painted");
    }

    /// <summary>Empties the box as one does before the next word, and waits until the list is whole again.</summary>
    public async Task ClearAsync()
    {
        await _page.Keyboard.PressAsync("Control+A");
        await _page.Keyboard.PressAsync("Backspace");
        await _page.WaitForFunctionAsync(
            """
            () => document.querySelector('input[data-page-search]').value === '' && document.querySelector('.records table').getAttribute('aria-busy') === 'false'
              && !(document.querySelector('.records [data-testid="echo"]')?.title ?? '“').includes('“')
            """,
            null, new() { Timeout = Patience });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
