using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>The account that is synced: where its records come from, and where they go.</summary>
internal sealed record SyncTarget(HubSpotClient Client, Mirror Mirror)
{
    /// <summary>What the granted scopes turned out not to cover since the account was connected or the portal started.</summary>
    public ScopeGaps Scopes { get; } = new();
}

/// <summary>HubSpot gave a page cursor a second time: going on would never end. What was read is kept.</summary>
internal sealed record CursorRepeated(string Cursor)
    : Failure($"HubSpot gave the same page twice ({Cursor}). Reading stopped there and is tried again later.");
