using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Connection;

/// <summary>Puts the stored connection back in place when the portal starts.</summary>
internal sealed class ConnectionRestore(
    ConnectionStore store,
    ConnectionTargets targets,
    ConnectionFeed feed,
    SessionOpener opener,
    TokenProtection protection,
    MirrorHost mirrors,
    AccountCopies copies,
    ILogger<ConnectionRestore> logger) : IHostedLifecycleService
{
    private ConnectionRow? _row;

    /// <summary>Before the portal answers: the mirror opens, so records can be read whatever HubSpot does.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await FinishErasingAsync(cancellationToken);
        _row = await store.CurrentAsync(cancellationToken);
        if (_row is { } row)
        {
            await OpenMirrorAsync(ConnectionStore.KeyOf(row), cancellationToken);
            feed.Publish(feed.Describe(row) with { CopyFault = mirrors.Fault });
        }

        mirrors.Changed += TellFault;
    }

    /// <summary>After the portal listens: the sandbox, which it may serve itself, has an address only now.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (_row is not { State: nameof(ConnectionState.Connected) } row)
        {
            return;
        }

        if (row.ProtectedTokens is not { } text || protection.TryUnprotect(text) is not { } tokens)
        {
            await opener.ReconnectNeededAsync(row.Id, row.TokenVersion, "the stored tokens cannot be decrypted with the keys of this portal");
        }
        else if (targets.EndpointOf(Enum.Parse<ConnectionTarget>(row.Target)) is { } endpoint)
        {
            opener.Open(row, tokens, endpoint);
        }
        else
        {
            feed.Publish(feed.Status with { Reason = new SandboxOff().Message });
            logger.LogWarning("The connected account is the sandbox's, and the sandbox is off");
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        mirrors.Changed -= TellFault;
        return Task.CompletedTask;
    }

    // The copy may turn out to be damaged long after it was opened.
    private void TellFault()
    {
        var fault = mirrors.Fault;
        while (feed.Status is { State: not ConnectionState.None } seen && seen.CopyFault != fault && !feed.TryPublish(seen, seen with { CopyFault = fault }))
        {
        }
    }

    // The portal was stopped in the middle of it, or another program held a file.
    private async Task FinishErasingAsync(CancellationToken cancellationToken)
    {
        foreach (var key in await store.ToEraseAsync(cancellationToken))
        {
            if (await copies.TryEraseAsync(key))
            {
                logger.LogInformation("The copy of account {AccountId} was erased, as was asked for before", key);
            }
        }
    }

    // Everything in it can be read again from HubSpot, except its history: no reason to keep everybody out, and none to throw it away.
    private async Task OpenMirrorAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await mirrors.OpenAsync(key, cancellationToken);
        }
        catch (StorageUnusableException exception)
        {
            logger.LogError(exception, "The portal starts without the copy of account {AccountId}", key);
            mirrors.DoWithout(exception.Message);
        }
    }
}
