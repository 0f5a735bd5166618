using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Finds what was archived: HubSpot neither shows archived records in its search nor changes their time of modification,
/// so its list of archived records is read and compared by the time of archiving.
/// </summary>
internal sealed class ArchivedSweep(MirrorWriter writer, IDefinitionService definitions, ChangeFeed feed)
{
    public static TimeSpan Interval { get; } = TimeSpan.FromHours(1);

    /// <summary>Not yet run within <see cref="Interval"/>, by HubSpot's clock.</summary>
    public static async Task<bool> IsDueAsync(SyncTarget target, ObjectType type, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Archived, type, cancellationToken);
        return checkpoint.UpdatedAt == 0 || target.Client.Now - checkpoint.UpdatedAt >= Interval.TotalMilliseconds;
    }

    /// <summary>Marks what was archived since the last sweep; the records' rows and history stay.</summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, ObjectType type, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Archived, type, cancellationToken);
        var since = long.TryParse(checkpoint.Cursor, CultureInfo.InvariantCulture, out var cursor) ? cursor - (long)Backfill.Overlap.TotalMilliseconds : 0;
        var began = target.Client.Now;
        var snapshot = await definitions.GetAsync(cancellationToken);
        var reader = new RecordReader(target.Client, type, snapshot);
        var cursors = new HashSet<string>();
        string? after = null;
        do
        {
            var page = await reader.PageAsync(after, archived: true, cancellationToken);
            if (!page.Succeeded)
            {
                return page.Failure;
            }

            var archived = page.Value.Results.Where(record => record.Archived && (record.ArchivedAt ?? long.MaxValue) >= since).ToList();
            if (archived.Count > 0)
            {
                var result = await writer.ApplyAsync(
                    target.Mirror, new PageWrite(type, archived, WriteKind.Whole, target.Client.Now), snapshot, cancellationToken);
                checkpoint.Done += result.Created + result.Updated;
                result.PublishTo(feed);
            }

            after = page.Value.After;
            if (after is not null && !cursors.Add(after))
            {
                return new CursorRepeated(after);
            }
        }
        while (after is not null);

        checkpoint.State = LaneStates.Done;
        checkpoint.Cursor = began.ToString(CultureInfo.InvariantCulture);
        checkpoint.UpdatedAt = began;
        await Checkpoints.SaveAsync(target.Mirror, [checkpoint], cancellationToken);
        return new Done();
    }
}
