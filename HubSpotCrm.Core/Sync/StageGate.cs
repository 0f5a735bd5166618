using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync;

/// <summary>Opens to the kinds of the later stage when each of the first has ended, stopped or failed once.</summary>
internal sealed class StageGate(IEnumerable<ObjectType> first)
{
    private readonly Lock _lock = new();
    private readonly HashSet<ObjectType> _running = [.. first];
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WaitAsync(SyncStage stage, CancellationToken cancellationToken) =>
        stage == SyncStage.First ? Task.CompletedTask : _open.Task.WaitAsync(cancellationToken);

    public void Leave(ObjectType type)
    {
        lock (_lock)
        {
            _running.Remove(type);
            if (_running.Count == 0)
            {
                _open.TrySetResult();
            }
        }
    }
}
