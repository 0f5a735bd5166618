using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.HubSpot.Auth;

/// <summary>A bearer token. Its text never shows it.</summary>
internal readonly record struct AccessToken(string Value)
{
    public override string ToString() => "(token)";
}

/// <summary>Where the client takes its token from.</summary>
internal interface ITokenSource
{
    /// <summary>A token good for the next minutes; refreshes by the clock. <see cref="ReconnectNeeded"/> when there is none any more, without a call.</summary>
    ValueTask<Result<AccessToken>> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// HubSpot answered 401 to <paramref name="refused"/>: one refresh for all who ask at once. Fails with <see cref="ReconnectNeeded"/> when it cannot be refreshed,
    /// or when a token this fresh is refused as well.
    /// </summary>
    ValueTask<Result<AccessToken>> RenewAsync(AccessToken refused, CancellationToken cancellationToken);
}

/// <summary>A pasted service key or private-app token: it does not expire and cannot be renewed.</summary>
internal sealed class FixedTokenSource(string token, Action<string>? onRefused = null) : ITokenSource
{
    private volatile bool _refused;

    public ValueTask<Result<AccessToken>> GetAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<AccessToken>>(_refused ? Refused() : new AccessToken(token));

    public ValueTask<Result<AccessToken>> RenewAsync(AccessToken refused, CancellationToken cancellationToken)
    {
        if (!_refused)
        {
            _refused = true;
            onRefused?.Invoke("the access token is wrong or was revoked");
        }

        return ValueTask.FromResult<Result<AccessToken>>(Refused());
    }

    private static ReconnectNeeded Refused() => new("the access token is wrong or was revoked");
}
