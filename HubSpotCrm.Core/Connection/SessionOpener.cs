using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Connection;

/// <summary>Makes the client of a stored connection, and closes it when HubSpot refuses its tokens for good.</summary>
internal sealed class SessionOpener(
    ConnectionTargets targets,
    HubSpotClientFactory clients,
    HubSpotSession session,
    ConnectionStore store,
    ConnectionFeed feed,
    MirrorHost mirrors,
    AuditLog audit,
    ILogger<SessionOpener> logger)
{
    /// <summary>Opens the session for those who call HubSpot.</summary>
    public void Open(ConnectionRow row, TokenPair tokens, HubSpotEndpoint endpoint)
    {
        var isOAuth = tokens.RefreshToken is not null;
        HubSpotClient? client = null;
        ITokenSource source = isOAuth
            ? KeeperOf(row, endpoint, (version, reason) => EndAsync(client!, row.Id, version, reason))
            : clients.Fixed(endpoint, tokens.AccessToken, reason => EndAsync(client!, row.Id, row.TokenVersion, reason));
        client = clients.For(endpoint, source, isOAuth);
        session.Set(client);
    }

    /// <summary>The keeper of the row's OAuth tokens.</summary>
    /// <param name="onReconnectNeeded">Gets the version of the tokens that HubSpot refuses, and why.</param>
    public TokenKeeper KeeperOf(ConnectionRow row, HubSpotEndpoint endpoint, Func<long, string, Task> onReconnectNeeded)
    {
        var app = targets.AppOf(Enum.Parse<ConnectionTarget>(row.Target));
        return clients.Tokens(
            endpoint, app.Succeeded ? app.Value.ClientId : "", app.Succeeded ? app.Value.ClientSecret : "", store.TokensOf(row, onReconnectNeeded));
    }

    /// <summary>
    /// No further call is made; the mirror stays readable, edits wait, and the administrator is told. Nothing happens when the tokens were
    /// replaced or forgotten meanwhile.
    /// </summary>
    public async Task ReconnectNeededAsync(long connectionId, long tokenVersion, string reason)
    {
        var seen = feed.Status;
        try
        {
            var isMarked = await store.TryChangeAsync(
                connectionId,
                row => row.IsCurrent && row.TokenVersion == tokenVersion,
                row =>
                {
                    row.State = nameof(ConnectionState.ReconnectNeeded);
                    row.StateReason = reason;
                },
                database => audit.AppendAsync(
                    database, new AuditEntry(Actor.System, "connection.reconnect-needed", mirrors.Current?.AccountId, Detail: new { reason }), CancellationToken.None),
                CancellationToken.None);
            if (!isMarked)
            {
                return;
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Nobody waits for this. The session is closed already, and the next start finds out again.
            logger.LogError(exception, "The need to connect again could not be written down");
        }

        if (feed.TryPublish(seen, seen with { State = ConnectionState.ReconnectNeeded, Reason = reason }))
        {
            logger.LogWarning("HubSpot must be connected again: {Reason}", reason);
        }
    }

    // A call that began before the administrator connected again, or disconnected, may be refused after it: that is no news of the present tokens.
    private async Task EndAsync(HubSpotClient client, long connectionId, long tokenVersion, string reason)
    {
        if (session.TryEnd(client))
        {
            await ReconnectNeededAsync(connectionId, tokenVersion, reason);
        }
    }
}
