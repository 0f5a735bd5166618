using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Connection;

/// <summary>An account's mirror is open.</summary>
/// <param name="SetAside">The file name under which an earlier one that could not be used was kept; null when there was none.</param>
internal sealed record OpenedCopy(string? SetAside);

/// <summary>Opens, rebuilds and erases the mirrors of accounts, for the one who connects and disconnects them.</summary>
internal sealed class AccountCopies(ConnectionStore store, MirrorHost mirrors, TimeProvider time)
{
    /// <summary>
    /// Opens the account's mirror. A kept file that is damaged or not this portal's is set aside and a new one made, since whoever connects
    /// wants the account's records; a full disk or a missing right is a <see cref="CopyUnusable"/>. What was to be erased is erased first.
    /// </summary>
    public async Task<Result<OpenedCopy>> OpenAsync(string key)
    {
        if ((await store.ToEraseAsync(CancellationToken.None)).Contains(key) && !await TryEraseAsync(key))
        {
            return new CopyNotErased();
        }

        try
        {
            await mirrors.OpenAsync(key, CancellationToken.None);
            return new OpenedCopy(SetAside: null);
        }
        catch (StorageUnusableException exception) when (exception.IsFileItself)
        {
            return await RebuildAsync(key);
        }
        catch (StorageUnusableException exception)
        {
            return new CopyUnusable(exception.Message);
        }
    }

    /// <summary>Sets the account's file aside and opens a new one.</summary>
    public async Task<Result<OpenedCopy>> RebuildAsync(string key)
    {
        try
        {
            await mirrors.CloseAsync(erase: false, CancellationToken.None);
            var name = await mirrors.SetAsideAsync(key, time.GetUtcNow(), CancellationToken.None);
            await mirrors.OpenAsync(key, CancellationToken.None);
            return new OpenedCopy(name);
        }
        catch (StorageUnusableException exception)
        {
            return new CopyUnusable(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new CopyUnusable($"The old copy could not be set aside: {exception.Message} Give the portal's user the right to write in the data folder, and try again.");
        }
    }

    /// <summary>Erases the account's files, and remembers it when that is done. False when another program holds them.</summary>
    public async Task<bool> TryEraseAsync(string key)
    {
        if (!await mirrors.TryEraseAsync(key, CancellationToken.None))
        {
            return false;
        }

        await store.ErasedAsync(key, CancellationToken.None);
        return true;
    }
}
