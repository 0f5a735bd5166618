namespace HubSpotCrm.Core.HubSpot.Wire;

/// <summary>A CRM record as HubSpot sent it. Sample: <c>{"id":"501","properties":{"email":"a@b.c","phone":null},"updatedAt":"2025-01-27T19:53:15.581Z","archived":false}</c>.</summary>
internal sealed record WireRecord
{
    public required string Id { get; init; }

    /// <summary>Values verbatim; null where HubSpot sent null. A property that was not asked for is absent.</summary>
    public required IReadOnlyDictionary<string, string?> Properties { get; init; }

    /// <summary>UTC milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>UTC milliseconds.</summary>
    public long UpdatedAt { get; init; }

    public bool Archived { get; init; }

    /// <summary>UTC milliseconds.</summary>
    public long? ArchivedAt { get; init; }

    /// <summary>The record's page at HubSpot; often absent.</summary>
    public string? Url { get; init; }

    /// <summary>The name we gave the row of a batch write; null elsewhere.</summary>
    public string? TraceId { get; init; }

    /// <summary>Whether an upsert made it; null elsewhere.</summary>
    public bool? IsNew { get; init; }

    /// <summary>Per property its versions as HubSpot orders them, newest first; null when history was not asked for.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<WireVersion>>? History { get; init; }

    /// <summary>Per object type in the plural the inline associations; null when they were not asked for, and a type without any is absent.</summary>
    public IReadOnlyDictionary<string, WireAssociations>? Associations { get; init; }
}

/// <summary>A value that a property has had since <paramref name="Timestamp"/>, UTC milliseconds.</summary>
internal sealed record WireVersion(string? Value, long Timestamp, string? SourceType, string? SourceId, string? UpdatedByUserId);

/// <summary>Inline associations of one record with one type. The same id comes once per kind.</summary>
/// <param name="After">The rest must be read through the associations API when this is not null.</param>
internal sealed record WireAssociations(IReadOnlyList<WireAssociation> Results, string? After);

/// <param name="Kind">HubSpot's name, as <c>contact_to_company</c>.</param>
internal sealed record WireAssociation(string Id, string Kind)
{
    /// <summary>As people read it; null for a kind without one, and in lists of records, which tell no labels.</summary>
    public string? Label { get; init; }
}

/// <summary>A page of records. <paramref name="After"/> is null at the end, and only then: a short or empty page is not the end.</summary>
/// <param name="Total">Search only.</param>
internal sealed record WirePage(IReadOnlyList<WireRecord> Results, string? After, long? Total);

/// <summary>The answer of a batch call; every part that failed is in <paramref name="Errors"/>, match by id or trace id.</summary>
internal sealed record WireBatch(IReadOnlyList<WireRecord> Results, IReadOnlyList<WireBatchError> Errors);

/// <param name="Context">As <c>ids</c>, <c>objectWriteTraceId</c>, <c>existingId</c>.</param>
internal sealed record WireBatchError(string? Category, string? Message, IReadOnlyDictionary<string, IReadOnlyList<string>> Context)
{
    /// <summary>HubSpot's finer name, as <c>crm.associations.INVALID_IDENTIFIER</c>.</summary>
    public string? SubCategory { get; init; }

    /// <summary>Per property HubSpot's reason.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = new Dictionary<string, string>();

    /// <summary>Per property HubSpot's code.</summary>
    public IReadOnlyDictionary<string, string> Codes { get; init; } = new Dictionary<string, string>();
}

/// <summary>The associations of one record by the batch API.</summary>
internal sealed record WireAssociationSet(string FromId, IReadOnlyList<WireAssociatedObject> To, string? After);

internal sealed record WireAssociatedObject(string ToId, IReadOnlyList<WireAssociationType> Types);

/// <param name="Category"><c>HUBSPOT_DEFINED</c>, <c>USER_DEFINED</c> or <c>INTEGRATOR_DEFINED</c>.</param>
internal sealed record WireAssociationType(string Category, int TypeId, string? Label);

/// <param name="Failed">From ids that HubSpot could not answer for.</param>
internal sealed record WireAssociationBatch(IReadOnlyList<WireAssociationSet> Results, IReadOnlyList<WireBatchError> Errors);
