using System.Collections.Concurrent;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Connection;

/// <summary>Keeps the one connection to HubSpot, and puts it back in place when the portal starts.</summary>
internal sealed class ConnectionService(
    IOptions<HubSpotOptions> options,
    ISandboxDirectory sandbox,
    HubSpotClientFactory clients,
    HubSpotSession session,
    MirrorHost mirrors,
    ConnectionStore store,
    TokenProtection protection,
    PendingConsents consents,
    AuditLog audit,
    TimeProvider time,
    ILogger<ConnectionService> logger) : IConnectionService, IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Subscription, Action<ConnectionStatus>> _subscriptions = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ConnectionStatus _status = ConnectionStatus.None;
    private ConnectionRow? _restored;

    public ConnectionStatus Status => Volatile.Read(ref _status);

    public IDisposable Subscribe(Action<ConnectionStatus> onChanged)
    {
        var subscription = new Subscription(this);
        _subscriptions[subscription] = onChanged;
        return subscription;
    }

    public Task<Result<Uri>> StartOAuthAsync(
        Actor actor, ConnectionTarget target, string sessionId, Uri origin, CancellationToken cancellationToken) =>
        Task.FromResult(StartOAuth(actor, target, sessionId, origin));

    public async Task<Result<PortalInformation>> CompleteOAuthAsync(
        Actor actor, OAuthCallback callback, string sessionId, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.Administer) is { } refused)
        {
            return refused;
        }

        if (consents.Take(callback.State, actor.UserId, sessionId) is not { } consent)
        {
            logger.LogWarning("A callback of HubSpot was refused: its state is unknown, used, expired, or another's");
            return new CallbackNotExpected();
        }

        if (!string.IsNullOrEmpty(callback.Error))
        {
            return new ConsentRefused(callback.ErrorDescription is { Length: <= 300 } description ? description : null);
        }

        if (string.IsNullOrEmpty(callback.Code))
        {
            return new CallbackNotExpected();
        }

        var app = AppOf(consent.Target);
        if (!app.Succeeded)
        {
            return app.Failure;
        }

        var (endpoint, clientId, clientSecret) = app.Value;
        var oauth = clients.OAuth(endpoint);
        var askedAt = time.GetUtcNow();
        var exchanged = await oauth.ExchangeCodeAsync(
            clientId, clientSecret, consent.RedirectUri, callback.Code, options.Value.UsePkce ? consent.CodeVerifier : null, cancellationToken);
        if (!exchanged.Succeeded)
        {
            return exchanged.Failure;
        }

        var token = exchanged.Value;
        if (token.RefreshToken is not { } refreshToken)
        {
            return new UnusableAnswer("HubSpot sent no refresh token");
        }

        // Scopes and the user are for the eye of the administrator; a refusal here is no reason to lose the connection.
        var introspected = await oauth.IntrospectAsync(clientId, clientSecret, token.AccessToken, cancellationToken);
        return await AdoptAsync(
            actor,
            new NewConnection(
                consent.Target,
                ConnectionMethod.OAuth,
                endpoint,
                new TokenPair(token.AccessToken, refreshToken),
                askedAt.AddSeconds(token.ExpiresIn),
                introspected.Succeeded && introspected.Value.Scopes.Count > 0 ? introspected.Value.Scopes : token.Scopes,
                introspected.Succeeded ? introspected.Value.User : null),
            cancellationToken);
    }

    public async Task<Result<PortalInformation>> ConnectWithTokenAsync(Actor actor, string accessToken, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.Administer) is { } refused)
        {
            return refused;
        }

        var token = accessToken.Trim();
        if (token.Length is 0 or > 4096 || token.Any(letter => letter is <= ' ' or > '~'))
        {
            return new InvalidInput("Access token", "paste the token as HubSpot shows it: letters, digits and hyphens, without spaces or line breaks.");
        }

        return await AdoptAsync(
            actor,
            new NewConnection(ConnectionTarget.HubSpot, ConnectionMethod.AccessToken, RealEndpoint(), new TokenPair(token, null), null, [], null),
            cancellationToken);
    }

    public async Task<Result<Done>> DisconnectAsync(Actor actor, bool eraseMirror, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.Administer) is { } refused)
        {
            return refused;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (await store.CurrentAsync(cancellationToken) is not { } row)
            {
                return new Done();
            }

            // From here on nothing calls HubSpot any more, so the tokens can go.
            session.Set(null);
            await FarewellAsync(row);
            await store.ChangeAsync(
                row.Id,
                connection =>
                {
                    connection.State = "Disconnected";
                    connection.StateReason = null;
                    connection.ProtectedTokens = null;
                    connection.AccessTokenExpiresAt = null;
                    connection.TokenVersion++;
                    connection.IsCurrent = false;
                },
                database => audit.AppendAsync(
                    database,
                    new AuditEntry(actor, "connection.disconnect", KeyOf(row), Detail: new { row.AccountId, row.Target, eraseMirror }),
                    CancellationToken.None),
                CancellationToken.None);
            await mirrors.CloseAsync(eraseMirror, CancellationToken.None);
            Publish(ConnectionStatus.None);
            logger.LogInformation("Disconnected from account {AccountId}; the mirror was {Fate}", row.AccountId, eraseMirror ? "erased" : "kept");
            return new Done();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Before the portal answers: the mirror opens, so records can be read whatever HubSpot does.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _restored = await store.CurrentAsync(cancellationToken);
        if (_restored is not { } row)
        {
            return;
        }

        await mirrors.OpenAsync(KeyOf(row), cancellationToken);
        Publish(Describe(row));
    }

    /// <summary>After the portal listens: the sandbox, which it may serve itself, has an address only now.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (_restored is not { } row || row.State != nameof(ConnectionState.Connected))
        {
            return;
        }

        if (row.ProtectedTokens is not { } text || protection.TryUnprotect(text) is not { } tokens)
        {
            await ReconnectNeededAsync(row.Id, "the stored tokens cannot be decrypted with the keys of this portal", cancellationToken);
            return;
        }

        var target = Enum.Parse<ConnectionTarget>(row.Target);
        if (EndpointOf(target) is not { } endpoint)
        {
            Publish(Status with { Reason = new SandboxOff().Message });
            logger.LogWarning("The connected account is the sandbox's, and the sandbox is off");
            return;
        }

        session.Set(clients.For(endpoint, TokensOf(row, tokens, endpoint), row.Method == nameof(ConnectionMethod.OAuth)));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _gate.Dispose();

    private Result<Uri> StartOAuth(Actor actor, ConnectionTarget target, string sessionId, Uri origin)
    {
        if (actor.Check(Policy.Administer) is { } refused)
        {
            return refused;
        }

        var app = AppOf(target);
        if (!app.Succeeded)
        {
            return app.Failure;
        }

        var settings = options.Value;
        string redirectUri;
        Uri authorize;
        if (target == ConnectionTarget.Sandbox)
        {
            redirectUri = new Uri(origin, CallbackPath).ToString();
            authorize = new Uri(origin, sandbox.Current!.AuthorizePath);
        }
        else if (!string.IsNullOrWhiteSpace(settings.RedirectUri))
        {
            redirectUri = settings.RedirectUri;
            authorize = new Uri(settings.AuthorizeUrl);
        }
        else
        {
            return new AppNotConfigured();
        }

        var verifier = PendingConsents.RandomToken();
        var state = consents.Add(actor.UserId, sessionId, target, redirectUri, verifier);
        return HubSpotAuthorizeUrl.Build(
            authorize, app.Value.ClientId, redirectUri, settings.Scopes, settings.OptionalScopes, state,
            settings.UsePkce ? PendingConsents.ChallengeOf(verifier) : null);
    }

    /// <summary>Tries the tokens, and puts them in the place of the present connection unless that is another account's.</summary>
    private async Task<Result<PortalInformation>> AdoptAsync(Actor actor, NewConnection fresh, CancellationToken cancellationToken)
    {
        var trial = clients.For(fresh.Endpoint, new FixedTokenSource(fresh.Tokens.AccessToken), fresh.Method == ConnectionMethod.OAuth);
        var account = await trial.AccountAsync(cancellationToken);
        if (!account.Succeeded)
        {
            return account.Failure;
        }

        var found = account.Value;
        if (found.AccountId.Length is 0 or > 20 || !found.AccountId.All(char.IsAsciiDigit))
        {
            return new UnusableAnswer("HubSpot did not say which account this is");
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (await store.CurrentAsync(cancellationToken) is { } present
                && (present.AccountId != found.AccountId || present.Target != fresh.Target.ToString()))
            {
                return new OtherAccount($"{present.AccountId}, {present.Target}", $"{found.AccountId}, {fresh.Target}");
            }

            // Once the code is spent, closing the browser must not leave the exchange half done.
            var row = await store.SaveAsync(
                fresh.Target,
                found.AccountId,
                connection =>
                {
                    connection.Method = fresh.Method.ToString();
                    connection.State = nameof(ConnectionState.Connected);
                    connection.StateReason = null;
                    connection.ProtectedTokens = protection.Protect(fresh.Tokens);
                    connection.AccessTokenExpiresAt = fresh.ExpiresAt?.ToUnixTimeMilliseconds();
                    connection.Scopes = string.Join(' ', fresh.Scopes);
                    connection.AccountName = found.Name;
                    connection.TimeZone = found.TimeZone;
                    connection.Currency = found.Currency;
                    connection.AdditionalCurrencies = string.Join(' ', found.AdditionalCurrencies);
                    connection.UiDomain = found.UiDomain;
                    connection.DataHosting = found.DataHosting;
                    connection.AccountType = found.AccountType;
                    connection.HubSpotUser = fresh.HubSpotUser;
                    connection.ConnectedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
                    connection.ConnectedBy = actor.Name;
                },
                database => audit.AppendAsync(
                    database,
                    new AuditEntry(actor, "connection.connect", AccountKey(fresh.Target, found.AccountId), Detail: new { found.AccountId, Target = fresh.Target.ToString(), Method = fresh.Method.ToString() }),
                    CancellationToken.None),
                CancellationToken.None);
            await mirrors.OpenAsync(KeyOf(row), CancellationToken.None);
            Publish(Describe(row));
            session.Set(clients.For(fresh.Endpoint, TokensOf(row, fresh.Tokens, fresh.Endpoint), fresh.Method == ConnectionMethod.OAuth));
            logger.LogInformation("Connected to account {AccountId} ({Target}, {Method})", row.AccountId, row.Target, row.Method);
            return Status.Portal!;
        }
        finally
        {
            _gate.Release();
        }
    }

    private ITokenSource TokensOf(ConnectionRow row, TokenPair tokens, HubSpotEndpoint endpoint)
    {
        var id = row.Id;
        if (tokens.RefreshToken is null)
        {
            return new FixedTokenSource(tokens.AccessToken, reason => _ = ReconnectNeededAsync(id, reason, CancellationToken.None));
        }

        var app = AppOf(Enum.Parse<ConnectionTarget>(row.Target));
        var (clientId, clientSecret) = app.Succeeded ? (app.Value.ClientId, app.Value.ClientSecret) : ("", "");
        return clients.Tokens(
            endpoint, clientId, clientSecret,
            store.TokensOf(id, (reason, cancellationToken) => ReconnectNeededAsync(id, reason, cancellationToken)));
    }

    private async Task ReconnectNeededAsync(long connectionId, string reason, CancellationToken cancellationToken)
    {
        try
        {
            session.Set(null);
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
            Publish(Status with { State = ConnectionState.ReconnectNeeded, Reason = reason });
            logger.LogWarning("HubSpot must be connected again: {Reason}", reason);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Also called without a waiter; the session is closed already, so only the note in the database is missing.
            logger.LogError(exception, "The need to connect again could not be written down");
        }
    }

    /// <summary>Revokes and uninstalls. HubSpot may be down or refuse: the administrator wants out all the same.</summary>
    private async Task FarewellAsync(ConnectionRow row)
    {
        if (row.ProtectedTokens is not { } text || protection.TryUnprotect(text) is not { RefreshToken: { } refreshToken } tokens
            || AppOf(Enum.Parse<ConnectionTarget>(row.Target)) is not { Succeeded: true, Value: var (endpoint, clientId, clientSecret) })
        {
            return;
        }

        using var timeout = new CancellationTokenSource(FarewellTimeout, time);
        try
        {
            var keeper = clients.Tokens(endpoint, clientId, clientSecret, store.TokensOf(row.Id, (_, _) => Task.CompletedTask));
            var uninstalled = await clients.For(endpoint, keeper, isOAuth: true).UninstallAsync(timeout.Token);
            var revoked = await clients.OAuth(endpoint).RevokeAsync(clientId, clientSecret, refreshToken, timeout.Token);
            foreach (var failure in new[] { uninstalled.Failure, revoked.Failure }.OfType<Failure>())
            {
                logger.LogWarning("HubSpot did not take the farewell: {Reason}", failure.Message);
            }
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("HubSpot did not answer the farewell in time");
        }
    }

    private Result<(HubSpotEndpoint Endpoint, string ClientId, string ClientSecret)> AppOf(ConnectionTarget target)
    {
        if (target == ConnectionTarget.Sandbox)
        {
            return sandbox.Current is { } here ? (EndpointOf(target)!, here.ClientId, here.ClientSecret) : new SandboxOff();
        }

        var settings = options.Value;
        return string.IsNullOrWhiteSpace(settings.ClientId) || string.IsNullOrWhiteSpace(settings.ClientSecret)
            ? new AppNotConfigured()
            : (RealEndpoint(), settings.ClientId, settings.ClientSecret);
    }

    private HubSpotEndpoint? EndpointOf(ConnectionTarget target) => target == ConnectionTarget.HubSpot
        ? RealEndpoint()
        : sandbox.Current is { } here ? new HubSpotEndpoint(here.ApiBase, options.Value.ApiVersion, IsSandbox: true) : null;

    private HubSpotEndpoint RealEndpoint()
    {
        var address = new Uri(options.Value.ApiBaseUrl);
        return new HubSpotEndpoint(address, options.Value.ApiVersion, IsSandbox: sandbox.IsOn && address.IsLoopback);
    }

    private ConnectionStatus Describe(ConnectionRow row)
    {
        var scopes = Words(row.Scopes);
        var target = Enum.Parse<ConnectionTarget>(row.Target);
        var method = Enum.Parse<ConnectionMethod>(row.Method);
        var tokenEnding = method == ConnectionMethod.AccessToken && row.ProtectedTokens is { } text && protection.TryUnprotect(text) is { AccessToken: { Length: > 12 } token }
            ? token[^4..]
            : null;
        return new ConnectionStatus(
            Enum.TryParse<ConnectionState>(row.State, out var state) ? state : ConnectionState.None,
            target,
            method,
            new PortalInformation(
                row.AccountId, row.AccountName, row.TimeZone, row.Currency, Words(row.AdditionalCurrencies), row.UiDomain, row.DataHosting, row.AccountType),
            scopes,
            scopes.Count == 0 ? [] : [.. options.Value.Scopes.Concat(options.Value.OptionalScopes).Except(scopes)],
            DateTimeOffset.FromUnixTimeMilliseconds(row.ConnectedAt),
            row.ConnectedBy,
            row.StateReason,
            tokenEnding);
    }

    private void Publish(ConnectionStatus status)
    {
        Volatile.Write(ref _status, status);
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

    /// <summary>Where HubSpot sends the browser back to.</summary>
    private const string CallbackPath = "/api/hubspot/oauth/callback";

    private static string KeyOf(ConnectionRow row) => AccountKey(Enum.Parse<ConnectionTarget>(row.Target), row.AccountId);

    /// <summary>Names the account's rows and file; a sandbox that happens to have a real account's number is another account.</summary>
    private static string AccountKey(ConnectionTarget target, string accountId) =>
        target == ConnectionTarget.Sandbox ? $"sandbox-{accountId}" : accountId;

    private static IReadOnlyList<string> Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private sealed record NewConnection(
        ConnectionTarget Target,
        ConnectionMethod Method,
        HubSpotEndpoint Endpoint,
        TokenPair Tokens,
        DateTimeOffset? ExpiresAt,
        IReadOnlyList<string> Scopes,
        string? HubSpotUser);

    private sealed class Subscription(ConnectionService service) : IDisposable
    {
        public void Dispose() => service._subscriptions.TryRemove(this, out _);
    }
}
