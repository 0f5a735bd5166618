using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace HubSpotCrm.Tests.Browser;

/// <summary>
/// Looks at a page in several widths: WCAG 2.2 AA and axe's best practices, the theme, no sideways scrolling, and no error in the console
/// from the first to the last look. With <c>SCREENSHOTS</c> set to a folder, what was looked at is kept there.
/// </summary>
internal sealed class PageLook
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>
    /// Run in the page itself: it has no frames, and a window of its own for each result would cost as much again. The dark theme is the same
    /// page in other colours, so only the rules of colours are asked there.
    /// </summary>
    private const string Violations = """
        async theme => {
          const result = await axe.run(document, {
            ...(theme === 'dark'
              ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }
              : {
                runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'] },
                rules: { 'target-size': { enabled: true } },
              }),
            resultTypes: ['violations'],
            iframes: false,
            preload: false,
          });
          return result.violations.flatMap(rule => rule.nodes.map(node =>
            `${rule.id} at ${node.target}: ${node.html.replace(/\s+/g, ' ')} ${node.failureSummary.replace(/\s+/g, ' ')}`));
        }
        """;

    /// <summary>By how much the page is too wide, and which innermost elements stand out most; null when it fits.</summary>
    private const string Sideways = """
        () => {
          const over = document.documentElement.scrollWidth - innerWidth;
          if (over <= 0) { return null; }
          const out = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1);
          const inner = out.filter(one => !out.some(other => other !== one && one.contains(other)));
          return `by ${over} px: ` + inner.slice(0, 5).map(one => one.outerHTML.replace(/\s+/g, ' ').slice(0, 200)).join(' | ');
        }
        """;

    private readonly IPage _page;
    private readonly string _theme;
    private readonly IReadOnlyList<int> _widths;
    private readonly List<string> _findings = [];

    /// <param name="isExpected">Whether a place may log a message.</param>
    public PageLook(IPage page, string theme, IReadOnlyList<int> widths, Func<string, string, bool>? isExpected = null)
    {
        (_page, _theme, _widths) = (page, theme, widths);
        page.PageError += (_, error) => _findings.Add($"{Place}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && isExpected?.Invoke(Place, message.Text) != true)
            {
                _findings.Add($"{Place}: console {message.Type}: {message.Text}");
            }
        };
    }

    /// <summary>What is on the screen, for the findings.</summary>
    public string Place { get; set; } = "start";

    public IReadOnlyList<string> Findings => _findings;

    /// <summary>A width is a resize of the same page: what is open stays open, as when a window is made smaller.</summary>
    public async Task AtAsync(string place)
    {
        Place = place;
        foreach (var width in _widths)
        {
            await _page.SetViewportSizeAsync(width, width < 600 ? 812 : 900);
            // From the top, where nothing lies under the header; two frames: the page as it stands in its new width, not on the way to it.
            await _page.EvaluateAsync("() => { scrollTo(0, 0); return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done()))); }");
            var spot = $"{place} {_theme} {width}";
            var shown = await _page.EvaluateAsync<string?>("() => document.documentElement.dataset.theme ?? null");
            if (shown is not null && shown != _theme)
            {
                _findings.Add($"{spot}: shows the theme {shown}");
            }

            if (await _page.EvaluateAsync<string?>(Sideways) is { } wide)
            {
                _findings.Add($"{spot}: scrolls sideways {wide}");
            }

            if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } shots)
            {
                await _page.ScreenshotAsync(new() { Path = Path.Combine(shots, $"{place}-{width}-{_theme}.png"), FullPage = true });
            }

            if (!await _page.EvaluateAsync<bool>("() => 'axe' in window"))
            {
                await _page.EvaluateAsync(Axe);
            }

            _findings.AddRange((await _page.EvaluateAsync<string[]>(Violations, _theme)).Select(violation => $"{spot}: {violation}"));
        }

        await _page.SetViewportSizeAsync(_widths[0], 900);
    }
}
