using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Crm;

/// <summary>A campaign as lists show it. Times are UTC; a null number was not told by HubSpot or needs a scope that was not granted.</summary>
public sealed record Campaign : ICrmRecord
{
    public required long Key { get; init; }

    /// <summary>HubSpot's id, a GUID.</summary>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public MatchReason? Reason { get; init; }
    public string? Name { get; init; }

    /// <summary>HubSpot has no type of campaign: the kinds of asset this one holds, in HubSpot's names, separated by semicolons; the seed's "type".</summary>
    public string? AssetKinds { get; init; }

    /// <summary>HubSpot's internal value: <c>planned</c>, <c>in_progress</c>, <c>active</c>, <c>paused</c>, <c>completed</c>.</summary>
    public string? Status { get; init; }
    public DateOnly? StartDate { get; init; }
    public DateOnly? EndDate { get; init; }
    public string? OwnerId { get; init; }
    public string? Owner { get; init; }

    /// <summary>ISO 4217; the account's currency where the campaign has none.</summary>
    public string? Currency { get; init; }

    /// <summary>In <see cref="MoneyCurrency"/>, as is <see cref="Spend"/>.</summary>
    public decimal? Budget { get; init; }
    public decimal? Spend { get; init; }

    /// <summary>ISO 4217; of budget and spend.</summary>
    public string? MoneyCurrency { get; init; }
    public long? Sessions { get; init; }
    public long? NewContactsFirstTouch { get; init; }
    public long? NewContactsLastTouch { get; init; }
    public long? InfluencedContacts { get; init; }

    /// <summary>Attributed by HubSpot's linear model, in <see cref="RevenueCurrency"/>, as is <see cref="DealAmount"/>.</summary>
    public decimal? Revenue { get; init; }

    /// <summary>Amount of the deals attributed to it.</summary>
    public decimal? DealAmount { get; init; }

    /// <summary>ISO 4217; null where HubSpot did not say.</summary>
    public string? RevenueCurrency { get; init; }
    public long? Deals { get; init; }

    /// <summary>(revenue − spend) / spend; null without a spend above 0, and where the two are in different currencies. <c>features.md</c> part 4.</summary>
    public decimal? Roi { get; init; }

    /// <summary>New contacts by first touch / sessions, 0 to 1; null without sessions.</summary>
    public decimal? ConversionRate { get; init; }

    /// <summary>Unique opens / delivered over its marketing e-mails, 0 to 1; null when none was delivered.</summary>
    public decimal? EmailOpenRate { get; init; }

    /// <summary>Unique clicks / delivered over its marketing e-mails, 0 to 1; null when none was delivered.</summary>
    public decimal? EmailClickRate { get; init; }
    public DateTimeOffset? CreatedDate { get; init; }
    public DateTimeOffset? ModifiedDate { get; init; }
    public bool HasPendingEdit { get; init; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string?>? Properties { get; init; }

    public string DisplayName => !string.IsNullOrWhiteSpace(Name) ? Name : $"Campaign {Id}";
}

/// <summary>Planned or spent money of a campaign.</summary>
public sealed record CampaignMoney(string Id, string Name, decimal Amount, string? Currency, string? Description, int Order, DateTimeOffset? UpdatedAt);

/// <summary>Something a campaign holds: an e-mail, a form, a landing page.</summary>
/// <param name="Kind">HubSpot's name: <c>MARKETING_EMAIL</c>.</param>
public sealed record CampaignAsset(string Kind, string Id, string? Name);

/// <summary>A campaign's money, assets and e-mails.</summary>
/// <param name="ReadAt">When HubSpot was last asked for the numbers; null before that.</param>
public sealed record CampaignReport(
    Campaign Campaign,
    IReadOnlyList<CampaignMoney> Budget,
    IReadOnlyList<CampaignMoney> Spend,
    IReadOnlyList<CampaignAsset> Assets,
    IReadOnlyList<MarketingEmail> Emails,
    DateTimeOffset? ReadAt);

/// <summary>A marketing e-mail with its statistics. Counts are of messages; opens and clicks count each recipient once, as HubSpot's counters do.</summary>
public sealed record MarketingEmail
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public string? Subject { get; init; }

    /// <summary>HubSpot's internal value: <c>PUBLISHED</c>, <c>DRAFT</c>, <c>SCHEDULED</c>, …</summary>
    public string? State { get; init; }

    /// <summary>HubSpot's id of its campaign.</summary>
    public string? CampaignId { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public long Sent { get; init; }
    public long Delivered { get; init; }
    public long Opens { get; init; }
    public long Clicks { get; init; }
    public long Replies { get; init; }
    public long Bounces { get; init; }
    public long Unsubscribed { get; init; }
    public long SpamReports { get; init; }
    public DateTimeOffset? UpdatedDate { get; init; }
}
