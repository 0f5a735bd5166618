using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>Text from outside made fit for screens and logs.</summary>
internal static partial class ErrorText
{
    private const int LongestShown = 300;
    private const int LongestLogged = 512;

    /// <summary>For people: one line, short.</summary>
    public static string Shown(string? text) => Cut(Printable(text ?? ""), LongestShown);

    /// <summary>For the log: at most 512 characters, without addresses, numbers and tokens, with control characters escaped.</summary>
    public static string Logged(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestLogged * 8)]);
        text = Secret().Replace(text, "$1(hidden)");
        text = Mail().Replace(text, "(mail)");
        text = LongWord().Replace(text, "(hidden)");
        text = Number().Replace(text, "(number)");
        return Cut(Printable(text), LongestLogged);
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = length - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }

    private static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            if (IsSafe(unit))
            {
                printable.Append(unit);
            }
            else
            {
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }

        return printable.ToString();
    }

    // Line and direction marks can fake a log line or turn a screen's text around.
    private static bool IsSafe(char unit) =>
        !char.IsControl(unit)
        && char.GetUnicodeCategory(unit) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    [GeneratedRegex("""((?:token|secret|code|password|authorization|bearer)["']?\s*[:=]?\s*["']?)[^\s"',&}]+""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Secret();

    [GeneratedRegex(@"[^\s""'<>@:,;()]+@[^\s""'<>@:,;()]+", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();

    [GeneratedRegex("[A-Za-z0-9_+/=-]{40,}", RegexOptions.NonBacktracking)]
    private static partial Regex LongWord();

    [GeneratedRegex(@"\+?[0-9][0-9 ()/.-]{6,}[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
