using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace HubSpotCrm.Sandbox.OAuth;

/// <summary>
/// Shows that an answer comes from the page that asked: a value, good once and for ten minutes, is in the form and in a cookie of that page.
/// A foreign page can send the form, but neither read the value nor set the cookie.
/// </summary>
internal sealed class ConsentProofs(TimeProvider time)
{
    public const string Field = "proof";
    public const string CookieName = "sandbox-consent";

    private const int MaximumOpen = 100;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _open = new();

    /// <summary>Makes a value, puts it into the answer's cookie and returns it for the form.</summary>
    public string Issue(HttpContext http)
    {
        var now = time.GetUtcNow();
        foreach (var (old, until) in _open.OrderBy(entry => entry.Value))
        {
            if (until <= now || _open.Count >= MaximumOpen)
            {
                _open.TryRemove(old, out _);
            }
        }

        var proof = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _open[proof] = now + Lifetime;
        http.Response.Cookies.Append(CookieName, proof, Options(http));
        return proof;
    }

    /// <summary>Uses the value up. False when form and cookie differ, or the value is unknown, used, or too old.</summary>
    public bool Take(HttpContext http, string given)
    {
        var kept = http.Request.Cookies[CookieName] ?? "";
        http.Response.Cookies.Delete(CookieName, Options(http));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(kept), Encoding.UTF8.GetBytes(given))
            && _open.TryRemove(given, out var until) && until > time.GetUtcNow();
    }

    private static CookieOptions Options(HttpContext http) => new()
    {
        Path = http.Request.PathBase + http.Request.Path,
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        IsEssential = true,
    };
}
