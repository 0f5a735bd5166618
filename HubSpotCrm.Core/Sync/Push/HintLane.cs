using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;

namespace HubSpotCrm.Core.Sync.Push;

/// <summary>Reads the records that hints name, each once however many came, and notes what is gone.</summary>
internal sealed class HintLane(RecordRefresh refresh, AbsentRecords absent)
{
    /// <summary>Hints of one change come in a burst: so long others are waited for before a record is read.</summary>
    public static TimeSpan Gathering { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Without an arrival the inbox is looked at this often, for what a failure left there.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Until nothing waits.</summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, CancellationToken cancellationToken)
    {
        while (await Inbox.WaitingAsync(target.Mirror, HubSpotLimits.Batch, cancellationToken) is { Count: > 0 } waiting)
        {
            foreach (var group in waiting.GroupBy(record => record.Type))
            {
                var read = await ReadAsync(target, group.Key, [.. group], cancellationToken);
                if (!read.Succeeded)
                {
                    return read;
                }
            }
        }

        return new Done();
    }

    private async Task<Result<Done>> ReadAsync(SyncTarget target, ObjectType type, IReadOnlyList<WaitingRecord> records, CancellationToken cancellationToken)
    {
        var read = await refresh.ReadAsync(target, type, [.. records.Select(record => record.Id)], cancellationToken);
        if (!read.Succeeded)
        {
            return read.Failure;
        }

        var buried = await absent.TakeAsync(target, type, read.Value.Absent, cancellationToken);
        if (!buried.Succeeded)
        {
            return buried.Failure;
        }

        // Only what HubSpot really no longer has: a hint is not believed to forget somebody.
        var erased = records.Where(record => record.IsErasure && buried.Value.Gone.Contains(record.Id)).Select(record => record.Id).ToList();
        await RecordErasure.EraseAsync(target.Mirror, type, erased, cancellationToken);
        var answered = records.Where(record => !read.Value.Unread.ContainsKey(record.Id)).ToList();
        await Inbox.AnswerAsync(target.Mirror, answered, target.Client.Now, cancellationToken);
        return read.Value.Incomplete is { } incomplete ? incomplete : new Done();
    }
}
