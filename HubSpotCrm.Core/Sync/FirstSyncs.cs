using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync;

/// <summary>Tells when the first sync of each kind of the first stage has ended, stopped or failed once.</summary>
internal sealed class FirstSyncs
{
    private readonly Lock _lock = new();
    private readonly HashSet<ObjectType> _running = [.. SyncKinds.All.Where(kind => kind.Stage == SyncStage.First).Select(kind => kind.Type)];
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WaitAsync(CancellationToken cancellationToken) => _over.Task.WaitAsync(cancellationToken);

    public void Leave(ObjectType type)
    {
        lock (_lock)
        {
            _running.Remove(type);
            if (_running.Count == 0)
            {
                _over.TrySetResult();
            }
        }
    }
}
