using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Crm;

/// <summary>A contact as lists show it. Times are UTC; null means HubSpot holds no value, or one that cannot be read as its type.</summary>
public sealed record Contact : ICrmRecord
{
    /// <summary>The mirror's own key; stable while the mirror lives.</summary>
    public required long Key { get; init; }

    /// <summary>HubSpot's id.</summary>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public MatchReason? Reason { get; init; }

    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Email { get; init; }

    /// <summary>The name of the primary company, else HubSpot's free text property.</summary>
    public string? Company { get; init; }
    public string? Phone { get; init; }
    public string? JobTitle { get; init; }

    /// <summary>HubSpot's internal value.</summary>
    public string? LifecycleStage { get; init; }

    /// <summary>HubSpot's internal value.</summary>
    public string? LeadStatus { get; init; }
    public decimal? LeadScore { get; init; }
    public DateTimeOffset? LastActivityDate { get; init; }
    public DateTimeOffset? CreatedDate { get; init; }
    public DateTimeOffset? ModifiedDate { get; init; }

    /// <summary>HubSpot's owner id; the name is in <see cref="Owner"/>.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The owner's name; the id when the owner is not known.</summary>
    public string? Owner { get; init; }
    public string? Industry { get; init; }
    public string? Country { get; init; }
    public string? City { get; init; }
    public string? Region { get; init; }

    /// <summary>An edit of this record is on its way to HubSpot; the values shown include it.</summary>
    public bool HasPendingEdit { get; init; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string?>? Properties { get; init; }

    /// <summary>First and last name, else e-mail, else the id.</summary>
    public string DisplayName =>
        string.Join(' ', new[] { FirstName, LastName }.Where(part => !string.IsNullOrWhiteSpace(part))) is { Length: > 0 } name
            ? name
            : string.IsNullOrWhiteSpace(Email) ? $"Contact {Id}" : Email;
}
