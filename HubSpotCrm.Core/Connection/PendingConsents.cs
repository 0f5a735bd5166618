using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace HubSpotCrm.Core.Connection;

/// <summary>A consent that was asked for: who asked, from which session, and what the exchange of the code will need.</summary>
/// <param name="CodeVerifier">The secret half of PKCE.</param>
internal sealed record PendingConsent(
    string UserId, string SessionId, ConnectionTarget Target, string RedirectUri, string CodeVerifier, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"(consent of {UserId})";
}

/// <summary>
/// The states that wait for HubSpot's callback. In memory: a restart of the portal makes the administrator press the button again,
/// and a state that outlives its process is one more secret to guard.
/// </summary>
internal sealed class PendingConsents(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int MaximumPending = 100;

    private readonly ConcurrentDictionary<string, PendingConsent> _pending = new();

    /// <summary>Keeps the consent and returns its state: 256 random bits.</summary>
    public string Add(string userId, string sessionId, ConnectionTarget target, string redirectUri, string codeVerifier)
    {
        var now = time.GetUtcNow();
        foreach (var (old, consent) in _pending.OrderBy(entry => entry.Value.ExpiresAt))
        {
            if (consent.ExpiresAt <= now || _pending.Count >= MaximumPending)
            {
                _pending.TryRemove(old, out _);
            }
        }

        var state = RandomToken();
        _pending[state] = new PendingConsent(userId, sessionId, target, redirectUri, codeVerifier, now + Lifetime);
        return state;
    }

    /// <summary>Takes the consent out, so a state is good once. Null when it is unknown, used, expired, or another user's or session's.</summary>
    public PendingConsent? Take(string? state, string userId, string sessionId) =>
        !string.IsNullOrEmpty(state)
        && _pending.TryRemove(state, out var consent)
        && consent.ExpiresAt > time.GetUtcNow()
        && consent.UserId == userId
        && consent.SessionId == sessionId
            ? consent
            : null;

    /// <summary>256 random bits, safe in a URL.</summary>
    public static string RandomToken() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    /// <summary>RFC 7636, S256.</summary>
    public static string ChallengeOf(string codeVerifier) =>
        WebEncoders.Base64UrlEncode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(codeVerifier)));
}
