using System.Net;
using System.Text.RegularExpressions;
using static HubSpotCrm.Sandbox.Data.Define;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>What tasks, notes, meetings, calls and e-mails have in common.</summary>
internal static partial class ActivitySchema
{
    private const int PreviewLength = 200;

    /// <summary>A type of activity with its share of all of them, from one percentage to another.</summary>
    /// <param name="properties">Those the type alone has; the first of the bodies named is what the preview is made of.</param>
    public static CrmType Create(
        ObjectKind kind, string plural, string singular, string typeId, (int From, int To) share, long firstLongId, string body,
        string[] searched, PropertyDefinition[] properties) => new(kind, plural, singular, typeId)
        {
            Created = "hs_createdate",
            Defaults = ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"],
            Searched = searched,
            Count = options => (int)((options.EngagementCount * (long)share.To / 100) - (options.EngagementCount * (long)share.From / 100)),
            FirstLongId = firstLongId,
            ReadScopes = ["crm.objects.contacts.read"],
            WriteScopes = ["crm.objects.contacts.write"],
            SchemaScopeOf = "contacts",
            Lacking = lacks => lacks("hs_timestamp") ? ["hs_timestamp"] : [],
            Maker = (data, links) => new ActivityMaker(data, links, kind).Fill,
            Derive = (before, values, entry, _) => Derive(body, before, values, entry),
            Properties = [.. Common, .. properties],
        };

    private static PropertyDefinition[] Common =>
    [
        Time("hs_timestamp", "Activity date"),
        Time("hs_createdate", "Create date").ReadOnly(),
        Time("hs_lastmodifieddate", "Last modified date").ReadOnly(),
        Number("hs_object_id", "Record ID").ReadOnly(),
        Owner(),
        Time("hubspot_owner_assigneddate", "Owner assigned date").ReadOnly(),
        Text("hubspot_team_id", "HubSpot team").ReadOnly(),
        Text("hs_all_owner_ids", "All owner IDs").ReadOnly(),
        Text("hs_all_team_ids", "All team IDs").ReadOnly(),
        Text("hs_all_accessible_team_ids", "All accessible team IDs").ReadOnly(),
        Text("hs_user_ids_of_all_owners", "User IDs of all owners").ReadOnly(),
        Number("hs_created_by", "Created by").ReadOnly(),
        Number("hs_created_by_user_id", "Created by user ID").ReadOnly(),
        Number("hs_modified_by", "Updated by").ReadOnly(),
        Number("hs_updated_by_user_id", "Updated by user ID").ReadOnly(),
        Text("hs_at_mentioned_owner_ids", "At-mentioned owner IDs"),
        Text("hs_attachment_ids", "Attached file IDs"),
        Area("hs_body_preview", "Body preview").ReadOnly(),
        Bool("hs_body_preview_is_truncated", "Body preview truncated").ReadOnly(),
        Choice("hs_engagement_source", "Engagement source", Options("CRM_UI|CRM", "INTEGRATION|Integration", "EMAIL|E-mail", "MEETINGS|Meetings", "IMPORT|Import")).ReadOnly(),
        Text("hs_engagement_source_id", "Engagement source ID").ReadOnly(),
        Text("hs_follow_up_action", "Follow-up action"),
        Bool("hs_gdpr_deleted", "GDPR deleted").ReadOnly(),
        Text("hs_object_source", "Record source").ReadOnly(),
        Text("hs_object_source_id", "Record source ID").ReadOnly(),
        Text("hs_object_source_label", "Record source label").ReadOnly(),
        Text("hs_queue_membership_ids", "Queue memberships"),
        Text("hs_unique_creation_key", "Unique creation key").ReadOnly(),
        Text("hs_unique_id", "Unique ID"),
        Bool("hs_was_imported", "Performed in an import").ReadOnly(),
        Text("hs_merged_object_ids", "Merged record IDs").ReadOnly(),
    ];

    /// <summary>The words of a body without its tags.</summary>
    public static string? Preview(string? html) =>
        html is null ? null : WebUtility.HtmlDecode(Blanks().Replace(Tags().Replace(html, " "), " ")).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Puts the preview of a body into a record.</summary>
    public static void SetPreview(RecordFiller values, string? body)
    {
        var text = Preview(body);
        var isLong = text?.Length > PreviewLength;
        values["hs_body_preview"] = isLong ? text![..PreviewLength] : text;
        values["hs_body_preview_is_truncated"] = text is null ? null : isLong ? "true" : "false";
    }

    private static void Derive(string body, CrmRecord before, RecordFiller values, JournalEntry entry)
    {
        SetPreview(values, values[body]);
        if (values["hubspot_owner_id"] != before["hubspot_owner_id"])
        {
            values.Time("hubspot_owner_assigneddate", entry.At);
            values["hs_all_owner_ids"] = values["hubspot_owner_id"];
        }

        if (entry.Op == "create")
        {
            values["hs_engagement_source"] = "INTEGRATION";
            values["hs_object_source"] = entry.Source;
            values["hs_object_source_id"] = entry.SourceId;
        }
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
