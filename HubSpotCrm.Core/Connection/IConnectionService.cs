using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Connection;

/// <summary>What the portal connects to.</summary>
public enum ConnectionTarget
{
    Sandbox,
    HubSpot,
}

public enum ConnectionMethod
{
    OAuth,
    AccessToken,
}

public enum ConnectionState
{
    None,
    Connected,

    /// <summary>HubSpot refuses our token: connect again. The mirror stays readable and edits wait.</summary>
    ReconnectNeeded,
}

/// <summary>The account as HubSpot describes it.</summary>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="DataHosting"><c>na1</c>, <c>eu1</c>, …</param>
public sealed record PortalInformation(
    string AccountId, string? Name, string TimeZone, string Currency, IReadOnlyList<string> AdditionalCurrencies,
    string? UiDomain, string? DataHosting, string? AccountType);

/// <summary>The connection as pages show it; never a token.</summary>
/// <param name="Reason">For <see cref="ConnectionState.ReconnectNeeded"/>: why, in words.</param>
/// <param name="TokenEnding">The last four characters of a pasted token; null with OAuth.</param>
/// <param name="MissingScopes">Scopes the portal would use and was not granted.</param>
/// <param name="CopyFault">Why the local copy of the account cannot be used, and what to do; null while it can.</param>
public sealed record ConnectionStatus(
    ConnectionState State,
    ConnectionTarget? Target,
    ConnectionMethod? Method,
    PortalInformation? Portal,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> MissingScopes,
    DateTimeOffset? ConnectedAt,
    string? ConnectedBy,
    string? Reason,
    string? TokenEnding,
    string? CopyFault = null)
{
    public static ConnectionStatus None { get; } = new(ConnectionState.None, null, null, null, [], [], null, null, null, null);
}

/// <summary>Connecting and disconnecting HubSpot. Everything but reading the status needs <see cref="Policy.Administer"/>.</summary>
public interface IConnectionService
{
    /// <summary>From memory.</summary>
    ConnectionStatus Status { get; }

    /// <summary>Calls back when the status changed, on any thread. Dispose to stop.</summary>
    IDisposable Subscribe(Action<ConnectionStatus> onChanged);

    /// <summary>
    /// The address to send the administrator's browser to. The state in it is good once, for ten minutes, for this user and session.
    /// Fails when no client id is configured, or the sandbox is off.
    /// </summary>
    /// <param name="origin">The address under which this browser reaches the portal: the sandbox sends it back there. HubSpot itself uses <c>HubSpot:RedirectUri</c>.</param>
    Task<Result<Uri>> StartOAuthAsync(Actor actor, ConnectionTarget target, string sessionId, Uri origin, CancellationToken cancellationToken);

    /// <summary>Takes HubSpot's answer at the callback, exchanges the code, keeps the tokens, opens the mirror and starts sync.</summary>
    Task<Result<PortalInformation>> CompleteOAuthAsync(Actor actor, OAuthCallback callback, string sessionId, CancellationToken cancellationToken);

    /// <summary>Connects with a pasted service key or private-app token, after a test call.</summary>
    Task<Result<PortalInformation>> ConnectWithTokenAsync(Actor actor, string accessToken, CancellationToken cancellationToken);

    /// <summary>Revokes and uninstalls at HubSpot (its refusal does not keep the connection), forgets the tokens, keeps or erases the mirror.</summary>
    Task<Result<Done>> DisconnectAsync(Actor actor, bool eraseMirror, CancellationToken cancellationToken);

    /// <summary>Disconnects the sandbox, discards its open edits, erases its mirror with the history, and puts its records back as on the first day.</summary>
    Task<Result<Done>> ResetSandboxAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Sets a copy that cannot be used aside, and reads a new one from HubSpot. Fails while the present one can be used.</summary>
    Task<Result<Done>> RebuildCopyAsync(Actor actor, CancellationToken cancellationToken);
}

/// <summary>The query of the OAuth callback, as it came.</summary>
public sealed record OAuthCallback(string? Code, string? State, string? Error, string? ErrorDescription);
