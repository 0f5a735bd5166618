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
        ITokenSource source = isOAuth
            ? KeeperOf(row, endpoint, reason => ReconnectNeededAsync(row.Id, reason))
            : new FixedTokenSource(tokens.AccessToken, reason => _ = ReconnectNeededAsync(row.Id, reason));
        session.Set(clients.For(endpoint, source, isOAuth));
    }

    /// <summary>The keeper of the row's OAuth tokens.</summary>
    public TokenKeeper KeeperOf(ConnectionRow row, HubSpotEndpoint endpoint, Func<string, Task> onReconnectNeeded)
    {
        var app = targets.AppOf(Enum.Parse<ConnectionTarget>(row.Target));
        return clients.Tokens(
            endpoint, app.Succeeded ? app.Value.ClientId : "", app.Succeeded ? app.Value.ClientSecret : "", store.TokensOf(row.Id, onReconnectNeeded));
    }

    /// <summary>No further call is made; the mirror stays readable, edits wait, and the administrator is told.</summary>
    public async Task ReconnectNeededAsync(long connectionId, string reason)
    {
        session.Set(null);
        try
        {
            await store.ChangeAsync(
                connectionId,
                row =>
                {
                    row.State = nameof(ConnectionState.ReconnectNeeded);
                    row.StateReason = reason;
                },
                database => audit.AppendAsync(
                    database, new AuditEntry(Actor.System, "connection.reconnect-needed", mirrors.Current?.AccountId, Detail: new { reason }), CancellationToken.None),
                CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Nobody waits for this. The session is closed already, and the next start finds out again.
            logger.LogError(exception, "The need to connect again could not be written down");
        }

        feed.Publish(feed.Status with { State = ConnectionState.ReconnectNeeded, Reason = reason });
        logger.LogWarning("HubSpot must be connected again: {Reason}", reason);
    }
}
