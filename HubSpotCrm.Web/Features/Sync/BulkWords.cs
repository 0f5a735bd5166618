using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>A bulk edit in words.</summary>
internal static class BulkWords
{
    /// <summary>What became of its records, the kinds that there are: <c>9,997 confirmed · 3 rejected</c>.</summary>
    public static string Counts(BulkEditStatus bulk)
    {
        (int Count, string Word)[] kinds =
        [
            (bulk.Waiting, "waiting"), (bulk.Confirmed, "confirmed"), (bulk.Conflicts, bulk.Conflicts == 1 ? "conflict" : "conflicts"), (bulk.Rejected, "rejected"),
            (bulk.Same, "had it already"), (bulk.LeftOut, "left out"), (bulk.TakenBack, "taken back"),
        ];
        return string.Join(" · ", kinds.Where(kind => kind.Count > 0).Select(kind => $"{Formats.Number(kind.Count)} {kind.Word}"));
    }

    /// <summary>What it changes: <c>Job title to “Buyer”</c>.</summary>
    public static string Changes(AccountDefinitions definitions, BulkEditStatus bulk, Formats formats) => string.Join(", ", bulk.Changes.Select(change =>
    {
        var label = definitions.FindProperty(bulk.Type, change.Key)?.Label ?? change.Key;
        return bulk.UndoOf is not null ? $"{label} back to what it was"
            : change.Value.Length == 0 ? $"{label} cleared"
            : $"{label} to “{PropertyText.InEdit(definitions, bulk.Type, change.Key, change.Value, formats)}”";
    }));

    /// <summary>What it is: <c>Bulk edit of 120 contacts</c>.</summary>
    public static string Title(BulkEditStatus bulk) =>
        $"{(bulk.UndoOf is null ? "Bulk edit" : "Undo of a bulk edit")} of {Formats.Count(bulk.Selected, bulk.Type.Singular(), bulk.Type.Plural())}";

    public static (string Kind, string Icon, string Text) State(BulkEditStatus bulk) => bulk switch
    {
        { Progress: BulkEditProgress.Preparing } => ("inf", Glyphs.Clock, "Queueing"),
        { Progress: BulkEditProgress.Sending } => ("inf", Glyphs.Sync, "Sending"),
        { Conflicts: > 0 } or { Rejected: > 0 } => ("bad", Glyphs.Warning, "Needs you"),
        { Progress: BulkEditProgress.Cancelled } => ("warn", Glyphs.Close, "Stopped"),
        _ => ("ok", Glyphs.Check, "Done"),
    };
}
