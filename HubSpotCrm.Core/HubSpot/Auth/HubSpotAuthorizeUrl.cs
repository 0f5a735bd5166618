using System.Text;

namespace HubSpotCrm.Core.HubSpot.Auth;

/// <summary>The address of HubSpot's consent page.</summary>
internal static class HubSpotAuthorizeUrl
{
    /// <param name="codeChallenge">PKCE, SHA-256; null without.</param>
    public static Uri Build(
        Uri authorize, string clientId, string redirectUri, IReadOnlyList<string> scopes, IReadOnlyList<string> optionalScopes, string state, string? codeChallenge)
    {
        var query = new StringBuilder();
        Add(query, "client_id", clientId);
        Add(query, "redirect_uri", redirectUri);
        Add(query, "scope", string.Join(' ', scopes));
        if (optionalScopes.Count > 0)
        {
            Add(query, "optional_scope", string.Join(' ', optionalScopes));
        }

        Add(query, "response_type", "code");
        Add(query, "state", state);
        if (codeChallenge is not null)
        {
            Add(query, "code_challenge", codeChallenge);
            Add(query, "code_challenge_method", "S256");
        }

        return new UriBuilder(authorize) { Query = query.ToString() }.Uri;
    }

    private static void Add(StringBuilder query, string name, string value) =>
        query.Append(query.Length > 0 ? "&" : "").Append(name).Append('=').Append(Uri.EscapeDataString(value));
}
