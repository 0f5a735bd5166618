using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>What HubSpot, or the way to it, answered instead of success.</summary>
/// <param name="CorrelationId">HubSpot's own; null when it sent none.</param>
internal abstract record HubSpotFailure(string Message, string? CorrelationId) : Failure(Message);

/// <summary>429 that outlasted the retries. <paramref name="RetryAfter"/> says when to come back.</summary>
internal sealed record Throttled(TimeSpan RetryAfter, bool IsDaily, string? CorrelationId = null)
    : HubSpotFailure(IsDaily ? "HubSpot's daily limit of calls is used up. The portal goes on when HubSpot resets it." : "HubSpot is limiting our calls. The portal goes on by itself.", CorrelationId);

/// <summary>A call of sync that was not sent: what is left of the day is kept for people.</summary>
internal sealed record DayReserved(TimeSpan RetryAfter)
    : HubSpotFailure("Nine tenths of the calls that HubSpot allows today are used up. The rest is kept for edits; sync goes on when HubSpot's day ends.", null);

/// <summary>5xx, an HTML page, a broken answer, no connection, or no answer in time, for a call that changes nothing or was never sent.</summary>
internal sealed record HubSpotUnavailable(string Reason, TimeSpan? RetryAfter = null, string? CorrelationId = null)
    : HubSpotFailure($"HubSpot does not answer: {Reason}. The portal tries again by itself.", CorrelationId);

/// <summary>477: HubSpot is moving the account.</summary>
internal sealed record AccountMigrating(TimeSpan RetryAfter, string? CorrelationId = null)
    : HubSpotFailure("HubSpot is moving this account to another data centre. The portal goes on when it is done.", CorrelationId);

/// <summary>The token is refused for good: an administrator must connect again. No further call is made.</summary>
internal sealed record ReconnectNeeded(string Reason, string? CorrelationId = null)
    : HubSpotFailure($"HubSpot refuses the connection: {Reason}. An administrator must connect again under Settings, Connection.", CorrelationId);

/// <summary>403.</summary>
internal sealed record MissingScopes(IReadOnlyList<string> Scopes, string? CorrelationId = null)
    : HubSpotFailure(Scopes.Count == 0
        ? "HubSpot does not allow this call with the granted permissions."
        : $"HubSpot did not grant: {string.Join(", ", Scopes)}. Add the scope to the app and connect again.", CorrelationId);

/// <summary>404.</summary>
internal sealed record HubSpotRecordNotFound(string? CorrelationId = null)
    : HubSpotFailure("HubSpot has no such record. It may have been deleted or merged.", CorrelationId);

/// <summary>400 that names properties.</summary>
/// <param name="Reasons">Per property HubSpot's reason.</param>
/// <param name="Codes">Per property HubSpot's code, as <c>PROPERTY_DOESNT_EXIST</c>; where it sent one.</param>
internal sealed record InvalidProperties(string Text, IReadOnlyDictionary<string, string> Reasons, IReadOnlyDictionary<string, string> Codes, string? CorrelationId = null)
    : HubSpotFailure($"HubSpot did not take the values: {Text}", CorrelationId);

/// <summary>Another 4xx. Never repeated unchanged.</summary>
internal sealed record RequestRefused(int Status, string? Category, string Text, string? CorrelationId = null)
    : HubSpotFailure($"HubSpot refused: {Text}", CorrelationId);

/// <summary>409. <paramref name="ExistingId"/> where HubSpot names it.</summary>
internal sealed record RecordConflict(string? ExistingId, string Text, string? CorrelationId = null)
    : HubSpotFailure($"HubSpot refused: {Text}", CorrelationId);

/// <summary>423 that outlasted the retries.</summary>
internal sealed record RecordLocked(string? CorrelationId = null)
    : HubSpotFailure("HubSpot holds the record locked. The portal tries again by itself.", CorrelationId);

/// <summary>A redirect that was not followed; no token was sent there.</summary>
internal sealed record RedirectRefused(string Host)
    : HubSpotFailure($"HubSpot's address answered with a redirect to {Host}, which was not followed. Check the network and HubSpot:ApiBaseUrl.", null);

/// <summary>The configured address is not one the portal may call.</summary>
internal sealed record AddressNotAllowed(string Host)
    : HubSpotFailure($"The portal does not call {Host}: only HubSpot's own hosts over https are allowed.", null);

/// <summary>A write was sent and no answer came: it may have been done. Resolve by reading, never by sending it again.</summary>
internal sealed record OutcomeUnknown(string Reason)
    : HubSpotFailure($"HubSpot did not answer the change ({Reason}); the portal looks whether it was made.", null);

/// <summary>The token endpoint refused the code or the refresh token: <c>BAD_AUTH_CODE</c>, <c>BAD_REFRESH_TOKEN</c>, …</summary>
internal sealed record AuthorizationRefused(string? Code, string Text, string? CorrelationId = null)
    : HubSpotFailure($"HubSpot refused the authorization: {Text}", CorrelationId);

/// <summary>The token endpoint refused the app itself: client id, secret or redirect address.</summary>
internal sealed record AppNotAccepted(string Text, string? CorrelationId = null)
    : HubSpotFailure($"HubSpot does not accept the app: {Text} Check HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REDIRECT_URI.", CorrelationId);
