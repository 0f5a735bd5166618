using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Outbox;

/// <summary>Entries of bulk edits, of which many are worked on together.</summary>
internal sealed partial class OutboxQueue
{
    // What waits for an answer first: until it is known nobody can decide about it.
    private static readonly OutboxState[] InTurn = [OutboxState.Unknown, OutboxState.Sending, OutboxState.Queued];

    /// <summary>
    /// The next entries of one bulk edit that are due, at most <paramref name="most"/>, leased to this sender; empty when none is.
    /// Of a record with an earlier open entry there is none among them.
    /// </summary>
    public async Task<IReadOnlyList<Edit>> ClaimManyAsync(string accountId, int most, CancellationToken cancellationToken)
    {
        await _claiming.WaitAsync(cancellationToken);
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            foreach (var state in InTurn)
            {
                var now = Now;
                var held = _held.Keys.ToList();
                var due = Due(database, accountId, now).Where(row => row.BatchId != null && row.State == state && !held.Contains(row.Id));
                if (await due.OrderBy(row => row.NextAttemptAt).Select(row => row.BatchId).FirstOrDefaultAsync(cancellationToken) is not { } batch)
                {
                    continue;
                }

                var ids = await due.Where(row => row.BatchId == batch)
                    .OrderBy(row => row.NextAttemptAt).ThenBy(row => row.Id).Select(row => row.Id).Take(most).ToListAsync(cancellationToken);
                var until = now + (long)Lease.TotalMilliseconds;
                var next = state == OutboxState.Sending ? OutboxState.Unknown : state;

                // What a user decided about in this moment is not taken, and is left to the user.
                await database.Outbox
                    .Where(row => ids.Contains(row.Id) && row.State == state && (row.NextAttemptAt <= now || row.UpdatedAt > now + SetBack) && (row.LeaseUntil == null || row.LeaseUntil <= now))
                    .ExecuteUpdateAsync(
                        row => row.SetProperty(entry => entry.LeaseOwner, _owner).SetProperty(entry => entry.LeaseUntil, until).SetProperty(entry => entry.State, next),
                        cancellationToken);
                var rows = await database.Outbox.AsNoTracking()
                    .Where(row => ids.Contains(row.Id) && row.LeaseOwner == _owner && row.LeaseUntil == until)
                    .OrderBy(row => row.Id)
                    .ToListAsync(cancellationToken);
                rows.ForEach(row => _held[row.Id] = true);
                return rows.ConvertAll(Edit.Of);
            }

            return [];
        }
        finally
        {
            _claiming.Release();
        }
    }

    /// <summary>Notes that the changes go out now, in one transaction. Returns the ids of those whose lease is not lost; only they may be sent.</summary>
    /// <param name="sentAt">HubSpot's time, UTC milliseconds.</param>
    public async Task<IReadOnlySet<string>> MarkSendingAsync(
        IReadOnlyList<(Edit Edit, IReadOnlyDictionary<string, SentOver> Over)> sending, long sentAt, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var ids = sending.Select(entry => entry.Edit.Row.Id).ToList();
        var rows = await database.Outbox.Where(row => ids.Contains(row.Id) && row.LeaseOwner == _owner).ToDictionaryAsync(row => row.Id, cancellationToken);
        var until = Now + (long)Lease.TotalMilliseconds;
        foreach (var (edit, over) in sending)
        {
            if (rows.GetValueOrDefault(edit.Row.Id) is { } row)
            {
                (row.State, row.LeaseUntil, row.SentAt, row.SentOver) = (OutboxState.Sending, until, sentAt, Edit.ToJson(over));
                (edit.Row.State, edit.Row.SentAt, edit.Row.SentOver) = (row.State, row.SentAt, row.SentOver);
            }
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        news.Raise();
        return rows.Keys.ToHashSet();
    }

    // A person waits for an edit of a record that a bulk edit is to change first: that one entry goes before the others of its bulk edit.
    private static async Task<OutboxRow?> InTheWayAsync(
        AppDb database, string accountId, long now, IReadOnlyList<string> held, CancellationToken cancellationToken)
    {
        const int Looked = 50;
        var waiting = await database.Outbox.AsNoTracking()
            .Where(row => row.AccountId == accountId && row.BatchId == null && row.State == OutboxState.Queued && row.NextAttemptAt <= now && row.LeaseUntil == null)
            .OrderBy(row => row.NextAttemptAt)
            .Select(row => new { row.ObjectType, row.HubSpotId })
            .Take(Looked)
            .ToListAsync(cancellationToken);
        foreach (var record in waiting.Distinct())
        {
            var first = await Due(database, accountId, now)
                .Where(row => row.ObjectType == record.ObjectType && row.HubSpotId == record.HubSpotId && row.BatchId != null && !held.Contains(row.Id))
                .OrderBy(row => row.Id)
                .FirstOrDefaultAsync(cancellationToken);
            if (first is not null)
            {
                return first;
            }
        }

        return null;
    }
}
