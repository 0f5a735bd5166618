namespace HubSpotCrm.Core.Analytics;

/// <summary>The key numbers of an account.</summary>
/// <param name="AsOf">When they were read.</param>
public sealed record HubSpotAnalytics(DateTimeOffset AsOf)
{
    /// <summary>Live contacts.</summary>
    public required Figure TotalContacts { get; init; }

    /// <summary>Live companies.</summary>
    public required Figure TotalCompanies { get; init; }

    /// <summary>Live deals, open and closed.</summary>
    public required Figure TotalDeals { get; init; }

    /// <summary>The amount of open deals.</summary>
    public required Figure TotalDealValue { get; init; }

    /// <summary>Won / (won + lost), by count, over the last 90 days.</summary>
    public required Figure WinRate { get; init; }

    /// <summary>Contacts created in the last 30 days against the 30 before.</summary>
    public required Figure ContactGrowth { get; init; }

    /// <summary>Companies created in the last 30 days against the 30 before.</summary>
    public required Figure CompanyGrowth { get; init; }

    /// <summary>Deals created in the last 30 days against the 30 before.</summary>
    public required Figure DealGrowth { get; init; }

    /// <summary>Return on the spend of the campaigns that were active in the last 90 days.</summary>
    public required Figure CampaignPerformance { get; init; }

    /// <summary>Of the contacts that became lead in the last 180 days, the share that is or was customer since.</summary>
    public required Figure LeadConversionRate { get; init; }

    /// <summary>Unique opens / delivered, of the e-mails sent in the last 90 days.</summary>
    public required Figure EmailOpenRate { get; init; }

    /// <summary>Unique clicks / delivered, of the e-mails sent in the last 90 days.</summary>
    public required Figure EmailClickRate { get; init; }

    /// <summary>Amount won in the present month, so far.</summary>
    public required Figure MonthlyRevenue { get; init; }

    /// <summary>Amount won in the present quarter against the one before, to the same day.</summary>
    public required Figure QuarterlyGrowth { get; init; }
}
