using System.Text.Json;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Search;

/// <inheritdoc cref="IRecentService"/>
internal sealed class RecentService(IDbContextFactory<AppDb> databases, MirrorHost mirrors, TimeProvider time) : IRecentService, IDisposable
{
    /// <summary>As many of each are kept.</summary>
    public const int Most = 10;

    private const int LongestText = 200;
    private readonly SemaphoreSlim _writing = new(1, 1);

    public async Task<Result<Recents>> GetAsync(Actor actor, CancellationToken cancellationToken)
    {
        var mirror = Open(actor);
        if (!mirror.Succeeded)
        {
            return mirror.As<Recents>();
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var name = SettingRow.RecentOf(mirror.Value.AccountId, actor.UserId);
        var row = await database.Settings.AsNoTracking().SingleOrDefaultAsync(setting => setting.Name == name, cancellationToken);
        var kept = Read(row?.Value);
        return new Recents(kept.Searches, await NamedAsync(mirror.Value, kept.Records, cancellationToken));
    }

    public Task<Result<Done>> NoteSearchAsync(Actor actor, string text, CancellationToken cancellationToken)
    {
        var typed = text.Trim();
        return typed.Length is 0 or > LongestText || TypedText.Of(typed) is null
            ? Task.FromResult<Result<Done>>(default(Done))
            : ChangeAsync(actor, kept => kept with { Searches = [.. kept.Searches.Skip(GoesOn(kept, typed) ? 1 : 0).Where(other => !Same(other, typed)).Prepend(typed).Take(Most)] }, cancellationToken);
    }

    public Task<Result<Done>> NoteRecordAsync(Actor actor, RecordReference record, CancellationToken cancellationToken) =>
        ChangeAsync(actor, kept => kept with { Records = [.. kept.Records.Where(other => other != record).Prepend(record).Take(Most)] }, cancellationToken);

    public Task<Result<Done>> ClearAsync(Actor actor, CancellationToken cancellationToken) => ChangeAsync(actor, _ => Kept.Nothing, cancellationToken);

    public void Dispose() => _writing.Dispose();

    private static bool GoesOn(Kept kept, string typed) => kept.Searches is [var newest, ..] && typed.StartsWith(newest, StringComparison.OrdinalIgnoreCase);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    // Windows of one user write one after the other, so that none loses what another has just noted.
    private async Task<Result<Done>> ChangeAsync(Actor actor, Func<Kept, Kept> change, CancellationToken cancellationToken)
    {
        var mirror = Open(actor);
        if (!mirror.Succeeded)
        {
            return mirror.As<Done>();
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var name = SettingRow.RecentOf(mirror.Value.AccountId, actor.UserId);
            var row = await database.Settings.SingleOrDefaultAsync(setting => setting.Name == name, cancellationToken);
            if (row is null)
            {
                database.Add(row = new SettingRow { Name = name, Value = "" });
            }

            (row.Value, row.UpdatedAt) = (JsonSerializer.Serialize(change(Read(row.Value))), time.GetUtcNow().ToUnixTimeMilliseconds());
            await database.SaveChangesAsync(cancellationToken);
            return default(Done);
        }
        catch (Exception exception) when (DiskFull.IsCauseOf(exception))
        {
            return new DiskFull();
        }
        finally
        {
            _writing.Release();
        }
    }

    private static async Task<IReadOnlyList<RecentRecord>> NamedAsync(Mirror mirror, IReadOnlyList<RecordReference> records, CancellationToken cancellationToken)
    {
        var named = new Dictionary<RecordReference, RecentRecord>();
        foreach (var kind in records.GroupBy(record => record.Type))
        {
            var wanted = kind.ToList();
            var values = await RecordReading.ValuesAsync(mirror, kind.Key, wanted.ConvertAll(record => record.Id), cancellationToken);
            foreach (var (record, kept) in wanted.Zip(values))
            {
                if (kept is { IsArchived: false })
                {
                    named[record] = new RecentRecord(kind.Key, kept.Id, RecordNames.Of(kind.Key, kept.Id, kept.Values));
                }
            }
        }

        return [.. records.Where(named.ContainsKey).Select(record => named[record]).DistinctBy(record => (record.Type, record.Id))];
    }

    // Written by this class alone; what a later release may have made of it is begun anew.
    private static Kept Read(string? value)
    {
        try
        {
            return string.IsNullOrEmpty(value) ? Kept.Nothing : JsonSerializer.Deserialize<Kept>(value) is { Searches: not null, Records: not null } kept ? kept : Kept.Nothing;
        }
        catch (JsonException)
        {
            return Kept.Nothing;
        }
    }

    private Result<Mirror> Open(Actor actor) =>
        actor.Check(Policy.ViewRecords) is { } refused ? refused : mirrors.Current is { } mirror ? mirror : mirrors.Absence;

    private sealed record Kept(IReadOnlyList<string> Searches, IReadOnlyList<RecordReference> Records)
    {
        public static Kept Nothing { get; } = new([], []);
    }
}
