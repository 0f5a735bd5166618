using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Views;

/// <inheritdoc cref="ISavedViewService"/>
internal sealed class SavedViewService(
    IDbContextFactory<AppDb> databases, MirrorHost mirrors, AuditLog audit, ViewFeed feed, TimeProvider time) : ISavedViewService
{
    private static readonly TimeSpan RestorableFor = TimeSpan.FromDays(1);

    public async Task<Result<IReadOnlyList<SavedView>>> ListAsync(Actor actor, ObjectType? type, CancellationToken cancellationToken)
    {
        if (Account(actor) is var account && !account.Succeeded)
        {
            return account.As<IReadOnlyList<SavedView>>();
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var seen = Seen(database, account.Value, actor);
        var views = await (type is { } one ? seen.Where(row => row.ObjectType == (int)one) : seen).ToListAsync(cancellationToken);
        var places = await Places(database, account.Value, actor).ToDictionaryAsync(row => row.ViewId, cancellationToken);
        return views
            .OrderBy(row => row.ObjectType)
            .ThenBy(row => places.GetValueOrDefault(row.Id)?.Place ?? int.MaxValue)
            .ThenBy(row => row.OwnerId != actor.UserId)
            .ThenBy(row => row.NameKey, StringComparer.Ordinal)
            .ThenBy(row => row.Id, StringComparer.Ordinal)
            .Select(row => For(row, actor, places.GetValueOrDefault(row.Id)))
            .ToList();
    }

    public async Task<Result<SavedView>> FindAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        if (Account(actor) is var account && !account.Succeeded)
        {
            return account.As<SavedView>();
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await Seen(database, account.Value, actor).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } row
            ? await ForAsync(database, row, actor, cancellationToken)
            : new ViewNotFound(id);
    }

    public Task<Result<SavedView>> CreateAsync(Actor actor, NewView view, CancellationToken cancellationToken) => WriteAsync<SavedView>(
        actor,
        async (database, account) =>
        {
            if (ViewRules.Name(view.Type, view.Name) is var name && !name.Succeeded)
            {
                return name.As<SavedView>();
            }

            if (ViewRules.State(view.State) is { Succeeded: false } state)
            {
                return state.As<SavedView>();
            }

            if (Enum.IsDefined(view.Icon) is false)
            {
                return new InvalidInput("Icon", "there is no such icon.");
            }

            if (view.IsShared && actor.Check(Policy.ShareViews) is { } refused)
            {
                return refused;
            }

            if (await database.SavedViews.CountAsync(row => row.AccountId == account && row.ObjectType == (int)view.Type && row.OwnerId == actor.UserId && row.DeletedAt == null, cancellationToken) >= ViewRules.MostViews)
            {
                return new TooManyViews(ViewRules.MostViews);
            }

            var now = time.GetUtcNow();
            var row = new SavedViewRow
            {
                Id = Guid.CreateVersion7(now).ToString(),
                AccountId = account,
                ObjectType = (int)view.Type,
                OwnerId = actor.UserId,
                OwnerName = actor.Name,
                Name = name.Value,
                NameKey = ViewRules.KeyOf(name.Value),
                Icon = view.Icon,
                State = view.State,
                IsShared = view.IsShared,
                Version = 1,
                ChangedBy = actor.Name,
                ChangedAt = now.ToUnixTimeMilliseconds(),
            };
            if (await IsTakenAsync(database, row, cancellationToken))
            {
                return new ViewNameTaken(row.Name);
            }

            var last = await Places(database, account, actor).Where(place => place.ObjectType == (int)view.Type).MaxAsync(place => place.Place, cancellationToken);
            var place = new ViewPlaceRow { AccountId = account, UserId = actor.UserId, ViewId = row.Id, ObjectType = row.ObjectType, Place = (last ?? -1) + 1 };
            database.SavedViews.Add(row);
            database.ViewPlaces.Add(place);
            await database.SaveChangesAsync(cancellationToken);
            if (row.IsShared)
            {
                await TellAsync(database, actor, row, "share", new { row.Name, row.State }, cancellationToken);
            }

            return For(row, actor, place);
        },
        made => new ViewsChanged(made.Type, made.IsShared ? null : actor.UserId),
        cancellationToken);

    public Task<Result<SavedView>> ChangeAsync(Actor actor, string id, ViewChange change, CancellationToken cancellationToken)
    {
        var wasShared = false;
        return WriteAsync<SavedView>(
            actor,
            async (database, account) =>
            {
                if (await OwnAsync(database, account, actor, id, cancellationToken) is var found && !found.Succeeded)
                {
                    return found.As<SavedView>();
                }

                var row = found.Value;
                if (row.Version != change.Version)
                {
                    return new ViewChangedMeanwhile(row.Name, row.ChangedBy);
                }

                wasShared = row.IsShared;
                if (await ApplyAsync(database, actor, row, change, cancellationToken) is { } refused)
                {
                    return refused;
                }

                row.Version++;
                (row.ChangedBy, row.ChangedAt) = (actor.Name, time.GetUtcNow().ToUnixTimeMilliseconds());
                row.OwnerName = row.OwnerId == actor.UserId ? actor.Name : row.OwnerName;
                await database.SaveChangesAsync(cancellationToken);
                if (wasShared || row.IsShared)
                {
                    var what = (wasShared, row.IsShared) switch { (false, _) => "share", (_, false) => "unshare", _ => "change" };
                    await TellAsync(database, actor, row, what, new { row.Name, row.State }, cancellationToken);
                }

                return await ForAsync(database, row, actor, cancellationToken);
            },
            view => new ViewsChanged(view.Type, wasShared || view.IsShared ? null : actor.UserId),
            cancellationToken);
    }

    public async Task<Result<Done>> DeleteAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        var deleted = await WriteAsync<SavedViewRow>(
            actor,
            async (database, account) =>
            {
                if (await OwnAsync(database, account, actor, id, cancellationToken) is var found && !found.Succeeded)
                {
                    return found;
                }

                await ForgetAsync(database, account, cancellationToken);
                found.Value.DeletedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
                await database.SaveChangesAsync(cancellationToken);
                if (found.Value.IsShared)
                {
                    await TellAsync(database, actor, found.Value, "delete", new { found.Value.Name, found.Value.State }, cancellationToken);
                }

                return found;
            },
            ChangeOf,
            cancellationToken);
        return deleted.Succeeded ? new Done() : deleted.As<Done>();
    }

    public Task<Result<SavedView>> RestoreAsync(Actor actor, string id, CancellationToken cancellationToken) => WriteAsync<SavedView>(
        actor,
        async (database, account) =>
        {
            var row = await database.SavedViews.SingleOrDefaultAsync(row => row.AccountId == account && row.Id == id && row.DeletedAt != null, cancellationToken);
            if (row is null || !MayChange(row, actor) || row.DeletedAt < (time.GetUtcNow() - RestorableFor).ToUnixTimeMilliseconds())
            {
                return new ViewNotFound(id);
            }

            if (await IsTakenAsync(database, row, cancellationToken))
            {
                return new ViewNameTaken(row.Name);
            }

            row.DeletedAt = null;
            await database.SaveChangesAsync(cancellationToken);
            if (row.IsShared)
            {
                await TellAsync(database, actor, row, "restore", new { row.Name }, cancellationToken);
            }

            return await ForAsync(database, row, actor, cancellationToken);
        },
        view => new ViewsChanged(view.Type, view.IsShared ? null : actor.UserId),
        cancellationToken);

    public Task<Result<Done>> PinAsync(Actor actor, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken) => WriteAsync<Done>(
        actor,
        async (database, account) =>
        {
            var seen = await Seen(database, account, actor).Where(row => row.ObjectType == (int)type).Select(row => row.Id).ToHashSetAsync(cancellationToken);
            if (ids.FirstOrDefault(id => !seen.Contains(id)) is { } unknown)
            {
                return new ViewNotFound(unknown);
            }

            var places = await OfKindAsync(database, account, actor, type, cancellationToken);
            var order = ids.Distinct().Select((id, at) => (id, at)).ToDictionary(pair => pair.id, pair => pair.at);
            foreach (var place in places.Values)
            {
                place.Place = order.TryGetValue(place.ViewId, out var at) ? at : null;
            }

            foreach (var (id, at) in order.Where(pair => !places.ContainsKey(pair.Key)))
            {
                database.ViewPlaces.Add(new ViewPlaceRow { AccountId = account, UserId = actor.UserId, ViewId = id, ObjectType = (int)type, Place = at });
            }

            await database.SaveChangesAsync(cancellationToken);
            return new Done();
        },
        _ => new ViewsChanged(type, actor.UserId),
        cancellationToken);

    public Task<Result<Done>> SetDefaultAsync(Actor actor, ObjectType type, string? id, CancellationToken cancellationToken) => WriteAsync<Done>(
        actor,
        async (database, account) =>
        {
            if (id is not null && !await Seen(database, account, actor).AnyAsync(row => row.Id == id && row.ObjectType == (int)type, cancellationToken))
            {
                return new ViewNotFound(id);
            }

            var places = await OfKindAsync(database, account, actor, type, cancellationToken);
            foreach (var place in places.Values)
            {
                place.IsDefault = place.ViewId == id;
            }

            if (id is not null && !places.ContainsKey(id))
            {
                database.ViewPlaces.Add(new ViewPlaceRow { AccountId = account, UserId = actor.UserId, ViewId = id, ObjectType = (int)type, IsDefault = true });
            }

            await database.SaveChangesAsync(cancellationToken);
            return new Done();
        },
        _ => new ViewsChanged(type, actor.UserId),
        cancellationToken);

    private async Task<Result<T>> WriteAsync<T>(
        Actor actor, Func<AppDb, string, Task<Result<T>>> write, Func<T, ViewsChanged> changeOf, CancellationToken cancellationToken)
    {
        if (Account(actor) is var account && !account.Succeeded)
        {
            return account.As<T>();
        }

        Result<T> written;
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);

            // Holds SQLite's write lock from here: what is checked stays true until it is written.
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            written = await write(database, account.Value);
            if (!written.Succeeded)
            {
                return written;
            }

            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception exception) when (DiskFull.IsCauseOf(exception))
        {
            return new DiskFull();
        }

        feed.Publish(changeOf(written.Value));
        return written;
    }

    private static async Task<Failure?> ApplyAsync(AppDb database, Actor actor, SavedViewRow row, ViewChange change, CancellationToken cancellationToken)
    {
        if (change.Name is { } wanted)
        {
            var name = ViewRules.Name((ObjectType)row.ObjectType, wanted);
            if (!name.Succeeded)
            {
                return name.Failure;
            }

            (row.Name, row.NameKey) = (name.Value, ViewRules.KeyOf(name.Value));
        }

        if (change.State is not null && ViewRules.State(change.State) is { Succeeded: false } state)
        {
            return state.Failure;
        }

        if (change.Icon is { } icon && !Enum.IsDefined(icon))
        {
            return new InvalidInput("Icon", "there is no such icon.");
        }

        if (change.IsShared == true && !row.IsShared && actor.Check(Policy.ShareViews) is { } refused)
        {
            return refused;
        }

        row.State = change.State ?? row.State;
        row.Icon = change.Icon ?? row.Icon;
        row.IsShared = change.IsShared ?? row.IsShared;
        return await IsTakenAsync(database, row, cancellationToken) ? new ViewNameTaken(row.Name) : null;
    }

    private static IQueryable<SavedViewRow> Seen(AppDb database, string account, Actor actor) => database.SavedViews.AsNoTracking()
        .Where(row => row.AccountId == account && row.DeletedAt == null && (row.IsShared || row.OwnerId == actor.UserId));

    private static IQueryable<ViewPlaceRow> Places(AppDb database, string account, Actor actor) =>
        database.ViewPlaces.AsNoTracking().Where(row => row.AccountId == account && row.UserId == actor.UserId);

    private static Task<Dictionary<string, ViewPlaceRow>> OfKindAsync(AppDb database, string account, Actor actor, ObjectType type, CancellationToken cancellationToken) =>
        Places(database, account, actor).AsTracking().Where(row => row.ObjectType == (int)type).ToDictionaryAsync(row => row.ViewId, cancellationToken);

    // A name is one thing to each who sees it: among the shared ones, and among the owner's.
    private static Task<bool> IsTakenAsync(AppDb database, SavedViewRow view, CancellationToken cancellationToken) => database.SavedViews.AsNoTracking().AnyAsync(
        row => row.AccountId == view.AccountId && row.ObjectType == view.ObjectType && row.NameKey == view.NameKey && row.Id != view.Id && row.DeletedAt == null
            && (row.OwnerId == view.OwnerId || row.IsShared),
        cancellationToken);

    private static async Task<Result<SavedViewRow>> OwnAsync(AppDb database, string account, Actor actor, string id, CancellationToken cancellationToken)
    {
        if (await Seen(database, account, actor).AsTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
        {
            return new ViewNotFound(id);
        }

        return MayChange(row, actor) ? row : new ViewOfSomebodyElse(row.OwnerName);
    }

    private static bool MayChange(SavedViewRow row, Actor actor) =>
        row.OwnerId == actor.UserId || (row.IsShared && actor.Check(Policy.Administer) is null);

    private async Task ForgetAsync(AppDb database, string account, CancellationToken cancellationToken)
    {
        var oldest = (time.GetUtcNow() - RestorableFor).ToUnixTimeMilliseconds();
        var gone = database.SavedViews.Where(row => row.AccountId == account && row.DeletedAt < oldest);
        await database.ViewPlaces.Where(place => place.AccountId == account && gone.Any(row => row.Id == place.ViewId)).ExecuteDeleteAsync(cancellationToken);
        await gone.ExecuteDeleteAsync(cancellationToken);
    }

    private Task TellAsync(AppDb database, Actor actor, SavedViewRow row, string what, object detail, CancellationToken cancellationToken) => audit.AppendAsync(
        database, new AuditEntry(actor, $"view.{what}", row.AccountId, $"{((ObjectType)row.ObjectType).Plural()}/views/{row.Id}", detail), cancellationToken);

    private static ViewsChanged ChangeOf(SavedViewRow row) => new((ObjectType)row.ObjectType, row.IsShared ? null : row.OwnerId);

    private static async Task<SavedView> ForAsync(AppDb database, SavedViewRow row, Actor actor, CancellationToken cancellationToken) =>
        For(row, actor, await Places(database, row.AccountId, actor).SingleOrDefaultAsync(place => place.ViewId == row.Id, cancellationToken));

    private static SavedView For(SavedViewRow row, Actor actor, ViewPlaceRow? place) =>
        new(row.Id, (ObjectType)row.ObjectType, row.Name, row.Icon, row.State, row.IsShared, row.OwnerId, row.OwnerName, row.Version)
        {
            IsMine = row.OwnerId == actor.UserId,
            CanChange = MayChange(row, actor),
            IsDefault = place?.IsDefault ?? false,
            IsPinned = place?.Place is not null,
        };

    private Result<string> Account(Actor actor) =>
        actor.Check(Policy.ViewRecords) is { } refused ? refused : mirrors.Current is { } mirror ? mirror.AccountId : mirrors.Absence;
}
