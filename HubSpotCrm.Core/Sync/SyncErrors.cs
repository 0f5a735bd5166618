using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Sync;

/// <summary>There is no first sync to cancel. Nothing was changed.</summary>
public sealed record NoFirstSync() : Failure("The first sync is not running, so there is nothing to cancel. Pause sync instead.");

/// <summary>Sync stands still because an administrator said so. Nothing was asked for.</summary>
public sealed record SyncStopped() : Failure("Sync is paused. An administrator can resume it under Sync.");
