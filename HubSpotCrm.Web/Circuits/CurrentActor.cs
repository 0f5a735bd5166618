using System.Security.Claims;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Web.Security;
using Microsoft.AspNetCore.Components.Authorization;

namespace HubSpotCrm.Web.Circuits;

/// <summary>Who uses this screen, for every call of a service.</summary>
internal sealed class CurrentActor(AuthenticationStateProvider authentication, IConnectionService connection)
{
    private string? _browserZone;

    /// <summary>The signed-in user, with the browser's time zone, else the account's. Asked anew each time: a role may have changed.</summary>
    public async ValueTask<Actor> GetAsync() => From((await authentication.GetAuthenticationStateAsync()).User, Zone);

    /// <summary>IANA name.</summary>
    public string Zone => _browserZone ?? Known(connection.Status.Portal?.TimeZone) ?? "UTC";

    /// <summary>Takes the browser's zone when the server knows it.</summary>
    public void UseZone(string? zone) => _browserZone = Known(zone) ?? _browserZone;

    /// <summary>The actor of a principal. Who is not signed in is <see cref="Actor.Nobody"/>; who has no role may do as little.</summary>
    public static Actor From(ClaimsPrincipal user, string zone) => user.Identity is not { IsAuthenticated: true }
        ? Actor.Nobody with { TimeZone = zone }
        : new(
            user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
            user.FindFirstValue(PortalClaims.DisplayName) ?? user.Identity.Name ?? "",
            RoleOf(user),
            user.FindFirstValue(PortalClaims.Culture) ?? "en",
            zone,
            user.FindFirstValue(ClaimTypes.Email));

    // The greatest one he has.
    private static Role RoleOf(ClaimsPrincipal user) =>
        Enum.GetValues<Role>().Where(role => role != Role.Nobody && user.IsInRole(role.ToString())).DefaultIfEmpty(Role.Nobody).Max();

    private static string? Known(string? zone) => zone is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : null;
}
