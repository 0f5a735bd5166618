using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Finds what was archived: HubSpot neither shows archived records in its search nor changes their time of modification,
/// so its list of archived records is read and compared by the time of archiving.
/// </summary>
internal sealed class ArchivedSweep(RecordBurial burial)
{
    public static TimeSpan Interval { get; } = TimeSpan.FromHours(1);

    private const char Separator = ' ';

    /// <summary>How long until the next one is due.</summary>
    public static async Task<TimeSpan> DueInAsync(SyncTarget target, ObjectType type, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Archived, type, cancellationToken);
        var due = checkpoint.UpdatedAt == 0 ? TimeSpan.Zero : Interval - TimeSpan.FromMilliseconds(target.Client.Now - checkpoint.UpdatedAt);
        return due <= TimeSpan.Zero ? TimeSpan.Zero : due < Interval ? due : Interval;
    }

    /// <summary>Marks what was archived since the last sweep; the records' rows and history stay. A sweep that was stopped goes on at its page.</summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, ObjectType type, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Archived, type, cancellationToken);
        var (since, after) = Place(checkpoint);
        if (after is null)
        {
            checkpoint.StartedAt = target.Client.Now;
        }

        var horizon = since - (long)Backfill.Overlap.TotalMilliseconds;
        var cursors = new HashSet<string>();
        do
        {
            var page = await target.Client.ListAsync(
                type.Plural(), new ListRequest([type.ModifiedProperty()], After: after, Archived: true), cancellationToken);
            if (page.Failure is RequestRefused { Status: 400, Category: not null } && after is not null)
            {
                // Reading on from a page that is gone is not possible; the next try begins anew.
                checkpoint.Cursor = Text(since);
                await Checkpoints.SaveAsync(target.Mirror, [checkpoint], cancellationToken);
            }

            if (!page.Succeeded)
            {
                return page.Failure;
            }

            after = page.Value.After;
            if (after is not null && !cursors.Add(after))
            {
                return new CursorRepeated(after);
            }

            var archived = page.Value.Results.Where(record => record.Archived && (record.ArchivedAt ?? long.MaxValue) >= horizon).ToList();
            var buried = await burial.ArchivedAsync(target, type, archived, cancellationToken);
            if (!buried.Succeeded)
            {
                return buried.Failure;
            }

            checkpoint.State = after is null ? LaneStates.Done : LaneStates.Running;
            checkpoint.Cursor = after is null ? Text(checkpoint.StartedAt) : $"{Text(since)}{Separator}{after}";
            checkpoint.UpdatedAt = after is null ? checkpoint.StartedAt : checkpoint.UpdatedAt;
            checkpoint.Done += buried.Value;

            // After its records, which the next sweep would only find again.
            await Checkpoints.SaveAsync(target.Mirror, [checkpoint], cancellationToken);
        }
        while (after is not null);

        return new Done();
    }

    // "1764000000000", or within a sweep "1764000000000 cursor".
    private static (long Since, string? After) Place(CheckpointRow checkpoint)
    {
        var parts = (checkpoint.Cursor ?? "").Split(Separator, 2);
        return (long.TryParse(parts[0], CultureInfo.InvariantCulture, out var since) ? since : 0, parts.Length == 2 && parts[1].Length > 0 ? parts[1] : null);
    }

    private static string Text(long milliseconds) => milliseconds.ToString(CultureInfo.InvariantCulture);
}
