using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Outbox;

/// <summary>Tells the open screens that the outbox changed: an entry was added, is being sent, waits, is settled, or was decided about.</summary>
public sealed class OutboxNews(ILogger<OutboxNews> logger)
{
    private readonly ConcurrentDictionary<Subscription, Action> _subscriptions = new();
    private long _number;

    /// <summary>Grows with each change. Take it before reading the outbox, so that a change in between is noticed.</summary>
    public long Number => Volatile.Read(ref _number);

    /// <summary>Calls back on the thread that made the change, after its commit: hand over to the renderer and return at once. Dispose to stop.</summary>
    public IDisposable Subscribe(Action onChanged)
    {
        var subscription = new Subscription(this);
        _subscriptions[subscription] = onChanged;
        return subscription;
    }

    internal void Raise()
    {
        Interlocked.Increment(ref _number);
        foreach (var callback in _subscriptions.Values)
        {
            try
            {
                callback();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // One screen that fails must not keep the news from the others, nor stop the sender.
                logger.LogError(exception, "A screen failed to take a change of the outbox");
            }
        }
    }

    private sealed class Subscription(OutboxNews news) : IDisposable
    {
        public void Dispose() => news._subscriptions.TryRemove(this, out _);
    }
}
