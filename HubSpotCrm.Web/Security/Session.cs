using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;

namespace HubSpotCrm.Web.Security;

/// <summary>What is known of one sign-in: an id of its own, and when it began.</summary>
internal static class Session
{
    public const string IdClaim = "portal:session";
    public const string BeganClaim = "portal:began";

    /// <summary>However busy, a session ends after a working day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>A session that nobody uses ends after this.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(30);

    public static IReadOnlyList<Claim> Begin(DateTimeOffset now) =>
    [
        new(IdClaim, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))),
        new(BeganClaim, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Empty for a principal that never signed in here.</summary>
    public static string Id(ClaimsPrincipal principal) => principal.FindFirstValue(IdClaim) ?? "";

    public static bool IsTooOld(ClaimsPrincipal? principal, DateTimeOffset now) =>
        !long.TryParse(principal?.FindFirstValue(BeganClaim), CultureInfo.InvariantCulture, out var began)
        || now - DateTimeOffset.FromUnixTimeSeconds(began) >= Longest;

    /// <summary>Takes the session over to the principal that a check of the user has made anew.</summary>
    public static void Carry(ClaimsPrincipal? from, ClaimsPrincipal? to)
    {
        if (to?.Identity is ClaimsIdentity identity)
        {
            identity.AddClaims(from?.Claims.Where(claim => claim.Type is IdClaim or BeganClaim) ?? []);
        }
    }
}
