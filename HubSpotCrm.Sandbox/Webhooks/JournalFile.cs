namespace HubSpotCrm.Sandbox.Webhooks;

/// <summary>Which changes of a kind of record are written into the journal.</summary>
/// <param name="Properties">Only updates of these are told; none means all.</param>
/// <param name="ObjectIds">Only these records are told of; none means all.</param>
internal sealed record JournalSubscription(long Id, string ObjectTypeId, string[] Actions, string[] Properties, string[] ObjectIds, long CreatedMs);

/// <summary>One event as it stands in a file.</summary>
internal sealed record JournalEvent(string Type, long PortalId, string OccurredAt, string Action, string ObjectTypeId, long ObjectId, IReadOnlyDictionary<string, string?> PropertyChanges);

/// <summary>One file of the journal; its offset is its name.</summary>
internal sealed record JournalFile(Guid Offset, long PublishedMs, JournalEvent[] Events);
