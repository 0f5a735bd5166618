using System.Linq.Expressions;
using System.Text.Json;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Outbox;

/// <summary>Bulk edits as users start, watch and decide about them. Each change is one transaction with its audit row.</summary>
internal sealed class BulkEditStore(IDbContextFactory<AppDb> databases, AuditLog audit, OutboxNews news, TimeProvider time)
{
    private const string Action = "record.bulk-edit";

    /// <summary>Keeps a bulk edit with the records that were chosen. Its entries are written from then on.</summary>
    /// <param name="chosen">HubSpot's ids; of an undo the ids of the entries to take back.</param>
    public async Task<string> AddAsync(
        Actor actor, string accountId, ObjectType type, IReadOnlyDictionary<string, string> changes, IReadOnlyList<string> chosen, string? undoOf,
        CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var bulk = new BulkEditRow
        {
            Id = EditIds.After(await database.BulkEdits.MaxAsync(row => (string?)row.Id, cancellationToken), now),
            AccountId = accountId,
            ObjectType = (int)type,
            Changes = Edit.ToJson(changes),
            UndoOf = undoOf,
            ActorId = actor.UserId,
            ActorName = actor.Name,
            CreatedAt = now,
            UpdatedAt = now,
            Selected = chosen.Count,
        };
        database.BulkEdits.Add(bulk);
        database.BulkSelections.Add(new BulkSelectionRow { BulkEditId = bulk.Id, Chosen = JsonSerializer.Serialize(chosen) });
        await database.SaveChangesAsync(cancellationToken);
        await audit.AppendAsync(
            database,
            new AuditEntry(actor, undoOf is null ? Action : $"{Action}-undo", accountId, type.Plural(), new { bulkEdit = bulk.Id, undoOf, changes, records = chosen.Count }),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        news.Raise();
        return bulk.Id;
    }

    /// <summary>Null when the account has no such bulk edit.</summary>
    public async Task<BulkEditStatus?> FindAsync(string accountId, string id, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return (await StatusAsync(database, accountId, bulk => bulk.Id == id, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Those with these ids, by id.</summary>
    public async Task<IReadOnlyDictionary<string, BulkEditStatus>> FindAsync(string accountId, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return (await StatusAsync(database, accountId, bulk => ids.Contains(bulk.Id), cancellationToken)).ToDictionary(bulk => bulk.Id);
    }

    /// <summary>Those that are running or leave something to decide, newest first.</summary>
    public async Task<List<BulkEditStatus>> OpenAsync(string accountId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var open = await database.Outbox.AsNoTracking()
            .Where(row => row.AccountId == accountId && row.BatchId != null && OutboxStore.Open.Contains(row.State))
            .Select(row => row.BatchId!)
            .Distinct()
            .ToListAsync(cancellationToken);
        return await StatusAsync(database, accountId, bulk => bulk.State == BulkEditState.Preparing || open.Contains(bulk.Id), cancellationToken);
    }

    /// <summary>The entries of a bulk edit in the order they were written, and how many there are of the kind that was asked for.</summary>
    public async Task<(List<Edit> Rows, int Count)> RowsAsync(string accountId, string id, BulkRows which, int offset, int limit, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = database.Outbox.AsNoTracking().Where(row => row.AccountId == accountId && row.BatchId == id);
        rows = which switch
        {
            BulkRows.NeedUser => rows.Where(row => OutboxStore.Stuck.Contains(row.State)),
            BulkRows.Waiting => rows.Where(row => OutboxStore.InFlight.Contains(row.State)),
            BulkRows.Confirmed => rows.Where(row => row.State == OutboxState.Confirmed),
            BulkRows.NotSent => rows.Where(row => row.State == OutboxState.Discarded),
            _ => rows,
        };
        var page = await rows.OrderBy(row => row.Id).Skip(offset).Take(limit).ToListAsync(cancellationToken);
        return (page.ConvertAll(Edit.Of), await rows.CountAsync(cancellationToken));
    }

    /// <summary>The ids of the entries that are at HubSpot, in order.</summary>
    public async Task<List<string>> ConfirmedAsync(string accountId, string id, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Outbox.AsNoTracking()
            .Where(row => row.AccountId == accountId && row.BatchId == id && row.State == OutboxState.Confirmed)
            .OrderBy(row => row.Id)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Sends refused entries again; returns how many.</summary>
    public Task<Result<int>> RetryAsync(Actor actor, string accountId, string id, CancellationToken cancellationToken) => ChangeAsync(
        actor, accountId, id, "retry", "Nothing of this bulk edit was rejected.",
        (database, _, now) => Of(database, accountId, id).Where(row => OutboxStore.Refused.Contains(row.State)).ExecuteUpdateAsync(
            row => row
                .SetProperty(entry => entry.State, OutboxState.Queued)
                .SetProperty(entry => entry.Message, (string?)null).SetProperty(entry => entry.Details, (string?)null)
                .SetProperty(entry => entry.SentAt, (long?)null).SetProperty(entry => entry.SentOver, (string?)null)
                .SetProperty(entry => entry.Attempts, 0).SetProperty(entry => entry.RetryingSince, (long?)null)
                .SetProperty(entry => entry.NextAttemptAt, now).SetProperty(entry => entry.UpdatedAt, now),
            cancellationToken),
        cancellationToken);

    /// <summary>Takes entries back about which a user must decide; returns how many.</summary>
    public Task<Result<int>> DiscardAsync(Actor actor, string accountId, string id, CancellationToken cancellationToken) => ChangeAsync(
        actor, accountId, id, "discard", "Nothing of this bulk edit waits for a decision.",
        async (database, _, now) =>
        {
            // Those that went over somebody's change are at HubSpot; only their question is answered.
            const string Overwrote = "\"Overwrote\":true";
            var stuck = Of(database, accountId, id).Where(row => OutboxStore.Stuck.Contains(row.State));
            var kept = await stuck.Where(row => row.Details != null && row.Details.Contains(Overwrote)).ExecuteUpdateAsync(
                row => row.SetProperty(entry => entry.State, OutboxState.Confirmed).SetProperty(entry => entry.UpdatedAt, now), cancellationToken);
            return kept + await stuck.ExecuteUpdateAsync(
                row => row.SetProperty(entry => entry.State, OutboxState.Discarded).SetProperty(entry => entry.UpdatedAt, now), cancellationToken);
        },
        cancellationToken);

    /// <summary>Stops writing entries, and takes those back that are not on their way; returns how many.</summary>
    public Task<Result<int>> CancelAsync(Actor actor, string accountId, string id, CancellationToken cancellationToken) => ChangeAsync(
        actor, accountId, id, "cancel", "Everything of this bulk edit is on its way or settled.",
        async (database, bulk, now) =>
        {
            // Only what is queued is certain not to have been made, and what has a lease is being worked on.
            var waiting = Of(database, accountId, id).Where(row => row.State == OutboxState.Queued && row.LeaseOwner == null);
            var followers = await waiting
                .Join(
                    database.Outbox.Where(later => later.AccountId == accountId && OutboxStore.InFlight.Contains(later.State)),
                    row => new { row.ObjectType, row.HubSpotId }, later => new { later.ObjectType, later.HubSpotId }, (row, later) => new { row, later })
                .Where(pair => pair.later.Id.CompareTo(pair.row.Id) > 0)
                .ToListAsync(cancellationToken);
            foreach (var pair in followers)
            {
                var edit = Edit.Of(pair.row);
                edit.Rebase(pair.later, edit.Base);
            }

            await database.SaveChangesAsync(cancellationToken);
            var taken = await waiting.ExecuteUpdateAsync(
                row => row
                    .SetProperty(entry => entry.State, OutboxState.Discarded).SetProperty(entry => entry.Message, "Taken back before it was sent.")
                    .SetProperty(entry => entry.UpdatedAt, now),
                cancellationToken);
            var unwritten = bulk.State == BulkEditState.Preparing ? Math.Max(0, bulk.Selected - bulk.Position) : 0;
            if (taken + unwritten > 0)
            {
                (bulk.State, bulk.UpdatedAt) = (BulkEditState.Cancelled, now);
                await database.BulkSelections.Where(chosen => chosen.BulkEditId == id).ExecuteDeleteAsync(cancellationToken);
            }

            return taken + unwritten;
        },
        cancellationToken);

    private static IQueryable<OutboxRow> Of(AppDb database, string accountId, string id) =>
        database.Outbox.Where(row => row.AccountId == accountId && row.BatchId == id);

    private async Task<Result<int>> ChangeAsync(
        Actor actor, string accountId, string id, string action, string nothing, Func<AppDb, BulkEditRow, long, Task<int>> change, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await database.BulkEdits.SingleOrDefaultAsync(row => row.Id == id && row.AccountId == accountId, cancellationToken) is not { } bulk)
        {
            return new BulkEditNotFound();
        }

        var count = await change(database, bulk, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (count == 0)
        {
            return new NothingToDo(nothing);
        }

        await database.SaveChangesAsync(cancellationToken);
        await audit.AppendAsync(
            database, new AuditEntry(actor, $"{Action}-{action}", accountId, ((ObjectType)bulk.ObjectType).Plural(), new { bulkEdit = id, records = count }), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        news.Raise();
        return count;
    }

    private static async Task<List<BulkEditStatus>> StatusAsync(
        AppDb database, string accountId, Expression<Func<BulkEditRow, bool>> which, CancellationToken cancellationToken)
    {
        var bulks = await database.BulkEdits.AsNoTracking().Where(row => row.AccountId == accountId).Where(which)
            .OrderByDescending(row => row.Id).ToListAsync(cancellationToken);
        var ids = bulks.ConvertAll(row => row.Id);
        var counts = await database.Outbox.AsNoTracking()
            .Where(row => row.AccountId == accountId && ids.Contains(row.BatchId!))
            .GroupBy(row => new { row.BatchId, row.State })
            .Select(group => new { group.Key.BatchId, group.Key.State, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var undone = await database.BulkEdits.AsNoTracking()
            .Where(row => row.AccountId == accountId && ids.Contains(row.UndoOf!))
            .GroupBy(row => row.UndoOf!)
            .Select(group => new { UndoOf = group.Key, Last = group.Max(row => row.Id) })
            .ToDictionaryAsync(row => row.UndoOf, row => row.Last, cancellationToken);
        return bulks.ConvertAll(bulk =>
        {
            int Sum(params IEnumerable<OutboxState> states) => counts.Where(count => count.BatchId == bulk.Id && states.Contains(count.State)).Sum(count => count.Count);
            var waiting = Sum(OutboxStore.InFlight);
            return new BulkEditStatus(
                bulk.Id, (ObjectType)bulk.ObjectType,
                bulk.State == BulkEditState.Preparing ? BulkEditProgress.Preparing
                : waiting > 0 ? BulkEditProgress.Sending
                : bulk.State == BulkEditState.Cancelled ? BulkEditProgress.Cancelled
                : BulkEditProgress.Done,
                JsonSerializer.Deserialize<Dictionary<string, string>>(bulk.Changes)!, bulk.ActorName, DateTimeOffset.FromUnixTimeMilliseconds(bulk.CreatedAt),
                bulk.Selected, Math.Min(bulk.Position, bulk.Selected), bulk.Same, bulk.LeftOut,
                waiting, Sum(OutboxState.Confirmed), Sum(OutboxState.Conflict), Sum(OutboxStore.Refused), Math.Max(0, Sum(OutboxState.Discarded) - bulk.LeftOut),
                bulk.UndoOf, undone.GetValueOrDefault(bulk.Id));
        });
    }
}
