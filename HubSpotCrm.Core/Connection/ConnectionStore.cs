using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Connection;

/// <summary>The connections in <c>app.db</c>.</summary>
internal sealed class ConnectionStore(IDbContextFactory<AppDb> databases, TokenProtection protection)
{
    public static string KeyOf(ConnectionRow row) => KeyOf(Enum.Parse<ConnectionTarget>(row.Target), row.AccountId);

    /// <summary>Names the account's rows and file; a sandbox that happens to bear a real account's number is another account.</summary>
    public static string KeyOf(ConnectionTarget target, string accountId) =>
        target == ConnectionTarget.Sandbox ? $"sandbox-{accountId}" : accountId;

    /// <summary>The connection in use; null when there is none.</summary>
    public async Task<ConnectionRow?> CurrentAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.IsCurrent, cancellationToken);
    }

    /// <summary>
    /// Makes this the current connection, in the place of an earlier one with the same account. <paramref name="describe"/> fills in the row,
    /// <paramref name="also"/> adds to the same transaction.
    /// </summary>
    public async Task<ConnectionRow> SaveAsync(
        ConnectionTarget target, string accountId, Action<ConnectionRow> describe, Func<AppDb, Task> also, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.Connections
            .Where(other => other.IsCurrent)
            .ExecuteUpdateAsync(set => set.SetProperty(other => other.IsCurrent, false), cancellationToken);

        var name = target.ToString();
        var row = await database.Connections.SingleOrDefaultAsync(known => known.Target == name && known.AccountId == accountId, cancellationToken);
        if (row is null)
        {
            row = new ConnectionRow
            {
                AccountId = accountId,
                Target = name,
                Method = "",
                State = "",
                ConnectedBy = "",
            };
            database.Add(row);
        }

        describe(row);
        row.IsCurrent = true;
        row.TokenVersion++;
        await database.SaveChangesAsync(cancellationToken);
        await also(database);
        await transaction.CommitAsync(cancellationToken);
        return row;
    }

    /// <summary>
    /// Changes one connection and whatever belongs to the change, in one transaction. Does nothing, and says so, when it is gone or no
    /// longer what <paramref name="isStill"/> asks for.
    /// </summary>
    public async Task<bool> TryChangeAsync(
        long id, Func<ConnectionRow, bool> isStill, Action<ConnectionRow> change, Func<AppDb, Task> also, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await database.Connections.FindAsync([id], cancellationToken) is not { } row || !isStill(row))
        {
            return false;
        }

        change(row);
        await database.SaveChangesAsync(cancellationToken);
        await also(database);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The keys of the accounts whose mirror is to be erased and may still be there.</summary>
    public async Task<IReadOnlyList<string>> ToEraseAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return [.. (await database.Connections.AsNoTracking().Where(row => row.ErasePending).ToListAsync(cancellationToken)).Select(KeyOf)];
    }

    /// <summary>The mirror of that account is gone.</summary>
    public async Task ErasedAsync(string key, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var row in (await database.Connections.Where(row => row.ErasePending).ToListAsync(cancellationToken)).Where(row => KeyOf(row) == key))
        {
            row.ErasePending = false;
        }

        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Sync of an account that is connected again begins by itself. Within the caller's transaction.</summary>
    public static Task ForgetSyncModeAsync(AppDb database, string key)
    {
        var name = SettingRow.SyncModeOf(key);
        return database.Settings.Where(setting => setting.Name == name).ExecuteDeleteAsync();
    }

    /// <summary>What users looked for in an account names its records: it goes with them. Within the caller's transaction.</summary>
    public static Task ForgetRecentsAsync(AppDb database, string key)
    {
        var names = SettingRow.RecentsOf(key);
        return database.Settings.Where(setting => setting.Name.StartsWith(names)).ExecuteDeleteAsync();
    }

    /// <summary>The tokens of one connection, for the keeper that refreshes them.</summary>
    /// <param name="onReconnectNeeded">Gets the version of the tokens that HubSpot refuses, and why.</param>
    public ITokenStore TokensOf(ConnectionRow row, Func<long, string, Task> onReconnectNeeded) =>
        new RowTokens(row.Id, row.TokenVersion, databases, protection, onReconnectNeeded);

    private sealed class RowTokens(
        long id, long version, IDbContextFactory<AppDb> databases, TokenProtection protection, Func<long, string, Task> onReconnectNeeded) : ITokenStore
    {
        // Of the tokens that the keeper holds: those of the row may have been replaced since by a new consent.
        private long _held = version;

        public async ValueTask<StoredTokens?> LoadAsync(CancellationToken cancellationToken)
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var row = await database.Connections.AsNoTracking().SingleOrDefaultAsync(connection => connection.Id == id, cancellationToken);
            if (row is not { ProtectedTokens: { } text, AccessTokenExpiresAt: { } expires }
                || protection.TryUnprotect(text) is not { RefreshToken: { } refresh } tokens)
            {
                return null;
            }

            Volatile.Write(ref _held, row.TokenVersion);
            return new StoredTokens(tokens.AccessToken, refresh, DateTimeOffset.FromUnixTimeMilliseconds(expires), row.TokenVersion);
        }

        public async ValueTask<bool> TryReplaceAsync(long version, StoredTokens tokens, CancellationToken cancellationToken)
        {
            var text = protection.Protect(new TokenPair(tokens.AccessToken, tokens.RefreshToken));
            var expires = tokens.ExpiresAt.ToUnixTimeMilliseconds();
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var isReplaced = await database.Connections
                .Where(row => row.Id == id && row.TokenVersion == version)
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(row => row.ProtectedTokens, text)
                        .SetProperty(row => row.AccessTokenExpiresAt, expires)
                        .SetProperty(row => row.TokenVersion, tokens.Version),
                    cancellationToken) == 1;
            if (isReplaced)
            {
                Volatile.Write(ref _held, tokens.Version);
            }

            return isReplaced;
        }

        public async ValueTask MarkReconnectAsync(string reason, CancellationToken cancellationToken) =>
            await onReconnectNeeded(Volatile.Read(ref _held), reason);
    }
}
