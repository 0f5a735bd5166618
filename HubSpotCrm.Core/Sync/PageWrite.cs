using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>How much of a record its properties are.</summary>
internal enum WriteKind
{
    /// <summary>All properties were asked for: what is absent has no value.</summary>
    Whole,

    /// <summary>Some properties, as in the answer to a change: the others keep their values.</summary>
    Partial,
}

/// <summary>Records of one type as HubSpot sent them, to be taken into the mirror in one transaction.</summary>
/// <param name="Now">HubSpot's time, UTC milliseconds.</param>
internal sealed record PageWrite(ObjectType Type, IReadOnlyList<WireRecord> Records, WriteKind Kind, long Now)
{
    /// <summary>Committed with the rows.</summary>
    public IReadOnlyList<CheckpointRow> Checkpoints { get; init; } = [];

    /// <summary>The types whose associations were read; null for all. The others keep what is here.</summary>
    public IReadOnlyList<ObjectType>? Targets { get; init; }

    /// <summary>Ids that were asked for, and the ids of the records that answered in their place.</summary>
    public IReadOnlyList<(string OldId, string SurvivorId)> Aliases { get; init; } = [];

    /// <summary>The records were read by their ids just now: one that is archived here and live there comes back to life.</summary>
    public bool Revives { get; init; }

    /// <summary>Whether values fit their types is looked at again, also in a version that is here already: a type may have changed.</summary>
    public bool Rejudges { get; init; }
}

/// <summary>What a page changed in the mirror.</summary>
/// <param name="Created">Records that were not in the mirror before.</param>
/// <param name="Updated">Records of which anything changed; an echo is none.</param>
/// <param name="Archived">Records that left the lists: archived, deleted, or merged into another.</param>
/// <param name="Changes">To be published after the commit; also records that show a name which changed.</param>
internal sealed record ApplyResult(int Created, int Updated, int Archived, IReadOnlyList<RecordsChanged> Changes)
{
    public void PublishTo(ChangeFeed feed)
    {
        foreach (var change in Changes)
        {
            feed.Publish(change);
        }
    }
}
