using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Outbox;

/// <summary>
/// Sends the edits of the connected account: the edits of one record in order and one at a time, several records at once.
/// A new edit wakes it at once; while HubSpot must be connected again it makes no call. Bulk edits have workers of their own,
/// so that a person's edit finds one that is free.
/// </summary>
internal sealed class OutboxSender(
    OutboxQueue queue, OutboxDelivery delivery, BulkPreparation preparation, CurrentTarget target, OutboxSignal signal, HubSpotSession session, MirrorHost mirrors,
    ChangeFeed feed, TimeProvider time, ILogger<OutboxSender> logger, Random? chance = null) : BackgroundService
{
    private const int Workers = 4;
    private const int BulkWorkers = 2;

    /// <summary>For edits whose next attempt has come; new ones do not wait for it.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);

    /// <summary>A change that is out when the portal stops may still get its answer.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly Random _chance = chance ?? Random.Shared;
    private int _session;
    private int _refusedSession = -1;

    /// <summary>Writes and sends what is due and ends when nothing is. Returns the number of entries that were tried.</summary>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        var all = 0;
        while (true)
        {
            var counts = await Task.WhenAll(
                Enumerable.Range(0, Workers).Select(_ => DrainAsync(() => SendNextAsync(cancellationToken, cancellationToken)))
                    .Concat(Enumerable.Range(0, BulkWorkers).Select(_ => DrainAsync(() => SendManyAsync(cancellationToken, cancellationToken)))));
            all += counts.Sum(count => count.Tried);

            // What one of them settled may be what an entry waited for that another did not find due.
            if (!counts.Any(count => count.Found))
            {
                return all;
            }
        }
    }

    /// <summary>Takes over what a portal that died left behind.</summary>
    public Task RecoverAsync(CancellationToken cancellationToken) => queue.RecoverAsync(cancellationToken);

    /// <summary>HubSpot is asked again after a refusal.</summary>
    public void OnSessionChanged()
    {
        Interlocked.Increment(ref _session);
        signal.Set();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What runs before the first await would hold up the host's start.
        await Task.Yield();
        session.Changed += OnSessionChanged;
        mirrors.Changed += signal.Set;
        using var abandon = new CancellationTokenSource();
        using var stopping = stoppingToken.Register(() => abandon.CancelAfter(Grace));
        try
        {
            while (!await TryAsync(() => RecoverAsync(stoppingToken), stoppingToken))
            {
                await Task.Delay(AfterFault, time, stoppingToken);
            }

            await Task.WhenAll(
                Enumerable.Range(0, Workers).Select(_ => WorkAsync(() => SendNextAsync(stoppingToken, abandon.Token), stoppingToken))
                    .Concat(Enumerable.Range(0, BulkWorkers).Select(_ => WorkAsync(() => SendManyAsync(stoppingToken, abandon.Token), stoppingToken))));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("The outbox stopped");
        }
        finally
        {
            session.Changed -= OnSessionChanged;
            mirrors.Changed -= signal.Set;
        }
    }

    private static async Task<(bool Found, int Tried)> DrainAsync(Func<Task<Attempt>> next)
    {
        var (found, tried) = (false, 0);
        while (await next() is { GoesOn: true } attempt)
        {
            (found, tried) = (true, tried + attempt.Entries);
        }

        return (found, tried);
    }

    private async Task WorkAsync(Func<Task<Attempt>> next, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var woken = signal.Next;
            var found = false;
            var ran = await TryAsync(async () => found = (await next()).GoesOn, stopping);
            if (!found)
            {
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                await Task.WhenAny(woken, Task.Delay(ran ? Poll : AfterFault, time, waiting.Token));
                await waiting.CancelAsync();
            }
        }
    }

    // A worker that dies would stop the whole host, or leave edits lying without a word.
    private async Task<bool> TryAsync(Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "The outbox failed and tries again in {Delay}", AfterFault);
            return false;
        }
    }

    private async Task<Attempt> SendNextAsync(CancellationToken stopping, CancellationToken abandon)
    {
        var present = Volatile.Read(ref _session);
        if (Target(present) is not { } account || await queue.ClaimAsync(account.Mirror.AccountId, stopping) is not { } edit)
        {
            return Attempt.None;
        }

        var outcome = await DeliverAsync(account, edit, abandon);
        if (outcome is null)
        {
            queue.Drop(edit);
            return new Attempt(true, 1);
        }

        await SettleAsync([(edit, outcome)], abandon);
        return GoOn(present, [outcome]);
    }

    private async Task<Attempt> SendManyAsync(CancellationToken stopping, CancellationToken abandon)
    {
        // Writing needs no connection to HubSpot.
        if (mirrors.Current is { } mirror && await preparation.ContinueAsync(mirror, stopping))
        {
            signal.Set();
            return new Attempt(true, 0);
        }

        var present = Volatile.Read(ref _session);
        if (Target(present) is not { } account || await queue.ClaimManyAsync(account.Mirror.AccountId, HubSpotLimits.Batch, stopping) is not { Count: > 0 } edits)
        {
            return Attempt.None;
        }

        var delivered = await DeliverAsync(account, edits, abandon);
        foreach (var (edit, _) in delivered.Where(entry => entry.Outcome is null))
        {
            queue.Drop(edit);
        }

        var outcomes = delivered.Where(entry => entry.Outcome is not null).Select(entry => (entry.Edit, Outcome: entry.Outcome!)).ToList();
        await SettleAsync(outcomes, abandon);
        return GoOn(present, outcomes.ConvertAll(entry => entry.Outcome)) with { Entries = edits.Count };
    }

    private OutboxTarget? Target(int present) => present == Volatile.Read(ref _refusedSession) ? null : target();

    private async Task SettleAsync(List<(Edit Edit, DeliveryOutcome Outcome)> outcomes, CancellationToken abandon)
    {
        if (outcomes.Count == 0 || (await queue.SettleAsync(outcomes, _chance.NextDouble(), abandon)).Count == 0)
        {
            return;
        }

        foreach (var entries in outcomes.GroupBy(entry => (ObjectType)entry.Edit.Row.ObjectType))
        {
            string[] ids = [.. entries.Select(entry => entry.Edit.Row.HubSpotId), .. entries.Select(entry => entry.Outcome.MovedTo).OfType<string>()];
            feed.Publish(new RecordsChanged(entries.Key, ids));
        }

        // The next edits of these records were waiting for these.
        signal.Set();
    }

    private Attempt GoOn(int present, List<DeliveryOutcome> outcomes)
    {
        var mustReconnect = outcomes.Any(outcome => outcome.NeedsReconnect);
        if (mustReconnect)
        {
            Volatile.Write(ref _refusedSession, present);
        }

        return new Attempt(!mustReconnect, outcomes.Count);
    }

    private async Task<IReadOnlyList<(Edit Edit, DeliveryOutcome? Outcome)>> DeliverAsync(OutboxTarget account, IReadOnlyList<Edit> edits, CancellationToken abandon)
    {
        try
        {
            return await delivery.DeliverAsync(account, edits, abandon);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            foreach (var edit in edits)
            {
                queue.Drop(edit);
            }

            throw;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "{Count} edits of bulk edit {BulkEditId} could not be delivered", edits.Count, edits[0].Row.BatchId);
            return [.. edits.Select(edit => (edit, (DeliveryOutcome?)Failed(edit)))];
        }
    }

    private async Task<DeliveryOutcome?> DeliverAsync(OutboxTarget account, Edit edit, CancellationToken abandon)
    {
        try
        {
            return await delivery.DeliverAsync(account, edit, abandon);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            queue.Drop(edit);
            throw;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "Edit {EditId} could not be delivered", edit.Row.Id);
            return Failed(edit);
        }
    }

    private static DeliveryOutcome Failed(Edit edit) => new(
        edit.Row.State == OutboxState.Queued ? OutboxState.Queued : OutboxState.Unknown, "The portal failed to send this and tries again by itself.",
        Wait: AfterFault, IsFailure: true);

    /// <param name="GoesOn">False when nothing is due, or nothing may be sent.</param>
    private readonly record struct Attempt(bool GoesOn, int Entries)
    {
        public static Attempt None { get; } = new(false, 0);
    }
}
