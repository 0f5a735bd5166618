using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Components.Shared;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>An edit on its way to HubSpot, in words.</summary>
internal static class EditWords
{
    /// <summary>Whether it waits for a person and not for HubSpot.</summary>
    public static bool NeedsUser(EditStatus edit) => edit.State is "Conflict" or "Rejected" or "Parked";

    public static (string Kind, string Icon, string Text) State(EditStatus edit) => edit.State switch
    {
        "Conflict" => ("bad", Glyphs.Warning, "Conflict"),
        "Rejected" => ("bad", Glyphs.Close, "Rejected by HubSpot"),
        "Parked" => ("warn", Glyphs.Pause, "Set aside"),
        "Sending" => ("inf", Glyphs.Clock, "Sending"),
        "Unknown" => ("warn", Glyphs.Undo, "Checking what arrived"),
        _ => ("inf", Glyphs.Clock, "Queued"),
    };

    /// <summary>The value with the label of its option, owner or stage.</summary>
    public static string Value(AccountDefinitions definitions, EditStatus edit, EditedProperty property, string? value) =>
        string.IsNullOrEmpty(value) ? "empty" : definitions.LabelOf(edit.Type, property.Property, value);
}

/// <summary>What a person decided about an edit.</summary>
internal enum EditAction
{
    KeepHubSpots,
    OverwriteWithMine,
    Retry,
    Discard,
}
