using HubSpotCrm.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace HubSpotCrm.Tests.Browser;

/// <summary>The one browser of the run, started when the first test asks. On Windows the installed Edge.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    // How long an expectation may take to come true: far more than a page needs, so that a busy machine fails no test.
    private const float Patience = 30_000;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        return ValueTask.CompletedTask;
    }

    /// <summary>A window of its own: no cookies, no storage of another.</summary>
    public async Task<IBrowserContext> NewWindowAsync(int width = 1280, int height = 900, bool dark = false)
    {
        await _gate.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = FindBrowser(),
                Channel = OperatingSystem.IsWindows() && FindBrowser() is null ? "msedge" : null,
                Headless = true,
                Args = Arguments,
            });
        }
        finally
        {
            _gate.Release();
        }

        return await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = width < 600,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _gate.Dispose();
    }

    // test.sh sets BROWSER_PATH; a run from an editor finds Debian's.
    private static string? FindBrowser() =>
        Environment.GetEnvironmentVariable("BROWSER_PATH") is { Length: > 0 } path ? path
        : File.Exists("/usr/bin/chromium") ? "/usr/bin/chromium"
        : null;
}
