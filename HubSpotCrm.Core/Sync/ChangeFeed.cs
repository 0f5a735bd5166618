using System.Collections.Concurrent;
using HubSpotCrm.Core.Crm;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Sync;

/// <summary>Records that changed: by sync, or by an edit in the portal (then before HubSpot has confirmed it).</summary>
/// <param name="Ids">HubSpot's ids; at most a page of them.</param>
public sealed record RecordsChanged(ObjectType Type, IReadOnlyCollection<string> Ids);

/// <summary>Tells the open screens what changed, after the change was committed.</summary>
public sealed class ChangeFeed(ILogger<ChangeFeed> logger)
{
    private readonly ConcurrentDictionary<Subscription, Action<RecordsChanged>> _subscriptions = new();

    // Begins anywhere, so that a number kept from before a restart is not taken for one of this run.
    private long _sequence = Random.Shared.NextInt64(long.MaxValue / 2);

    /// <summary>Moves with every change, before it is told: what was read under one number misses nothing while the number stays.</summary>
    public long Sequence => Interlocked.Read(ref _sequence);

    /// <summary>Calls back on the publisher's thread: hand over to the renderer and return at once. Dispose to stop.</summary>
    public IDisposable Subscribe(Action<RecordsChanged> onChanged)
    {
        var subscription = new Subscription(this);
        _subscriptions[subscription] = onChanged;
        return subscription;
    }

    internal void Publish(RecordsChanged change)
    {
        Interlocked.Increment(ref _sequence);
        foreach (var callback in _subscriptions.Values)
        {
            try
            {
                callback(change);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // One screen that fails must not keep the news from the others, nor stop the sync that brings it.
                logger.LogError(exception, "A screen failed to take a change of {Type}", change.Type);
            }
        }
    }

    private sealed class Subscription(ChangeFeed feed) : IDisposable
    {
        public void Dispose() => feed._subscriptions.TryRemove(this, out _);
    }
}
