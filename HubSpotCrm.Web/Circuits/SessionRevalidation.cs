using System.Security.Claims;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Web.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Web.Circuits;

/// <summary>
/// Ends an open screen within a minute after its user signed out, was disabled, changed the password, got another role, left it alone for
/// half an hour, or sat there for a working day.
/// </summary>
internal sealed class SessionRevalidation(
    ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<IdentityOptions> identity, OpenSessions sessions, TimeProvider clock)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    /// <summary>How often an open screen is looked at.</summary>
    internal TimeSpan Interval => RevalidationInterval;

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(60);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        IsStillGoodAsync(authenticationState.User);

    internal async Task<bool> IsStillGoodAsync(ClaimsPrincipal principal)
    {
        if (Session.IsTooOld(principal, clock.GetUtcNow()) || !sessions.IsOpen(Session.Id(principal)))
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        var claims = identity.Value.ClaimsIdentity;
        if (await users.GetUserAsync(principal) is not { } user || principal.FindFirst(claims.SecurityStampClaimType)?.Value != await users.GetSecurityStampAsync(user))
        {
            return false;
        }

        // Another role does not change the stamp.
        var held = principal.FindAll(claims.RoleClaimType).Select(claim => claim.Value);
        return (await users.GetRolesAsync(user)).ToHashSet().SetEquals(held);
    }
}
