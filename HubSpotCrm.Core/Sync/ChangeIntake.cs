using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Takes the pages of a search for changes, reads what is not here, and remembers what could not be read. Of many pages a few records each may
/// be missing here: they are read together, a batch at a time.
/// </summary>
internal sealed class ChangeIntake(RecordRefresh refresh, SyncTarget target, ObjectType type)
{
    private readonly List<string> _waiting = [];
    private Refreshed _all = Refreshed.Nothing;

    /// <summary>Null when everything was answered.</summary>
    public ReadIncomplete? Incomplete => _all.Incomplete;

    public int Created => _all.Created;

    public int Updated => _all.Updated;

    /// <summary>Takes a page. What does not fill a batch waits for the next one, or for <see cref="EndAsync"/>.</summary>
    public async Task<Result<Done>> TakeAsync(IReadOnlyList<WireRecord> shown, CancellationToken cancellationToken)
    {
        var changed = await RecordRefresh.ChangedAsync(target, type, shown, cancellationToken);
        _waiting.AddRange(changed.Except(_waiting));
        return await ReadAsync(_waiting.Count / HubSpotLimits.Batch * HubSpotLimits.Batch, cancellationToken);
    }

    /// <summary>Reads what waits. Also after a search that failed: what it showed before is not held back.</summary>
    public Task<Result<Done>> EndAsync(CancellationToken cancellationToken) => ReadAsync(_waiting.Count, cancellationToken);

    private async Task<Result<Done>> ReadAsync(int count, CancellationToken cancellationToken)
    {
        if (count == 0)
        {
            return new Done();
        }

        var read = await refresh.ReadAsync(target, type, _waiting[..count], cancellationToken);
        if (!read.Succeeded)
        {
            return read.Failure;
        }

        _waiting.RemoveRange(0, count);
        _all = _all.And(read.Value with { Absent = [] });
        return new Done();
    }
}
