using System.Collections.Concurrent;
using HubSpotCrm.Core.Crm;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Views;

/// <summary>Views of a kind of record changed, or what they are to a user.</summary>
/// <param name="UserId">The only user whom it concerns; null for everybody.</param>
public sealed record ViewsChanged(ObjectType Type, string? UserId);

/// <summary>Tells the open screens that views changed, after the change was committed.</summary>
public sealed class ViewFeed(ILogger<ViewFeed> logger)
{
    private readonly ConcurrentDictionary<Subscription, Action<ViewsChanged>> _subscriptions = new();

    /// <summary>Calls back on the thread that made the change: hand over to the renderer and return at once. Dispose to stop.</summary>
    public IDisposable Subscribe(Action<ViewsChanged> onChanged)
    {
        var subscription = new Subscription(this);
        _subscriptions[subscription] = onChanged;
        return subscription;
    }

    internal void Publish(ViewsChanged change)
    {
        foreach (var callback in _subscriptions.Values)
        {
            try
            {
                callback(change);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // One screen that fails must not keep the news from the others.
                logger.LogError(exception, "A screen failed to take a change of views of {Type}", change.Type);
            }
        }
    }

    private sealed class Subscription(ViewFeed feed) : IDisposable
    {
        public void Dispose() => feed._subscriptions.TryRemove(this, out _);
    }
}
