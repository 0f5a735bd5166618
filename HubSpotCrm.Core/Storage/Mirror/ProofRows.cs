namespace HubSpotCrm.Core.Storage.Mirror;

/// <summary>One run of a lane that did something, or failed. Runs that found nothing to do leave no row.</summary>
internal sealed class SyncRunRow
{
    public long Id { get; set; }
    public required string Lane { get; set; }

    /// <summary>A <see cref="Crm.ObjectType"/>; 0 for a lane of all types.</summary>
    public int Type { get; set; }

    /// <summary>UTC milliseconds by HubSpot's clock, as all times here.</summary>
    public long StartedAt { get; set; }
    public long EndedAt { get; set; }
    public int Created { get; set; }
    public int Updated { get; set; }
    public int Archived { get; set; }

    /// <summary>Calls to HubSpot, repeated ones included.</summary>
    public int Calls { get; set; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Failure { get; set; }
}

/// <summary>A difference between the mirror and HubSpot that sync should have seen and had not.</summary>
internal sealed class DriftRow
{
    public long Id { get; set; }
    public int Type { get; set; }
    public required string HubSpotId { get; set; }

    /// <summary>A <see cref="Sync.DriftKind"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>In words: what was here and what HubSpot has.</summary>
    public required string Detail { get; set; }
    public long FoundAt { get; set; }

    /// <summary>When the mirror took what HubSpot has; null while it has not.</summary>
    public long? HealedAt { get; set; }
}

/// <summary>One comparison of the mirror with HubSpot, with its result.</summary>
internal sealed class SyncCheckRow
{
    public long Id { get; set; }
    public int Type { get; set; }

    /// <summary>A <see cref="Sync.CheckKind"/>.</summary>
    public required string Kind { get; set; }
    public long StartedAt { get; set; }
    public long EndedAt { get; set; }

    /// <summary>Live records here, and at HubSpot; null where they were not counted.</summary>
    public long? Local { get; set; }
    public long? Remote { get; set; }

    /// <summary>Records whose values were compared, and those that were equal.</summary>
    public int Sampled { get; set; }
    public int Equal { get; set; }

    /// <summary>Differences that sync should have seen.</summary>
    public int Drift { get; set; }

    /// <summary>Records absent from HubSpot's list that were left alone, since they are more than may vanish unasked.</summary>
    public int Held { get; set; }
    public string? Message { get; set; }
}

/// <summary>A hint that a record changed, kept until the record was read, and some days longer so that a repeated one is known.</summary>
internal sealed class InboxRow
{
    public long Seq { get; set; }

    /// <summary>What makes the event the same when it comes again.</summary>
    public required string Event { get; set; }
    public int Type { get; set; }
    public required string HubSpotId { get; set; }

    /// <summary>The person must be forgotten, not only the record.</summary>
    public bool IsErasure { get; set; }
    public long ReceivedAt { get; set; }

    /// <summary>When the record had been read; null until then.</summary>
    public long? ReadAt { get; set; }
}
