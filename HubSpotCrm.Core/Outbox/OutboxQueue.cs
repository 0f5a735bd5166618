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
internal sealed class OutboxQueue(IDbContextFactory<AppDb> databases, AuditLog audit, TimeProvider time) : IDisposable
{
    /// <summary>Longer than three calls with all their waiting take.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(10);

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
    }

    /// <summary>The next entry that is due, leased to this sender; null when none is. Give it back with <see cref="SettleAsync"/>.</summary>
    public async Task<Edit?> ClaimAsync(string accountId, CancellationToken cancellationToken)
    {
        await _claiming.WaitAsync(cancellationToken);
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var now = Now;
            var held = _held.Keys.ToList();
            var row = await Due(database, accountId, now)
                .Where(row => !held.Contains(row.Id))
                .OrderBy(row => row.NextAttemptAt).ThenBy(row => row.Id)
                .FirstOrDefaultAsync(cancellationToken);
            if (row is null)
            {
                return null;
            }

            // A lease that ran out while sending leaves open whether the change arrived.
            var state = row.State == OutboxState.Sending ? OutboxState.Unknown : row.State;
            var until = now + (long)Lease.TotalMilliseconds;
            await database.Outbox.Where(entry => entry.Id == row.Id).ExecuteUpdateAsync(
                entry => entry.SetProperty(taken => taken.LeaseOwner, _owner).SetProperty(taken => taken.LeaseUntil, until).SetProperty(taken => taken.State, state),
                cancellationToken);
            (row.LeaseOwner, row.LeaseUntil, row.State) = (_owner, until, state);
            _held[row.Id] = true;
            return Edit.Of(row);
        }
        finally
        {
            _claiming.Release();
        }
    }

    /// <summary>Notes that the change goes out now; from here on its outcome is unknown until an answer comes. False when the lease is lost.</summary>
    /// <param name="sentAt">HubSpot's time, UTC milliseconds.</param>
    public async Task<bool> MarkSendingAsync(Edit edit, long sentAt, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var until = Now + (long)Lease.TotalMilliseconds;
        var marked = await database.Outbox.Where(row => row.Id == edit.Row.Id && row.LeaseOwner == _owner).ExecuteUpdateAsync(
            row => row.SetProperty(entry => entry.State, OutboxState.Sending).SetProperty(entry => entry.SentAt, sentAt).SetProperty(entry => entry.LeaseUntil, until),
            cancellationToken);
        if (marked == 0)
        {
            return false;
        }

        (edit.Row.State, edit.Row.SentAt) = (OutboxState.Sending, sentAt);
        return true;
    }

    /// <summary>Writes what became of the entry and gives its lease back. False when the lease was lost, and nothing was written.</summary>
    /// <param name="chance">0 to 1, for the time until the next attempt.</param>
    public async Task<bool> SettleAsync(Edit edit, DeliveryOutcome outcome, double chance, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            var row = await database.Outbox.SingleOrDefaultAsync(row => row.Id == edit.Row.Id && row.LeaseOwner == _owner, cancellationToken);
            if (row is null)
            {
                return false;
            }

            Write(row, outcome, chance);
            await FollowersAsync(database, row, edit, outcome, cancellationToken);
            await database.SaveChangesAsync(cancellationToken);
            if (!OutboxStore.InFlight.Contains(row.State))
            {
                await audit.AppendAsync(
                    database,
                    new AuditEntry(
                        Actor.System, "record.edit-" + row.State.ToString().ToLowerInvariant(), row.AccountId, OutboxStore.Subject(row),
                        new { edit = row.Id, message = row.Message, details = outcome.Details?.Properties, correlationId = row.CorrelationId }),
                    cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        finally
        {
            Drop(edit);
        }
    }

    /// <summary>Forgets an entry without writing, as a dying process would; its lease stays until it runs out or the next start.</summary>
    public void Drop(Edit edit) => _held.TryRemove(edit.Row.Id, out _);

    public void Dispose() => _claiming.Dispose();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static IQueryable<OutboxRow> Due(AppDb database, string accountId, long now) => database.Outbox.AsNoTracking()
        .Where(row => row.AccountId == accountId && row.NextAttemptAt <= now
            && (row.State == OutboxState.Queued || row.State == OutboxState.Unknown || row.State == OutboxState.Sending)
            && (row.LeaseUntil == null || row.LeaseUntil <= now)
            && !database.Outbox.Any(earlier => earlier.AccountId == row.AccountId && earlier.ObjectType == row.ObjectType && earlier.HubSpotId == row.HubSpotId
                && earlier.Id.CompareTo(row.Id) < 0
                && (earlier.State == OutboxState.Queued || earlier.State == OutboxState.Unknown || earlier.State == OutboxState.Sending)));

    private void Write(OutboxRow row, DeliveryOutcome outcome, double chance)
    {
        var now = Now;
        (row.LeaseOwner, row.LeaseUntil, row.UpdatedAt) = (null, null, now);
        (row.State, row.Message, row.Details) = (outcome.State, outcome.Message, Edit.ToJson(outcome.Details));
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

    // Later edits of the record were made upon this one. Where it does not take effect they stand upon what was there before it.
    private static async Task FollowersAsync(AppDb database, OutboxRow row, Edit edit, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var movedTo = outcome.MovedTo;
        var isLost = OutboxStore.Stuck.Contains(row.State) && outcome.Details is not { Overwrote: true };
        if (!isLost && movedTo is null)
        {
            return;
        }

        var id = row.HubSpotId;
        var followers = await database.Outbox
            .Where(later => later.AccountId == row.AccountId && later.ObjectType == row.ObjectType && later.HubSpotId == id
                && later.Id.CompareTo(row.Id) > 0 && OutboxStore.InFlight.Contains(later.State))
            .ToListAsync(cancellationToken);
        foreach (var follower in followers.Select(Edit.Of))
        {
            follower.Row.HubSpotId = movedTo ?? id;
            if (isLost)
            {
                follower.Row.BaseValues = Edit.ToJson(follower.Base.ToDictionary(
                    value => value.Key,
                    value => edit.New.TryGetValue(value.Key, out var lost) && lost == value.Value ? edit.Base.GetValueOrDefault(value.Key) : value.Value));
            }
        }

        row.HubSpotId = movedTo ?? id;
    }
}
