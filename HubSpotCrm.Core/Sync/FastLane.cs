using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Follows changes: asks HubSpot's search which records changed lately and reads those that are not here in that version. Search answers
/// late and may skip, so each round looks back a while, and nothing is promised to be complete by this lane: that is what <see cref="SettledLane"/> is for.
/// </summary>
internal sealed class FastLane(RecordRefresh refresh)
{
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(30);

    /// <summary>One round for one type. Returns the time it began by HubSpot's clock.</summary>
    public async Task<Result<long>> RunAsync(SyncTarget target, ObjectType type, LaneProgress progress, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Fast, type, cancellationToken);
        var began = target.Client.Now;
        var cursor = long.TryParse(checkpoint.Cursor, CultureInfo.InvariantCulture, out var last) ? last : began;
        var changes = new ChangeIntake(refresh, target, type);
        var found = await new ModifiedSearch(target.Client, type).FindAsync(
            cursor - (long)Backfill.Overlap.TotalMilliseconds, null, changes.TakeAsync, cancellationToken);
        var ended = await changes.EndAsync(cancellationToken);
        progress.Note(target.Scopes.MessageOf(type));
        if ((found.Failure ?? ended.Failure) is { } failure)
        {
            return failure;
        }

        if (changes.Incomplete is { } incomplete)
        {
            // The others are here; the cursor stays, so that these are found again.
            return incomplete;
        }

        checkpoint.State = LaneStates.Running;
        checkpoint.Cursor = began.ToString(CultureInfo.InvariantCulture);
        checkpoint.UpdatedAt = began;
        checkpoint.Done += changes.Created + changes.Updated;
        checkpoint.Message = found.Value.Gap;
        await Checkpoints.SaveAsync(target.Mirror, [checkpoint], cancellationToken);
        progress.Round(began, changes.Created, changes.Updated);
        return began;
    }
}
