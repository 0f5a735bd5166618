namespace HubSpotCrm.Core.Storage.Mirror;

/// <summary>The typed columns of a live campaign: its properties, and the numbers HubSpot reports of it. Money is in thousandths, and each amount has the currency it was told in.</summary>
internal sealed class CampaignRow
{
    public long Key { get; set; }
    public required string HubSpotId { get; set; }
    public string? Name { get; set; }
    public string? Status { get; set; }

    /// <summary>UTC milliseconds of midnight of the day, as all days here.</summary>
    public long? StartAt { get; set; }
    public long? EndAt { get; set; }
    public string? OwnerId { get; set; }

    /// <summary>Its own, <c>hs_currency_code</c>; null: the account's.</summary>
    public string? Currency { get; set; }

    /// <summary>Of <see cref="Budget"/> and <see cref="Spend"/>; null: the account's.</summary>
    public string? MoneyCurrency { get; set; }

    /// <summary>Of <see cref="Revenue"/> and <see cref="DealAmount"/>; null: HubSpot did not say, so they can be compared with nothing.</summary>
    public string? RevenueCurrency { get; set; }

    /// <summary>The kinds of asset, sorted, each between semicolons: <c>;FORM;MARKETING_EMAIL;</c>.</summary>
    public string? AssetKinds { get; set; }

    /// <summary>Null while HubSpot has not told; so is each number below.</summary>
    public long? Budget { get; set; }
    public long? Spend { get; set; }
    public long? Sessions { get; set; }
    public long? NewContactsFirstTouch { get; set; }
    public long? NewContactsLastTouch { get; set; }
    public long? InfluencedContacts { get; set; }
    public long? Revenue { get; set; }
    public long? DealAmount { get; set; }
    public long? Deals { get; set; }

    /// <summary>Millionths: (revenue − spend) / spend; null where the two are not in one currency.</summary>
    public long? Roi { get; set; }

    /// <summary>Millionths: new contacts by first touch / sessions.</summary>
    public long? ConversionRate { get; set; }

    /// <summary>Millionths, over the campaign's marketing e-mails.</summary>
    public long? EmailOpenRate { get; set; }
    public long? EmailClickRate { get; set; }

    /// <summary>When HubSpot was last asked for the numbers.</summary>
    public long? ReportedAt { get; set; }
    public long? CreatedAt { get; set; }
    public long? ModifiedAt { get; set; }
}

/// <summary>An item of a campaign's budget or of its spend.</summary>
internal sealed class CampaignMoneyRow
{
    public long CampaignKey { get; set; }
    public required string Id { get; set; }
    public bool IsSpend { get; set; }
    public required string Name { get; set; }
    public long Amount { get; set; }

    /// <summary>Null: the account's.</summary>
    public string? Currency { get; set; }
    public string? Description { get; set; }
    public int Place { get; set; }
    public long? UpdatedAt { get; set; }
}

/// <summary>Something a campaign holds.</summary>
internal sealed class CampaignAssetRow
{
    public long CampaignKey { get; set; }
    public required string Kind { get; set; }
    public required string Id { get; set; }
    public string? Name { get; set; }
}

/// <summary>A marketing e-mail with the counters of its statistics.</summary>
internal sealed class MarketingEmailRow
{
    public long Key { get; set; }
    public required string HubSpotId { get; set; }
    public string? Name { get; set; }
    public string? Subject { get; set; }
    public string? State { get; set; }

    /// <summary>HubSpot's id of the campaign, whether or not that is here.</summary>
    public string? CampaignId { get; set; }
    public long? PublishedAt { get; set; }
    public long Sent { get; set; }
    public long Delivered { get; set; }
    public long Opens { get; set; }
    public long Clicks { get; set; }
    public long Replies { get; set; }
    public long Bounces { get; set; }
    public long Unsubscribed { get; set; }
    public long SpamReports { get; set; }
    public long? CreatedAt { get; set; }
    public long? ModifiedAt { get; set; }
}

/// <summary>The typed columns of a live engagement: a task, note, meeting, call or e-mail of a timeline.</summary>
internal sealed class EngagementRow
{
    public long Key { get; set; }
    public required string HubSpotId { get; set; }

    /// <summary>A <see cref="Crm.ObjectType"/>.</summary>
    public int Type { get; set; }

    /// <summary>When it happened or is due: <c>hs_timestamp</c>.</summary>
    public long? At { get; set; }
    public string? OwnerId { get; set; }

    /// <summary>Title or subject.</summary>
    public string? Title { get; set; }

    /// <summary>The body as HubSpot holds it, HTML included; never shown as markup.</summary>
    public string? Body { get; set; }
    public string? Status { get; set; }
    public string? Direction { get; set; }

    /// <summary>Milliseconds.</summary>
    public long? Duration { get; set; }
    public long? CreatedAt { get; set; }
    public long? ModifiedAt { get; set; }
}
