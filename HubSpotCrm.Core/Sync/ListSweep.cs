using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Reads a type's whole list again when that is wanted: a property that came, or that a scope covers now, changes no record's time,
/// so that no other lane would ever read its values; and a search that left something out is made good by it. Goes on from its page after a stop.
/// </summary>
internal sealed class ListSweep(MirrorWriter writer, IDefinitionService definitions, ChangeFeed feed)
{
    /// <summary>Returns at once when nothing is wanted.</summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, ObjectType type, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Sweep, type, cancellationToken);
        if (!checkpoint.IsOpen())
        {
            return new Done();
        }

        var snapshot = await definitions.GetAsync(cancellationToken);
        var reader = new RecordReader(target, type, snapshot);
        var cursors = new HashSet<string>();
        if (checkpoint.Cursor is null || checkpoint.StartedAt == 0)
        {
            checkpoint.StartedAt = target.Client.Now;
        }

        do
        {
            var page = await reader.PageAsync(checkpoint.Cursor, archived: false, cancellationToken);
            if (page.Failure is CursorRefused)
            {
                // The next try begins anew.
                await Checkpoints.SaveAsync(target.Mirror, [Checkpoints.Wanted(Lanes.Sweep, type)], cancellationToken);
            }

            if (!page.Succeeded)
            {
                return page.Failure;
            }

            checkpoint.Cursor = page.Value.After;
            if (checkpoint.Cursor is { } after && !cursors.Add(after))
            {
                return new CursorRepeated(after);
            }

            checkpoint.State = checkpoint.Cursor is null ? LaneStates.Done : LaneStates.Running;
            checkpoint.UpdatedAt = target.Client.Now;
            checkpoint.Done += page.Value.Results.Count;
            var write = new PageWrite(type, page.Value.Results, WriteKind.Whole, target.Client.Now)
            {
                Targets = target.Scopes.TargetsOf(type),
                Checkpoints = [checkpoint, .. await PromiseAsync(target, type, checkpoint, cancellationToken)],
            };
            target.Took(await writer.ApplyAsync(target.Mirror, write, snapshot, cancellationToken)).PublishTo(feed);
        }
        while (checkpoint.Cursor is not null);

        return new Done();
    }

    // HubSpot's list is not its search: what it shows is so at that moment, so that everything from before its first page is here after its last.
    private static async Task<IReadOnlyList<CheckpointRow>> PromiseAsync(SyncTarget target, ObjectType type, CheckpointRow sweep, CancellationToken cancellationToken)
    {
        if (sweep.State != LaneStates.Done)
        {
            return [];
        }

        var settled = await Checkpoints.LoadAsync(target.Mirror, Lanes.Settled, type, cancellationToken);
        settled.CompleteTo = Math.Max(settled.CompleteTo ?? 0, sweep.StartedAt);
        settled.Message = null;
        settled.State = LaneStates.Done;
        return [settled];
    }
}
