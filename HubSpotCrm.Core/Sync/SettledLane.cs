using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Sync;

/// <param name="CompleteTo">UTC milliseconds.</param>
/// <param name="NeedsSweep">The search left something out; the list is to be read, which moves the promise itself.</param>
internal readonly record struct Settled(long CompleteTo, bool NeedsSweep);

/// <summary>
/// The lane that makes promises: it searches a second time where HubSpot's index has had time to settle, and moves <c>complete_to</c> to the end
/// of what it searched. Every record whose last change is older than that is here in that version.
/// </summary>
internal sealed class SettledLane(RecordRefresh refresh, IOptions<SyncOptions> options, ILogger<SettledLane> logger)
{
    /// <summary>Time between two runs.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How far each search reaches back into what was searched before.</summary>
    public static TimeSpan Overlap { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest stretch of one search, so that a stop costs no more than one of them.</summary>
    public static TimeSpan Slice { get; } = TimeSpan.FromHours(1);

    /// <summary>Searches from <c>complete_to</c> to the settled past, slice by slice.</summary>
    public async Task<Result<Settled>> RunAsync(SyncTarget target, ObjectType type, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Settled, type, cancellationToken);
        checkpoint.CompleteTo ??= (await Checkpoints.LoadAsync(target.Mirror, Lanes.Backfill, type, cancellationToken)).CompleteTo;
        if (checkpoint.CompleteTo is not { } completeTo)
        {
            return new FirstSyncOpen();
        }

        checkpoint.StartedAt = target.Client.Now;
        checkpoint.State = LaneStates.Running;
        var end = checkpoint.StartedAt - (long)options.Value.SettleAfter.TotalMilliseconds;
        while (completeTo < end)
        {
            var to = Math.Min(completeTo + (long)Slice.TotalMilliseconds, end);
            var found = await SearchAsync(target, type, completeTo - (long)Overlap.TotalMilliseconds, to, cancellationToken);
            if (!found.Succeeded)
            {
                return found.Failure;
            }

            checkpoint.Done += found.Value.Taken;
            if (found.Value.Gap is { } gap)
            {
                // The list leaves nothing out. When it has been read, it moves the promise itself.
                logger.LogWarning("The search for changed {Type} has a gap, so the whole list is read: {Gap}", type, gap);
                (checkpoint.Message, checkpoint.State, checkpoint.UpdatedAt) = (gap, LaneStates.Done, target.Client.Now);
                await Checkpoints.SaveAsync(target.Mirror, [checkpoint, Checkpoints.Wanted(Lanes.Sweep, type)], cancellationToken);
                return new Settled(completeTo, true);
            }

            checkpoint.Message = null;
            completeTo = to;
            checkpoint.CompleteTo = to;
            checkpoint.UpdatedAt = target.Client.Now;
            await Checkpoints.SaveAsync(target.Mirror, [checkpoint], cancellationToken);
        }

        (checkpoint.State, checkpoint.UpdatedAt) = (LaneStates.Done, target.Client.Now);
        await Checkpoints.SaveAsync(target.Mirror, [checkpoint], cancellationToken);
        return new Settled(completeTo, false);
    }

    private async Task<Result<(int Taken, string? Gap)>> SearchAsync(SyncTarget target, ObjectType type, long from, long to, CancellationToken cancellationToken)
    {
        var changes = new ChangeIntake(refresh, target, type);
        var found = await new ModifiedSearch(target.Client, type).FindAsync(from, to, changes.TakeAsync, cancellationToken);
        var ended = await changes.EndAsync(cancellationToken);
        return (found.Failure ?? ended.Failure ?? changes.Incomplete) is { } failure ? failure : (changes.Created + changes.Updated, found.Value.Gap);
    }
}

/// <summary>A lane that follows the first sync was asked to run before that is complete.</summary>
internal sealed record FirstSyncOpen() : Failure("The first sync is not complete yet.");
