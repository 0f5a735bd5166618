using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.HubSpot.Auth;

/// <summary>Asks HubSpot which account a token is for, and nothing else: the one call that every good token may make.</summary>
internal sealed class TokenProbe(HubSpotChannel channel)
{
    private readonly HubSpotPaths _paths = HubSpotPaths.For(channel.Endpoint.Version);

    /// <summary>Fails with <see cref="TokenRefused"/> when HubSpot itself refuses the token; a gateway that asks for credentials of its own is another failure.</summary>
    public async Task<Result<Done>> AskAsync(AccessToken token, CancellationToken cancellationToken)
    {
        var call = new HubSpotCall(HttpMethod.Get, "token check", channel.Address(_paths.Account));
        var answer = await channel.SendAsync(call, token, CallPriority.Interactive, static _ => default(Done), cancellationToken);
        return answer.Failure is TokenRefused refused && !IsHubSpots(refused)
            ? new HubSpotUnavailable("something on the way refuses the call, and not in HubSpot's words", null, refused.CorrelationId)
            : answer;
    }

    // Sample: {"status":"error","message":"…","category":"INVALID_AUTHENTICATION","correlationId":"…"}.
    private static bool IsHubSpots(TokenRefused refused) =>
        refused.Category is { Length: > 0 } category && category.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_');
}
