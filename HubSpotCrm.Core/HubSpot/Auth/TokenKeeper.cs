using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.HubSpot.Auth;

/// <summary>
/// Keeps an OAuth connection's access token fresh: refreshed five minutes before it expires, by one call for all who wait,
/// and stored before anyone uses it. Once HubSpot refuses the refresh token for good, no further call is made.
/// </summary>
internal sealed class TokenKeeper(HubSpotOAuthClient oauth, string clientId, string clientSecret, ITokenStore store, TimeProvider time) : ITokenSource, IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseOfBadApp = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile StoredTokens? _current;
    private volatile ReconnectNeeded? _ended;

    // Received and not stored yet: the store failed. The old refresh token may be dead already.
    private StoredTokens? _unstored;
    private string? _freshToken;
    private long _freshSince;
    private Failure? _lastFailure;
    private long _failedAt;
    private TimeSpan _pause;

    public async ValueTask<Result<AccessToken>> GetAsync(CancellationToken cancellationToken)
    {
        if (_ended is { } ended)
        {
            return ended;
        }

        return _current is { } current && IsGood(current) ? new AccessToken(current.AccessToken) : await GetInTurnAsync(cancellationToken);
    }

    public async ValueTask<Result<AccessToken>> RenewAsync(AccessToken refused, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_ended is { } ended)
            {
                return ended;
            }

            var current = _current ?? await LoadAsync(cancellationToken);
            if (current is null)
            {
                return _ended!;
            }

            if (current.AccessToken != refused.Value)
            {
                return new AccessToken(current.AccessToken);
            }

            return _freshToken == refused.Value && time.GetElapsedTime(_freshSince) < FreshFor
                ? await EndAsync("a fresh access token is refused as well", cancellationToken)
                : await RefreshAsync(current, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private bool IsGood(StoredTokens tokens) => time.GetUtcNow() < tokens.ExpiresAt - Early;

    private async ValueTask<Result<AccessToken>> GetInTurnAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_ended is { } ended)
            {
                return ended;
            }

            var current = _current ?? await LoadAsync(cancellationToken);
            if (current is null)
            {
                return _ended!;
            }

            if (IsGood(current))
            {
                return new AccessToken(current.AccessToken);
            }

            var refreshed = await RefreshAsync(current, cancellationToken);

            // Five minutes early leaves time for HubSpot to recover.
            return !refreshed.Succeeded && refreshed.Failure is not ReconnectNeeded && time.GetUtcNow() < current.ExpiresAt
                ? new AccessToken(current.AccessToken)
                : refreshed;
        }
        finally
        {
            _one.Release();
        }
    }

    private async ValueTask<StoredTokens?> LoadAsync(CancellationToken cancellationToken)
    {
        _current = await store.LoadAsync(cancellationToken);
        if (_current is null)
        {
            await EndAsync("its tokens cannot be read any more", cancellationToken);
        }

        return _current;
    }

    private async ValueTask<Result<AccessToken>> RefreshAsync(StoredTokens current, CancellationToken cancellationToken)
    {
        if (_unstored is { } waiting)
        {
            return await StoreAsync(current, waiting, cancellationToken);
        }

        // Another process, or a keeper before this one, may have refreshed meanwhile.
        if (await store.LoadAsync(cancellationToken) is { } stored && stored.Version != current.Version)
        {
            _current = stored;
            if (IsGood(stored))
            {
                return new AccessToken(stored.AccessToken);
            }

            current = stored;
        }

        var now = time.GetUtcNow();
        if (_lastFailure is { } failed && time.GetElapsedTime(_failedAt) < _pause)
        {
            return failed;
        }

        // Once sent, the answer is awaited whoever gives up: it may hold the only refresh token that still works.
        var answer = await oauth.RefreshAsync(clientId, clientSecret, current.RefreshToken, CancellationToken.None);
        if (answer.Failure is { } failure)
        {
            if (failure is AuthorizationRefused { Code: { } code } && IsFinal(code))
            {
                return await EndAsync($"the refresh token is invalid, expired or revoked ({code})", CancellationToken.None);
            }

            _lastFailure = failure;
            (_failedAt, _pause) = (time.GetTimestamp(), failure is AppNotAccepted or AuthorizationRefused ? PauseOfBadApp : Pause);
            return failure;
        }

        _lastFailure = null;
        var token = answer.Value;
        return await StoreAsync(
            current,
            new StoredTokens(token.AccessToken, token.RefreshToken ?? current.RefreshToken, now.AddSeconds(token.ExpiresIn), current.Version + 1),
            CancellationToken.None);
    }

    private async ValueTask<Result<AccessToken>> StoreAsync(StoredTokens before, StoredTokens fresh, CancellationToken cancellationToken)
    {
        _unstored = fresh;
        var replaced = await store.TryReplaceAsync(before.Version, fresh, cancellationToken);
        _unstored = null;
        if (replaced)
        {
            _current = fresh;
        }
        else
        {
            _current = await store.LoadAsync(cancellationToken);
            if (_current is null)
            {
                return await EndAsync("the connection was removed", cancellationToken);
            }
        }

        (_freshToken, _freshSince) = (_current.AccessToken, time.GetTimestamp());
        return new AccessToken(_current.AccessToken);
    }

    private async ValueTask<ReconnectNeeded> EndAsync(string reason, CancellationToken cancellationToken)
    {
        var ended = new ReconnectNeeded(reason);
        _ended = ended;
        await store.MarkReconnectAsync(reason, cancellationToken);
        return ended;
    }

    private static bool IsFinal(string code) =>
        code.Equals("BAD_REFRESH_TOKEN", StringComparison.OrdinalIgnoreCase) || code.Equals("invalid_grant", StringComparison.OrdinalIgnoreCase);
}
