using Microsoft.AspNetCore.Identity;

namespace HubSpotCrm.Core.Access;

/// <summary>A person who signs in to the portal. Roles are Identity roles named after <see cref="Role"/>.</summary>
public sealed class PortalUser : IdentityUser
{
    public string DisplayName { get; set; } = "";

    /// <summary>IANA name.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>BCP 47 name.</summary>
    public string Culture { get; set; } = "en";

    /// <summary>UTC milliseconds.</summary>
    public long CreatedAt { get; set; }
}
