using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>Makes a search index anew when a new version of the portal wants it so; searches go on in the old one meanwhile.</summary>
internal sealed class IndexRenewal(SearchIndexWriter index, IDefinitionService definitions)
{
    /// <summary>Returns at once when nothing is wanted.</summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, ObjectType type, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Index, type, cancellationToken);
        if (!checkpoint.IsOpen())
        {
            return new Done();
        }

        await index.ResequenceAsync(target.Mirror, type, await definitions.GetAsync(cancellationToken), cancellationToken);
        (checkpoint.State, checkpoint.UpdatedAt) = (LaneStates.Done, target.Client.Now);
        await Checkpoints.SaveAsync(target.Mirror, [checkpoint], cancellationToken);
        return new Done();
    }
}
