using static HubSpotCrm.Sandbox.Data.Define;

namespace HubSpotCrm.Sandbox.Data;

internal static class CallSchema
{
    /// <summary>What came of a call; HubSpot's own outcomes have these ids in every account.</summary>
    public static readonly PropertyOption[] Outcomes = Options(
        "f240bbac-87c9-4f6e-bf70-924b57d47db7|Connected", "73a0d17f-1163-4015-bdd5-ec830791da20|No answer", "9d9162e7-6cf3-4944-bf63-4dff82258764|Busy",
        "b2cf5968-551e-4856-9783-52b3da59a7d0|Left voicemail", "a4c4c377-d246-4b32-a13b-75a56a4cd0ff|Left live message", "17b47fee-58de-441e-a44c-c6300d46f273|Wrong number");

    public static CrmType Create() => ActivitySchema.Create(
        ObjectKind.Call, "calls", "call", "0-48", (57, 77), 9_980_000_000, "hs_call_body", ["hs_call_title", "hs_call_body"],
        [
            Text("hs_call_title", "Call title"),
            Html("hs_call_body", "Call notes"),
            Number("hs_call_duration", "Call duration"),
            Choice("hs_call_direction", "Call direction", Options("INBOUND|Inbound", "OUTBOUND|Outbound")),
            Choice("hs_call_disposition", "Call outcome", Outcomes),
            Choice(
                "hs_call_status", "Call status",
                Options("BUSY|Busy", "CALLING_CRM_USER|Calling CRM user", "CANCELED|Canceled", "COMPLETED|Completed", "CONNECTING|Connecting", "FAILED|Failed",
                    "IN_PROGRESS|In progress", "NO_ANSWER|No answer", "QUEUED|Queued", "RINGING|Ringing")),
            Phone("hs_call_from_number", "From number"),
            Phone("hs_call_to_number", "To number"),
            Text("hs_call_recording_url", "Recording URL"),
            Choice("hs_call_source", "Call source", Options("INTEGRATIONS_PLATFORM|Integrations", "MANUAL|Logged by hand", "HUBSPOT_CALLING|HubSpot calling")),
            Choice("hs_activity_type", "Call type", Options("Discovery call", "Follow-up", "Support")),
            Bool("hs_call_has_transcript", "Transcript available").ReadOnly(),
        ]);
}
