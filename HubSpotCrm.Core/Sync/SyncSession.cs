using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Sync;

/// <summary>Knows whether sync ended in order the last time. After a crash everything is compared once: a proof costs less than a doubt.</summary>
internal static class SyncSession
{
    public static async Task BeginAsync(SyncTarget target, ILogger logger, CancellationToken cancellationToken)
    {
        var session = await Checkpoints.LoadAsync(target.Mirror, Lanes.Session, null, cancellationToken);
        var asked = new List<CheckpointRow>();
        if (session.State == LaneStates.Running)
        {
            logger.LogWarning("The portal did not end in order; every record is compared with HubSpot");
            foreach (var kind in SyncKinds.CrmObjects)
            {
                if ((await Checkpoints.LoadAsync(target.Mirror, Lanes.Backfill, kind.Type, cancellationToken)).State == LaneStates.Done)
                {
                    asked.Add(Checkpoints.Wanted(Lanes.Reconciliation, kind.Type));
                }
            }
        }

        session.State = LaneStates.Running;
        session.StartedAt = target.Client.Now;
        await Checkpoints.SaveAsync(target.Mirror, [session, .. asked], cancellationToken);
    }

    /// <summary>Never fails: a mirror that cannot be written to any more counts as not ended in order.</summary>
    public static async Task EndAsync(SyncTarget target, ILogger logger)
    {
        try
        {
            var session = new CheckpointRow { Lane = Lanes.Session, State = LaneStates.Done, UpdatedAt = target.Client.Now };
            await Checkpoints.SaveAsync(target.Mirror, [session], CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogDebug(exception, "The end of sync could not be noted");
        }
    }
}
