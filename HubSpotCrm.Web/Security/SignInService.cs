using HubSpotCrm.Core.Access;
using Microsoft.AspNetCore.Identity;

namespace HubSpotCrm.Web.Security;

/// <summary>Signing in with a password. Whatever is wrong, the answer and the work done are the same, so nobody learns which users exist.</summary>
internal sealed class SignInService(SignInManager<PortalUser> signIn, TimeProvider clock, ILogger<SignInService> logger)
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
            logger.LogWarning("A sign-in was refused: {Reason}", user is null ? "no such user" : "locked out");
            return false;
        }

        var result = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            logger.LogWarning("A sign-in of {UserId} was refused: wrong password", user.Id);
            return false;
        }

        await BeginSessionAsync(user);
        logger.LogInformation("{UserId} signed in", user.Id);
        return true;
    }

    /// <summary>Writes the cookie of a new session; an older one in this browser ends with it.</summary>
    public Task BeginSessionAsync(PortalUser user) => signIn.SignInWithClaimsAsync(user, isPersistent: false, Session.Begin(clock.GetUtcNow()));
}
