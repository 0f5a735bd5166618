using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Crm;

/// <summary>A company as lists show it. Times are UTC.</summary>
public sealed record Company : ICrmRecord
{
    public required long Key { get; init; }
    public required string Id { get; init; }

    /// <inheritdoc/>
    public MatchReason? Reason { get; init; }
    public string? Name { get; init; }
    public string? Domain { get; init; }

    /// <summary>HubSpot's internal value.</summary>
    public string? Industry { get; init; }

    /// <summary>Number of employees.</summary>
    public decimal? Size { get; init; }
    public string? Country { get; init; }
    public string? City { get; init; }
    public string? Region { get; init; }

    /// <summary>In the account's currency.</summary>
    public decimal? AnnualRevenue { get; init; }
    public string? OwnerId { get; init; }
    public string? Owner { get; init; }
    public string? LifecycleStage { get; init; }
    public string? Phone { get; init; }
    public DateTimeOffset? LastActivityDate { get; init; }
    public DateTimeOffset? CreatedDate { get; init; }
    public DateTimeOffset? ModifiedDate { get; init; }

    /// <summary>The stage of its most advanced open deal, else of its last closed one; null without deals. HubSpot has no such property.</summary>
    public string? DealStage { get; init; }

    /// <summary>Associated contacts; HubSpot's own count is a day old.</summary>
    public int Contacts { get; init; }

    /// <summary>Associated open deals, of every pipeline.</summary>
    public int OpenDealCount { get; init; }

    /// <summary>What its open deals are worth, a sum for each currency; empty without an open deal that has an amount.</summary>
    public IReadOnlyList<CurrencySum> OpenDeals { get; init; } = [];
    public bool HasPendingEdit { get; init; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string?>? Properties { get; init; }

    public string DisplayName => !string.IsNullOrWhiteSpace(Name) ? Name : !string.IsNullOrWhiteSpace(Domain) ? Domain : $"Company {Id}";
}

/// <summary>Amounts of one currency, ISO 4217, added up.</summary>
public sealed record CurrencySum(decimal Amount, string Currency);
