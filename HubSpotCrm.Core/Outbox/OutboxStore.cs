using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Outbox;

/// <summary>A record as the mirror holds it when a user saves.</summary>
internal sealed record EditedRecord(ObjectType Type, string Id, long UpdatedAt, IReadOnlyDictionary<string, string?> Values);

/// <summary>The outbox as users fill it. Each change is one transaction with its audit row.</summary>
internal sealed class OutboxStore(IDbContextFactory<AppDb> databases, AuditLog audit, TimeProvider time)
{
    /// <summary>On their way: shown in place of HubSpot's value.</summary>
    public static IReadOnlyList<OutboxState> InFlight { get; } = [OutboxState.Queued, OutboxState.Sending, OutboxState.Unknown];

    /// <summary>Not on their way, and a user must decide.</summary>
    public static IReadOnlyList<OutboxState> Stuck { get; } = [OutboxState.Conflict, OutboxState.Rejected, OutboxState.Parked];

    private static readonly IReadOnlyList<OutboxState> Open = [.. InFlight, .. Stuck];

    /// <summary>
    /// Queues an edit and returns its id; null when the record has these values already. The base of a property that an own edit is
    /// changing is that edit's value. An edit that got stuck and whose properties are all typed anew is replaced.
    /// </summary>
    public async Task<string?> AddAsync(
        Actor actor, string accountId, EditedRecord record, IReadOnlyDictionary<string, string> values, EditComparison comparison, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var earlier = await OfRecord(database, accountId, record.Type, record.Id).ToListAsync(cancellationToken);
        var present = Present(record.Values, values.Keys, earlier);
        var changed = values.Where(value => !comparison.Same(value.Key, present[value.Key], value.Value)).ToDictionary();
        if (changed.Count == 0)
        {
            return null;
        }

        var row = await NewRowAsync(database, actor, accountId, record, changed.ToDictionary(value => value.Key, value => present[value.Key]), changed, cancellationToken);
        database.Outbox.Add(row);
        foreach (var stuck in earlier.Where(edit => Stuck.Contains(edit.State)).Select(Edit.Of).Where(edit => edit.New.Keys.All(changed.ContainsKey)))
        {
            // One that overwrote something is at HubSpot; only the question it left is answered.
            stuck.Row.State = stuck.Details is { Overwrote: true } ? OutboxState.Confirmed : OutboxState.Discarded;
            stuck.Row.Message = "Replaced by a newer edit.";
            stuck.Row.UpdatedAt = row.CreatedAt;
        }

        await database.SaveChangesAsync(cancellationToken);
        await audit.AppendAsync(
            database,
            new AuditEntry(actor, "record.edit", accountId, Subject(row), new { edit = row.Id, before = Edit.Of(row).Base, after = changed }),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return row.Id;
    }

    /// <summary>The open edits of the account, newest first, at most <paramref name="limit"/>.</summary>
    public async Task<List<Edit>> OpenAsync(string accountId, int limit, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Outbox.AsNoTracking()
            .Where(row => row.AccountId == accountId && Open.Contains(row.State))
            .OrderByDescending(row => row.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(Edit.Of);
    }

    /// <summary>The open edits of some records, oldest first.</summary>
    public async Task<ILookup<string, Edit>> OfRecordsAsync(string accountId, ObjectType type, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Outbox.AsNoTracking()
            .Where(row => row.AccountId == accountId && row.ObjectType == (int)type && ids.Contains(row.HubSpotId) && Open.Contains(row.State))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        return rows.Select(Edit.Of).ToLookup(edit => edit.Row.HubSpotId);
    }

    /// <summary>How many edits are open, and how many of them are conflicts.</summary>
    public async Task<(int Open, int Conflicts)> CountAsync(string accountId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var states = await database.Outbox.AsNoTracking()
            .Where(row => row.AccountId == accountId && Open.Contains(row.State))
            .GroupBy(row => row.State)
            .Select(group => new { State = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return (states.Sum(state => state.Count), states.Where(state => state.State == OutboxState.Conflict).Sum(state => state.Count));
    }

    /// <summary>
    /// Changes one edit on a user's word: <paramref name="change"/> alters the row, may return another edit to queue (values before and after),
    /// or throws nothing and returns null. Null when the account has no such edit, or it is not in a state of <paramref name="from"/>.
    /// </summary>
    public async Task<OutboxRow?> DecideAsync(
        Actor actor, string accountId, string editId, string action, IReadOnlyCollection<OutboxState> from, Func<Edit, FollowUp?> change, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var row = await database.Outbox.SingleOrDefaultAsync(row => row.Id == editId && row.AccountId == accountId, cancellationToken);
        if (row is null || !from.Contains(row.State))
        {
            return null;
        }

        var before = row.State;
        var edit = Edit.Of(row);
        var followUp = change(edit);
        row.UpdatedAt = Now;
        if (followUp is not null)
        {
            var record = new EditedRecord((ObjectType)row.ObjectType, row.HubSpotId, row.BaseUpdatedAt, followUp.Base);
            database.Outbox.Add(await NewRowAsync(database, actor, accountId, record, followUp.Base, followUp.New, cancellationToken));
        }

        await database.SaveChangesAsync(cancellationToken);
        await audit.AppendAsync(
            database,
            new AuditEntry(actor, action, accountId, Subject(row), new { edit = row.Id, from = before.ToString(), to = row.State.ToString(), mine = edit.New, hubSpots = edit.Details?.Properties }),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return row;
    }

    /// <summary>The state of an edit of the account; null when there is none.</summary>
    public async Task<OutboxState?> StateOfAsync(string accountId, string editId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Outbox.AsNoTracking()
            .Where(row => row.Id == editId && row.AccountId == accountId)
            .Select(row => (OutboxState?)row.State)
            .SingleOrDefaultAsync(cancellationToken);
    }

    public static string Subject(OutboxRow row) => $"{((ObjectType)row.ObjectType).Plural()}/{row.HubSpotId}";

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    // What the user sees: the mirror's values under the edits on their way.
    private static Dictionary<string, string?> Present(IReadOnlyDictionary<string, string?> mirror, IEnumerable<string> properties, List<OutboxRow> edits)
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

    private async Task<OutboxRow> NewRowAsync(
        AppDb database, Actor actor, string accountId, EditedRecord record,
        IReadOnlyDictionary<string, string?> before, IReadOnlyDictionary<string, string> after, CancellationToken cancellationToken)
    {
        var now = Now;
        var last = await database.Outbox.MaxAsync(row => (string?)row.Id, cancellationToken);
        return new OutboxRow
        {
            Id = EditIds.After(last, now),
            AccountId = accountId,
            ObjectType = (int)record.Type,
            HubSpotId = record.Id,
            BaseValues = Edit.ToJson(before),
            BaseUpdatedAt = record.UpdatedAt,
            NewValues = Edit.ToJson(after),
            ActorId = actor.UserId,
            ActorName = actor.Name,
            State = OutboxState.Queued,
            CreatedAt = now,
            UpdatedAt = now,
            NextAttemptAt = now,
        };
    }

    private static IQueryable<OutboxRow> OfRecord(AppDb database, string accountId, ObjectType type, string id) => database.Outbox
        .Where(row => row.AccountId == accountId && row.ObjectType == (int)type && row.HubSpotId == id && Open.Contains(row.State))
        .OrderBy(row => row.Id);
}

/// <summary>Another edit of the same record that a decision queues.</summary>
internal sealed record FollowUp(IReadOnlyDictionary<string, string?> Base, IReadOnlyDictionary<string, string> New);

/// <summary>Ids in the order in which edits were saved, also within one millisecond and after the clock went back.</summary>
internal static class EditIds
{
    public static string After(string? last, long now)
    {
        var id = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(now)).ToString();
        return last is null || string.CompareOrdinal(id, last) > 0
            ? id
            : Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(TimeOf(last) + 1)).ToString();
    }

    private static long TimeOf(string id) => Convert.ToInt64(id.Replace("-", "", StringComparison.Ordinal)[..12], 16);
}
