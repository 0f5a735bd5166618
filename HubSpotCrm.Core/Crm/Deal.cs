using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Crm;

/// <summary>A deal as lists show it. Times are UTC; money is in <see cref="Currency"/>.</summary>
public sealed record Deal : ICrmRecord
{
    public required long Key { get; init; }
    public required string Id { get; init; }

    /// <inheritdoc/>
    public MatchReason? Reason { get; init; }
    public string? Name { get; init; }
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217 code; the account's currency where the deal has none.</summary>
    public string? Currency { get; init; }

    /// <summary>HubSpot's stage id.</summary>
    public string? Stage { get; init; }

    /// <summary>HubSpot's pipeline id.</summary>
    public string? Pipeline { get; init; }
    public DateTimeOffset? CloseDate { get; init; }
    public DateTimeOffset? CreatedDate { get; init; }
    public DateTimeOffset? ModifiedDate { get; init; }
    public DateTimeOffset? LastActivityDate { get; init; }
    public string? OwnerId { get; init; }
    public string? Owner { get; init; }

    /// <summary>Name of the primary associated company.</summary>
    public string? Company { get; init; }

    /// <summary>Name of the first associated contact.</summary>
    public string? Contact { get; init; }

    /// <summary>0 to 1: the deal's own, else its stage's.</summary>
    public decimal? Probability { get; init; }
    public bool HasPendingEdit { get; init; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string?>? Properties { get; init; }

    public string DisplayName => !string.IsNullOrWhiteSpace(Name) ? Name : $"Deal {Id}";
}
