using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using HubSpotCrm.Web.Urls;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>An edit on its way to HubSpot, in words.</summary>
internal static class EditWords
{
    /// <summary>Whether it waits for a person and not for HubSpot.</summary>
    public static bool NeedsUser(EditStatus edit) => edit.State is "Conflict" or "Rejected" or "Parked";

    /// <summary>The address of the edited record; null while HubSpot has not made it.</summary>
    public static string? LinkOf(EditStatus edit) =>
        edit.RecordId.StartsWith("new-", StringComparison.Ordinal) ? null : PortalUrls.Record(edit.Type, edit.RecordId);

    public static (string Kind, string Icon, string Text) State(EditStatus edit) => edit.State switch
    {
        "Conflict" => ("bad", Glyphs.Warning, "Conflict"),
        "Rejected" => ("bad", Glyphs.Close, "Rejected by HubSpot"),
        "Parked" => ("warn", Glyphs.Pause, "Set aside"),
        "Sending" => ("inf", Glyphs.Clock, "Sending"),
        "Unknown" => ("warn", Glyphs.Undo, "Checking what arrived"),
        "Confirmed" => ("ok", Glyphs.Check, "Confirmed"),
        "Discarded" => ("t2", Glyphs.Close, "Not sent"),
        _ => ("inf", Glyphs.Clock, "Queued"),
    };

    /// <summary>The changed properties, the first with something to say for an edit that changes none.</summary>
    public static IReadOnlyList<EditedProperty> Lines(EditStatus edit) => edit.Properties.Count > 0 ? edit.Properties : [new EditedProperty("", null, null)];

    /// <summary>The property's label; for an edit of the whole record what it does.</summary>
    public static string Label(AccountDefinitions definitions, EditStatus edit, EditedProperty property) => (edit.Kind, property.Property) switch
    {
        (EditKind.Archive, _) => edit.Type == ObjectType.Campaign ? "Delete" : "Archive",
        (EditKind.Create, "") => "New record",
        _ => definitions.FindProperty(edit.Type, property.Property)?.Label ?? property.Property,
    };

    /// <summary>The value as it reads in the record.</summary>
    public static string Value(AccountDefinitions definitions, EditStatus edit, EditedProperty property, string? value, Formats formats) =>
        PropertyText.InEdit(definitions, edit.Type, property.Property, value, formats);
}

/// <summary>What a person decided about an edit that was refused.</summary>
internal enum EditAction
{
    Retry,
    Discard,
}
