using System.Security.Claims;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Web.Circuits;
using Microsoft.AspNetCore.Identity;

namespace HubSpotCrm.Web.Security;

/// <summary>Signing in with a password. Whatever is wrong, the answer and the work done are the same, so nobody learns which users exist.</summary>
internal sealed class SignInService(
    SignInManager<PortalUser> signIn, OpenSessions sessions, AccountAudit audit, TimeProvider clock, ILogger<SignInService> logger)
{
    private static readonly PortalUser Nobody = new() { Id = "nobody" };
    private static string? _nobodysHash;

    /// <summary>Writes the cookie and answers true, or answers false.</summary>
    public async Task<bool> SignInAsync(string email, string password)
    {
        var users = signIn.UserManager;
        var user = await users.FindByEmailAsync(email);
        if (user is null || await users.IsLockedOutAsync(user))
        {
            var hasher = users.PasswordHasher;
            _nobodysHash ??= hasher.HashPassword(Nobody, "never a password");
            _ = hasher.VerifyHashedPassword(Nobody, _nobodysHash, password);
            var reason = user is null ? "no such user" : "locked out";
            await audit.RefusedAsync(user, reason, locks: false);
            logger.LogWarning("A sign-in was refused: {Reason}", reason);
            return false;
        }

        var result = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            await audit.RefusedAsync(user, "wrong password", locks: result.IsLockedOut);
            logger.LogWarning("A sign-in of {UserId} was refused: wrong password", user.Id);
            return false;
        }

        await BeginSessionAsync(user);
        logger.LogInformation("{UserId} signed in", user.Id);
        return true;
    }

    /// <summary>Writes the cookie of a new session; an older one in this browser ends with it.</summary>
    public async Task BeginSessionAsync(PortalUser user)
    {
        await audit.SignedInAsync(user);
        if (Session.Id(signIn.Context.User) is { Length: > 0 } earlier)
        {
            sessions.End(earlier);
        }

        var claims = Session.Begin(clock.GetUtcNow());
        await signIn.SignInWithClaimsAsync(user, isPersistent: false, claims);
        sessions.Touch(claims.Single(claim => claim.Type == Session.IdClaim).Value);
    }

    /// <summary>Ends the session of this browser, on its other screens too.</summary>
    public async Task SignOutAsync(ClaimsPrincipal principal)
    {
        // Whatever fails afterwards, the session is over.
        sessions.End(Session.Id(principal));
        await signIn.SignOutAsync();
        await audit.SignedOutAsync(CurrentActor.From(principal, "UTC"));
    }
}
