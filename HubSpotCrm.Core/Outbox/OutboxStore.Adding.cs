using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Outbox;

/// <summary>What a user typed into one record.</summary>
/// <param name="Values">As HubSpot takes them.</param>
/// <param name="Seen">What the user saw of the properties; those that are not in it stand upon what the portal shows.</param>
/// <param name="ReadAsync">The record as the mirror holds it now; null when it has none.</param>
internal sealed record TypedEdit(
    ObjectType Type, string Id, IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string?> Seen, Func<Task<KeptValues?>> ReadAsync);

/// <summary>New entries.</summary>
internal sealed partial class OutboxStore
{
    /// <summary>An archived record can be taken back for so long before HubSpot is told.</summary>
    public static TimeSpan Hold { get; } = TimeSpan.FromSeconds(10);

    /// <summary>What the id of a record begins with that HubSpot has not made yet.</summary>
    public const string NewId = "new-";

    /// <summary>
    /// Queues an edit and returns its id; null when the record has these values already. The base of a property that an own edit is
    /// changing is that edit's value. An edit that got stuck and whose properties are all typed anew is replaced.
    /// </summary>
    public async Task<Result<string?>> AddAsync(
        Actor actor, string accountId, TypedEdit typed, EditComparison comparison, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var earlier = await OfRecord(database, accountId, typed.Type, typed.Id).ToListAsync(cancellationToken);

        // After the entries: the value of one that is settled by now is in the mirror already.
        var kept = await typed.ReadAsync();
        if (Refuse(typed.Type, typed.Id, kept, earlier) is { } refused)
        {
            return refused;
        }

        var present = Present(kept!.Values, typed.Values.Keys, earlier);
        var changed = typed.Values
            .Where(value => !comparison.Same(value.Key, present[value.Key], value.Value)
                && !(typed.Seen.TryGetValue(value.Key, out var seen) && comparison.Same(value.Key, seen, value.Value)))
            .ToDictionary();
        if (changed.Count == 0)
        {
            return default(string);
        }

        var before = changed.Keys.ToDictionary(property => property, property => typed.Seen.TryGetValue(property, out var seen) ? seen : present[property]);
        var row = await NewRowAsync(database, actor, accountId, typed.Type, typed.Id, cancellationToken);
        row.BaseUpdatedAt = kept.UpdatedAt;
        (row.BaseValues, row.NewValues) = (Edit.ToJson(before), Edit.ToJson(changed));
        database.Outbox.Add(row);
        Replace(earlier, changed, row.CreatedAt);

        await CommitAsync(database, actor, row, new { edit = row.Id, before, after = changed }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        news.Raise();
        return row.Id;
    }

    /// <summary>Queues a record to be made, and returns the id of its entry.</summary>
    public async Task<string> AddNewAsync(
        Actor actor, string accountId, ObjectType type, IReadOnlyDictionary<string, string> values, IReadOnlyList<RecordReference> associations,
        CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var row = await NewRowAsync(database, actor, accountId, type, null, cancellationToken);
        (row.Kind, row.NewValues, row.Associations) = (EditKind.Create, Edit.ToJson(values), Edit.ToJson(associations));
        database.Outbox.Add(row);
        await CommitAsync(database, actor, row, new { edit = row.Id, after = values, associations = associations.Select(to => $"{to.Type.Plural()}/{to.Id}") }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        news.Raise();
        return row.Id;
    }

    /// <summary>Queues the archiving of a record, held back for <see cref="Hold"/>; returns the entry's id and when it goes out.</summary>
    /// <param name="read">The record as the mirror holds it now; null when it has none.</param>
    /// <param name="undoOf">The entry that made the record, where that is taken back.</param>
    public async Task<Result<EditReceipt>> AddArchiveAsync(
        Actor actor, string accountId, ObjectType type, string id, Func<Task<KeptValues?>> read, CancellationToken cancellationToken, string? undoOf = null)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var earlier = await OfRecord(database, accountId, type, id).ToListAsync(cancellationToken);
        var kept = await read();
        if (Refuse(type, id, kept, earlier) is { } refused)
        {
            return refused;
        }

        var row = await NewRowAsync(database, actor, accountId, type, id, cancellationToken);
        (row.Kind, row.BaseUpdatedAt, row.UndoOf) = (EditKind.Archive, kept!.UpdatedAt, undoOf);
        row.NextAttemptAt = row.CreatedAt + (long)Hold.TotalMilliseconds;
        database.Outbox.Add(row);
        foreach (var stuck in earlier.Where(edit => edit.Kind == EditKind.Archive && Stuck.Contains(edit.State)))
        {
            (stuck.State, stuck.Message, stuck.UpdatedAt) = (OutboxState.Discarded, "Replaced by a newer edit.", row.CreatedAt);
        }

        await CommitAsync(database, actor, row, undoOf is null ? new { edit = row.Id } : new { edit = row.Id, undoOf }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        news.Raise();
        return new EditReceipt(row.Id, DateTimeOffset.FromUnixTimeMilliseconds(row.NextAttemptAt));
    }

    /// <summary>Queues the undoing of a confirmed edit and returns its receipt; <see cref="EditNotUndone"/> with the reason when it cannot be.</summary>
    /// <param name="read">The record as the mirror holds it now; null when it has none.</param>
    public async Task<Result<EditReceipt>> AddUndoAsync(
        Actor actor, Edit settled, BulkRules rules, Func<Task<KeptValues?>> read, CancellationToken cancellationToken)
    {
        var (accountId, type, id) = (settled.Row.AccountId, (ObjectType)settled.Row.ObjectType, settled.Row.HubSpotId);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var earlier = await OfRecord(database, accountId, type, id).ToListAsync(cancellationToken);
        var kept = await read();
        var line = rules.Undo(settled, kept, earlier);
        if (line.Refused is { } reason)
        {
            return new EditNotUndone(reason);
        }

        if (line.Changes.Count == 0)
        {
            return new EditReceipt(null);
        }

        var row = await NewRowAsync(database, actor, accountId, type, id, cancellationToken);
        (row.BaseUpdatedAt, row.UndoOf) = (kept!.UpdatedAt, settled.Row.Id);
        (row.BaseValues, row.NewValues) = (Edit.ToJson(line.Base), Edit.ToJson(line.Changes));
        database.Outbox.Add(row);
        Replace(earlier, line.Changes, row.CreatedAt);
        await CommitAsync(database, actor, row, new { edit = row.Id, undoOf = settled.Row.Id, before = line.Base, after = line.Changes }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        news.Raise();
        return new EditReceipt(row.Id);
    }

    private static Failure? Refuse(ObjectType type, string id, KeptValues? kept, List<OutboxRow> earlier) =>
        kept is null ? new RecordNotFound(type, id)
        : kept.IsArchived || earlier.Exists(edit => edit.Kind == EditKind.Archive && InFlight.Contains(edit.State)) ? new RecordIsArchived(type, id)
        : null;

    private async Task CommitAsync(AppDb database, Actor actor, OutboxRow row, object detail, CancellationToken cancellationToken)
    {
        await database.SaveChangesAsync(cancellationToken);
        await audit.AppendAsync(database, new AuditEntry(actor, Action(row.Kind), row.AccountId, Subject(row), detail), cancellationToken);
    }

    /// <summary>Settles the edits of the record that got stuck and whose properties are all changed anew.</summary>
    public static void Replace(IEnumerable<OutboxRow> earlier, IReadOnlyDictionary<string, string> changed, long now)
    {
        foreach (var stuck in earlier.Where(edit => edit.Kind == EditKind.Update && Stuck.Contains(edit.State)).Select(Edit.Of).Where(edit => edit.New.Keys.All(changed.ContainsKey)))
        {
            // One that overwrote something is at HubSpot; only the question it left is answered.
            stuck.Row.State = stuck.Details is { Overwrote: true } ? OutboxState.Confirmed : OutboxState.Discarded;
            stuck.Row.Message = "Replaced by a newer edit.";
            stuck.Row.UpdatedAt = now;
        }
    }

    /// <summary>What the user sees: the mirror's values under the edits on their way, oldest first.</summary>
    public static Dictionary<string, string?> Present(IReadOnlyDictionary<string, string?> mirror, IEnumerable<string> properties, IReadOnlyList<OutboxRow> edits)
    {
        var present = properties.ToDictionary(property => property, mirror.GetValueOrDefault);
        foreach (var edit in edits.Where(edit => InFlight.Contains(edit.State)).Select(Edit.Of))
        {
            foreach (var (property, value) in edit.New.Where(value => present.ContainsKey(value.Key)))
            {
                present[property] = value;
            }
        }

        return present;
    }

    /// <param name="recordId">Null for a record that is to be made.</param>
    private async Task<OutboxRow> NewRowAsync(
        AppDb database, Actor actor, string accountId, ObjectType type, string? recordId, CancellationToken cancellationToken)
    {
        var now = Now;
        var id = EditIds.After(await database.Outbox.MaxAsync(row => (string?)row.Id, cancellationToken), now);
        return NewRow(id, accountId, type, recordId ?? NewId + id, actor.UserId, actor.Name, now);
    }

    /// <summary>An entry that is due at once and holds nothing yet.</summary>
    public static OutboxRow NewRow(string id, string accountId, ObjectType type, string recordId, string actorId, string actorName, long now) => new()
    {
        Id = id,
        AccountId = accountId,
        ObjectType = (int)type,
        HubSpotId = recordId,
        BaseValues = "{}",
        BaseUpdatedAt = 0,
        NewValues = "{}",
        ActorId = actorId,
        ActorName = actorName,
        State = OutboxState.Queued,
        CreatedAt = now,
        UpdatedAt = now,
        NextAttemptAt = now,
    };
}
