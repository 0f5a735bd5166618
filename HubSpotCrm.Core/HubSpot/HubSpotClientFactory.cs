using System.Collections.Concurrent;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.HubSpot.Limits;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>Makes clients. All of one endpoint and kind of token share budget, breaker and clock, for HubSpot counts them together.</summary>
internal sealed class HubSpotClientFactory(
    HubSpotTransport transport, IOptions<HubSpotOptions> options, HubSpotMetrics metrics, ILogger<HubSpotClient> logger, TimeProvider time,
    Random? chance = null) : IDisposable
{
    private readonly ConcurrentDictionary<(HubSpotEndpoint Endpoint, bool IsOAuth), Lazy<HubSpotChannel>> _channels = new();

    /// <summary>A client whose calls wait with the people's; <see cref="HubSpotClient.With"/> makes the one for sync.</summary>
    public HubSpotClient For(HubSpotEndpoint endpoint, ITokenSource tokens, bool isOAuth) =>
        new(ChannelOf(endpoint, isOAuth), tokens, CallPriority.Interactive);

    public HubSpotOAuthClient OAuth(HubSpotEndpoint endpoint) => new(ChannelOf(endpoint, isOAuth: true));

    /// <summary>The keeper of one connection's tokens.</summary>
    public TokenKeeper Tokens(HubSpotEndpoint endpoint, string clientId, string clientSecret, ITokenStore store) =>
        new(OAuth(endpoint), clientId, clientSecret, store, time);

    /// <summary>The source of a token that cannot be renewed.</summary>
    /// <param name="onRefused">Told once, when HubSpot refuses the token for good.</param>
    public FixedTokenSource Fixed(HubSpotEndpoint endpoint, string token, Func<string, Task> onRefused) =>
        new(token, new TokenProbe(ChannelOf(endpoint, isOAuth: false)), time, onRefused);

    public void Dispose()
    {
        foreach (var channel in _channels.Values.Where(channel => channel.IsValueCreated))
        {
            channel.Value.Budget.Dispose();
        }
    }

    private HubSpotChannel ChannelOf(HubSpotEndpoint endpoint, bool isOAuth) =>
        _channels.GetOrAdd((endpoint, isOAuth), key => new Lazy<HubSpotChannel>(() => Open(key.Endpoint, key.IsOAuth))).Value;

    private HubSpotChannel Open(HubSpotEndpoint endpoint, bool isOAuth) => new(
        endpoint,
        options.Value,
        new AccountBudget(time, options.Value.ShareOfLimit, isOAuth, endpoint.IsSandbox),
        transport,
        metrics,
        logger,
        time,
        chance ?? Random.Shared);
}
