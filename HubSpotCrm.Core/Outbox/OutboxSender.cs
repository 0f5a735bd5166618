using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Outbox;

/// <summary>
/// Sends the edits of the connected account: the edits of one record in order and one at a time, several records at once.
/// A new edit wakes it at once; while HubSpot must be connected again it makes no call.
/// </summary>
internal sealed class OutboxSender(
    OutboxQueue queue, OutboxDelivery delivery, CurrentTarget target, OutboxSignal signal, HubSpotSession session, MirrorHost mirrors,
    ChangeFeed feed, TimeProvider time, ILogger<OutboxSender> logger) : BackgroundService
{
    private const int Workers = 4;

    /// <summary>For edits whose next attempt has come; new ones do not wait for it.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);

    /// <summary>A change that is out when the portal stops may still get its answer.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private int _session;
    private int _refusedSession = -1;

    /// <summary>Sends what is due and ends when nothing is. Returns the number of attempts.</summary>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            var sent = 0;
            while (await SendNextAsync(cancellationToken, cancellationToken))
            {
                sent++;
            }

            return sent;
        }));
        return counts.Sum();
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

            await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken, abandon.Token)));
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

    private async Task WorkAsync(CancellationToken stopping, CancellationToken abandon)
    {
        while (!stopping.IsCancellationRequested)
        {
            var woken = signal.Next;
            var found = false;
            var ran = await TryAsync(async () => found = await SendNextAsync(stopping, abandon), stopping);
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

    // False when nothing is due, or nothing may be sent.
    private async Task<bool> SendNextAsync(CancellationToken stopping, CancellationToken abandon)
    {
        var present = Volatile.Read(ref _session);
        if (present == Volatile.Read(ref _refusedSession) || target() is not { } account)
        {
            return false;
        }

        if (await queue.ClaimAsync(account.Mirror.AccountId, stopping) is not { } edit)
        {
            return false;
        }

        var outcome = await DeliverAsync(account, edit, abandon);
        if (outcome is null)
        {
            queue.Drop(edit);
            return true;
        }

        if (outcome.NeedsReconnect)
        {
            Volatile.Write(ref _refusedSession, present);
        }

        if (await queue.SettleAsync(edit, outcome, Random.Shared.NextDouble(), abandon))
        {
            string[] ids = outcome.MovedTo is { } survivor ? [edit.Row.HubSpotId, survivor] : [edit.Row.HubSpotId];
            feed.Publish(new RecordsChanged((ObjectType)edit.Row.ObjectType, ids));

            // The next edit of this record was waiting for this one.
            signal.Set();
        }

        return !outcome.NeedsReconnect;
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
            var state = edit.Row.State == OutboxState.Queued ? OutboxState.Queued : OutboxState.Unknown;
            return new DeliveryOutcome(state, "The portal failed to send this and tries again by itself.", Wait: AfterFault, IsFailure: true);
        }
    }
}
