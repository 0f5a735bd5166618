namespace HubSpotCrm.Core.Crm;

/// <summary>
/// The properties of campaigns. HubSpot's API defines those of CRM objects only, so what its documentation says of campaigns stands here.
/// </summary>
public static class CampaignProperties
{
    private const string Group = "campaign";

    /// <summary>Made by the portal from a campaign's assets; HubSpot knows no such property.</summary>
    public const string AssetKinds = "asset_kinds";

    /// <summary>In the order a page shows them.</summary>
    public static IReadOnlyList<PropertyDefinition> All { get; } =
    [
        Define("hs_name", "Campaign name"),
        Define("hs_campaign_status", "Status", PropertyType.Enumeration, "select", options: [
            ("planned", "Planned"), ("in_progress", "In progress"), ("active", "Active"), ("paused", "Paused"), ("completed", "Completed")]),
        Define("hs_start_date", "Start date", PropertyType.Date, "date"),
        Define("hs_end_date", "End date", PropertyType.Date, "date"),
        Define("hs_owner", "Owner", PropertyType.Enumeration, "select", refersToOwner: true),
        Define("hs_goal", "Goal", fieldType: "textarea"),
        Define("hs_audience", "Audience", fieldType: "textarea"),
        Define("hs_notes", "Notes", fieldType: "textarea"),
        Define("hs_currency_code", "Currency"),
        Define("hs_utm", "UTM value"),
        Define("hs_color_hex", "Colour"),
        Define("hs_budget_items_sum_amount", "Budget", PropertyType.Number, "number", isReadOnly: true),
        Define("hs_spend_items_sum_amount", "Spend", PropertyType.Number, "number", isReadOnly: true),
        Define("hs_created_by_user_id", "Created by", PropertyType.Number, "number", isReadOnly: true),
        Define("hs_object_id", "Record id", PropertyType.Number, "number", isReadOnly: true),
        Define(AssetKinds, "Type", PropertyType.Enumeration, "checkbox", isReadOnly: true, options: [
            ("AD_CAMPAIGN", "Ad campaign"), ("AUTOMATION_PLATFORM_FLOW", "Workflow"), ("BLOG_POST", "Blog post"), ("CALL", "Call"),
            ("CASE_STUDY", "Case study"), ("CTA", "Call to action"), ("EMAIL", "Sales email"), ("EXTERNAL_WEB_URL", "External page"),
            ("FEEDBACK_SURVEY", "Feedback survey"), ("FILE_MANAGER_FILE", "File"), ("FORM", "Form"), ("KNOWLEDGE_ARTICLE", "Knowledge article"),
            ("LANDING_PAGE", "Landing page"), ("MARKETING_EMAIL", "Marketing email"), ("MARKETING_EVENT", "Marketing event"),
            ("MARKETING_SMS", "Marketing SMS"), ("MEDIA", "Media"), ("MEETING_EVENT", "Meeting"), ("OBJECT_LIST", "List"), ("PLAYBOOK", "Playbook"),
            ("PODCAST_EPISODE", "Podcast episode"), ("SALES_DOCUMENT", "Sales document"), ("SEQUENCE", "Sequence"), ("SITE_PAGE", "Site page"),
            ("SOCIAL_BROADCAST", "Social post"), ("WEB_INTERACTIVE", "Web interactive")]),
    ];

    /// <summary>What HubSpot is asked for.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(property => property.Name).Where(name => name != AssetKinds)];

    private static PropertyDefinition Define(
        string name, string label, PropertyType type = PropertyType.Text, string fieldType = "text", bool isReadOnly = false, bool refersToOwner = false,
        IReadOnlyList<(string Value, string Label)>? options = null) => new(
        ObjectType.Campaign, name, label, type, fieldType, Group, null,
        [.. (options ?? []).Select((option, at) => new PropertyOption(option.Value, option.Label, at, IsHidden: false))],
        isReadOnly, IsCalculated: false, IsHidden: false, IsArchived: false, HasUniqueValue: false, refersToOwner);
}
