namespace HubSpotCrm.Core.HubSpot.Auth;

/// <summary>The tokens of a connection as they are kept. Their text never shows them.</summary>
/// <param name="Version">Grows with each replacement.</param>
internal sealed record StoredTokens(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt, long Version)
{
    public override string ToString() => $"(tokens, version {Version})";
}

/// <summary>Keeps the tokens of one connection over a restart.</summary>
internal interface ITokenStore
{
    /// <summary>Null when there are none that can be read any more.</summary>
    ValueTask<StoredTokens?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the tokens of that version and is durable when it returns; false when another has replaced them already.</summary>
    ValueTask<bool> TryReplaceAsync(long version, StoredTokens tokens, CancellationToken cancellationToken);

    /// <summary>HubSpot refuses these tokens for good.</summary>
    ValueTask MarkReconnectAsync(string reason, CancellationToken cancellationToken);
}
