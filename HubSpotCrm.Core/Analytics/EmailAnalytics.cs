namespace HubSpotCrm.Core.Analytics;

/// <summary>How the marketing e-mails of a period did. Opens and clicks count each recipient once.</summary>
/// <param name="AsOf">When it was read.</param>
public sealed record EmailAnalytics(DateTimeOffset AsOf, Period Period)
{
    /// <summary>E-mails sent in the period.</summary>
    public required long Emails { get; init; }

    public required Figure Sent { get; init; }

    /// <summary>Delivered / sent.</summary>
    public required Figure DeliveryRate { get; init; }

    /// <summary>Opens / delivered.</summary>
    public required Figure OpenRate { get; init; }

    /// <summary>Clicks / delivered.</summary>
    public required Figure ClickRate { get; init; }

    /// <summary>Clicks / opens.</summary>
    public required Figure ClickThroughRate { get; init; }

    /// <summary>Replies / delivered.</summary>
    public required Figure ReplyRate { get; init; }

    /// <summary>Bounces / sent.</summary>
    public required Figure BounceRate { get; init; }

    /// <summary>Unsubscribed / delivered.</summary>
    public required Figure UnsubscribeRate { get; init; }

    /// <summary>Spam reports / delivered.</summary>
    public required Figure SpamRate { get; init; }
}
