using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Web.Features.Analytics;

/// <summary>Collects which kinds of record changed and hands them on every few seconds at most: a report reads far more than a list.</summary>
public sealed class ReportChanges : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Action<IReadOnlyCollection<ObjectType>> _refresh;
    private readonly Throttle _throttle;
    private readonly IDisposable _subscription;
    private HashSet<ObjectType> _changed = [];

    /// <param name="refresh">Called on any thread; hands over to the renderer and returns.</param>
    public ReportChanges(ChangeFeed feed, TimeProvider time, Action<IReadOnlyCollection<ObjectType>> refresh)
    {
        _refresh = refresh;
        _throttle = new Throttle(time, Interval, Flush);
        _subscription = feed.Subscribe(Take);
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _throttle.Dispose();
    }

    private void Take(RecordsChanged change)
    {
        lock (_lock)
        {
            _changed.Add(change.Type);
        }

        _throttle.Signal();
    }

    private void Flush()
    {
        HashSet<ObjectType> changed;
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
