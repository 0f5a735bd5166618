using System.Text.Json;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Outbox;

/// <summary>
/// Writes the entries of bulk edits into the outbox, some hundred in a transaction that also says how far it came: a portal that dies in between
/// goes on from there, and no record gets two.
/// </summary>
internal sealed class BulkPreparation(
    IDbContextFactory<AppDb> databases, AuditLog audit, IDefinitionService definitionService, ChangeFeed feed, OutboxNews news, TimeProvider time) : IDisposable
{
    /// <summary>Entries of one transaction: it must not keep a person's edit waiting.</summary>
    public const int Together = 200;

    private readonly SemaphoreSlim _one = new(1, 1);
    private (string Id, IReadOnlyList<string> Records)? _chosen;

    /// <summary>Writes the next entries of the oldest bulk edit that is not written yet. False when there is none, or another is writing: then there is time to send.</summary>
    public async Task<bool> ContinueAsync(Mirror mirror, CancellationToken cancellationToken)
    {
        if (!await _one.WaitAsync(0, cancellationToken))
        {
            return false;
        }

        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var id = await database.BulkEdits.AsNoTracking()
                .Where(row => row.AccountId == mirror.AccountId && row.State == BulkEditState.Preparing)
                .OrderBy(row => row.Id).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
            if (id is null)
            {
                _chosen = null;
                return false;
            }

            var chosen = await ChosenAsync(database, id, cancellationToken);
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            if (await database.BulkEdits.SingleOrDefaultAsync(row => row.Id == id && row.State == BulkEditState.Preparing, cancellationToken) is not { } bulk)
            {
                // Stopped by a user in this moment.
                return true;
            }

            var part = chosen.Skip(bulk.Position).Take(Together).ToList();
            var touched = await WriteAsync(database, mirror, bulk, part, cancellationToken);
            (bulk.Position, bulk.UpdatedAt) = (bulk.Position + part.Count, Now);
            await database.SaveChangesAsync(cancellationToken);
            if (bulk.Position >= chosen.Count)
            {
                await FinishAsync(database, bulk, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            feed.Publish(new RecordsChanged((ObjectType)bulk.ObjectType, touched));
            news.Raise();
            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    // A hundred thousand ids are not read anew for each few hundred of them.
    private async Task<IReadOnlyList<string>> ChosenAsync(AppDb database, string id, CancellationToken cancellationToken)
    {
        if (_chosen is not { } known || known.Id != id)
        {
            var text = await database.BulkSelections.AsNoTracking().Where(row => row.BulkEditId == id).Select(row => row.Chosen).SingleOrDefaultAsync(cancellationToken);
            _chosen = known = (id, text is null ? [] : JsonSerializer.Deserialize<List<string>>(text)!);
        }

        return known.Records;
    }

    private async Task<IReadOnlyList<string>> WriteAsync(AppDb database, Mirror mirror, BulkEditRow bulk, List<string> part, CancellationToken cancellationToken)
    {
        var type = (ObjectType)bulk.ObjectType;
        var rules = new BulkRules(type, await definitionService.GetAsync(cancellationToken));
        var values = JsonSerializer.Deserialize<Dictionary<string, string>>(bulk.Changes)!;
        var settled = bulk.UndoOf is null
            ? null
            : (await database.Outbox.AsNoTracking().Where(row => part.Contains(row.Id) && row.State == OutboxState.Confirmed).ToListAsync(cancellationToken))
                .ConvertAll(Edit.Of);
        var ids = settled?.ConvertAll(edit => edit.Row.HubSpotId) ?? part;

        // Entries are written under the id that a merged record has now.
        var survivors = (await RecordReading.ValuesAsync(mirror, type, ids, cancellationToken)).Select((kept, at) => kept?.Id ?? ids[at]).ToList();
        var earlier = (await database.Outbox
                .Where(row => row.AccountId == mirror.AccountId && row.ObjectType == bulk.ObjectType && survivors.Contains(row.HubSpotId)
                    && (row.BatchId == bulk.Id || (row.State != OutboxState.Confirmed && row.State != OutboxState.Discarded)))
                .OrderBy(row => row.Id)
                .ToListAsync(cancellationToken))
            .ToLookup(row => row.HubSpotId);

        // After the entries: the value of one that is settled by now is in the mirror already.
        var records = await RecordReading.ValuesAsync(mirror, type, ids, cancellationToken);
        var last = await database.Outbox.MaxAsync(row => (string?)row.Id, cancellationToken);
        var written = new HashSet<string>();
        for (var at = 0; at < ids.Count; at++)
        {
            var kept = records[at];
            var id = kept?.Id ?? ids[at];
            List<OutboxRow> open = [.. earlier[id]];
            if (!written.Add(id) || open.Exists(row => row.BatchId == bulk.Id))
            {
                // Two ids of a merged record: one entry is enough.
                bulk.Selected--;
                continue;
            }

            var line = settled is null ? rules.Edit(kept, open, values) : rules.Undo(settled[at], kept, open);
            if (line is { Refused: null, Changes.Count: 0 })
            {
                bulk.Same++;
                continue;
            }

            var row = OutboxStore.NewRow(EditIds.After(last, Now), mirror.AccountId, type, id, bulk.ActorId, bulk.ActorName, Now);
            last = row.Id;
            (row.BatchId, row.UndoOf, row.BaseUpdatedAt) = (bulk.Id, settled?[at].Row.Id, kept?.UpdatedAt ?? 0);
            if (line.Refused is { } reason)
            {
                bulk.LeftOut++;
                (row.State, row.Message) = (OutboxState.Discarded, reason);
                (row.BaseValues, row.NewValues) = (Edit.ToJson(line.Base), Edit.ToJson(Wanted(settled?[at], values)));
            }
            else
            {
                (row.BaseValues, row.NewValues) = (Edit.ToJson(line.Base), Edit.ToJson(line.Changes));
                OutboxStore.Replace(open, line.Changes, row.CreatedAt);
            }

            database.Outbox.Add(row);
        }

        // An entry that is not confirmed any more has nothing to take back.
        bulk.Selected -= part.Count - ids.Count;
        return [.. written];
    }

    private static IReadOnlyDictionary<string, string> Wanted(Edit? settled, IReadOnlyDictionary<string, string> values) =>
        settled is null ? values : settled.New.Keys.ToDictionary(property => property, property => settled.Before(property) ?? "");

    private async Task FinishAsync(AppDb database, BulkEditRow bulk, CancellationToken cancellationToken)
    {
        bulk.State = BulkEditState.Queued;
        await database.SaveChangesAsync(cancellationToken);
        await database.BulkSelections.Where(row => row.BulkEditId == bulk.Id).ExecuteDeleteAsync(cancellationToken);
        await audit.AppendAsync(
            database,
            new AuditEntry(
                Actor.System, "record.bulk-edit-queued", bulk.AccountId, ((ObjectType)bulk.ObjectType).Plural(),
                new { bulkEdit = bulk.Id, records = bulk.Selected, same = bulk.Same, leftOut = bulk.LeftOut }),
            cancellationToken);
    }
}
