using System.Text;
using System.Text.RegularExpressions;

namespace HubSpotCrm.Web.Diagnostics;

/// <summary>What may be written to a log: no secret, and no character that could forge a line or colour a terminal.</summary>
internal static partial class LogText
{
    public const string Removed = "[removed]";

    /// <summary>Takes out what looks like a secret, by the name before it or by its own shape.</summary>
    public static string Redact(string text)
    {
        text = Named().Replace(text, match => match.Groups["name"].Value + match.Groups["mark"].Value + Removed);
        text = Bearer().Replace(text, match => match.Groups["scheme"].Value + " " + Removed);
        return Shaped().Replace(text, Removed);
    }

    /// <summary>Makes control characters visible, line breaks too unless <paramref name="keepLines"/>.</summary>
    public static string Escape(string text, bool keepLines = false)
    {
        if (!text.Any(NeedsEscape))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (keepLines && character == '\n')
            {
                safe.Append('\n');
            }
            else if (NeedsEscape(character))
            {
                safe.Append(character switch { '\r' => "\\r", '\n' => "\\n", '\t' => "\\t", _ => $"\\u{(int)character:x4}" });
            }
            else
            {
                safe.Append(character);
            }
        }

        return safe.ToString();
    }

    // The last three turn text around or break lines in some viewers.
    private static bool NeedsEscape(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    [GeneratedRegex(
        """(?<name>\b(?:code|state|access_token|refresh_token|id_token|token|client_secret|secret|password|passwd|cookie|set-cookie|authorization|code_verifier|__RequestVerificationToken))(?<mark>["']?\s*[=:]\s*["'\[]?)(?<value>(?:(?:Bearer|Basic)\s+)?[^\s"'&,;}\]]{4,})""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<scheme>\b(?:Bearer|Basic))\s+[A-Za-z0-9._~+/=-]{8,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Bearer();

    // HubSpot's access tokens, and DataProtection's payloads (cookies, antiforgery).
    [GeneratedRegex(@"\bpat-[a-z0-9]+-[0-9a-fA-F-]{8,}|\bCfDJ8[A-Za-z0-9_-]{20,}", RegexOptions.CultureInvariant)]
    private static partial Regex Shaped();
}
