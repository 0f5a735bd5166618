namespace HubSpotCrm.Core.Outbox;

/// <summary>Wakes those who wait for work, all at once.</summary>
internal sealed class OutboxSignal
{
    private TaskCompletionSource _next = Make();

    /// <summary>Ends at the next <see cref="Set"/>. Take it before looking for work, so that no call is missed in between.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, Make()).TrySetResult();

    private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
