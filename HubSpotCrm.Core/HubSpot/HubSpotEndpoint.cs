using System.Net;
using System.Net.Sockets;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>Where HubSpot's API is reached, and by which version of its paths.</summary>
/// <param name="ApiBase">May have a path of its own: <c>http://127.0.0.1:5080/sandbox</c>.</param>
/// <param name="IsSandbox">Only then is a loopback address called.</param>
internal sealed record HubSpotEndpoint(Uri ApiBase, string Version, bool IsSandbox);

/// <summary>Which hosts and addresses the portal calls.</summary>
internal static class HubSpotHosts
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "api.hubapi.com", "api-eu1.hubapi.com",
        "api.hubspot.com", "api-eu1.hubspot.com",
        "app.hubspot.com", "app-eu1.hubspot.com",
    };

    /// <summary>HubSpot's own hosts over https at the usual port, and loopback for the sandbox.</summary>
    public static bool Allows(Uri address, bool isSandbox) =>
        address.IsAbsoluteUri
        && address.UserInfo.Length == 0
        && ((isSandbox && address.IsLoopback && (address.Scheme is "http" or "https"))
            || (address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && Known.Contains(address.Host)));

    /// <summary>
    /// Whether a name may stand for this address: HubSpot's hosts never for one inside our own network, whatever a name server says,
    /// and the sandbox's only for loopback.
    /// </summary>
    public static bool Allows(string host, IPAddress address) =>
        Known.Contains(host) ? !IsInternal(address) : IPAddress.IsLoopback(address);

    /// <summary>An address of this machine, of a private network, or of nobody.</summary>
    public static bool IsInternal(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(plain))
        {
            return true;
        }

        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return plain.IsIPv6LinkLocal || plain.IsIPv6SiteLocal || plain.IsIPv6UniqueLocal || plain.IsIPv6Multicast || plain.Equals(IPAddress.IPv6Any);
        }

        var bytes = plain.GetAddressBytes();
        return bytes[0] switch
        {
            0 or 10 => true,
            100 => bytes[1] is >= 64 and < 128,
            169 => bytes[1] == 254,
            172 => bytes[1] is >= 16 and < 32,
            192 => bytes[1] == 168,
            >= 224 => true,
            _ => false,
        };
    }
}
