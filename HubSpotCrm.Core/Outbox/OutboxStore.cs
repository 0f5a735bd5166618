using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Outbox;

/// <summary>The outbox as users fill it. Each change is one transaction with its audit row.</summary>
internal sealed partial class OutboxStore(IDbContextFactory<AppDb> databases, AuditLog audit, OutboxNews news, TimeProvider time)
{
    /// <summary>On their way: shown in place of HubSpot's value.</summary>
    public static IReadOnlyList<OutboxState> InFlight { get; } = [OutboxState.Queued, OutboxState.Sending, OutboxState.Unknown];

    /// <summary>Not on their way, and a user must decide.</summary>
    public static IReadOnlyList<OutboxState> Stuck { get; } = [OutboxState.Conflict, OutboxState.Rejected, OutboxState.Parked];

    /// <summary>Settled: nothing more happens by itself, and nobody has to decide.</summary>
    public static IReadOnlyList<OutboxState> Settled { get; } = [OutboxState.Confirmed, OutboxState.Discarded];

    /// <summary>What refuses as an error would: HubSpot said no, or the portal gave up.</summary>
    public static IReadOnlyList<OutboxState> Refused { get; } = [OutboxState.Rejected, OutboxState.Parked];

    /// <summary>Not settled.</summary>
    public static IReadOnlyList<OutboxState> Open { get; } = [.. InFlight, .. Stuck];

    /// <summary>
    /// The open edits of the account, newest first, at most <paramref name="limit"/>: those of single records before entries of bulk edits,
    /// and of these only what a user must decide about. The others are told by their bulk edit.
    /// </summary>
    public async Task<List<Edit>> OpenAsync(string accountId, int limit, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Outbox.AsNoTracking()
            .Where(row => row.AccountId == accountId && row.BatchId == null && Open.Contains(row.State))
            .OrderByDescending(row => row.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
        if (rows.Count < limit)
        {
            rows.AddRange(await database.Outbox.AsNoTracking()
                .Where(row => row.AccountId == accountId && row.BatchId != null && Stuck.Contains(row.State))
                .OrderByDescending(row => row.Id)
                .Take(limit - rows.Count)
                .ToListAsync(cancellationToken));
        }

        return rows.OrderByDescending(row => row.Id, StringComparer.Ordinal).Select(Edit.Of).ToList();
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
    /// or throws nothing and returns null. Null when the account has no such edit, or <paramref name="from"/> is not true of it.
    /// </summary>
    public async Task<OutboxRow?> DecideAsync(
        Actor actor, string accountId, string editId, string action, Func<OutboxRow, bool> from, Func<Edit, FollowUp?> change, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var row = await database.Outbox.SingleOrDefaultAsync(row => row.Id == editId && row.AccountId == accountId, cancellationToken);
        if (row is null || !from(row))
        {
            return null;
        }

        var before = row.State;
        var edit = Edit.Of(row);
        var followUp = change(edit);
        row.UpdatedAt = Now;
        if (followUp is not null)
        {
            var next = await NewRowAsync(database, actor, accountId, (ObjectType)row.ObjectType, row.HubSpotId, cancellationToken);
            next.BaseUpdatedAt = row.BaseUpdatedAt;
            (next.BaseValues, next.NewValues) = (Edit.ToJson(followUp.Base), Edit.ToJson(followUp.New));
            database.Outbox.Add(next);
        }

        await database.SaveChangesAsync(cancellationToken);
        await audit.AppendAsync(
            database,
            new AuditEntry(actor, $"{Action(row.Kind)}-{action}", accountId, Subject(row), new { edit = row.Id, from = before.ToString(), to = row.State.ToString(), mine = edit.New, hubSpots = edit.Details?.Properties }),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        news.Raise();
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

    /// <summary>One edit of the account, open or settled; null when there is none.</summary>
    public async Task<Edit?> FindAsync(string accountId, string editId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Outbox.AsNoTracking().SingleOrDefaultAsync(row => row.Id == editId && row.AccountId == accountId, cancellationToken) is { } row
            ? Edit.Of(row)
            : null;
    }

    /// <summary>
    /// Settled edits of single records and all bulk edits that began since, newest first, and how many there are. A line without an edit is a bulk edit.
    /// </summary>
    public async Task<(IReadOnlyList<(string Id, Edit? Edit)> Lines, int Count)> SettledAsync(
        string accountId, long since, int offset, int limit, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var edits = database.Outbox.AsNoTracking()
            .Where(row => row.AccountId == accountId && row.BatchId == null && Settled.Contains(row.State) && row.UpdatedAt >= since)
            .Select(row => new { row.Id, row.CreatedAt });
        var bulk = database.BulkEdits.AsNoTracking()
            .Where(row => row.AccountId == accountId && row.UpdatedAt >= since)
            .Select(row => new { row.Id, row.CreatedAt });
        var all = edits.Concat(bulk);
        var ids = await all.OrderByDescending(line => line.Id).Skip(offset).Take(limit).Select(line => line.Id).ToListAsync(cancellationToken);
        var rows = await database.Outbox.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        return ([.. ids.Select(id => (id, rows.GetValueOrDefault(id) is { } row ? Edit.Of(row) : null))], await all.CountAsync(cancellationToken));
    }

    /// <summary>The ids of the records that are on their way into the recycle bin.</summary>
    public async Task<IReadOnlyList<string>> ArchivingAsync(string accountId, ObjectType type, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Outbox.AsNoTracking()
            .Where(row => row.AccountId == accountId && row.ObjectType == (int)type && row.Kind == EditKind.Archive && InFlight.Contains(row.State))
            .Select(row => row.HubSpotId)
            .Distinct()
            .ToListAsync(cancellationToken);
    }

    /// <summary>The audit's name of what an entry does.</summary>
    public static string Action(EditKind kind) => kind switch
    {
        EditKind.Create => "record.create",
        EditKind.Archive => "record.archive",
        _ => "record.edit",
    };

    public static string Subject(OutboxRow row) => $"{((ObjectType)row.ObjectType).Plural()}/{row.HubSpotId}";

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

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
