using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace HubSpotCrm.Web.Endpoints;

/// <summary>
/// Why connecting failed, kept for the page that comes next. The address carries only a key: a text in it could be made up by anyone who can send a link.
/// </summary>
internal sealed class ConnectNotices(IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>Keeps the text and answers its key.</summary>
    public static string Keep(HttpContext context, string text) => context.RequestServices.GetRequiredService<ConnectNotices>().Keep(text);

    public string Keep(string text)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        cache.Set((typeof(ConnectNotices), key), text, Kept);
        return key;
    }

    /// <summary>Null for a key that is not known, or not any more.</summary>
    public string? Find(string? key) => key is not null && cache.TryGetValue((typeof(ConnectNotices), key), out string? text) ? text : null;
}
