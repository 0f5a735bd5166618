namespace HubSpotCrm.Core.HubSpot.Wire;

/// <summary>A campaign with its assets.</summary>
/// <param name="Assets">Per kind the first page; null when the answer had none of that part.</param>
internal sealed record WireCampaign(WireRecord Record, IReadOnlyList<WireCampaignAssets>? Assets);

/// <summary>Assets of one kind. <paramref name="After"/> is null at the end.</summary>
internal sealed record WireCampaignAssets(string Kind, IReadOnlyList<WireCampaignAsset> Results, string? After);

internal sealed record WireCampaignAsset(string Id, string? Name);

/// <summary>Null where HubSpot did not tell.</summary>
internal sealed record WireCampaignMetrics(long? Sessions, long? NewContactsFirstTouch, long? NewContactsLastTouch, long? InfluencedContacts);

/// <summary>Amounts are verbatim, in <paramref name="Currency"/>.</summary>
internal sealed record WireCampaignRevenue(long? Contacts, long? Deals, string? DealAmount, string? Revenue, string? Currency);

/// <summary>Amounts are verbatim, in <paramref name="Currency"/>.</summary>
internal sealed record WireCampaignMoney(
    string? Currency, string? Budget, string? Spend, IReadOnlyList<WireMoneyItem> BudgetItems, IReadOnlyList<WireMoneyItem> SpendItems);

/// <param name="UpdatedAt">UTC milliseconds.</param>
internal sealed record WireMoneyItem(string Id, string? Name, string? Amount, string? Description, int Order, long? UpdatedAt);

/// <summary>A page of ids. <paramref name="After"/> is null at the end.</summary>
internal sealed record WireIds(IReadOnlyList<string> Ids, string? After);

/// <summary>A page of marketing e-mails. <paramref name="After"/> is null at the end.</summary>
internal sealed record WireMarketingPage(IReadOnlyList<WireMarketingEmail> Results, string? After, long? Total);

/// <summary>
/// Sample: <c>{"id":"17","name":"May news","subject":"Hello","state":"PUBLISHED","campaign":"…","publishDate":"2026-05-02T08:00:00Z",
/// "stats":{"counters":{"sent":120,"delivered":118,"open":60,"click":9}}}</c>.
/// </summary>
internal sealed record WireMarketingEmail
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public string? Subject { get; init; }
    public string? State { get; init; }
    public string? Type { get; init; }

    /// <summary>The id of its campaign.</summary>
    public string? Campaign { get; init; }
    public string? CampaignName { get; init; }

    /// <summary>UTC milliseconds, as all times here.</summary>
    public long? PublishedAt { get; init; }
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }
    public bool Archived { get; init; }

    /// <summary>HubSpot's counters by name; null when it sent no statistics, and a counter it did not send is absent.</summary>
    public IReadOnlyDictionary<string, long>? Counters { get; init; }
}

/// <param name="Counters">HubSpot's counters by name.</param>
/// <param name="Ratios">In percent, verbatim.</param>
internal sealed record WireEmailStatistics(
    IReadOnlyList<string> EmailIds, IReadOnlyDictionary<string, long> Counters, IReadOnlyDictionary<string, string> Ratios);
