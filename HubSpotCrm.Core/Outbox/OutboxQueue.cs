using System.Collections.Concurrent;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Outbox;

/// <summary>
/// The outbox as its sender works on it: one entry of a record at a time, in the order they were saved. Whoever works on an entry holds its lease,
/// and only with the lease can its state be changed.
/// </summary>
internal sealed partial class OutboxQueue(IDbContextFactory<AppDb> databases, AuditLog audit, OutboxNews news, TimeProvider time) : IDisposable
{
    /// <summary>Longer than three calls with all their waiting take.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(10);

    // Between this sender's clock and that of a writer at the same moment there is less.
    private const long SetBack = 60_000;

    private readonly string _owner = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<string, bool> _held = new();
    private readonly SemaphoreSlim _claiming = new(1, 1);

    /// <summary>
    /// Takes over what senders before this one left. The data folder has one portal at a time, so they are dead, whatever their lease says.
    /// What they were sending may or may not have arrived; what they had only taken up was not sent.
    /// </summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var left = database.Outbox.Where(row => row.LeaseOwner != null && row.LeaseOwner != _owner);
        await left.Where(row => row.State == OutboxState.Sending)
            .ExecuteUpdateAsync(row => row.SetProperty(entry => entry.State, OutboxState.Unknown), cancellationToken);
        await left.ExecuteUpdateAsync(
            row => row.SetProperty(entry => entry.LeaseOwner, (string?)null).SetProperty(entry => entry.LeaseUntil, (long?)null), cancellationToken);
        news.Raise();
    }

    /// <summary>
    /// The next edit of one record that is due, leased to this sender; null when none is. Give it back with <see cref="SettleAsync(Edit, DeliveryOutcome, double, CancellationToken)"/>.
    /// An entry of a bulk edit is among them only where an edit of its record waits for it.
    /// </summary>
    public async Task<Edit?> ClaimAsync(string accountId, CancellationToken cancellationToken)
    {
        await _claiming.WaitAsync(cancellationToken);
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            while (true)
            {
                var now = Now;
                var held = _held.Keys.ToList();
                var row = await Due(database, accountId, now)
                    .Where(row => row.BatchId == null && !held.Contains(row.Id))
                    .OrderBy(row => row.NextAttemptAt).ThenBy(row => row.Id)
                    .FirstOrDefaultAsync(cancellationToken)
                    ?? await InTheWayAsync(database, accountId, now, held, cancellationToken);
                if (row is null)
                {
                    return null;
                }

                // A lease that ran out while sending leaves open whether the change arrived.
                var state = row.State == OutboxState.Sending ? OutboxState.Unknown : row.State;
                var until = now + (long)Lease.TotalMilliseconds;
                var taken = await database.Outbox
                    .Where(entry => entry.Id == row.Id && entry.State == row.State && entry.LeaseUntil == row.LeaseUntil && entry.NextAttemptAt == row.NextAttemptAt)
                    .ExecuteUpdateAsync(
                        entry => entry.SetProperty(due => due.LeaseOwner, _owner).SetProperty(due => due.LeaseUntil, until).SetProperty(due => due.State, state),
                        cancellationToken);
                if (taken == 0)
                {
                    // A user decided about it in this moment; what is due now is another question.
                    continue;
                }

                (row.LeaseOwner, row.LeaseUntil, row.State) = (_owner, until, state);
                _held[row.Id] = true;
                return Edit.Of(row);
            }
        }
        finally
        {
            _claiming.Release();
        }
    }

    /// <summary>Notes that the change goes out now; from here on its outcome is unknown until an answer comes. False when the lease is lost.</summary>
    /// <param name="sentAt">HubSpot's time, UTC milliseconds.</param>
    /// <param name="over">What HubSpot holds in this moment of the properties to be sent; null where nothing is to be found out by it.</param>
    public async Task<bool> MarkSendingAsync(Edit edit, long sentAt, IReadOnlyDictionary<string, SentOver>? over, CancellationToken cancellationToken)
    {
        var held = over is null ? null : Edit.ToJson(over);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var until = Now + (long)Lease.TotalMilliseconds;
        var marked = await database.Outbox.Where(row => row.Id == edit.Row.Id && row.LeaseOwner == _owner).ExecuteUpdateAsync(
            row => row
                .SetProperty(entry => entry.State, OutboxState.Sending).SetProperty(entry => entry.LeaseUntil, until)
                .SetProperty(entry => entry.SentAt, sentAt).SetProperty(entry => entry.SentOver, held),
            cancellationToken);
        if (marked == 0)
        {
            return false;
        }

        (edit.Row.State, edit.Row.SentAt, edit.Row.SentOver) = (OutboxState.Sending, sentAt, held);
        news.Raise();
        return true;
    }

    /// <summary>Writes what became of the entry and gives its lease back. False when the lease was lost, and nothing was written.</summary>
    /// <param name="chance">0 to 1, for the time until the next attempt.</param>
    public async Task<bool> SettleAsync(Edit edit, DeliveryOutcome outcome, double chance, CancellationToken cancellationToken) =>
        (await SettleAsync([(edit, outcome)], chance, cancellationToken)).Count > 0;

    /// <summary>Writes what became of several entries, in one transaction, and gives their leases back. Returns those whose lease was not lost.</summary>
    /// <param name="chance">0 to 1; one for all, so that entries that went together are tried again together.</param>
    public async Task<IReadOnlyList<Edit>> SettleAsync(
        IReadOnlyList<(Edit Edit, DeliveryOutcome Outcome)> settled, double chance, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            var ids = settled.Select(entry => entry.Edit.Row.Id).ToList();
            var rows = await database.Outbox.Where(row => ids.Contains(row.Id) && row.LeaseOwner == _owner).ToDictionaryAsync(row => row.Id, cancellationToken);
            var audited = new List<AuditEntry>();
            var written = new List<Edit>();
            foreach (var (edit, outcome) in settled)
            {
                if (rows.GetValueOrDefault(edit.Row.Id) is { } row)
                {
                    await SettleAsync(database, row, edit, outcome, chance, audited, cancellationToken);
                    written.Add(edit);
                }
            }

            await database.SaveChangesAsync(cancellationToken);
            if (audited.Count > 0)
            {
                await audit.AppendAsync(database, audited, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            news.Raise();
            return written;
        }
        finally
        {
            foreach (var (edit, _) in settled)
            {
                Drop(edit);
            }
        }
    }

    private async Task SettleAsync(
        AppDb database, OutboxRow row, Edit edit, DeliveryOutcome outcome, double chance, List<AuditEntry> audited, CancellationToken cancellationToken)
    {
        if (row.Kind == EditKind.Create && outcome.MovedTo is { } made && (await TakenAsync(database, edit, [made], cancellationToken)).Count > 0)
        {
            // Two entries looked for their records at the same moment and found the same one; it belongs to the first.
            outcome = new DeliveryOutcome(
                OutboxState.Unknown, "HubSpot did not answer; the portal looks whether it was made.", Wait: DeliveryFailures.BeforeLooking, IsFailure: true);
        }

        Write(row, outcome, chance);
        await FollowersAsync(database, row, edit, outcome, cancellationToken);
        if (!OutboxStore.InFlight.Contains(row.State))
        {
            audited.Add(new AuditEntry(
                Actor.System, $"{OutboxStore.Action(row.Kind)}-{row.State.ToString().ToLowerInvariant()}", row.AccountId, OutboxStore.Subject(row),
                new { edit = row.Id, message = row.Message, details = outcome.Details?.Properties, correlationId = row.CorrelationId }));
        }
    }

    /// <summary>Forgets an entry without writing, as a dying process would; its lease stays until it runs out or the next start.</summary>
    public void Drop(Edit edit) => _held.TryRemove(edit.Row.Id, out _);

    /// <summary>Those of the records that another entry of the outbox made.</summary>
    public async Task<HashSet<string>> TakenAsync(Edit edit, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await TakenAsync(database, edit, ids, cancellationToken);
    }

    public void Dispose() => _claiming.Dispose();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    // What was written at a time that is still to come was written before the clock was set back: its waiting time says nothing any more.
    private static IQueryable<OutboxRow> Due(AppDb database, string accountId, long now) => database.Outbox.AsNoTracking()
        .Where(row => row.AccountId == accountId && (row.NextAttemptAt <= now || row.UpdatedAt > now + SetBack)
            && (row.State == OutboxState.Queued || row.State == OutboxState.Unknown || row.State == OutboxState.Sending)
            && (row.LeaseUntil == null || row.LeaseUntil <= now)
            && !database.Outbox.Any(earlier => earlier.AccountId == row.AccountId && earlier.ObjectType == row.ObjectType && earlier.HubSpotId == row.HubSpotId
                && earlier.Id.CompareTo(row.Id) < 0
                && (earlier.State == OutboxState.Queued || earlier.State == OutboxState.Unknown || earlier.State == OutboxState.Sending)));

    private static async Task<HashSet<string>> TakenAsync(AppDb database, Edit edit, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        [.. await database.Outbox.AsNoTracking()
            .Where(row => row.AccountId == edit.Row.AccountId && row.ObjectType == edit.Row.ObjectType && row.Kind == EditKind.Create
                && row.State == OutboxState.Confirmed && row.Id != edit.Row.Id && ids.Contains(row.HubSpotId))
            .Select(row => row.HubSpotId)
            .ToListAsync(cancellationToken)];

    private void Write(OutboxRow row, DeliveryOutcome outcome, double chance)
    {
        var now = Now;
        if (outcome.WasNotMade)
        {
            (row.SentAt, row.SentOver) = (null, null);
        }

        (row.LeaseOwner, row.LeaseUntil, row.UpdatedAt) = (null, null, now);
        (row.State, row.Message, row.Details) = (outcome.State, outcome.Message, Edit.ToJson(DetailsOf(outcome)));
        row.CorrelationId = outcome.CorrelationId ?? row.CorrelationId;
        if (!outcome.IsFailure)
        {
            (row.Attempts, row.RetryingSince) = (0, null);
            row.NextAttemptAt = now;
            return;
        }

        row.RetryingSince ??= now;
        row.NextAttemptAt = now + (long)OutboxRetry.Delay(row.Attempts, outcome.Wait ?? TimeSpan.Zero, chance).TotalMilliseconds;
        row.Attempts++;
        if (now - row.RetryingSince >= OutboxRetry.GiveUpAfter.TotalMilliseconds)
        {
            row.State = OutboxState.Parked;
            row.Message = $"Not sent for a day. {outcome.Message}";
        }
    }

    // What HubSpot made of a value is needed to tell later whether it is still there.
    private static EditDetails? DetailsOf(DeliveryOutcome outcome) => outcome.Forms.Count == 0
        ? outcome.Details
        : (outcome.Details ?? new EditDetails(new Dictionary<string, EditDetail>())) with { Forms = outcome.Forms };

    // Later edits of the record were made upon this one. Where it does not take effect they stand upon what was there before it,
    // and where HubSpot writes its value another way, upon that.
    private static async Task FollowersAsync(AppDb database, OutboxRow row, Edit edit, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var stands = StandsNow(row, edit, outcome);
        if (stands.Count > 0 || outcome.MovedTo is not null)
        {
            var followers = await OthersOf(database, row)
                .Where(later => later.Id.CompareTo(row.Id) > 0 && OutboxStore.InFlight.Contains(later.State))
                .ToListAsync(cancellationToken);
            foreach (var follower in followers)
            {
                follower.HubSpotId = outcome.MovedTo ?? row.HubSpotId;
                edit.Rebase(follower, stands);
            }
        }

        if (row is { Kind: EditKind.Archive, State: OutboxState.Confirmed })
        {
            // There is nothing left to decide about.
            foreach (var stuck in await OthersOf(database, row).Where(other => OutboxStore.Stuck.Contains(other.State)).ToListAsync(cancellationToken))
            {
                (stuck.State, stuck.Message, stuck.UpdatedAt) = (OutboxState.Discarded, "The record was deleted.", row.UpdatedAt);
            }
        }

        row.HubSpotId = outcome.MovedTo ?? row.HubSpotId;
    }

    // Per property of the edit that is not at HubSpot as it was typed, what is there.
    private static Dictionary<string, string?> StandsNow(OutboxRow row, Edit edit, DeliveryOutcome outcome)
    {
        var stands = outcome.Forms.Where(form => edit.New.ContainsKey(form.Key)).ToDictionary();
        if (!OutboxStore.Stuck.Contains(row.State) || outcome.Details is { Overwrote: true })
        {
            return stands;
        }

        foreach (var property in edit.New.Keys)
        {
            var detail = outcome.Details?.Properties.GetValueOrDefault(property);
            if (outcome.Details is not { OthersMade: true })
            {
                stands[property] = edit.Base.GetValueOrDefault(property);
            }
            else if (detail is not null)
            {
                stands[property] = detail.HubSpots;
            }
        }

        return stands;
    }

    private static IQueryable<OutboxRow> OthersOf(AppDb database, OutboxRow row)
    {
        var (account, type, record, id) = (row.AccountId, row.ObjectType, row.HubSpotId, row.Id);
        return database.Outbox.Where(other => other.AccountId == account && other.ObjectType == type && other.HubSpotId == record && other.Id != id);
    }
}
