using System.Collections.Frozen;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>HubSpot's paths, one table for all versions. The version stands after the family, not after <c>/crm</c>.</summary>
internal sealed class HubSpotPaths
{
    private static readonly FrozenDictionary<string, HubSpotPaths> Table = new Dictionary<string, HubSpotPaths>(StringComparer.OrdinalIgnoreCase)
    {
        ["2026-09"] = Dated("2026-09"),
        ["2026-03"] = Dated("2026-03"),
        ["v3"] = new()
        {
            Objects = "/crm/v3/objects",
            Associations = "/crm/v4/associations",
            AssociatedObjects = "/crm/v4/objects",
            Owners = "/crm/v3/owners",
            Pipelines = "/crm/v3/pipelines",
            Properties = "/crm/v3/properties",
            Campaigns = "/marketing/v3/campaigns",
            MarketingEmails = "/marketing/v3/emails",
            Account = "/account-info/v3/details",
            Token = "/oauth/v3/token",
            Uninstall = "/appinstalls/v3/external-install",

            // The journal came with the dated versions, and so did the token it takes.
            Journal = "/webhooks-journal/journal/2026-03",
            JournalSubscriptions = "/webhooks-journal/subscriptions/2026-03",
            AppToken = "/oauth/2026-03/token",
        },
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<string> Versions { get; } = ["2026-09", "2026-03", "v3"];

    public required string Objects { get; init; }

    public required string Associations { get; init; }

    /// <summary>Where single associations are read and written: the objects' own path, but v4 where those are v3.</summary>
    public required string AssociatedObjects { get; init; }

    public required string Owners { get; init; }

    public required string Pipelines { get; init; }

    public required string Properties { get; init; }

    public required string Campaigns { get; init; }

    public required string MarketingEmails { get; init; }

    public required string Account { get; init; }

    public required string Token { get; init; }

    public string Introspect => Token + "/introspect";

    public string Revoke => Token + "/revoke";

    public required string Uninstall { get; init; }

    /// <summary>The webhooks journal, which is read in place of being called by webhooks.</summary>
    public required string Journal { get; init; }

    public required string JournalSubscriptions { get; init; }

    /// <summary>Where the app gets a token of its own, for no account.</summary>
    public required string AppToken { get; init; }

    public static bool Knows(string version) => Table.ContainsKey(version);

    /// <summary>An unknown version is a bug here: settings were checked at the start.</summary>
    public static HubSpotPaths For(string version) =>
        Table.TryGetValue(version, out var paths) ? paths : throw new ArgumentException($"No paths for HubSpot's version '{version}'.", nameof(version));

    private static HubSpotPaths Dated(string version) => new()
    {
        Objects = $"/crm/objects/{version}",
        Associations = $"/crm/associations/{version}",
        AssociatedObjects = $"/crm/objects/{version}",
        Owners = $"/crm/owners/{version}",
        Pipelines = $"/crm/pipelines/{version}",
        Properties = $"/crm/properties/{version}",
        Campaigns = $"/marketing/campaigns/{version}",
        MarketingEmails = $"/marketing/emails/{version}",
        Account = $"/account-info/{version}/details",
        Token = $"/oauth/{version}/token",
        Uninstall = $"/appinstalls/{version}/external-install",
        Journal = $"/webhooks-journal/journal/{version}",
        JournalSubscriptions = $"/webhooks-journal/subscriptions/{version}",
        AppToken = $"/oauth/{version}/token",
    };
}
