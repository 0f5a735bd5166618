using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Components.Layout;

/// <summary>How far the first sync is, over all kinds of record.</summary>
internal static class SyncShare
{
    /// <summary>Between 0 and 1; null while a total is not known. What HubSpot does not let us read has no total and is not waited for.</summary>
    public static double? Of(SyncStatus status)
    {
        var read = status.Objects.Where(progress => progress.MissingScopes is null).ToList();
        if (read.Count == 0 || read.Exists(progress => progress.Total is null))
        {
            return null;
        }

        var total = read.Sum(progress => progress.Total!.Value);
        return total == 0 ? 1 : Math.Min(1, (double)read.Sum(progress => progress.Done) / total);
    }

    /// <summary><c>43 %</c>; while a total is not known, the kind of record at work: <c>contacts 73 %</c>. Nothing when nothing is known.</summary>
    public static string Text(SyncStatus status)
    {
        if (Of(status) is { } share)
        {
            return Formats.Percent(share);
        }

        return status.Objects.FirstOrDefault(progress => progress is { IsComplete: false, Done: > 0, MissingScopes: null }) is { } one
            ? $"{Words.Plural(one.Type)} {(one.Total is > 0 and var total ? Formats.Percent((double)one.Done / total) : "")}".TrimEnd()
            : "";
    }
}
