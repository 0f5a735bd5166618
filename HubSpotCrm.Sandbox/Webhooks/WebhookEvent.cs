namespace HubSpotCrm.Sandbox.Webhooks;

/// <summary>One event as it stands in a delivery. Its id is no key: a delivery may come twice.</summary>
internal sealed record WebhookEvent(long EventId, long SubscriptionId, long PortalId, long AppId, long OccurredAt, string SubscriptionType)
{
    public long ObjectId { get; init; }

    public string ChangeSource { get; init; } = "";

    public string? SourceId { get; init; }

    public string? ChangeFlag { get; init; }

    public int AttemptNumber { get; init; }

    public string? PropertyName { get; init; }

    public string? PropertyValue { get; init; }

    public long? PrimaryObjectId { get; init; }

    public long[]? MergedObjectIds { get; init; }

    public long? NewObjectId { get; init; }

    public int? NumberOfPropertiesMoved { get; init; }

    public string? AssociationType { get; init; }

    public long? FromObjectId { get; init; }

    public long? ToObjectId { get; init; }

    public bool? AssociationRemoved { get; init; }

    public bool? IsPrimaryAssociation { get; init; }
}

/// <summary>Where events go, which of them, and how badly they are delivered.</summary>
/// <param name="Url">On this machine: the sandbox calls nobody else.</param>
/// <param name="Types">Such as <c>contact.creation</c>; none means all.</param>
/// <param name="Duplicates">Every delivery is made twice.</param>
/// <param name="Reorder">The latest event of a delivery stands first.</param>
/// <param name="RetryMs">How long to wait before a delivery is tried again; null for a while by chance, ten times within a day.</param>
internal sealed record WebhookTarget(Uri Url, string[] Types, bool Duplicates, bool Reorder, int? RetryMs);
