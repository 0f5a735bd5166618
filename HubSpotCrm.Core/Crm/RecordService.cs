using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Crm;

/// <summary>The record is in HubSpot's recycle bin. It can be looked at, and not changed.</summary>
public sealed record RecordIsArchived(ObjectType Type, string Id)
    : Failure($"This {Type.Singular()} was deleted in HubSpot, so it cannot be changed. Restore it there first.");

/// <summary>What the services of all kinds of record work with.</summary>
internal sealed record RecordSources(
    MirrorHost Mirrors,
    RecordSearch Search,
    IDefinitionService Definitions,
    RecordReading Reading,
    OutboxStore Outbox,
    OutboxSignal Signal,
    ChangeFeed Feed);

/// <summary>The body that contacts, companies and deals share: rows and details from the mirror under the edits on their way, and new edits.</summary>
internal abstract class RecordService<T>(RecordSources sources)
    where T : class
{
    protected abstract ObjectType Type { get; }

    /// <summary>The rows of the window, from the mirror alone.</summary>
    protected abstract Task<Result<Page<T>>> SearchAsync(
        RecordSearch search, Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken);

    /// <summary>The rows of a statement over the typed table.</summary>
    protected abstract List<T> ReadRows(SqliteConnection connection, RecordSql sql, AccountDefinitions definitions);

    /// <summary>A record without values.</summary>
    protected abstract T Blank(long key, string id);

    protected abstract string IdOf(T record);

    /// <summary>The record with the values laid over it.</summary>
    protected abstract T With(T record, ValueOverlay values);

    protected abstract T MarkPending(T record);

    public async Task<Result<Page<T>>> FindAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.ViewRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<Page<T>>();
        }

        var definitions = await sources.Definitions.GetAsync(cancellationToken);
        var page = await SearchAsync(sources.Search, mirror.Value, query, definitions, ZoneOf(actor), cancellationToken);
        if (!page.Succeeded || page.Value.Items.Count == 0)
        {
            return page;
        }

        var edits = await sources.Outbox.OfRecordsAsync(mirror.Value.AccountId, Type, [.. page.Value.Items.Select(IdOf)], cancellationToken);
        return edits.Count == 0
            ? page
            : page.Value with { Items = [.. page.Value.Items.Select(record => Lay(record, edits[IdOf(record)], definitions))] };
    }

    public async Task<Result<int>> CountAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.ViewRecords);
        return mirror.Succeeded
            ? await sources.Search.CountAsync(mirror.Value, Type, query, ZoneOf(actor), cancellationToken)
            : mirror.As<int>();
    }

    public async Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(Actor actor, RecordQuery query, string field, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.ViewRecords);
        return mirror.Succeeded
            ? await sources.Search.FacetAsync(mirror.Value, Type, query, field, ZoneOf(actor), cancellationToken)
            : mirror.As<IReadOnlyList<FacetValue>>();
    }

    public async Task<Result<RecordDetails<T>>> GetAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.ViewRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<RecordDetails<T>>();
        }

        var definitions = await sources.Definitions.GetAsync(cancellationToken);
        var kept = await RecordReading.ReadAsync(
            mirror.Value, Type, id, definitions,
            (connection, key) => ReadRows(connection, RecordSql.OfKey(Type, key), definitions).SingleOrDefault(), cancellationToken);
        if (kept is null)
        {
            return new RecordNotFound(Type, id);
        }

        var edits = (await sources.Outbox.OfRecordsAsync(mirror.Value.AccountId, Type, [kept.Id], cancellationToken))[kept.Id].ToList();

        // A record in the recycle bin has no row in the typed table.
        var record = kept.Typed ?? With(Blank(kept.Key, kept.Id), new ValueOverlay(kept.Values, new Dictionary<string, string?>(), definitions));
        return new RecordDetails<T>(
            Lay(record, edits, definitions),
            kept.UpdatedAt,
            kept.IsArchived,
            await sources.Reading.HubSpotUrlAsync(Type, kept.Id, cancellationToken),
            EditOverlay.Properties(Type, kept.Values, edits, definitions),
            kept.Associations,
            kept.History);
    }

    public Task<Result<EditReceipt>> CreateAsync(Actor actor, NewRecord record, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Result<EditReceipt>> ArchiveAsync(Actor actor, string id, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Result<EditReceipt>> RecreateAsync(Actor actor, string id, CancellationToken cancellationToken) => throw new NotImplementedException();

    public async Task<Result<EditReceipt>> EditAsync(
        Actor actor, string id, RecordEdit edit, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.EditRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<EditReceipt>();
        }

        if (await RecordReading.ValuesAsync(mirror.Value, Type, id, cancellationToken) is not { } kept)
        {
            return new RecordNotFound(Type, id);
        }

        if (kept.IsArchived)
        {
            return new RecordIsArchived(Type, kept.Id);
        }

        var definitions = await sources.Definitions.GetAsync(cancellationToken);
        var comparison = new EditComparison(Type, definitions);
        var edits = (await sources.Outbox.OfRecordsAsync(mirror.Value.AccountId, Type, [kept.Id], cancellationToken))[kept.Id];
        var present = EditOverlay.Present(kept.Values, edits);

        // A value that HubSpot holds although its definition forbids it can stay while another property of the form is changed.
        var typed = edit.Values.Where(change => !string.Equals(change.Value, present.GetValueOrDefault(change.Key) ?? "", StringComparison.Ordinal)).ToDictionary();
        var values = new PropertyValidator(definitions, Type, ZoneOf(actor)).Check(typed, present);
        if (!values.Succeeded)
        {
            return values.As<EditReceipt>();
        }

        var record = new EditedRecord(Type, kept.Id, kept.UpdatedAt, kept.Values);
        string? editId;
        try
        {
            editId = await sources.Outbox.AddAsync(actor, mirror.Value.AccountId, record, values.Value, comparison, cancellationToken);
        }
        catch (Exception exception) when (DiskFull.IsCauseOf(exception))
        {
            return new DiskFull();
        }

        if (editId is not null)
        {
            sources.Feed.Publish(new RecordsChanged(Type, [kept.Id]));
            sources.Signal.Set();
        }

        return new EditReceipt(editId);
    }

    private Result<Mirror> Open(Actor actor, Policy policy) =>
        actor.Check(policy) is { } refused ? refused : sources.Mirrors.Current is { } mirror ? mirror : new NotConnected();

    private T Lay(T record, IEnumerable<Edit> edits, AccountDefinitions definitions)
    {
        foreach (var edit in edits.Where(EditOverlay.IsOnItsWay))
        {
            record = MarkPending(With(record, new ValueOverlay(edit.New.ToDictionary(value => value.Key, value => (string?)value.Value), edit.Base, definitions)));
        }

        return record;
    }

    private static TimeZoneInfo ZoneOf(Actor actor) => TimeZoneInfo.TryFindSystemTimeZoneById(actor.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
