using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Keeps the first syncs of the types in step. Pages of one type can only be asked for one after another, so the largest type sets how long
/// the whole takes; were the small ones to run ahead, they would spend calls that it then waits for, and at the end it would run alone below the limit.
/// </summary>
internal sealed class BackfillPace
{
    private const double Lead = 0.01;

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectType, double> _shares = [];
    private TaskCompletionSource _changed = New();

    /// <summary>A type that waits for nothing is the one that is furthest behind.</summary>
    public async Task WaitAsync(ObjectType type, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (!_shares.TryGetValue(type, out var share) || share <= _shares.Values.Min() + Lead)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes part with what is done; without a known total it neither waits nor is waited for.</summary>
    public void Report(ObjectType type, long done, long? total)
    {
        lock (_lock)
        {
            if (total is > 0)
            {
                _shares[type] = Math.Min(1, (double)done / total.Value);
            }

            Wake();
        }
    }

    /// <summary>Finished, failed or stopped: nobody waits for it any more.</summary>
    public void Leave(ObjectType type)
    {
        lock (_lock)
        {
            _shares.Remove(type);
            Wake();
        }
    }

    private void Wake()
    {
        _changed.TrySetResult();
        _changed = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
