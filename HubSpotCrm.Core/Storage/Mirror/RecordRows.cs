namespace HubSpotCrm.Core.Storage.Mirror;

/// <summary>
/// One HubSpot record. A row without <see cref="Raw"/> only keeps the key of a record that an association names
/// and that has not been read yet; it has no row in the typed table, so no list shows it.
/// </summary>
internal sealed class RecordRow
{
    public long Key { get; set; }

    /// <summary>A <see cref="Crm.ObjectType"/>.</summary>
    public int Type { get; set; }
    public required string HubSpotId { get; set; }

    /// <summary>HubSpot's time of creation, UTC milliseconds.</summary>
    public long CreatedAt { get; set; }

    /// <summary>HubSpot's time of the last change, UTC milliseconds; a row never goes back behind it.</summary>
    public long UpdatedAt { get; set; }
    public bool IsArchived { get; set; }
    public long? ArchivedAt { get; set; }

    /// <summary>Over the property values; tells a real change from an echo.</summary>
    public long Hash { get; set; }

    /// <summary>The properties as HubSpot sent them: one JSON object, verbatim.</summary>
    public string? Raw { get; set; }

    /// <summary>The version is known from an answer that had some of its properties only: the lanes read it again.</summary>
    public bool IsPartial { get; set; }
}

/// <summary>The typed columns of a live contact; derived from <see cref="RecordRow.Raw"/> and rebuildable.</summary>
internal sealed class ContactRow
{
    public long Key { get; set; }
    public required string HubSpotId { get; set; }

    /// <summary>Last name, first name; else e-mail; else null: what a list sorts by.</summary>
    public string? Name { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public string? Email { get; set; }
    public string? Company { get; set; }
    public string? Phone { get; set; }
    public string? MobilePhone { get; set; }
    public string? JobTitle { get; set; }
    public string? LifecycleStage { get; set; }
    public string? LeadStatus { get; set; }

    /// <summary>Thousandths.</summary>
    public long? LeadScore { get; set; }
    public string? OwnerId { get; set; }
    public string? Industry { get; set; }
    public string? Country { get; set; }
    public string? Region { get; set; }
    public string? City { get; set; }

    /// <summary>UTC milliseconds, as all times here.</summary>
    public long? LastActivityAt { get; set; }
    public long? CreatedAt { get; set; }
    public long? ModifiedAt { get; set; }
}

/// <summary>The typed columns of a live company.</summary>
internal sealed class CompanyRow
{
    public long Key { get; set; }
    public required string HubSpotId { get; set; }
    public string? Name { get; set; }
    public string? Domain { get; set; }
    public string? Industry { get; set; }

    /// <summary>Employees, in thousandths as every number here.</summary>
    public long? Size { get; set; }
    public string? Country { get; set; }
    public string? Region { get; set; }
    public string? City { get; set; }
    public long? AnnualRevenue { get; set; }
    public string? LifecycleStage { get; set; }
    public string? Phone { get; set; }
    public string? OwnerId { get; set; }
    public long? LastActivityAt { get; set; }
    public long? CreatedAt { get; set; }
    public long? ModifiedAt { get; set; }

    /// <summary>Associated live contacts, kept current by each page that could change it: whole pieces, not thousandths.</summary>
    public long Contacts { get; set; }

    /// <summary>Associated open deals, likewise.</summary>
    public long OpenDeals { get; set; }
}

/// <summary>The typed columns of a live deal.</summary>
internal sealed class DealRow
{
    public long Key { get; set; }
    public required string HubSpotId { get; set; }
    public string? Name { get; set; }

    /// <summary>Thousandths of <see cref="Currency"/>.</summary>
    public long? Amount { get; set; }

    /// <summary>Thousandths of the account's currency.</summary>
    public long? AmountHome { get; set; }
    public string? Currency { get; set; }
    public string? Stage { get; set; }
    public string? Pipeline { get; set; }
    public long? CloseAt { get; set; }

    /// <summary>Thousandths: 400 is 0.4.</summary>
    public long? Probability { get; set; }
    public bool? IsClosed { get; set; }
    public bool? IsWon { get; set; }
    public string? ForecastCategory { get; set; }
    public string? OwnerId { get; set; }
    public long? LastActivityAt { get; set; }
    public long? CreatedAt { get; set; }
    public long? ModifiedAt { get; set; }
}

/// <summary>One direction of one association kind between two records, as HubSpot lists it from the first.</summary>
internal sealed class AssociationRow
{
    public long FromKey { get; set; }
    public long ToKey { get; set; }
    public int ToType { get; set; }

    /// <summary>HubSpot's name of the kind: <c>contact_to_company</c> (primary), <c>contact_to_company_unlabeled</c>, or a label's own.</summary>
    public required string Kind { get; set; }
    public string? Label { get; set; }
}

/// <summary>A value that a tracked property has had since <see cref="At"/>.</summary>
internal sealed class HistoryRow
{
    public long Key { get; set; }
    public required string Property { get; set; }
    public long At { get; set; }
    public string? Value { get; set; }

    /// <summary>As <see cref="Crm.ChangeSource.Write"/> writes it.</summary>
    public string? Source { get; set; }
}

/// <summary>An id that HubSpot merged into another.</summary>
internal sealed class AliasRow
{
    public int Type { get; set; }
    public required string OldId { get; set; }
    public required string SurvivorId { get; set; }
}

/// <summary>One change that reached the mirror; unique per version, so that each takes effect once.</summary>
internal sealed class ChangeRow
{
    public long Seq { get; set; }
    public long Key { get; set; }
    public long UpdatedAt { get; set; }
    public long Hash { get; set; }

    /// <summary>When it reached the mirror, by HubSpot's clock.</summary>
    public long At { get; set; }
}

/// <summary>A value that cannot be read as its property's type: kept here with the reason, and verbatim in the record.</summary>
internal sealed class QuarantineRow
{
    public long Key { get; set; }
    public required string Property { get; set; }
    public required string Raw { get; set; }
    public required string Reason { get; set; }
    public long At { get; set; }
}

/// <summary>How far a lane of sync has come for a kind of record; written in the transaction that writes its rows.</summary>
internal sealed class CheckpointRow
{
    public required string Lane { get; set; }
    public int Type { get; set; }

    /// <summary>Opaque to all but its lane.</summary>
    public string? Cursor { get; set; }

    /// <summary><c>Waiting</c>, <c>Running</c>, <c>Done</c>, <c>Failed</c>.</summary>
    public string State { get; set; } = "Waiting";

    /// <summary>HubSpot's time before the first page was asked for.</summary>
    public long StartedAt { get; set; }
    public long UpdatedAt { get; set; }
    public long Done { get; set; }

    /// <summary>Null while unknown.</summary>
    public long? Total { get; set; }

    /// <summary>Everything changed before this time is here; null until the lane can promise it.</summary>
    public long? CompleteTo { get; set; }
    public string? Message { get; set; }
}

internal sealed class PropertyRow
{
    public int ObjectType { get; set; }
    public required string Name { get; set; }
    public required string Label { get; set; }

    /// <summary>HubSpot's names: <c>string</c>, <c>number</c>, <c>enumeration</c>, …</summary>
    public required string Type { get; set; }
    public required string FieldType { get; set; }
    public string? GroupName { get; set; }
    public string? Description { get; set; }

    /// <summary>JSON array of value, label, displayOrder, hidden.</summary>
    public string Options { get; set; } = "[]";
    public bool IsCalculated { get; set; }
    public bool IsReadOnly { get; set; }
    public bool IsHidden { get; set; }
    public bool IsArchived { get; set; }
    public bool HasUniqueValue { get; set; }
    public bool HasExternalOptions { get; set; }
    public int DisplayOrder { get; set; }
}

internal sealed class OwnerRow
{
    public required string Id { get; set; }
    public string? Email { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public string? UserId { get; set; }
    public bool IsQueue { get; set; }
    public bool IsArchived { get; set; }
}

internal sealed class PipelineRow
{
    public required string Id { get; set; }
    public int ObjectType { get; set; }
    public required string Label { get; set; }
    public int DisplayOrder { get; set; }
    public bool IsArchived { get; set; }
}

internal sealed class StageRow
{
    public required string PipelineId { get; set; }
    public required string Id { get; set; }
    public required string Label { get; set; }
    public int DisplayOrder { get; set; }

    /// <summary>Thousandths.</summary>
    public long? Probability { get; set; }
    public bool IsClosed { get; set; }
    public bool IsArchived { get; set; }
}
