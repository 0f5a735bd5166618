using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Support;

/// <summary>Bulk edits that stand where the test puts them.</summary>
internal sealed class FakeBulkEditService : IBulkEditService
{
    public List<BulkEditStatus> Bulks { get; } = [];

    public List<EditStatus> Rows { get; } = [];

    public List<string> Calls { get; } = [];

    public List<BulkEdit> Started { get; } = [];

    /// <summary>What a preview answers.</summary>
    public Func<BulkEdit, int, Result<BulkPreview>> Previewed { get; set; } = (_, _) => new BulkPreview(0, 0, 0, 0, [], []);

    /// <summary>How long a preview takes.</summary>
    public Func<BulkEdit, Task> Looking { get; set; } = _ => Task.CompletedTask;

    /// <summary>How long it takes to read the records of a bulk edit.</summary>
    public Func<BulkRows, Task> Reading { get; set; } = _ => Task.CompletedTask;

    /// <summary>What a start answers; null for success.</summary>
    public Failure? StartFailure { get; set; }

    public static BulkEditStatus Make(string id, BulkEditProgress progress, int selected, int confirmed, int waiting = 0, int conflicts = 0, int rejected = 0) => new(
        id, ObjectType.Contact, progress, new Dictionary<string, string> { ["jobtitle"] = "Buyer" }, "Katharina Lindqvist",
        new DateTimeOffset(2026, 11, 12, 13, 0, 0, TimeSpan.Zero), selected, confirmed + waiting + conflicts + rejected, 0, 0, waiting, confirmed, conflicts, rejected, 0);

    public async Task<Result<BulkPreview>> PreviewAsync(Actor actor, BulkEdit edit, int offset, int limit, CancellationToken cancellationToken)
    {
        await Looking(edit);
        return actor.Check(Policy.EditRecords) is { } refused ? refused : Previewed(edit, offset);
    }

    public Task<Result<BulkEditStatus>> StartAsync(Actor actor, BulkEdit edit, CancellationToken cancellationToken)
    {
        if ((actor.Check(Policy.EditRecords) ?? StartFailure) is { } refused)
        {
            return Task.FromResult<Result<BulkEditStatus>>(refused);
        }

        Started.Add(edit);
        var status = Make($"b{Started.Count}", BulkEditProgress.Preparing, 3, 0);
        Bulks.Insert(0, status);
        return Task.FromResult<Result<BulkEditStatus>>(status);
    }

    public Task<Result<IReadOnlyList<BulkEditStatus>>> OpenAsync(Actor actor, CancellationToken cancellationToken) => Task.FromResult<Result<IReadOnlyList<BulkEditStatus>>>(
        Bulks.Where(bulk => bulk.IsRunning || bulk.Conflicts + bulk.Rejected > 0).ToList());

    public Task<Result<BulkEditStatus>> FindAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken) =>
        Task.FromResult(Bulks.Find(bulk => bulk.Id == bulkEditId) is { } found ? (Result<BulkEditStatus>)found : new BulkEditNotFound());

    public async Task<Result<Page<EditStatus>>> RowsAsync(Actor actor, string bulkEditId, BulkRows which, int offset, int limit, CancellationToken cancellationToken)
    {
        await Reading(which);
        var rows = Rows.Where(row => which == BulkRows.All || (which == BulkRows.NeedUser) == row.State is "Conflict" or "Rejected").ToList();
        return new Page<EditStatus>([.. rows.Skip(offset).Take(limit)], new Total(rows.Count, true));
    }

    public Task<Result<BulkEditStatus>> UndoAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.EditRecords) is { } refused)
        {
            return Task.FromResult<Result<BulkEditStatus>>(refused);
        }

        Calls.Add($"undo {bulkEditId}");
        var undo = Make($"undo-{bulkEditId}", BulkEditProgress.Preparing, 3, 0) with { UndoOf = bulkEditId };
        Bulks.Insert(0, undo);
        return Task.FromResult<Result<BulkEditStatus>>(undo);
    }

    public Task<Result<int>> RetryAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken) => DoAsync(actor, $"retry {bulkEditId}");

    public Task<Result<int>> DiscardAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken) => DoAsync(actor, $"discard {bulkEditId}");

    public Task<Result<int>> CancelAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken) => DoAsync(actor, $"cancel {bulkEditId}");

    private Task<Result<int>> DoAsync(Actor actor, string call)
    {
        if (actor.Check(Policy.EditRecords) is { } refused)
        {
            return Task.FromResult<Result<int>>(refused);
        }

        Calls.Add(call);
        return Task.FromResult<Result<int>>(1);
    }
}
