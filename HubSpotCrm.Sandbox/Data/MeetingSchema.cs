using static HubSpotCrm.Sandbox.Data.Define;

namespace HubSpotCrm.Sandbox.Data;

internal static class MeetingSchema
{
    public static CrmType Create() => ActivitySchema.Create(
        ObjectKind.Meeting, "meetings", "meeting", "0-47", (45, 57), 9_995_000_000, "hs_meeting_body", ["hs_meeting_title", "hs_meeting_body"],
        [
            Text("hs_meeting_title", "Meeting name"),
            Html("hs_meeting_body", "Meeting description"),
            Html("hs_internal_meeting_notes", "Internal meeting notes"),
            Time("hs_meeting_start_time", "Meeting start time"),
            Time("hs_meeting_end_time", "Meeting end time"),
            Choice(
                "hs_meeting_outcome", "Meeting outcome",
                Options("SCHEDULED|Scheduled", "COMPLETED|Completed", "RESCHEDULED|Rescheduled", "NO_SHOW|No show", "CANCELED|Canceled")),
            Text("hs_meeting_location", "Meeting location"),
            Choice("hs_meeting_location_type", "Location type", Options("ADDRESS|Address", "PHONE|Phone", "CUSTOM|Custom")),
            Text("hs_meeting_external_url", "Invitation URL"),
            Text("hs_attendee_owner_ids", "Attendee owner IDs"),
            Choice("hs_activity_type", "Meeting type", Options("Discovery call", "Demo", "Negotiation", "Review")),
            Text("hs_meeting_source", "Meeting source").ReadOnly(),
        ]);
}
