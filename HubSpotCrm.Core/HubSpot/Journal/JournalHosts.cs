using System.Net;

namespace HubSpotCrm.Core.HubSpot.Journal;

/// <summary>From where files of the journal are fetched. Their addresses come from outside, so they are checked like any input.</summary>
internal static class JournalHosts
{
    /// <summary>A full host name, or a dot and the name below which all hosts are meant. No address and no bare ending such as <c>.com</c>.</summary>
    public static bool IsHost(string? entry)
    {
        var name = entry is ['.', ..] ? entry[1..] : entry;
        return name is not null && name.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(name) == UriHostNameType.Dns;
    }

    /// <summary>One of the hosts, over https at the usual port; loopback for the sandbox.</summary>
    public static bool Allows(Uri address, IReadOnlyList<string> hosts, bool isSandbox) =>
        address.IsAbsoluteUri
        && address.UserInfo.Length == 0
        && ((isSandbox && address.IsLoopback && (address.Scheme is "http" or "https"))
            || (address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && address.HostNameType == UriHostNameType.Dns
                && hosts.Any(host => Names(host, address.IdnHost))));

    /// <summary>Whether a name may stand for this address: only the sandbox's for loopback, and no other for one inside our own network.</summary>
    public static bool Allows(string host, IPAddress address) =>
        new UriBuilder(Uri.UriSchemeHttps, host).Uri.IsLoopback ? IPAddress.IsLoopback(address) : !HubSpotHosts.IsInternal(address);

    private static bool Names(string entry, string host) =>
        entry[0] == '.'
            ? host.Length > entry.Length && host.EndsWith(entry, StringComparison.OrdinalIgnoreCase)
            : host.Equals(entry, StringComparison.OrdinalIgnoreCase);
}
