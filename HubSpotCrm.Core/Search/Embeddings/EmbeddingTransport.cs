using System.Net;
using System.Net.Sockets;
using HubSpotCrm.Core.HubSpot;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>The way to the endpoint. What a name stands for is looked at when it is connected to, so that no name server leads readable texts out of the own network.</summary>
internal static class EmbeddingTransport
{
    public const string ClientName = "Embeddings";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Whether the address is this machine's or one of a private network.</summary>
    public static bool IsNear(IPAddress address) => IsHost(address) && HubSpotHosts.IsInternal(address);

    /// <summary>Not the addresses of nobody and of many, nor the link's own, where the services of cloud machines give out their secrets.</summary>
    public static bool IsHost(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !plain.IsIPv6LinkLocal && !plain.IsIPv6Multicast && !plain.Equals(IPAddress.IPv6Any);
        }

        return plain.GetAddressBytes() is not ([0, ..] or [169, 254, ..] or [>= 224, ..]);
    }

    public static HttpMessageHandler Handler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        ConnectTimeout = ConnectTimeout,
        ActivityHeadersPropagator = null,
        ConnectCallback = ConnectAsync,
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var isReadable = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp;
        var addresses = Array.FindAll(await Dns.GetHostAddressesAsync(host, cancellationToken), isReadable ? IsNear : IsHost);
        if (addresses.Length == 0)
        {
            throw new ConnectionNotAllowedException(host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
