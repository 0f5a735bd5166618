using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.HubSpot.Auth;

/// <summary>A bearer token. Its text never shows it.</summary>
/// <param name="IsRepeated">Given once more after HubSpot refused it.</param>
internal readonly record struct AccessToken(string Value, bool IsRepeated = false)
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
