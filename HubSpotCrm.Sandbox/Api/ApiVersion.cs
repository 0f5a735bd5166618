namespace HubSpotCrm.Sandbox.Api;

/// <summary>How a version of HubSpot's API behaves where it differs from the others.</summary>
/// <param name="EnforcesRequired">Properties that the account's form for new records asks for, always or under a condition, are asked for on writes too.</param>
/// <param name="NormalisesDates">A time of day in a date is cut off with a warning; older versions refuse it.</param>
/// <param name="AssociationArchiveStatus">What taking associations away in a batch is answered with.</param>
internal sealed record VersionRules(bool EnforcesRequired, bool NormalisesDates, int AssociationArchiveStatus);

/// <summary>Where each family of calls lives in one version of HubSpot's API, and the rules there. Another version is another row.</summary>
internal sealed record ApiVersion(string Name, VersionRules Rules)
{
    public required string Objects { get; init; }

    /// <summary>Associations of one record, which v3 leaves to v4.</summary>
    public required string ObjectAssociations { get; init; }

    public required string Associations { get; init; }

    public required string Labels { get; init; }

    public required string Owners { get; init; }

    public required string Pipelines { get; init; }

    public required string Properties { get; init; }

    public required string Campaigns { get; init; }

    public required string Emails { get; init; }

    public required string AccountInfo { get; init; }

    public required string OAuth { get; init; }

    public required string Installs { get; init; }

    /// <summary>The webhooks journal, which came with the dates and has no older paths.</summary>
    public required string WebhooksJournal { get; init; }

    public required string JournalSubscriptions { get; init; }

    public static readonly ApiVersion Current = Dated("2026-09", new(EnforcesRequired: true, NormalisesDates: true, AssociationArchiveStatus: 200));

    public static readonly ApiVersion[] All =
    [
        Current,
        Dated("2026-03", new(EnforcesRequired: false, NormalisesDates: false, AssociationArchiveStatus: 200)),
        new("v3", new(EnforcesRequired: false, NormalisesDates: false, AssociationArchiveStatus: 204))
        {
            Objects = "/crm/v3/objects",
            ObjectAssociations = "/crm/v4/objects",
            Associations = "/crm/v4/associations",
            Labels = "/crm/associations/v4",
            Owners = "/crm/v3/owners",
            Pipelines = "/crm/v3/pipelines",
            Properties = "/crm/v3/properties",
            Campaigns = "/marketing/v3/campaigns",
            Emails = "/marketing/v3/emails",
            AccountInfo = "/account-info/v3",
            OAuth = "/oauth/v3",
            Installs = "/appinstalls/v3",
            WebhooksJournal = "/webhooks-journal/journal/2026-03",
            JournalSubscriptions = "/webhooks-journal/subscriptions/2026-03",
        },
    ];

    private static ApiVersion Dated(string version, VersionRules rules) => new(version, rules)
    {
        Objects = $"/crm/objects/{version}",
        ObjectAssociations = $"/crm/objects/{version}",
        Associations = $"/crm/associations/{version}",
        Labels = $"/crm/associations/{version}",
        Owners = $"/crm/owners/{version}",
        Pipelines = $"/crm/pipelines/{version}",
        Properties = $"/crm/properties/{version}",
        Campaigns = $"/marketing/campaigns/{version}",
        Emails = $"/marketing/emails/{version}",
        AccountInfo = $"/account-info/{version}",
        OAuth = $"/oauth/{version}",
        Installs = $"/appinstalls/{version}",
        WebhooksJournal = $"/webhooks-journal/journal/{version}",
        JournalSubscriptions = $"/webhooks-journal/subscriptions/{version}",
    };
}
