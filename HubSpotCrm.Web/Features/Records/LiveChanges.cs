using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>
/// Collects what the change feed says of one kind of record and hands it on in batches: news of shown records at most twice a second,
/// of others every two seconds, since they only move totals.
/// </summary>
public sealed class LiveChanges : IDisposable
{
    public static readonly TimeSpan ShownInterval = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan OtherInterval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly ObjectType _type;
    private readonly Func<string, bool> _isShown;
    private readonly Action<IReadOnlyCollection<string>> _refresh;
    private readonly Throttle _soon;
    private readonly Throttle _later;
    private readonly IDisposable _subscription;
    private HashSet<string> _changed = [];

    /// <param name="isShown">Whether the screen shows a record; asked on the publisher's thread.</param>
    /// <param name="refresh">Called on any thread with the ids that changed; hands over to the renderer and returns.</param>
    public LiveChanges(
        ChangeFeed feed, ObjectType type, TimeProvider time, Func<string, bool> isShown, Action<IReadOnlyCollection<string>> refresh)
    {
        (_type, _isShown, _refresh) = (type, isShown, refresh);
        _soon = new Throttle(time, ShownInterval, Flush);
        _later = new Throttle(time, OtherInterval, Flush);
        _subscription = feed.Subscribe(Take);
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _soon.Dispose();
        _later.Dispose();
    }

    private void Take(RecordsChanged change)
    {
        if (change.Type != _type)
        {
            return;
        }

        lock (_lock)
        {
            _changed.UnionWith(change.Ids);
        }

        (change.Ids.Any(_isShown) ? _soon : _later).Signal();
    }

    private void Flush()
    {
        HashSet<string> changed;
        lock (_lock)
        {
            (changed, _changed) = (_changed, []);
        }

        if (changed.Count > 0)
        {
            _refresh(changed);
        }
    }
}
