using System.Security.Claims;
using HubSpotCrm.Core.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Web.Security;

/// <summary>Puts what an <see cref="Actor"/> needs into the cookie's principal.</summary>
internal sealed class PortalClaims(UserManager<PortalUser> users, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<PortalUser, IdentityRole>(users, roles, options)
{
    public const string DisplayName = "portal:name";
    public const string Culture = "portal:culture";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(PortalUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, user.DisplayName.Length > 0 ? user.DisplayName : user.Email ?? user.Id));
        identity.AddClaim(new Claim(Culture, user.Culture));
        return identity;
    }
}
