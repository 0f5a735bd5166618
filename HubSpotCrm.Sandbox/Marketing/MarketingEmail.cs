using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>A marketing e-mail at one moment. Never altered: a change makes another.</summary>
/// <param name="PublishMs">When it goes or went out; null for a draft.</param>
internal sealed record MarketingEmail(long Id, string Name, string Subject, string State, string Type, Guid? Campaign, long CreatedMs, long UpdatedMs, long? PublishMs, bool Archived, Owner By)
{
    public static readonly string[] States = ["DRAFT", "SCHEDULED", "PUBLISHED", "AUTOMATED"];

    public static readonly string[] Types =
    [
        "AB_EMAIL", "AUTOMATED_AB_EMAIL", "AUTOMATED_EMAIL", "BATCH_EMAIL", "BLOG_EMAIL", "FOLLOWUP_EMAIL", "LEADFLOW_EMAIL", "LOCALTIME_EMAIL", "OPTIN_EMAIL", "RESUBSCRIBE_EMAIL", "RSS_EMAIL",
        "SINGLE_SEND_API", "TICKET_EMAIL",
    ];

    /// <summary>Empty until it was sent.</summary>
    public EmailStats Stats { get; init; } = EmailStats.None;

    public bool IsPublished => State is "PUBLISHED" or "AUTOMATED";

    /// <summary>When it went out; null while it has not.</summary>
    public long? SentMs => IsPublished ? PublishMs : null;
}
