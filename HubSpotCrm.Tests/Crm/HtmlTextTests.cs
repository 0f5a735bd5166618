using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Crm;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("  ", "")]
    [InlineData("Called, will ring back", "Called, will ring back")]
    [InlineData("<p>One</p><p>Two</p>", "One\nTwo")]
    [InlineData("One<br>Two<br/>Three<BR />Four", "One\nTwo\nThree\nFour")]
    [InlineData("<ul><li>First</li><li>Second</li></ul>", "• First\n• Second")]
    [InlineData("<div>a <b>bold</b>\n  word</div>", "a bold word")]
    [InlineData("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3")]
    [InlineData("first line\nsecond line\n\nthird", "first line\nsecond line\n\nthird")]
    public void Paragraphs_lines_and_lists_are_kept(string? html, string text) => HtmlText.Of(html).Should().Be(text);

    [Theory]
    [InlineData("<script>alert('x')</script>Hello", "Hello")]
    [InlineData("a<SCRIPT type=\"text/javascript\">if (1 < 2) { '</p>' }</SCRIPT >b", "ab")]
    [InlineData("<style>p { color: red }</style><p>Hello</p>", "Hello")]
    [InlineData("<head><title>Mail</title></head><body>Hello</body>", "Hello")]
    [InlineData("<!-- hidden <b>words</b> -->Hello", "Hello")]
    [InlineData("<!DOCTYPE html><?xml version=\"1.0\"?>Hello", "Hello")]
    [InlineData("<img src=x onerror=\"alert(1 > 0)\">Hello", "Hello")]
    [InlineData("<a href='https://example.com/?a=1&b=>'>our offer</a>", "our offer")]
    public void Scripts_styles_comments_and_attributes_are_not(string html, string text) => HtmlText.Of(html).Should().Be(text);

    [Theory]
    [InlineData("Fish &amp; chips &lt;b&gt; &#39;now&#x27; &nbsp;5&nbsp;&euro;", "Fish & chips <b> 'now' 5 €")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>")]
    [InlineData("&amp;lt;", "&lt;")]
    [InlineData("&unknown; &#0; &#1114112; AT&T", "&unknown; &#1114112; AT&T")]
    [InlineData("👩‍🔧 <b>naïve</b>", "👩‍🔧 naïve")]
    public void Entities_are_read_once_and_never_as_markup(string html, string text) => HtmlText.Of(html).Should().Be(text);

    [Theory]
    [InlineData("a < b and c > d", "a < b and c > d")]
    [InlineData("write to <ada@example.com>", "write to <ada@example.com>")]
    [InlineData("<p>open", "open")]
    [InlineData("text <b", "text")]
    [InlineData("text <a href=\"never closed>here", "text here")]
    [InlineData("<script>never closed", "")]
    [InlineData("<!-- never closed", "")]
    [InlineData("a</b></p>b", "a\nb")]
    [InlineData("<", "<")]
    [InlineData("<>", "<>")]
    [InlineData("</", "</")]
    [InlineData("a\u0001b\u0000c", "a\nbc")]
    public void Broken_markup_loses_at_most_itself(string html, string text) => HtmlText.Of(html).Should().Be(text);

    [Fact]
    public void A_long_body_ends_with_an_ellipsis()
    {
        var text = HtmlText.Of("<p>" + new string('x', 60_000) + "</p>");

        text.Should().HaveLength(HtmlText.Longest).And.EndWith("…");
    }

    [Fact]
    public void No_letter_is_cut_in_half()
    {
        var text = HtmlText.Of("x" + string.Concat(Enumerable.Repeat("😀", 20_000)));

        char.IsHighSurrogate(text[^2]).Should().BeFalse();
    }
}
