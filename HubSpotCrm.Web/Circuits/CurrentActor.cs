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

    /// <summary>The actor of a principal; nobody is a viewer without a name.</summary>
    public static Actor From(ClaimsPrincipal user, string zone) => new(
        user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
        user.FindFirstValue(PortalClaims.DisplayName) ?? user.Identity?.Name ?? "",
        user.IsInRole(nameof(Role.Admin)) ? Role.Admin : user.IsInRole(nameof(Role.Editor)) ? Role.Editor : Role.Viewer,
        user.FindFirstValue(PortalClaims.Culture) ?? "en",
        zone);

    private static string? Known(string? zone) => zone is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : null;
}
