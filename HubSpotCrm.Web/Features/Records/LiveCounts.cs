using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>
/// How many live records of each kind there are, as the lists count them. Counted once for all screens: at most every two seconds,
/// only of kinds that changed, and only while a screen shows the numbers.
/// </summary>
public sealed class LiveCounts : IDisposable
{
    private readonly Dictionary<ObjectType, Func<CancellationToken, Task<Result<int>>>> _counters;
    private readonly ILogger<LiveCounts> _logger;
    private readonly Throttle _throttle;
    private readonly IDisposable _changes;
    private readonly IDisposable _connecting;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private readonly HashSet<ObjectType> _due;
    private readonly List<Subscription> _screens = [];
    private IReadOnlyDictionary<ObjectType, int> _present = new Dictionary<ObjectType, int>();
    private bool _isCounting;

    public LiveCounts(
        ChangeFeed feed, IConnectionService connection, TimeProvider time, ILogger<LiveCounts> logger,
        IContactService contacts, ICompanyService companies, IDealService deals, ICampaignService campaigns)
    {
        _counters = new()
        {
            [ObjectType.Contact] = token => contacts.CountAsync(Actor.System, RecordQuery.All, token),
            [ObjectType.Company] = token => companies.CountAsync(Actor.System, RecordQuery.All, token),
            [ObjectType.Deal] = token => deals.CountAsync(Actor.System, RecordQuery.All, token),
            [ObjectType.Campaign] = token => campaigns.CountAsync(Actor.System, RecordQuery.All, token),
        };
        _due = [.. _counters.Keys];
        _logger = logger;
        _throttle = new Throttle(time, LiveChanges.OtherInterval, () => _ = CountAsync());
        _changes = feed.Subscribe(change => MarkDue([change.Type]));

        // Another account has other numbers.
        _connecting = connection.Subscribe(_ => MarkDue(_counters.Keys));
    }

    /// <summary>From memory; a kind that is missing was not counted yet, or cannot be.</summary>
    public IReadOnlyDictionary<ObjectType, int> Present => Volatile.Read(ref _present);

    /// <summary>Calls back when a number changed, on any thread: hand over to the renderer and return at once. Dispose to stop.</summary>
    public IDisposable Subscribe(Action onChanged)
    {
        var screen = new Subscription(this, onChanged);
        lock (_lock)
        {
            _screens.Add(screen);
        }

        MarkDue([]);
        return screen;
    }

    public void Dispose()
    {
        _changes.Dispose();
        _connecting.Dispose();
        _throttle.Dispose();
        _closing.Cancel();
        _closing.Dispose();
    }

    private void MarkDue(IEnumerable<ObjectType> types)
    {
        lock (_lock)
        {
            _due.UnionWith(types.Where(_counters.ContainsKey));
            if (_screens.Count == 0 || _due.Count == 0 || _isCounting)
            {
                return;
            }
        }

        _throttle.Signal();
    }

    private async Task CountAsync()
    {
        ObjectType[] due;
        lock (_lock)
        {
            if (_isCounting)
            {
                return;
            }

            _isCounting = true;
            due = [.. _due];
            _due.Clear();
        }

        // Off the publisher's thread, which may be the one that writes.
        await Task.Yield();
        try
        {
            var counts = new Dictionary<ObjectType, int>(Present);
            foreach (var type in due)
            {
                await CountAsync(type, counts, _closing.Token);
            }

            Tell(counts);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The portal stops.
        }
        catch (ObjectDisposedException)
        {
            // The portal stops.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _logger.LogError(exception, "Records could not be counted");
        }
        finally
        {
            lock (_lock)
            {
                _isCounting = false;
            }
        }

        MarkDue([]);
    }

    private async Task CountAsync(ObjectType type, Dictionary<ObjectType, int> counts, CancellationToken cancellationToken)
    {
        var count = await _counters[type](cancellationToken);
        if (count.Succeeded)
        {
            counts[type] = count.Value;
        }
        else if (count.Failure is NotConnected)
        {
            counts.Remove(type);
        }
    }

    private void Tell(Dictionary<ObjectType, int> counts)
    {
        Subscription[] screens;
        lock (_lock)
        {
            if (counts.Count == _present.Count && counts.All(count => _present.TryGetValue(count.Key, out var before) && before == count.Value))
            {
                return;
            }

            Volatile.Write(ref _present, counts);
            screens = [.. _screens];
        }

        foreach (var screen in screens)
        {
            screen.OnChanged();
        }
    }

    private sealed class Subscription(LiveCounts counts, Action onChanged) : IDisposable
    {
        public Action OnChanged { get; } = onChanged;

        public void Dispose()
        {
            lock (counts._lock)
            {
                counts._screens.Remove(this);
            }
        }
    }
}
