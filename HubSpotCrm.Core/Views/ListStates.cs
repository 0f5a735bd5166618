using System.Security.Cryptography;
using System.Text;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Views;

/// <summary>The ids of kept states.</summary>
public static class ListStates
{
    /// <summary>Characters of an id: 80 bits, so that no two states share one.</summary>
    public const int IdLength = 20;

    /// <summary>The short id of a state: the same for the same state, other for any other.</summary>
    public static string IdOf(ObjectType type, string state) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{type.Plural()}?{state}")))[..IdLength];
}

/// <inheritdoc cref="IListStateService"/>
internal sealed class ListStateService(IDbContextFactory<AppDb> databases, MirrorHost mirrors, TimeProvider time) : IListStateService
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<Result<string>> KeepAsync(Actor actor, ObjectType type, string state, CancellationToken cancellationToken)
    {
        if (ViewRules.State(state) is { Succeeded: false } refused)
        {
            return refused;
        }

        if (Account(actor) is var account && !account.Succeeded)
        {
            return account;
        }

        var id = ListStates.IdOf(type, state);
        var now = time.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (await database.ListStates.AnyAsync(row => row.AccountId == account.Value && row.Id == id, cancellationToken))
        {
            return id;
        }

        try
        {
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            var oldest = (now - KeptFor).ToUnixTimeMilliseconds();
            await database.ListStates.Where(row => row.UsedAt < oldest).ExecuteDeleteAsync(cancellationToken);

            // Another screen may have kept the same list meanwhile.
            if (!await database.ListStates.AnyAsync(row => row.AccountId == account.Value && row.Id == id, cancellationToken))
            {
                database.ListStates.Add(new ListStateRow { AccountId = account.Value, Id = id, ObjectType = (int)type, State = state, UsedAt = now.ToUnixTimeMilliseconds() });
                await database.SaveChangesAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            return id;
        }
        catch (Exception exception) when (DiskFull.IsCauseOf(exception))
        {
            return new DiskFull();
        }
    }

    public async Task<Result<string>> FindAsync(Actor actor, ObjectType type, string id, CancellationToken cancellationToken)
    {
        if (Account(actor) is var account && !account.Succeeded)
        {
            return account;
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (await database.ListStates.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == account.Value && row.Id == id && row.ObjectType == (int)type, cancellationToken) is not { } found)
        {
            return new ListStateNotFound(id);
        }

        // Once a day: a link that is opened often must not write each time.
        var now = time.GetUtcNow();
        if (now - DateTimeOffset.FromUnixTimeMilliseconds(found.UsedAt) > Day)
        {
            try
            {
                await database.ListStates
                    .Where(row => row.AccountId == account.Value && row.Id == id)
                    .ExecuteUpdateAsync(row => row.SetProperty(one => one.UsedAt, now.ToUnixTimeMilliseconds()), cancellationToken);
            }
            catch (Exception exception) when (DiskFull.IsCauseOf(exception))
            {
                // It is written down at the next look that finds room.
            }
        }

        return found.State;
    }

    private Result<string> Account(Actor actor) =>
        actor.Check(Policy.ViewRecords) is { } refused ? refused : mirrors.Current is { } mirror ? mirror.AccountId : mirrors.Absence;
}
