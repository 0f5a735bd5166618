using System.Text;
using System.Text.Json;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.HubSpot.Auth;

/// <summary>
/// HubSpot's token endpoint; every value goes in the body. Refused codes and refresh tokens are <see cref="AuthorizationRefused"/>,
/// a refused app is <see cref="AppNotAccepted"/>.
/// </summary>
internal sealed class HubSpotOAuthClient(HubSpotChannel channel)
{
    private const int UsualLifetime = 1800;

    // HubSpot's names and RFC 6749's.
    private static readonly HashSet<string> AppCodes = new(StringComparer.OrdinalIgnoreCase)
    {
        "BAD_CLIENT_ID", "BAD_CLIENT_SECRET", "BAD_REDIRECT_URI", "invalid_client", "unauthorized_client", "MISMATCH_REDIRECT_URI_AUTH_CODE",
    };

    private readonly HubSpotPaths _paths = HubSpotPaths.For(channel.Endpoint.Version);

    /// <param name="redirectUri">As in the authorize address, character by character.</param>
    /// <param name="codeVerifier">PKCE; null without.</param>
    public Task<Result<WireToken>> ExchangeCodeAsync(
        string clientId, string clientSecret, string redirectUri, string code, string? codeVerifier, CancellationToken cancellationToken) =>
        SendAsync(
            "token exchange",
            _paths.Token,
            [("grant_type", "authorization_code"), ("client_id", clientId), ("client_secret", clientSecret), ("redirect_uri", redirectUri), ("code", code), ("code_verifier", codeVerifier)],
            Token,
            cancellationToken);

    public Task<Result<WireToken>> RefreshAsync(string clientId, string clientSecret, string refreshToken, CancellationToken cancellationToken) =>
        SendAsync(
            "token refresh",
            _paths.Token,
            [("grant_type", "refresh_token"), ("client_id", clientId), ("client_secret", clientSecret), ("refresh_token", refreshToken)],
            Token,
            cancellationToken);

    /// <summary>A token of the app itself, for what belongs to no account. There is no refresh token with it.</summary>
    /// <param name="scopes">Separated by spaces.</param>
    public Task<Result<WireToken>> AppTokenAsync(string clientId, string clientSecret, string scopes, CancellationToken cancellationToken) =>
        SendAsync(
            "app token",
            _paths.AppToken,
            [("grant_type", "client_credentials"), ("client_id", clientId), ("client_secret", clientSecret), ("scope", scopes)],
            Token,
            cancellationToken);

    public Task<Result<WireIntrospection>> IntrospectAsync(string clientId, string clientSecret, string accessToken, CancellationToken cancellationToken) =>
        SendAsync(
            "token introspect",
            _paths.Introspect,
            [("client_id", clientId), ("client_secret", clientSecret), ("token", accessToken), ("token_type_hint", "access_token")],
            Introspection,
            cancellationToken);

    /// <summary>Ends the refresh token. Access tokens given out before live on until they expire.</summary>
    public Task<Result<Done>> RevokeAsync(string clientId, string clientSecret, string refreshToken, CancellationToken cancellationToken) =>
        SendAsync(
            "token revoke",
            _paths.Revoke,
            [("client_id", clientId), ("client_secret", clientSecret), ("token", refreshToken), ("token_type_hint", "refresh_token")],
            static _ => default(Done),
            cancellationToken);

    /// <summary>Sample: <c>{"token_type":"bearer","access_token":"…","refresh_token":"…","expires_in":1800,"hub_id":12345,"scopes":["oauth"]}</c>.</summary>
    internal static WireToken Token(ReadOnlySpan<byte> body)
    {
        using var document = Definitions.Document(body);
        var root = document.RootElement;
        return new WireToken(
            root.Text("access_token") is { Length: > 0 } token ? token : throw new JsonException("the answer has no access token"),
            root.Text("refresh_token") is { Length: > 0 } refresh ? refresh : null,
            root.Number("expires_in") is > 0 and var seconds ? seconds : UsualLifetime,
            root.Text("hub_id"),
            Scopes(root));
    }

    private static WireIntrospection Introspection(ReadOnlySpan<byte> body)
    {
        using var document = Definitions.Document(body);
        var root = document.RootElement;
        return new WireIntrospection(
            root.Flag("active"), root.Text("hub_id"), root.Text("hub_domain"), root.Text("user"), root.Text("user_id"), Scopes(root));
    }

    private static IReadOnlyList<string> Scopes(JsonElement root) =>
        root.Texts("scopes") is { Count: > 0 } listed ? listed : root.Text("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private async Task<Result<T>> SendAsync<T>(
        string operation, string path, (string Name, string? Value)[] form, ReadBody<T> read, CancellationToken cancellationToken)
    {
        var body = string.Join('&', form.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}"));

        // A code is good once, and a refresh may give out a new refresh token: neither is sent twice by itself.
        var call = new HubSpotCall(HttpMethod.Post, operation, channel.Address(path), Encoding.ASCII.GetBytes(body), Replayable: false)
        {
            ContentType = HubSpotCall.Form,
            Budget = CallBudget.None,
        };
        var answer = await channel.SendAsync(call, token: null, CallPriority.Interactive, read, cancellationToken);
        return answer.Failure switch
        {
            null => answer,
            OutcomeUnknown lost => new HubSpotUnavailable(lost.Reason),
            TokenRefused refused => new AppNotAccepted("its id or secret is refused.", refused.CorrelationId),
            MissingScopes missing => new AppNotAccepted("it may not ask for tokens.", missing.CorrelationId),
            RequestRefused { Status: 400 } refused when refused.Category is { } code && AppCodes.Contains(code) => new AppNotAccepted($"{refused.Text}.", refused.CorrelationId),
            RequestRefused { Status: 400 } refused => new AuthorizationRefused(refused.Category, refused.Text, refused.CorrelationId),
            _ => answer,
        };
    }
}
