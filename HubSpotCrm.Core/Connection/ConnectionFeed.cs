using System.Collections.Concurrent;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.App;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Connection;

/// <summary>The present status of the connection, and those who want to hear of its changes.</summary>
internal sealed class ConnectionFeed(IOptions<HubSpotOptions> options, TokenProtection protection, ILogger<ConnectionFeed> logger)
{
    private readonly ConcurrentDictionary<Subscription, Action<ConnectionStatus>> _subscriptions = new();
    private ConnectionStatus _status = ConnectionStatus.None;

    public ConnectionStatus Status => Volatile.Read(ref _status);

    public IDisposable Subscribe(Action<ConnectionStatus> onChanged)
    {
        var subscription = new Subscription(this);
        _subscriptions[subscription] = onChanged;
        return subscription;
    }

    public void Publish(ConnectionStatus status)
    {
        Volatile.Write(ref _status, status);
        Tell(status);
    }

    /// <summary>Publishes unless another status came after <paramref name="seen"/>.</summary>
    public bool TryPublish(ConnectionStatus seen, ConnectionStatus status)
    {
        if (Interlocked.CompareExchange(ref _status, status, seen) != seen)
        {
            return false;
        }

        Tell(status);
        return true;
    }

    /// <summary>The row as pages may see it.</summary>
    public ConnectionStatus Describe(ConnectionRow row)
    {
        var scopes = Words(row.Scopes);
        var method = Enum.Parse<ConnectionMethod>(row.Method);
        return new ConnectionStatus(
            Enum.TryParse<ConnectionState>(row.State, out var state) ? state : ConnectionState.None,
            Enum.Parse<ConnectionTarget>(row.Target),
            method,
            new PortalInformation(
                row.AccountId, row.AccountName, row.TimeZone, row.Currency, Words(row.AdditionalCurrencies), row.UiDomain, row.DataHosting, row.AccountType),
            scopes,
            scopes.Length == 0 ? [] : [.. options.Value.Scopes.Concat(options.Value.OptionalScopes).Except(scopes)],
            DateTimeOffset.FromUnixTimeMilliseconds(row.ConnectedAt),
            row.ConnectedBy,
            row.StateReason,
            method == ConnectionMethod.AccessToken ? EndingOf(row.ProtectedTokens) : null);
    }

    private void Tell(ConnectionStatus status)
    {
        foreach (var callback in _subscriptions.Values)
        {
            try
            {
                callback(status);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                logger.LogError(exception, "A screen failed to take the state of the connection");
            }
        }
    }

    // Of a short token even four characters would say too much.
    private string? EndingOf(string? protectedTokens) =>
        protectedTokens is not null && protection.TryUnprotect(protectedTokens) is { AccessToken: { Length: > 12 } token } ? token[^4..] : null;

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private sealed class Subscription(ConnectionFeed feed) : IDisposable
    {
        public void Dispose() => feed._subscriptions.TryRemove(this, out _);
    }
}
