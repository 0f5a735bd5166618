namespace HubSpotCrm.Sandbox.Data;

/// <summary>HubSpot's own association types between two objects, and what each is called from the other side.</summary>
internal static class LinkTypes
{
    public const int PrimaryCompanyOfContact = 1;
    public const int PrimaryCompanyOfDeal = 5;

    private static readonly Dictionary<int, int> Other = new()
    {
        [279] = 280,
        [280] = 279,
        [1] = 2,
        [2] = 1,
        [4] = 3,
        [3] = 4,
        [341] = 342,
        [342] = 341,
        [5] = 6,
        [6] = 5,
    };

    /// <summary>The plain type between two objects; 0 when the sandbox knows none.</summary>
    public static int Plain(ObjectKind from, ObjectKind to) => (from, to) switch
    {
        (ObjectKind.Contact, ObjectKind.Company) => 279,
        (ObjectKind.Company, ObjectKind.Contact) => 280,
        (ObjectKind.Contact, ObjectKind.Deal) => 4,
        (ObjectKind.Deal, ObjectKind.Contact) => 3,
        (ObjectKind.Deal, ObjectKind.Company) => 341,
        (ObjectKind.Company, ObjectKind.Deal) => 342,
        _ => 0,
    };

    /// <summary>The primary type between two objects; 0 when there is none.</summary>
    public static int Primary(ObjectKind from, ObjectKind to) => (from, to) switch
    {
        (ObjectKind.Contact, ObjectKind.Company) => PrimaryCompanyOfContact,
        (ObjectKind.Company, ObjectKind.Contact) => 2,
        (ObjectKind.Deal, ObjectKind.Company) => PrimaryCompanyOfDeal,
        (ObjectKind.Company, ObjectKind.Deal) => 6,
        _ => 0,
    };

    public static int FromOtherSide(int type) => Other[type];

    public static bool Fits(ObjectKind from, ObjectKind to, int type) => type != 0 && (type == Plain(from, to) || type == Primary(from, to));

    public static bool IsPrimary(int type) => type is 1 or 2 or 5 or 6;

    public static string? Label(int type) => IsPrimary(type) ? "Primary" : null;

    /// <summary>What <c>associations=</c> on a list calls the type.</summary>
    public static string Name(ObjectKind from, ObjectKind to, int type)
    {
        var name = $"{Schemas.Of(from).Singular}_to_{Schemas.Of(to).Singular}";
        return Primary(from, to) != 0 && !IsPrimary(type) ? name + "_unlabeled" : name;
    }
}

/// <summary>A record on the other end, and by which types.</summary>
internal sealed record Link(long To, int[] Types);
