using System.Collections.Concurrent;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.HubSpot.Journal;
using HubSpotCrm.Core.HubSpot.Limits;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>Makes clients. All of one endpoint and kind of token share budget, breaker and clock, for HubSpot counts them together.</summary>
internal sealed class HubSpotClientFactory(
    HubSpotTransport transport, IOptions<HubSpotOptions> options, HubSpotMetrics metrics, ILogger<HubSpotClient> logger, TimeProvider time,
    Random? chance = null) : IDisposable
{
    private readonly ConcurrentDictionary<(HubSpotEndpoint Endpoint, ChannelUse Use), Lazy<HubSpotChannel>> _channels = new();

    private enum ChannelUse
    {
        Token,
        OAuth,

        /// <summary>Apart from the account's, so that a journal that fails opens no breaker before its calls.</summary>
        Journal,
    }

    /// <summary>A client whose calls wait with the people's; <see cref="HubSpotClient.With"/> makes the one for sync.</summary>
    public HubSpotClient For(HubSpotEndpoint endpoint, ITokenSource tokens, bool isOAuth) =>
        new(ChannelOf(endpoint, isOAuth ? ChannelUse.OAuth : ChannelUse.Token), tokens, CallPriority.Interactive);

    public HubSpotOAuthClient OAuth(HubSpotEndpoint endpoint) => new(ChannelOf(endpoint, ChannelUse.OAuth));

    /// <summary>The keeper of one connection's tokens.</summary>
    public TokenKeeper Tokens(HubSpotEndpoint endpoint, string clientId, string clientSecret, ITokenStore store) =>
        new(OAuth(endpoint), clientId, clientSecret, store, time);

    /// <summary>The source of a token that cannot be renewed.</summary>
    /// <param name="onRefused">Told once, when HubSpot refuses the token for good.</param>
    public FixedTokenSource Fixed(HubSpotEndpoint endpoint, string token, Func<string, Task> onRefused) =>
        new(token, new TokenProbe(ChannelOf(endpoint, ChannelUse.Token)), time, onRefused);

    /// <summary>The reader of the app's webhooks journal, with a token of its own.</summary>
    public JournalClient Journal(HubSpotEndpoint endpoint, string clientId, string clientSecret)
    {
        var channel = ChannelOf(endpoint, ChannelUse.Journal);
        return new JournalClient(
            channel,
            new AppToken(new HubSpotOAuthClient(channel), clientId, clientSecret, time),
            new JournalFiles(transport, options.Value, endpoint.IsSandbox, time, logger));
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values.Where(channel => channel.IsValueCreated))
        {
            channel.Value.Budget.Dispose();
        }
    }

    private HubSpotChannel ChannelOf(HubSpotEndpoint endpoint, ChannelUse use) =>
        _channels.GetOrAdd((endpoint, use), key => new Lazy<HubSpotChannel>(() => Open(key.Endpoint, key.Use))).Value;

    private HubSpotChannel Open(HubSpotEndpoint endpoint, ChannelUse use) => new(
        endpoint,
        options.Value,
        new AccountBudget(time, options.Value.ShareOfLimit, use != ChannelUse.Token, endpoint.IsSandbox),
        transport,
        metrics,
        logger,
        time,
        chance ?? Random.Shared);
}
