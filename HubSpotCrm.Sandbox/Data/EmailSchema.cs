using static HubSpotCrm.Sandbox.Data.Define;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>E-mails of the timeline, which take a scope of their own to read; not those of marketing.</summary>
internal static class EmailSchema
{
    public const string Scope = "sales-email-read";

    public static CrmType Create() => ActivitySchema.Create(
        ObjectKind.Email, "emails", "email", "0-49", (77, 100), 9_985_000_000, "hs_email_html",
        ["hs_email_subject", "hs_email_text"],
        [
            Text("hs_email_subject", "Email subject"),
            Area("hs_email_text", "Text body"),
            Html("hs_email_html", "HTML body"),
            Choice("hs_email_direction", "Email direction", Options("EMAIL|Outgoing", "INCOMING_EMAIL|Incoming", "FORWARDED_EMAIL|Forwarded")),
            Choice("hs_email_status", "Email send status", Options("SENT|Sent", "SENDING|Sending", "SCHEDULED|Scheduled", "FAILED|Failed", "BOUNCED|Bounced")),
            Area("hs_email_headers", "Email headers"),
            Text("hs_email_from_email", "From address").ReadOnly(),
            Text("hs_email_from_firstname", "From first name").ReadOnly(),
            Text("hs_email_from_lastname", "From last name").ReadOnly(),
            Text("hs_email_to_email", "To address").ReadOnly(),
            Text("hs_email_to_firstname", "To first name").ReadOnly(),
            Text("hs_email_cc_email", "Copy to").ReadOnly(),
            Text("hs_email_thread_id", "Thread ID").ReadOnly(),
            Text("hs_email_message_id", "Message ID").ReadOnly(),
            Number("hs_email_open_count", "Opens").Calculated(),
            Number("hs_email_click_count", "Clicks").Calculated(),
            Number("hs_email_reply_count", "Replies").Calculated(),
            Number("hs_email_attached_video_id", "Attached video ID"),
        ]) with
    {
        ReadScopes = ["crm.objects.contacts.read", Scope],
    };
}
