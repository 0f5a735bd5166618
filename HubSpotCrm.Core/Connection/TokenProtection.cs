using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace HubSpotCrm.Core.Connection;

/// <summary>The tokens of a connection as they are encrypted, in one piece. Its text never shows them.</summary>
/// <param name="RefreshToken">Null for a pasted access token.</param>
internal sealed record TokenPair(string AccessToken, string? RefreshToken)
{
    public override string ToString() => "(tokens)";
}

/// <summary>Encrypts tokens at rest with the portal's key ring.</summary>
internal sealed class TokenProtection(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("HubSpotCrm.Connection.Tokens.v1");

    public string Protect(TokenPair tokens) => _protector.Protect(JsonSerializer.Serialize(tokens));

    /// <summary>Null when the key ring no longer holds the key: then HubSpot must be connected again, and the stored text is left alone.</summary>
    public TokenPair? TryUnprotect(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<TokenPair>(_protector.Unprotect(text));
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }
}
