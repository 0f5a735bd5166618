using System.Collections.Frozen;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>A record on the other end, and by which types.</summary>
internal sealed record Link(long To, int[] Types);

/// <summary>One of HubSpot's own association types, which go one way, and what it is from the other side.</summary>
/// <param name="IsOneAtMost">A record has one of these at most: its primary company.</param>
/// <param name="Verified">The number stands in HubSpot's published lists; otherwise it follows from its neighbours there.</param>
internal sealed record LinkType(int Id, ObjectKind From, ObjectKind To, int OtherSide, bool IsPrimary, bool IsOneAtMost, bool Verified);

/// <summary>The association types the account has.</summary>
internal static class LinkTypes
{
    public static readonly LinkType[] All =
    [
        .. Pair(ObjectKind.Contact, 279, ObjectKind.Company, 280),
        .. Pair(ObjectKind.Contact, 1, ObjectKind.Company, 2, primary: true),
        .. Pair(ObjectKind.Contact, 4, ObjectKind.Deal, 3),
        .. Pair(ObjectKind.Deal, 341, ObjectKind.Company, 342),
        .. Pair(ObjectKind.Deal, 5, ObjectKind.Company, 6, primary: true),
        .. Activity(ObjectKind.Call, 194, 182, 206),
        .. Activity(ObjectKind.Email, 198, 186, 210),
        .. Activity(ObjectKind.Meeting, 200, 188, 212),
        .. Activity(ObjectKind.Note, 202, 190, 214),
        .. Activity(ObjectKind.Task, 204, 192, 216),
    ];

    private static readonly FrozenDictionary<int, LinkType> ById = All.ToFrozenDictionary(type => type.Id);

    private static readonly FrozenDictionary<(ObjectKind, ObjectKind), int> PlainIds =
        All.Where(type => !type.IsPrimary).ToFrozenDictionary(type => (type.From, type.To), type => type.Id);

    private static readonly FrozenDictionary<(ObjectKind, ObjectKind), int> PrimaryIds =
        All.Where(type => type.IsPrimary).ToFrozenDictionary(type => (type.From, type.To), type => type.Id);

    /// <summary>The plain type between two objects; 0 when the sandbox knows none.</summary>
    public static int Plain(ObjectKind from, ObjectKind to) => PlainIds.GetValueOrDefault((from, to));

    /// <summary>The primary type between two objects; 0 when there is none.</summary>
    public static int Primary(ObjectKind from, ObjectKind to) => PrimaryIds.GetValueOrDefault((from, to));

    public static int FromOtherSide(int type) => ById[type].OtherSide;

    public static bool Fits(ObjectKind from, ObjectKind to, int type) => ById.TryGetValue(type, out var known) && (known.From, known.To) == (from, to);

    public static bool IsPrimary(int type) => ById.TryGetValue(type, out var known) && known.IsPrimary;

    public static bool IsOneAtMost(int type) => ById.TryGetValue(type, out var known) && known.IsOneAtMost;

    public static string? Label(int type) => IsPrimary(type) ? "Primary" : null;

    /// <summary>What <c>associations=</c> on a list calls the type.</summary>
    public static string Name(ObjectKind from, ObjectKind to, int type)
    {
        var name = $"{Schemas.Of(from).Singular}_to_{Schemas.Of(to).Singular}";
        return Primary(from, to) != 0 && !IsPrimary(type) ? name + "_unlabeled" : name;
    }

    private static LinkType[] Pair(ObjectKind one, int id, ObjectKind other, int back, bool primary = false, bool backVerified = true) =>
        [new(id, one, other, back, primary, IsOneAtMost: primary, Verified: true), new(back, other, one, id, primary, IsOneAtMost: false, backVerified)];

    /// <summary>What an activity is linked to contacts, companies and deals by; the way back is one less each time.</summary>
    private static LinkType[] Activity(ObjectKind activity, int contact, int company, int deal) =>
    [
        .. Pair(activity, contact, ObjectKind.Contact, contact - 1),
        .. Pair(activity, company, ObjectKind.Company, company - 1, backVerified: false),
        .. Pair(activity, deal, ObjectKind.Deal, deal - 1, backVerified: false),
    ];
}
