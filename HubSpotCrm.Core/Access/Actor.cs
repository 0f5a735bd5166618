using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Access;

/// <summary>What a user may do; each role includes the ones before it.</summary>
public enum Role
{
    /// <summary>Not signed in, or without a role yet: may do nothing.</summary>
    Nobody,
    Viewer,
    Editor,
    Admin,
}

/// <summary>The rule a service method checks before it does anything.</summary>
public enum Policy
{
    ViewRecords,
    EditRecords,

    /// <summary>Give a saved view to everybody.</summary>
    ShareViews,
    Administer,
}

/// <summary>Who acts: carried through every public service method and into the audit.</summary>
/// <param name="UserId">The portal's user id, or <c>system</c>, or <c>nobody</c>.</param>
/// <param name="Name">As shown in audit and history.</param>
/// <param name="Culture">BCP 47 name, for texts made on the server.</param>
/// <param name="TimeZone">IANA name; times are shown in it.</param>
/// <param name="Email">By which the user is found among HubSpot's owners; null where it is not known.</param>
public sealed record Actor(string UserId, string Name, Role Role, string Culture = "en", string TimeZone = "UTC", string? Email = null)
{
    /// <summary>The portal itself: sync, clean-up.</summary>
    public static Actor System { get; } = new("system", "HubSpotCrm", Role.Admin);

    /// <summary>Whoever has not signed in, or not any more. No policy allows anything.</summary>
    public static Actor Nobody { get; } = new("nobody", "Nobody", Role.Nobody);

    /// <summary>The zone of <see cref="TimeZone"/>; UTC where the server does not know it.</summary>
    internal TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Null when the actor may, else the failure to return.</summary>
    public NotAllowed? Check(Policy policy) => Role >= Required(policy) ? null : new NotAllowed(Describe(policy));

    private static Role Required(Policy policy) => policy switch
    {
        Policy.ViewRecords => Role.Viewer,
        Policy.EditRecords or Policy.ShareViews => Role.Editor,
        _ => Role.Admin,
    };

    private static string Describe(Policy policy) => policy switch
    {
        Policy.ViewRecords => "view records",
        Policy.EditRecords => "edit records",
        Policy.ShareViews => "share views",
        _ => "administer the portal",
    };
}
