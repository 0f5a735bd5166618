using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Tests.Support;

/// <summary>A report that says what the test puts in; it checks roles as the real one does.</summary>
internal sealed class FakeSyncReport : ISyncReport
{
    public List<SyncTotals> Totals { get; } = [];

    public List<SyncRunEntry> Runs { get; } = [];

    public List<SyncActivity> Activity { get; } = [];

    public List<SyncCheckEntry> Checks { get; } = [];

    public List<DriftEntry> Drift { get; } = [];

    public List<QuarantinedValue> Quarantine { get; } = [];

    public PushStatus Push { get; set; } = new(false, 0, null);

    public List<string> Calls { get; } = [];

    /// <summary>Why nothing can be read; null when it can.</summary>
    public Failure? Unread { get; set; }

    /// <summary>Called when a record is read again.</summary>
    public Action? Retried { get; set; }

    public Task<Result<IReadOnlyList<SyncTotals>>> TotalsAsync(Actor actor, DateTimeOffset since, CancellationToken cancellationToken) => ListAsync(actor, Totals);

    public Task<Result<Page<SyncRunEntry>>> RunsAsync(Actor actor, int skip, int take, CancellationToken cancellationToken) => PageAsync(actor, Runs, skip, take);

    public Task<Result<IReadOnlyList<SyncActivity>>> ActivityAsync(Actor actor, DateTimeOffset since, TimeSpan step, CancellationToken cancellationToken) => ListAsync(actor, Activity);

    public Task<Result<IReadOnlyList<SyncCheckEntry>>> ChecksAsync(Actor actor, CancellationToken cancellationToken) => ListAsync(actor, Checks);

    public Task<Result<Page<DriftEntry>>> DriftAsync(Actor actor, int skip, int take, CancellationToken cancellationToken) => PageAsync(actor, Drift, skip, take);

    public Task<Result<Page<QuarantinedValue>>> QuarantineAsync(Actor actor, int skip, int take, CancellationToken cancellationToken) => PageAsync(actor, Quarantine, skip, take);

    public Task<Result<Done>> RetryAsync(Actor actor, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.EditRecords) is { } refused)
        {
            return Task.FromResult<Result<Done>>(refused);
        }

        Calls.Add($"retry {type.Plural()} {string.Join(",", ids)}");
        Retried?.Invoke();
        return Task.FromResult<Result<Done>>(default(Done));
    }

    public Task<Result<MirrorSize>> SizeAsync(Actor actor, CancellationToken cancellationToken) =>
        Task.FromResult(Refusal(actor) is { } failure ? (Result<MirrorSize>)failure : new MirrorSize(12_400_000, 1_234, 56_789));

    public Task<Result<PushStatus>> PushAsync(Actor actor, CancellationToken cancellationToken) =>
        Task.FromResult(Refusal(actor) is { } failure ? (Result<PushStatus>)failure : Push);

    private Failure? Refusal(Actor actor) => actor.Check(Policy.ViewRecords) ?? Unread;

    private Task<Result<IReadOnlyList<T>>> ListAsync<T>(Actor actor, List<T> items) =>
        Task.FromResult(Refusal(actor) is { } failure ? (Result<IReadOnlyList<T>>)failure : items.ToList());

    private Task<Result<Page<T>>> PageAsync<T>(Actor actor, List<T> items, int skip, int take) =>
        Task.FromResult(Refusal(actor) is { } failure ? (Result<Page<T>>)failure : new Page<T>([.. items.Skip(skip).Take(take)], new Total(items.Count, true)));
}
