using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync;

/// <summary>When a kind of record has its first sync.</summary>
internal enum SyncStage
{
    /// <summary>At once: what people came for.</summary>
    First,

    /// <summary>Beside those, with the calls that they leave.</summary>
    Later,
}

/// <summary>How HubSpot hands out a kind of record.</summary>
internal enum SyncSource
{
    /// <summary>The CRM objects API: a list, a search for changes, a list of what is archived.</summary>
    CrmObjects,

    /// <summary>A list only, read whole each time.</summary>
    Marketing,
}

/// <summary>What sync must know of a kind of record.</summary>
internal sealed record SyncKind(ObjectType Type, SyncStage Stage, SyncSource Source, string Table)
{
    /// <summary>The types whose associations are read with the records.</summary>
    public IReadOnlyList<ObjectType> Targets { get; init; } = [];

    /// <summary>The properties whose every change is kept.</summary>
    public IReadOnlyList<string> Tracked { get; init; } = [];

    /// <summary>Properties with a typed column, asked for even before the definitions were read.</summary>
    public IReadOnlyList<string> Typed { get; init; } = [];

    /// <summary>Found by the search box.</summary>
    public bool IsIndexed { get; init; }
}

/// <summary>Every kind of record that sync keeps in step, in the order the status shows them.</summary>
internal static class SyncKinds
{
    private static readonly ObjectType[] Records = [ObjectType.Contact, ObjectType.Company, ObjectType.Deal];

    public static IReadOnlyList<SyncKind> All { get; } =
    [
        new(ObjectType.Contact, SyncStage.First, SyncSource.CrmObjects, "contact")
        {
            Targets = [ObjectType.Company, ObjectType.Deal],
            Tracked = ["lifecyclestage", "hs_lead_status", "hubspot_owner_id"],
            Typed = ["firstname", "lastname", "mobilephone"],
            IsIndexed = true,
        },
        new(ObjectType.Company, SyncStage.First, SyncSource.CrmObjects, "company")
        {
            Targets = [ObjectType.Contact, ObjectType.Deal],
            Tracked = ["lifecyclestage", "hubspot_owner_id"],
            Typed = ["phone"],
            IsIndexed = true,
        },
        new(ObjectType.Deal, SyncStage.First, SyncSource.CrmObjects, "deal")
        {
            Targets = [ObjectType.Contact, ObjectType.Company],
            Tracked = ["dealstage", "pipeline", "amount", "closedate", "hubspot_owner_id", "hs_manual_forecast_category"],
            Typed = ["amount_in_home_currency", "deal_currency_code", "hs_is_closed", "hs_is_closed_won"],
            IsIndexed = true,
        },
        new(ObjectType.Campaign, SyncStage.Later, SyncSource.Marketing, "campaign") { IsIndexed = true },
        new(ObjectType.MarketingEmail, SyncStage.Later, SyncSource.Marketing, "marketing_email"),
        Engagement(ObjectType.Task, "hs_task_subject", "hs_task_body", "hs_task_status"),
        Engagement(ObjectType.Note, "hs_note_body"),
        Engagement(ObjectType.Meeting, "hs_meeting_title", "hs_meeting_body", "hs_meeting_start_time", "hs_meeting_end_time", "hs_meeting_outcome"),
        Engagement(ObjectType.Call, "hs_call_title", "hs_call_body", "hs_call_duration", "hs_call_direction", "hs_call_status"),
        Engagement(ObjectType.Email, "hs_email_subject", "hs_email_text", "hs_email_html", "hs_email_direction", "hs_email_status"),
    ];

    /// <summary>Those with properties and associations that HubSpot defines.</summary>
    public static IReadOnlyList<SyncKind> CrmObjects { get; } = [.. All.Where(kind => kind.Source == SyncSource.CrmObjects)];

    public static IReadOnlyList<SyncKind> Marketing { get; } = [.. All.Where(kind => kind.Source == SyncSource.Marketing)];

    public static SyncKind Of(ObjectType type) => All.First(kind => kind.Type == type);

    public static bool IsEngagement(this ObjectType type) => Of(type).Table == "engagement";

    private static SyncKind Engagement(ObjectType type, params string[] typed) =>
        new(type, SyncStage.Later, SyncSource.CrmObjects, "engagement") { Targets = Records, Typed = ["hs_timestamp", "hubspot_owner_id", .. typed] };
}
