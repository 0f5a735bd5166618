namespace HubSpotCrm.Tests.Browser;

/// <summary>The eye that the other browser tests look with.</summary>
[Trait("Kind", "Browser")]
public sealed class PageLookTests(Chromium chromium)
{
    [Fact]
    public async Task Barriers_what_stands_out_and_errors_are_found_in_the_width_they_are_in()
    {
        await using var window = await chromium.NewWindowAsync();
        var page = await window.NewPageAsync();
        var look = new PageLook(page, "light", [1280, 375]);
        await page.SetContentAsync("""
            <!doctype html><html lang="en"><title>Look</title><main><h1>Look</h1><img src="data:,"><p style="color:#bbb;background:#fff">pale</p>
            <div style="width:900px;background:#fff">wide</div></main></html>
            """);
        await page.EvaluateAsync("() => console.error('a word')");

        await look.AtAsync("poor");

        look.Findings.Should().Contain(finding => finding.StartsWith("poor light 1280: image-alt", StringComparison.Ordinal));
        look.Findings.Should().Contain(finding => finding.StartsWith("poor light 375: color-contrast", StringComparison.Ordinal));
        look.Findings.Should().ContainSingle(finding => finding.Contains("scrolls sideways", StringComparison.Ordinal)).Which.Should().StartWith("poor light 375");
        look.Findings.Should().Contain("start: console error: a word");
    }
}
