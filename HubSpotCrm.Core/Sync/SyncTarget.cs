using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>The account that is synced: where its records come from, and where they go.</summary>
internal sealed record SyncTarget(HubSpotClient Client, Mirror Mirror)
{
    /// <summary>What the granted scopes turned out not to cover since the account was connected or the portal started.</summary>
    public ScopeGaps Scopes { get; } = new();

    /// <summary>Adds up what is done; null where nobody asks.</summary>
    public RunTally? Tally { get; private init; }

    /// <summary>The same account, asked with the calls that nobody else needs.</summary>
    public SyncTarget Sparing() => this with { Client = Client.With(CallPriority.Spare) };

    /// <summary>The same account, whose calls and records are counted.</summary>
    public SyncTarget Counting(RunTally tally) => this with { Client = Client.With(tally.Calls), Tally = tally };

    /// <summary>Counts what a page changed, and returns it.</summary>
    public ApplyResult Took(ApplyResult result)
    {
        Tally?.Add(result);
        return result;
    }
}

/// <summary>What one run of a lane did. Safe to use from any thread.</summary>
internal sealed class RunTally
{
    private int _created;
    private int _updated;
    private int _archived;

    public CallCount Calls { get; } = new();

    public int Created => Volatile.Read(ref _created);

    public int Updated => Volatile.Read(ref _updated);

    public int Archived => Volatile.Read(ref _archived);

    public void Add(ApplyResult result)
    {
        Interlocked.Add(ref _created, result.Created);
        Interlocked.Add(ref _updated, result.Updated);
        Interlocked.Add(ref _archived, result.Archived);
    }
}

/// <summary>HubSpot gave a page cursor a second time: going on would never end. What was read is kept.</summary>
internal sealed record CursorRepeated(string Cursor)
    : Failure($"HubSpot gave the same page twice ({Cursor}). Reading stopped there and is tried again later.");
