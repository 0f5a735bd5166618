namespace HubSpotCrm.Core.HubSpot.Auth;

/// <summary>The token endpoint's answer. Its text never shows a token.</summary>
/// <param name="RefreshToken">Null when HubSpot sent none.</param>
/// <param name="ExpiresIn">Seconds.</param>
/// <param name="HubId">The account; older versions do not say.</param>
internal sealed record WireToken(string AccessToken, string? RefreshToken, int ExpiresIn, string? HubId, IReadOnlyList<string> Scopes)
{
    public override string ToString() => $"(token for {ExpiresIn} s)";
}

/// <summary>What HubSpot says about a token.</summary>
/// <param name="User">The user's e-mail address who consented.</param>
internal sealed record WireIntrospection(bool Active, string? HubId, string? HubDomain, string? User, string? UserId, IReadOnlyList<string> Scopes);
