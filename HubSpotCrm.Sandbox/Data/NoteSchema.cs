using static HubSpotCrm.Sandbox.Data.Define;

namespace HubSpotCrm.Sandbox.Data;

internal static class NoteSchema
{
    public static CrmType Create() => ActivitySchema.Create(
        ObjectKind.Note, "notes", "note", "0-46", (20, 45), 9_970_000_000, "hs_note_body", ["hs_note_body"],
        [
            Html("hs_note_body", "Note body"),
            Text("hs_note_ms_teams_payload", "Chat message").ReadOnly(),
            Text("hs_product_name", "Product name").ReadOnly(),
        ]);
}
