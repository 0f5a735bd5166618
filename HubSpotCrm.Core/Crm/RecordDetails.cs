using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Crm;

/// <summary>Where an edit of a property stands.</summary>
public enum EditState
{
    /// <summary>The value is HubSpot's.</summary>
    None,
    Pending,
    Rejected,
    Conflict,
}

/// <summary>One property of one record, as the record's page shows it.</summary>
/// <param name="Value">What to show: the edit while one is on its way, else HubSpot's; verbatim, null when empty.</param>
/// <param name="HubSpotValue">What the mirror holds.</param>
/// <param name="EditMessage">HubSpot's reason, for a rejected edit or a conflict.</param>
/// <param name="EditId">The outbox entry, to dismiss or retry.</param>
public sealed record RecordProperty(
    PropertyDefinition Definition,
    string? Value,
    string? HubSpotValue,
    EditState EditState = EditState.None,
    string? EditMessage = null,
    string? EditId = null);

/// <summary>A record at the other end of an association.</summary>
/// <param name="Detail">A second line: a deal's stage and amount, a company's domain, a contact's e-mail.</param>
public sealed record AssociatedRecord(ObjectType Type, string Id, string Name, string? Detail, bool IsPrimary, IReadOnlyList<string> Labels);

/// <summary>One earlier or present value of a tracked property, newest first in lists.</summary>
/// <param name="Source">As <see cref="ChangeSource.Write"/> writes it.</param>
public sealed record PropertyVersion(string Property, string? Value, DateTimeOffset At, string? Source);

/// <summary>A record with all it holds.</summary>
public sealed record RecordDetails<T>(
    T Record,
    DateTimeOffset UpdatedAt,
    bool IsArchived,
    string? HubSpotUrl,
    IReadOnlyList<RecordProperty> Properties,
    IReadOnlyList<AssociatedRecord> Associations,
    IReadOnlyList<PropertyVersion> History)
{
    /// <summary>It is archived here and not yet at HubSpot: held to be taken back, or on its way. Then <see cref="IsArchived"/> holds as well.</summary>
    public bool IsBeingArchived { get; init; }

    /// <summary>What belongs to a campaign beside its properties, or why it could not be read; null for the other kinds.</summary>
    public Result<CampaignReport>? Report { get; init; }
}

/// <summary>The account's mirror has no such record.</summary>
public sealed record RecordNotFound(ObjectType Type, string Id)
    : Common.Failure($"There is no {Type.Singular()} with the id {Id} here. It may have been deleted, or the first sync has not reached it.");
