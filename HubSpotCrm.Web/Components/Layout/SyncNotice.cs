using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Components.Layout;

/// <summary>What is wrong with sync, in words, with the age of the data.</summary>
/// <param name="Kind"><c>warn</c> or <c>bad</c>.</param>
internal sealed record SyncNotice(string Kind, string Title, string Text)
{
    /// <summary>Data older than this is said to be, even when nothing else is wrong.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

    // A short wait is no news to who does not look at sync: the next round makes up for it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>For the sync page; null while all is well.</summary>
    public static SyncNotice? Of(SyncStatus status, Formats formats, DateTimeOffset now) => status.State switch
    {
        SyncState.Paused => new("warn", "Sync is paused.", Joined("Nothing is read or sent until an administrator resumes it. What is here can be read and edited.", AsOf(status, formats, now))),
        SyncState.Cancelled => new("warn", "The first sync was cancelled.", "What was read is kept. It goes on from there when it is started again."),
        SyncState.Waiting => new("warn", "Sync is waiting.", Joined(status.Message, NextAttempt(status, now), AsOf(status, formats, now))),
        SyncState.ReconnectNeeded => new("warn", "HubSpot refuses the connection.", Joined("An administrator has to connect again. What is here stays readable, and edits wait.", AsOf(status, formats, now))),
        SyncState.CopyUnusable => new("bad", "The local copy cannot be used.", $"{status.Message}"),
        SyncState.Live when AgeOf(status, now) > Stale => new("warn", "Sync is behind.", AsOf(status, formats, now)),
        _ => null,
    };

    /// <summary>For every other page; null while nobody there has to know.</summary>
    public static SyncNotice? Brief(SyncStatus status, Formats formats, DateTimeOffset now) => status.State switch
    {
        SyncState.Waiting when AgeOf(status, now) <= Patience => null,
        SyncState.Waiting => new("warn", status.Reason switch
        {
            WaitReason.NoAnswer => "HubSpot does not answer.",
            WaitReason.Limited => "HubSpot limits our calls.",
            _ => "Sync is waiting.",
        }, Joined(status.Reason == WaitReason.Other ? status.Message : null, AsOf(status, formats, now))),
        SyncState.Paused => new("warn", "Sync is paused.", AsOf(status, formats, now)),
        SyncState.ReconnectNeeded => new("warn", "HubSpot refuses the connection.", AsOf(status, formats, now)),
        _ => Of(status, formats, now) is { } notice && status.State != SyncState.Cancelled ? notice : null,
    };

    private static TimeSpan? AgeOf(SyncStatus status, DateTimeOffset now) => now - status.SyncedAt;

    private static string AsOf(SyncStatus status, Formats formats, DateTimeOffset now) => Joined(
        status.SyncedAt is { } at ? $"Data as of {formats.Instant(at)}, {Formats.Duration(now - at)} old." : null,
        status.OpenEdits > 0 ? $"{Formats.Count(status.OpenEdits, "edit")} {(status.OpenEdits == 1 ? "waits" : "wait")}." : null);

    private static string? NextAttempt(SyncStatus status, DateTimeOffset now) =>
        status.NextAttemptAt is { } at && at > now ? $"Next attempt in {Formats.Duration(at - now)}." : null;

    private static string Joined(params ReadOnlySpan<string?> parts)
    {
        var text = new System.Text.StringBuilder();
        foreach (var part in parts)
        {
            if (!string.IsNullOrEmpty(part))
            {
                text.Append(text.Length > 0 ? " " : "").Append(part);
            }
        }

        return text.ToString();
    }
}
