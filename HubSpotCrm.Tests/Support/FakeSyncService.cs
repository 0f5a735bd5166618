using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Tests.Support;

/// <summary>A sync whose status the test sets; it checks roles as the real one does.</summary>
internal sealed class FakeSyncService : ISyncService
{
    private readonly List<Action<SyncStatus>> _screens = [];

    public SyncStatus Status { get; private set; } = SyncStatus.Off;

    public List<string> Calls { get; } = [];

    /// <summary>A first sync in its middle: contacts at 74 %, companies done, deals not begun.</summary>
    public static SyncStatus InTheMiddle { get; } = new(
        SyncState.FirstSync,
        [
            new ObjectProgress(ObjectType.Contact, 9_204, 12_481, 412, TimeSpan.FromSeconds(8), false, null),
            new ObjectProgress(ObjectType.Company, 2_513, 2_513, 0, null, true, null, new DateTimeOffset(2026, 11, 12, 14, 1, 22, TimeSpan.Zero), 2_513, 0),
            new ObjectProgress(ObjectType.Deal, 0, null, 0, null, false, null),
        ],
        null, null, null, 88, 104);

    public void Become(SyncStatus status)
    {
        Status = status;
        foreach (var screen in _screens.ToList())
        {
            screen(status);
        }
    }

    public IDisposable Subscribe(Action<SyncStatus> onChanged)
    {
        lock (_screens)
        {
            _screens.Add(onChanged);
        }

        return new Subscription(() =>
        {
            lock (_screens)
            {
                _screens.Remove(onChanged);
            }
        });
    }

    public Task<Result<Done>> PauseAsync(Actor actor, CancellationToken cancellationToken) =>
        DoAsync(actor, Policy.Administer, "pause", SyncState.Paused);

    public Task<Result<Done>> ResumeAsync(Actor actor, CancellationToken cancellationToken) =>
        DoAsync(actor, Policy.Administer, "resume", SyncState.FirstSync);

    public Task<Result<Done>> CancelAsync(Actor actor, CancellationToken cancellationToken) =>
        DoAsync(actor, Policy.Administer, "cancel", SyncState.Cancelled);

    public Task<Result<Done>> SyncNowAsync(Actor actor, CancellationToken cancellationToken) =>
        DoAsync(actor, Policy.EditRecords, "sync now", Status.State);

    public Task<Result<Done>> ResyncAsync(Actor actor, ObjectType type, CancellationToken cancellationToken) =>
        DoAsync(actor, Policy.Administer, $"resync {type.Plural()}", Status.State);

    public Task<Result<Done>> CheckNowAsync(Actor actor, CancellationToken cancellationToken) =>
        DoAsync(actor, Policy.EditRecords, "check now", Status.State);

    public Task<Result<Done>> LetGoAsync(Actor actor, ObjectType type, CancellationToken cancellationToken) =>
        DoAsync(actor, Policy.Administer, $"let go {type.Plural()}", Status.State);

    private Task<Result<Done>> DoAsync(Actor actor, Policy policy, string call, SyncState state)
    {
        if (actor.Check(policy) is { } failure)
        {
            return Task.FromResult<Result<Done>>(failure);
        }

        Calls.Add(call);
        Become(Status with { State = state });
        return Task.FromResult<Result<Done>>(default(Done));
    }
}
