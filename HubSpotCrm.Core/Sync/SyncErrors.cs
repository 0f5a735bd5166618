using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Sync;

/// <summary>There is no first sync to cancel. Nothing was changed.</summary>
public sealed record NoFirstSync() : Failure("The first sync is not running, so there is nothing to cancel. Pause sync instead.");

/// <summary>Sync stands still because an administrator said so. Nothing was asked for.</summary>
public sealed record SyncStopped() : Failure("Sync is paused. An administrator can resume it under Sync.");

/// <summary>The first sync reads everything anyway. Nothing was asked for.</summary>
public sealed record FirstSyncRunning() : Failure("The first sync is still running and reads everything. Ask again when it is complete.");

/// <summary>No reconciliation holds records of this kind. Nothing was changed.</summary>
public sealed record NothingHeld() : Failure("No records of this kind are being held.");

/// <summary>There is no such kind of record. Nothing was asked for.</summary>
public sealed record UnknownKind() : Failure("The portal does not sync this kind of record.");
