namespace HubSpotCrm.Web.Features.Records;

/// <summary>A company's domain as an address to open.</summary>
internal static class WebAddress
{
    /// <summary>
    /// Null when the text is anything but the name of a host. A path, a port or a user in it would lead elsewhere than it says,
    /// and records hold what strangers typed into forms.
    /// </summary>
    public static Uri? OfDomain(string? domain)
    {
        var text = domain?.Trim();
        return !string.IsNullOrEmpty(text)
            && Uri.TryCreate($"https://{text}", UriKind.Absolute, out var address)
            && address is { Scheme: "https", HostNameType: UriHostNameType.Dns, UserInfo: "", IsDefaultPort: true, PathAndQuery: "/", Fragment: "" }
            && address.Host.Contains('.', StringComparison.Ordinal)
            && IsWhole(address, text)
            ? new Uri($"https://{address.IdnHost}/")
            : null;
    }

    // Uri drops what it does not need, a colon without a port or a slash: then the text was not the host alone.
    private static bool IsWhole(Uri address, string text) =>
        string.Equals(address.Host, text, StringComparison.OrdinalIgnoreCase) || string.Equals(address.IdnHost, text, StringComparison.OrdinalIgnoreCase);
}
