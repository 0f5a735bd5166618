namespace HubSpotCrm.Core.HubSpot;

/// <summary>How often a client called HubSpot; a call that was repeated counts once. Safe to use from any thread.</summary>
internal sealed class CallCount
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public void Add() => Interlocked.Increment(ref _calls);
}
