using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// The first complete read of a type: page after page of the list, committed with their checkpoint, the next ones on their way while some are written.
/// It goes on from the checkpoint after a stop, a failure or a kill.
/// </summary>
internal sealed class Backfill(MirrorWriter writer, SearchIndexWriter index, IDefinitionService definitions, ChangeFeed feed, ILogger<Backfill> logger)
{
    /// <summary>How far behind the start the fast lane begins: HubSpot's search shows a change some time after it was made.</summary>
    public static TimeSpan Overlap { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Runs until the type is complete, and returns at once when it is.</summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, ObjectType type, BackfillPace pace, LaneProgress progress, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Backfill, type, cancellationToken);
        var isComplete = checkpoint.State == LaneStates.Done;
        progress.Start(checkpoint.Done, checkpoint.Total, isComplete);
        if (isComplete)
        {
            return new Done();
        }

        if (checkpoint.CompleteTo is null)
        {
            pace.Report(type, checkpoint.Done, checkpoint.Total);
            try
            {
                var read = await ReadAllAsync(target, type, checkpoint, pace, progress, cancellationToken);
                if (!read.Succeeded)
                {
                    return read;
                }
            }
            finally
            {
                pace.Leave(type);
            }
        }

        if (SyncKinds.Of(type).IsIndexed)
        {
            await index.ResequenceAsync(target.Mirror, type, await definitions.GetAsync(cancellationToken), cancellationToken);
        }

        checkpoint.State = LaneStates.Done;
        checkpoint.Total = checkpoint.Done;
        await Checkpoints.SaveAsync(target.Mirror, [checkpoint], cancellationToken);
        progress.Complete();
        logger.LogInformation("The first sync of {Type} is complete: {Count} records", type, checkpoint.Done);
        return new Done();
    }

    private async Task<Result<Done>> ReadAllAsync(
        SyncTarget target, ObjectType type, CheckpointRow checkpoint, BackfillPace pace, LaneProgress progress, CancellationToken cancellationToken)
    {
        var snapshot = await definitions.GetAsync(cancellationToken);
        var reader = new RecordReader(target, type, snapshot);
        Begin(checkpoint, target);
        checkpoint.Total ??= await CountAsync(target, type, cancellationToken);
        if (checkpoint.Total is { } total)
        {
            progress.Total(total);
        }

        var restarted = false;
        while (true)
        {
            var walk = new ListWalk(reader, type, pace).PagesAsync(checkpoint.Cursor, checkpoint.Done, checkpoint.Total, cancellationToken);
            var end = await WriteAllAsync(target, walk, checkpoint, snapshot, progress, cancellationToken);
            if (end.Failure is not CursorRefused refused || restarted)
            {
                return end;
            }

            // A cursor may not outlive a long pause. Reading the type again is harmless: what is here already changes nothing.
            // Once only: a list that refuses its own cursors would else be read for ever.
            logger.LogWarning("HubSpot refused the cursor {Cursor} of {Type}, which is read from its start again: {Reason}", refused.Cursor, type, refused.Reason);
            restarted = true;
            (checkpoint.Cursor, checkpoint.Done) = (null, 0);
            Begin(checkpoint, target, again: true);
            await Checkpoints.SaveAsync(target.Mirror, [checkpoint], cancellationToken);
        }
    }

    private async Task<Result<Done>> WriteAllAsync(
        SyncTarget target, IAsyncEnumerable<Result<WirePage>> walk, CheckpointRow checkpoint, AccountDefinitions snapshot, LaneProgress progress, CancellationToken cancellationToken)
    {
        await foreach (var page in walk.WithCancellation(cancellationToken))
        {
            if (!page.Succeeded)
            {
                return page.Failure;
            }

            var (records, after) = (page.Value.Results, page.Value.After);
            checkpoint.Done += records.Count;
            checkpoint.Cursor = after;
            checkpoint.UpdatedAt = target.Client.Now;
            if (after is null)
            {
                checkpoint.CompleteTo = checkpoint.StartedAt;
            }

            var type = (ObjectType)checkpoint.Type;
            checkpoint.Message = target.Scopes.MessageOf(type);
            progress.Note(checkpoint.Message);
            var write = new PageWrite(type, records, WriteKind.Whole, target.Client.Now)
            {
                Targets = target.Scopes.TargetsOf(type),
                Checkpoints = after is null ? [checkpoint, .. Followers(checkpoint)] : [checkpoint],
            };
            var result = target.Took(await writer.ApplyAsync(target.Mirror, write, snapshot, cancellationToken));
            progress.Page(checkpoint.Done, result);
            result.PublishTo(feed);
        }

        return new Done();
    }

    // The lanes that follow begin where this one began, not where it ended: what changed meanwhile on a page read before is theirs.
    private static IEnumerable<CheckpointRow> Followers(CheckpointRow checkpoint)
    {
        foreach (var lane in new[] { Lanes.Fast, Lanes.Archived })
        {
            yield return new CheckpointRow
            {
                Lane = lane,
                Type = checkpoint.Type,
                State = LaneStates.Waiting,
                StartedAt = checkpoint.StartedAt,
                Cursor = checkpoint.StartedAt.ToString(System.Globalization.CultureInfo.InvariantCulture),
            };
        }
    }

    private static void Begin(CheckpointRow checkpoint, SyncTarget target, bool again = false)
    {
        if (checkpoint.StartedAt == 0 || again)
        {
            checkpoint.StartedAt = target.Client.Now;
        }

        checkpoint.State = LaneStates.Running;
        checkpoint.Message = null;
    }

    // Only for the progress: a failure here stops nothing.
    private static async Task<long?> CountAsync(SyncTarget target, ObjectType type, CancellationToken cancellationToken)
    {
        var page = await target.Client.SearchAsync(type.Plural(), new SearchRequest([], Limit: 1), cancellationToken);
        return page.Succeeded ? page.Value.Total : null;
    }
}
