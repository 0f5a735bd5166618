using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Connection;

/// <summary>Makes and ends the one connection to HubSpot.</summary>
internal sealed class ConnectionService(
    IOptions<HubSpotOptions> options,
    ConnectionTargets targets,
    ISandboxDirectory sandbox,
    ConnectionStore store,
    ConnectionFeed feed,
    SessionOpener opener,
    HubSpotSession session,
    HubSpotClientFactory clients,
    TokenProtection protection,
    PendingConsents consents,
    MirrorHost mirrors,
    AccountCopies copies,
    AuditLog audit,
    TimeProvider time,
    ILogger<ConnectionService> logger) : IConnectionService, IDisposable
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);

    public ConnectionStatus Status => feed.Status;

    public IDisposable Subscribe(Action<ConnectionStatus> onChanged) => feed.Subscribe(onChanged);

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

        var app = targets.AppOf(consent.Target);
        return app.Succeeded
            ? await ExchangeAsync(actor, consent, callback.Code, app.Value, cancellationToken)
            : app.Failure;
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
            new NewConnection(ConnectionTarget.HubSpot, ConnectionMethod.AccessToken, targets.EndpointOf(ConnectionTarget.HubSpot)!, new TokenPair(token, null), null, [], null),
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
            return await store.CurrentAsync(cancellationToken) is { } row ? await EndAsync(actor, row, eraseMirror, _ => Task.CompletedTask) : new Done();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<Result<Done>> RebuildCopyAsync(Actor actor, CancellationToken cancellationToken)
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
                return new NotConnected();
            }

            return mirrors.Fault is null ? new CopyIsSound() : await RebuildAsync(actor, row);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<Result<Done>> ResetSandboxAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.Administer) is { } refused)
        {
            return refused;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (await store.CurrentAsync(cancellationToken) is not { Target: nameof(ConnectionTarget.Sandbox) } row)
            {
                return new SandboxNotConnected();
            }

            if (sandbox.Current is null)
            {
                return new SandboxOff();
            }

            var ended = await EndAsync(actor, row, eraseMirror: true, database => DiscardEditsAsync(database, actor, ConnectionStore.KeyOf(row)));

            // Also when the copy cannot be erased yet: that is carried out before anybody connects again, and the rest could not be asked for twice.
            sandbox.Reset();
            logger.LogInformation("The sandbox was reset");
            return ended;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private Result<Uri> StartOAuth(Actor actor, ConnectionTarget target, string sessionId, Uri origin)
    {
        if (actor.Check(Policy.Administer) is { } refused)
        {
            return refused;
        }

        var app = targets.AppOf(target);
        var consent = targets.ConsentOf(target, origin);
        if (app.Failure is not null || consent.Failure is not null)
        {
            return (app.Failure ?? consent.Failure)!;
        }

        var settings = options.Value;
        var (authorize, redirectUri) = consent.Value;
        var verifier = PendingConsents.RandomToken();
        var state = consents.Add(actor.UserId, sessionId, target, redirectUri, verifier);
        return HubSpotAuthorizeUrl.Build(
            authorize, app.Value.ClientId, redirectUri, settings.Scopes, settings.OptionalScopes, state,
            settings.UsePkce ? PendingConsents.ChallengeOf(verifier) : null);
    }

    private async Task<Result<PortalInformation>> ExchangeAsync(
        Actor actor, PendingConsent consent, string code, ConnectedApp app, CancellationToken cancellationToken)
    {
        var oauth = clients.OAuth(app.Endpoint);
        var askedAt = time.GetUtcNow();
        var exchanged = await oauth.ExchangeCodeAsync(
            app.ClientId, app.ClientSecret, consent.RedirectUri, code, options.Value.UsePkce ? consent.CodeVerifier : null, cancellationToken);
        if (!exchanged.Succeeded)
        {
            return exchanged.Failure;
        }

        var token = exchanged.Value;
        if (token.RefreshToken is not { } refreshToken)
        {
            return new UnusableAnswer("HubSpot sent no refresh token");
        }

        // Scopes and user are for the administrator's eye; a refusal here is no reason to lose the connection.
        var introspected = await oauth.IntrospectAsync(app.ClientId, app.ClientSecret, token.AccessToken, cancellationToken);
        return await AdoptAsync(
            actor,
            new NewConnection(
                consent.Target,
                ConnectionMethod.OAuth,
                app.Endpoint,
                new TokenPair(token.AccessToken, refreshToken),
                askedAt.AddSeconds(token.ExpiresIn),
                introspected is { Succeeded: true, Value.Scopes.Count: > 0 } ? introspected.Value.Scopes : token.Scopes,
                introspected.Succeeded ? introspected.Value.User : null),
            cancellationToken);
    }

    /// <summary>Tries the tokens, and puts them in the place of the present connection unless that is another account's.</summary>
    private async Task<Result<PortalInformation>> AdoptAsync(Actor actor, NewConnection fresh, CancellationToken cancellationToken)
    {
        var trial = clients.For(fresh.Endpoint, new FixedTokenSource(fresh.Tokens.AccessToken, time: time), fresh.Method == ConnectionMethod.OAuth);
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
            var present = await store.CurrentAsync(cancellationToken);
            if (present is not null && (present.AccountId != found.AccountId || present.Target != fresh.Target.ToString()))
            {
                return new OtherAccount($"{present.AccountId}, {present.Target}", $"{found.AccountId}, {fresh.Target}");
            }

            // The code is spent: a browser that goes away now must not leave the connection half made.
            return await PutInPlaceAsync(actor, fresh, found, isFirst: present is null);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<Result<PortalInformation>> PutInPlaceAsync(Actor actor, NewConnection fresh, WireAccount found, bool isFirst)
    {
        // A connection without a mirror would be of no use: the mirror first.
        var key = ConnectionStore.KeyOf(fresh.Target, found.AccountId);
        var opened = await copies.OpenAsync(key);
        if (opened.Failure is { } unusable)
        {
            return unusable;
        }

        ConnectionRow row;
        try
        {
            row = await store.SaveAsync(
                fresh.Target,
                found.AccountId,
                connection => Fill(connection, fresh, found, actor),
                database => audit.AppendAsync(
                    database,
                    new AuditEntry(actor, "connection.connect", key, Detail: new { found.AccountId, Target = fresh.Target.ToString(), Method = fresh.Method.ToString(), CopySetAside = opened.Value.SetAside }),
                    CancellationToken.None),
                CancellationToken.None);
        }
        catch when (isFirst)
        {
            await mirrors.CloseAsync(erase: false, CancellationToken.None);
            throw;
        }

        feed.Publish(feed.Describe(row));
        opener.Open(row, fresh.Tokens, fresh.Endpoint);
        logger.LogInformation("Connected to account {AccountId} ({Target}, {Method})", row.AccountId, row.Target, row.Method);
        return Status.Portal!;
    }

    /// <param name="also">Belongs to the same transaction.</param>
    private async Task<Result<Done>> EndAsync(Actor actor, ConnectionRow row, bool eraseMirror, Func<AppDb, Task> also)
    {
        // From here on nothing calls HubSpot any more, so the tokens can go.
        session.Set(null);
        await FarewellAsync(row);
        var key = ConnectionStore.KeyOf(row);
        var isForgotten = false;
        try
        {
            // With the tokens goes the order to erase: whatever happens next, it is carried out.
            isForgotten = await store.TryChangeAsync(
                row.Id,
                _ => true,
                connection => Forget(connection, eraseMirror),
                async database =>
                {
                    if (eraseMirror)
                    {
                        await ConnectionStore.ForgetSyncModeAsync(database, key);
                        await ConnectionStore.ForgetRecentsAsync(database, key);
                    }

                    await audit.AppendAsync(
                        database,
                        new AuditEntry(actor, "connection.disconnect", key, Detail: new { row.AccountId, row.Target, eraseMirror }),
                        CancellationToken.None);
                    await also(database);
                },
                CancellationToken.None);
            await mirrors.CloseAsync(erase: false, CancellationToken.None);
        }
        finally
        {
            feed.Publish(isForgotten
                ? ConnectionStatus.None
                : feed.Status with { State = ConnectionState.ReconnectNeeded, Reason = "Disconnecting did not come to its end. Disconnect once more, or connect again." });
        }

        logger.LogInformation("Disconnected from account {AccountId}; the mirror is {Fate}", row.AccountId, eraseMirror ? "erased" : "kept");
        return eraseMirror && !await copies.TryEraseAsync(key) ? new CopyNotErased() : new Done();
    }

    private static void Forget(ConnectionRow row, bool eraseMirror)
    {
        row.State = "Disconnected";
        row.StateReason = null;
        row.ProtectedTokens = null;
        row.AccessTokenExpiresAt = null;
        row.TokenVersion++;
        row.IsCurrent = false;
        row.ErasePending = eraseMirror;
    }

    private async Task<Result<Done>> RebuildAsync(Actor actor, ConnectionRow row)
    {
        var key = ConnectionStore.KeyOf(row);
        var rebuilt = await copies.RebuildAsync(key);
        if (rebuilt.Failure is { } failure)
        {
            mirrors.DoWithout(failure.Message);
            return failure;
        }

        await store.TryChangeAsync(
            row.Id,
            _ => true,
            _ => { },
            database => audit.AppendAsync(
                database, new AuditEntry(actor, "connection.rebuild-copy", key, Detail: new { rebuilt.Value.SetAside }), CancellationToken.None),
            CancellationToken.None);
        return new Done();
    }

    private void Fill(ConnectionRow row, NewConnection fresh, WireAccount found, Actor actor)
    {
        row.Method = fresh.Method.ToString();
        row.State = nameof(ConnectionState.Connected);
        row.StateReason = null;
        row.ProtectedTokens = protection.Protect(fresh.Tokens);
        row.AccessTokenExpiresAt = fresh.ExpiresAt?.ToUnixTimeMilliseconds();
        row.Scopes = string.Join(' ', fresh.Scopes);
        row.AccountName = found.Name;
        row.TimeZone = found.TimeZone;
        row.Currency = found.Currency;
        row.AdditionalCurrencies = string.Join(' ', found.AdditionalCurrencies);
        row.UiDomain = found.UiDomain;
        row.DataHosting = found.DataHosting;
        row.AccountType = found.AccountType;
        row.HubSpotUser = fresh.HubSpotUser;
        row.ConnectedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
        row.ConnectedBy = actor.Name;
        row.ErasePending = false;
    }

    // They were made upon records that are about to be as before; sent later they would change the fresh ones.
    private async Task DiscardEditsAsync(AppDb database, Actor actor, string accountKey)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var discardedEdits = await database.Outbox
            .Where(edit => edit.AccountId == accountKey && edit.State != OutboxState.Confirmed && edit.State != OutboxState.Discarded)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(edit => edit.State, OutboxState.Discarded)
                    .SetProperty(edit => edit.Message, "The sandbox was reset.")
                    .SetProperty(edit => edit.LeaseOwner, (string?)null)
                    .SetProperty(edit => edit.LeaseUntil, (long?)null)
                    .SetProperty(edit => edit.UpdatedAt, now),
                CancellationToken.None);
        var unwritten = database.BulkEdits.Where(bulk => bulk.AccountId == accountKey && bulk.State == BulkEditState.Preparing);
        await database.BulkSelections.Where(chosen => unwritten.Any(bulk => bulk.Id == chosen.BulkEditId)).ExecuteDeleteAsync(CancellationToken.None);
        await unwritten.ExecuteUpdateAsync(set => set.SetProperty(bulk => bulk.State, BulkEditState.Cancelled), CancellationToken.None);
        await audit.AppendAsync(database, new AuditEntry(actor, "sandbox.reset", accountKey, Detail: new { discardedEdits }), CancellationToken.None);
    }

    /// <summary>Uninstalls and revokes. HubSpot may be down or refuse: the administrator wants out all the same.</summary>
    private async Task FarewellAsync(ConnectionRow row)
    {
        var app = targets.AppOf(Enum.Parse<ConnectionTarget>(row.Target));
        if (!app.Succeeded || row.ProtectedTokens is not { } text || protection.TryUnprotect(text) is not { RefreshToken: { } refreshToken })
        {
            return;
        }

        using var timeout = new CancellationTokenSource(FarewellTimeout, time);
        try
        {
            var (endpoint, clientId, clientSecret) = app.Value;
            var keeper = opener.KeeperOf(row, endpoint, (_, _) => Task.CompletedTask);
            var uninstalled = await clients.For(endpoint, keeper, isOAuth: true).With(CallPriority.Interactive).UninstallAsync(timeout.Token);
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

    private sealed record NewConnection(
        ConnectionTarget Target,
        ConnectionMethod Method,
        HubSpotEndpoint Endpoint,
        TokenPair Tokens,
        DateTimeOffset? ExpiresAt,
        IReadOnlyList<string> Scopes,
        string? HubSpotUser);
}
