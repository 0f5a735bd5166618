using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Storage.Mirror;

/// <summary>Holds the mirror of the connected account; null while no account is connected.</summary>
internal sealed class MirrorHost(IOptions<StorageOptions> options, ILogger<MirrorHost> logger) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>The mirror of the connected account; null while none is.</summary>
    public Mirror? Current { get; private set; }

    /// <summary>Raised after <see cref="Current"/> changed.</summary>
    public event Action? Changed;

    /// <summary>Opens the account's mirror, makes or migrates its file, and puts it in place of the one before.</summary>
    public async Task<Mirror> OpenAsync(string accountId, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (Current?.AccountId == accountId)
            {
                return Current;
            }

            var mirror = new Mirror(accountId, PathOf(accountId));
            await using (var context = mirror.CreateContext())
            {
                await StorageStartup.MigrateAsync(context, logger, cancellationToken);
            }

            Current?.Dispose();
            Current = mirror;
        }
        finally
        {
            _gate.Release();
        }

        Changed?.Invoke();
        return Current;
    }

    /// <summary>Lets go of the mirror; with <paramref name="erase"/> its files are deleted.</summary>
    public async Task CloseAsync(bool erase, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (Current is not { } mirror)
            {
                return;
            }

            Current = null;
            mirror.Dispose();
            if (erase)
            {
                foreach (var suffix in new[] { "", "-wal", "-shm" })
                {
                    File.Delete(mirror.Path + suffix);
                }
            }
        }
        finally
        {
            _gate.Release();
        }

        Changed?.Invoke();
    }

    public void Dispose()
    {
        Current?.Dispose();
        _gate.Dispose();
    }

    // Account keys are "501" and "sandbox-501"; anything else could reach outside the folder.
    private string PathOf(string accountId) => accountId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
        ? Path.Combine(options.Value.FullPath, $"mirror-{accountId}.db")
        : throw new ArgumentException("An account's key is letters, digits and hyphens only.", nameof(accountId));
}
