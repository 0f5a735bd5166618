using System.Net;
using System.Text;

namespace HubSpotCrm.Core.Crm;

/// <summary>
/// The text of a body that HubSpot holds as HTML. What comes out is text and nothing else: it is shown as such, never as markup.
/// Anything can come in; broken markup loses at most itself.
/// </summary>
internal static class HtmlText
{
    /// <summary>What is shown of one body.</summary>
    public const int Longest = 20_000;

    private static readonly HashSet<string> Silent = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "math", "textarea", "select",
    };

    private static readonly HashSet<string> Lines = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
    };

    /// <summary>Empty for null. Paragraphs and lines are kept, spaces are not; longer than <see cref="Longest"/> ends with an ellipsis.</summary>
    public static string Of(string? html)
    {
        if (string.IsNullOrWhiteSpace(html))
        {
            return "";
        }

        var text = new StringBuilder(Math.Min(html.Length, Longest));
        var at = 0;
        var hasMarkup = false;
        while (at < html.Length)
        {
            var next = html.IndexOf('<', at);
            if (next < 0)
            {
                text.Append(html, at, html.Length - at);
                break;
            }

            text.Append(html, at, next - at);
            if (EndOfComment(html, next) is { } end)
            {
                hasMarkup = true;
                at = end;
            }
            else if (Tag(html, next) is { } tag)
            {
                hasMarkup = true;
                at = tag.IsOpening && Silent.Contains(tag.Name) ? AfterSilent(html, tag) : tag.End;
                text.Append(tag switch
                {
                    { IsOpening: true } when tag.Name.Equals("li", StringComparison.OrdinalIgnoreCase) => "\u0001• ",
                    _ when Lines.Contains(tag.Name) => "\u0001",
                    _ when tag.Name is "td" or "th" or "TD" or "TH" => " ",
                    _ => "",
                });
            }
            else
            {
                text.Append('<');
                at = next + 1;
            }
        }

        return Tidy(text.ToString(), hasMarkup);
    }

    // Breaks of markup are told from the text's own by a sign that no text holds: entities are read only now, so none of them can make a tag.
    private static string Tidy(string text, bool hasMarkup)
    {
        var lines = text
            .Split(hasMarkup ? ['\u0001'] : ['\u0001', '\n'])
            .Select(line => string.Join(' ', Clean(WebUtility.HtmlDecode(line)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .ToList();
        var tidy = new StringBuilder();
        var isGap = false;
        foreach (var line in lines)
        {
            if (line.Length == 0 || line == "•")
            {
                isGap = tidy.Length > 0 && !hasMarkup;
                continue;
            }

            if (tidy.Length > 0)
            {
                tidy.Append(isGap ? "\n\n" : "\n");
            }

            tidy.Append(line);
            isGap = false;
            if (tidy.Length > Longest)
            {
                break;
            }
        }

        if (tidy.Length <= Longest)
        {
            return tidy.ToString();
        }

        var end = char.IsHighSurrogate(tidy[Longest - 2]) ? Longest - 2 : Longest - 1;
        return tidy.ToString(0, end) + "…";
    }

    private static string Clean(string line) => string.Concat(line.Select(letter => letter is '\u00a0' or '\t' or '\n' or '\r' ? ' ' : letter).Where(letter => !char.IsControl(letter)));

    private static int? EndOfComment(string html, int at)
    {
        if (string.CompareOrdinal(html, at, "<!--", 0, 4) == 0)
        {
            return html.IndexOf("-->", at + 4, StringComparison.Ordinal) is var end && end >= 0 ? end + 3 : html.Length;
        }

        return at + 1 < html.Length && html[at + 1] is '!' or '?'
            ? html.IndexOf('>', at) is var close && close >= 0 ? close + 1 : html.Length
            : null;
    }

    private readonly record struct Found(string Name, bool IsOpening, int End);

    // An address in angle brackets, or a "less than", is text.
    private static Found? Tag(string html, int at)
    {
        var isOpening = at + 1 < html.Length && html[at + 1] != '/';
        var begin = isOpening ? at + 1 : at + 2;
        var end = begin;
        while (end < html.Length && char.IsAsciiLetterOrDigit(html[end]))
        {
            end++;
        }

        if (end == begin || !char.IsAsciiLetter(html[begin]) || (end < html.Length && !char.IsWhiteSpace(html[end]) && html[end] is not ('>' or '/')))
        {
            return null;
        }

        var name = html[begin..end];
        char? quote = null;
        for (var position = end; position < html.Length; position++)
        {
            var letter = html[position];
            if (quote is not null)
            {
                quote = letter == quote ? null : quote;
            }
            else if (letter is '"' or '\'')
            {
                quote = letter;
            }
            else if (letter == '>')
            {
                return new Found(name, isOpening, position + 1);
            }
        }

        // Of a quote that is never closed the tag ends at the first bracket; of a tag that never ends nothing follows.
        return new Found(name, isOpening, html.IndexOf('>', end) is var close && close >= 0 ? close + 1 : html.Length);
    }

    private static int AfterSilent(string html, Found tag)
    {
        if (html[tag.End - 1] == '>' && tag.End >= 2 && html[tag.End - 2] == '/' && tag.Name is "svg" or "math")
        {
            return tag.End;
        }

        var close = html.IndexOf("</" + tag.Name, tag.End, StringComparison.OrdinalIgnoreCase);
        if (close < 0)
        {
            return html.Length;
        }

        var end = html.IndexOf('>', close);
        return end < 0 ? html.Length : end + 1;
    }
}
