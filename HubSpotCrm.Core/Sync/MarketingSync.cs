using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Keeps campaigns and marketing e-mails in step. HubSpot has no search for them and tells nothing of deleted ones, so each round reads
/// the whole list, newest change first, and what the list has no more leaves the mirror. Numbers of campaigns cost calls for each,
/// and move without the campaign's time of change.
/// </summary>
internal sealed class MarketingSync(
    MirrorWriter writer, SearchIndexWriter index, CampaignReports reports, IDefinitionService definitions, ChangeFeed feed, ILogger<MarketingSync> logger)
{
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(15);

    /// <summary>One round for one kind; the first is its first sync. A round that was stopped goes on with the numbers it has not read.</summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, ObjectType type, LaneProgress progress, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Marketing, type, cancellationToken);
        var isFirst = checkpoint.CompleteTo is null;
        if (checkpoint.State != LaneStates.Running)
        {
            checkpoint.StartedAt = target.Client.Now;
            checkpoint.State = LaneStates.Running;
        }

        progress.Start(isFirst ? checkpoint.Done : checkpoint.Total ?? checkpoint.Done, checkpoint.Total, !isFirst);
        var list = new MarketingList(target.Client, type);
        var listed = await ReadAsync(target, list, type, checkpoint, isFirst, progress, cancellationToken);
        if (!listed.Succeeded)
        {
            return listed.Failure;
        }

        var removed = await RemoveAsync(target, list, type, checkpoint, listed.Value, cancellationToken);
        if (removed.Failure is not null)
        {
            return removed.Failure;
        }

        if (type == ObjectType.Campaign)
        {
            var read = await reports.RunAsync(target, checkpoint.StartedAt, progress, cancellationToken);
            if (!read.Succeeded)
            {
                return read;
            }
        }

        if (isFirst && SyncKinds.Of(type).IsIndexed)
        {
            await index.ResequenceAsync(target.Mirror, type, await definitions.GetAsync(cancellationToken), cancellationToken);
        }

        await FinishAsync(target, checkpoint, listed.Value.Count, isFirst, cancellationToken);
        progress.Total(listed.Value.Count);
        progress.Complete();
        progress.Round(checkpoint.StartedAt, 0, 0);
        logger.LogDebug("{Count} {Type} are in step", listed.Value.Count, type);
        return new Done();
    }

    // Returns the ids the list has.
    private async Task<Result<HashSet<string>>> ReadAsync(
        SyncTarget target, MarketingList list, ObjectType type, CheckpointRow checkpoint, bool isFirst, LaneProgress progress, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>();
        var cursors = new HashSet<string>();
        string? after = null;
        var snapshot = await definitions.GetAsync(cancellationToken);
        do
        {
            var page = await list.PageAsync(after, cancellationToken);
            if (!page.Succeeded)
            {
                return page.Failure;
            }

            ids.UnionWith(page.Value.Results.Select(record => record.Id));
            if (page.Value.Total is { } total && isFirst)
            {
                checkpoint.Total = total;
                progress.Total(total);
            }

            checkpoint.Done = ids.Count;
            checkpoint.UpdatedAt = target.Client.Now;
            var result = await writer.ApplyAsync(
                target.Mirror, new PageWrite(type, page.Value.Results, WriteKind.Whole, target.Client.Now) { Checkpoints = [checkpoint] }, snapshot, cancellationToken);
            progress.Page(ids.Count, result);
            target.Took(result).PublishTo(feed);
            after = page.Value.After;
            if (after is not null && !cursors.Add(after))
            {
                return new CursorRepeated(after);
            }
        }
        while (after is not null);

        return ids;
    }

    // A list whose entries move while it is read may leave one out: only what a second reading has not either is gone.
    private async Task<Result<Done>> RemoveAsync(
        SyncTarget target, MarketingList list, ObjectType type, CheckpointRow checkpoint, HashSet<string> listed, CancellationToken cancellationToken)
    {
        var missing = MarketingRemoval.Missing(target.Mirror, type, listed, checkpoint.StartedAt);
        if (missing.Count == 0)
        {
            return new Done();
        }

        var again = await list.IdsAsync(cancellationToken);
        if (!again.Succeeded)
        {
            return again.Failure;
        }

        var gone = missing.Where(record => !again.Value.Contains(record.Id)).ToList();
        foreach (var chunk in gone.Chunk(HubSpotLimits.Batch))
        {
            var result = await writer.ApplyAsync(
                target.Mirror, new PageWrite(type, chunk, WriteKind.Partial, target.Client.Now), await definitions.GetAsync(cancellationToken), cancellationToken);
            target.Took(result).PublishTo(feed);
        }

        return new Done();
    }

    private static async Task FinishAsync(SyncTarget target, CheckpointRow checkpoint, int count, bool isFirst, CancellationToken cancellationToken)
    {
        checkpoint.State = LaneStates.Done;
        checkpoint.CompleteTo = checkpoint.StartedAt;
        checkpoint.UpdatedAt = target.Client.Now;
        (checkpoint.Done, checkpoint.Total) = (count, count);
        var first = new CheckpointRow
        {
            Lane = Lanes.Backfill,
            Type = checkpoint.Type,
            State = LaneStates.Done,
            StartedAt = checkpoint.StartedAt,
            CompleteTo = checkpoint.StartedAt,
            Done = count,
            Total = count,
        };
        await Checkpoints.SaveAsync(target.Mirror, isFirst ? [checkpoint, first] : [checkpoint], cancellationToken);
    }
}
