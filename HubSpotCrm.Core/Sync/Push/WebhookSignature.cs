using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HubSpotCrm.Core.Sync.Push;

/// <summary>HubSpot's third version of the signature of requests: HMAC-SHA256 over method, address, body and time, keyed with the app's secret, in base64.</summary>
internal static class WebhookSignature
{
    /// <summary>What is older, or so much ahead, was replayed or comes from a clock that is wrong.</summary>
    public static TimeSpan LongestAge { get; } = TimeSpan.FromMinutes(5);

    // HubSpot signs the address with these characters in the clear, and no others.
    private static readonly (string Code, string Letter)[] InTheClear =
    [
        ("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"), ("%21", "!"), ("%24", "$"),
        ("%27", "'"), ("%28", "("), ("%29", ")"), ("%2A", "*"), ("%2C", ","), ("%3B", ";"),
    ];

    /// <summary>Whether the request came from HubSpot, unchanged and a moment ago. Takes the same time whichever part is wrong.</summary>
    /// <param name="url">As HubSpot calls it; a proxy may have changed what arrives.</param>
    /// <param name="timestamp">The header as it came: it is signed as text.</param>
    public static bool IsValid(string secret, string method, string url, ReadOnlySpan<byte> body, string? signature, string? timestamp, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(secret) || string.IsNullOrEmpty(signature) || string.IsNullOrEmpty(timestamp)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || Math.Abs((double)now.ToUnixTimeMilliseconds() - milliseconds) > LongestAge.TotalMilliseconds)
        {
            return false;
        }

        byte[] message = [.. Encoding.UTF8.GetBytes(method + Decoded(url)), .. body, .. Encoding.UTF8.GetBytes(timestamp)];
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }

    private static string Decoded(string url)
    {
        foreach (var (code, letter) in InTheClear)
        {
            url = url.Replace(code, letter, StringComparison.OrdinalIgnoreCase);
        }

        return url;
    }
}
