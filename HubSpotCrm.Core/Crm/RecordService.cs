using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot;
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

/// <summary>The body that contacts, companies, deals and campaigns share: rows and details from the mirror under the edits on their way, and new edits.</summary>
internal abstract class RecordService<T>(RecordSources sources)
    where T : class
{
    protected abstract ObjectType Type { get; }

    protected RecordSources Sources => sources;

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

    /// <summary>The record with the values of properties that were asked for.</summary>
    protected abstract T WithProperties(T record, IReadOnlyDictionary<string, string?> values);

    public async Task<Result<Page<T>>> FindAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.ViewRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<Page<T>>();
        }

        var definitions = await sources.Definitions.GetAsync(cancellationToken);
        var shown = await ShownAsync(actor, mirror.Value, query, definitions, cancellationToken);
        if (!shown.Succeeded)
        {
            return shown.As<Page<T>>();
        }

        var page = await SearchAsync(sources.Search, mirror.Value, shown.Value, definitions, definitions.Zone, cancellationToken);
        if (!page.Succeeded || page.Value.Items.Count == 0)
        {
            return page;
        }

        var edits = await sources.Outbox.OfRecordsAsync(mirror.Value.AccountId, Type, [.. page.Value.Items.Select(IdOf)], cancellationToken);
        var laid = edits.Count == 0 ? page.Value.Items : [.. page.Value.Items.Select(record => Lay(record, edits[IdOf(record)], definitions))];
        return page.Value with { Items = query.Properties.Count == 0 ? laid : await WithPropertiesAsync(mirror.Value, laid, query.Properties, edits, cancellationToken) };
    }

    public async Task<Result<int>> CountAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.ViewRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<int>();
        }

        // Days are the account's, whoever asks: a list then holds the records that a figure of the same days counts.
        var definitions = await sources.Definitions.GetAsync(cancellationToken);
        var shown = await ShownAsync(actor, mirror.Value, query, definitions, cancellationToken);
        return shown.Succeeded
            ? await sources.Search.CountAsync(mirror.Value, Type, shown.Value, definitions, definitions.Zone, cancellationToken)
            : shown.As<int>();
    }

    public async Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(Actor actor, RecordQuery query, string field, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.ViewRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<IReadOnlyList<FacetValue>>();
        }

        var definitions = await sources.Definitions.GetAsync(cancellationToken);
        var shown = await ShownAsync(actor, mirror.Value, query, definitions, cancellationToken);
        return shown.Succeeded
            ? await sources.Search.FacetAsync(mirror.Value, Type, shown.Value, field, definitions, definitions.Zone, cancellationToken)
            : shown.As<IReadOnlyList<FacetValue>>();
    }

    public async Task<Result<Facets>> FacetsAsync(Actor actor, RecordQuery query, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.ViewRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<Facets>();
        }

        var definitions = await sources.Definitions.GetAsync(cancellationToken);
        var shown = await ShownAsync(actor, mirror.Value, query, definitions, cancellationToken);
        return shown.Succeeded
            ? await sources.Search.FacetsAsync(mirror.Value, Type, shown.Value, fields, definitions, definitions.Zone, cancellationToken)
            : shown.As<Facets>();
    }

    public virtual async Task<Result<RecordDetails<T>>> GetAsync(Actor actor, string id, CancellationToken cancellationToken)
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
            kept.IsArchived || edits.Exists(EditOverlay.Archives),
            await sources.Reading.HubSpotUrlAsync(Type, kept.Id, cancellationToken),
            EditOverlay.Properties(Type, kept.Values, edits, definitions),
            kept.Associations,
            kept.History)
        {
            IsBeingArchived = !kept.IsArchived && edits.Exists(EditOverlay.Archives),
        };
    }

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

        // After the edits: the value of one that settles meanwhile is in the mirror before it leaves the outbox.
        kept = await RecordReading.ValuesAsync(mirror.Value, Type, kept.Id, cancellationToken) ?? kept;
        var present = EditOverlay.Present(kept.Values, edits);
        var seen = edit.Seen ?? new Dictionary<string, string?>();
        if (seen.FirstOrDefault(value => value.Value?.Length > PropertyValidator.LongestText) is { Key: { } tooLong })
        {
            return new InvalidInput(definitions.FindProperty(Type, tooLong)?.Label ?? tooLong, $"the value it is compared with has more than {PropertyValidator.LongestText:N0} characters.");
        }

        // A value that HubSpot holds although its definition forbids it can stay while another property of the form is changed.
        var typed = edit.Values.Where(change => !string.Equals(change.Value, present.GetValueOrDefault(change.Key) ?? "", StringComparison.Ordinal)).ToDictionary();
        var values = new PropertyValidator(definitions, Type, definitions.Zone).Check(typed, present);
        if (!values.Succeeded)
        {
            return values.As<EditReceipt>();
        }

        var record = new TypedEdit(Type, kept.Id, values.Value, seen, () => RecordReading.ValuesAsync(mirror.Value, Type, kept.Id, cancellationToken));
        return await SaveAsync(
            async () =>
            {
                var added = await sources.Outbox.AddAsync(actor, mirror.Value.AccountId, record, comparison, cancellationToken);
                return added.Succeeded ? new EditReceipt(added.Value) : added.As<EditReceipt>();
            },
            kept.Id);
    }

    public async Task<Result<EditReceipt>> CreateAsync(Actor actor, NewRecord record, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.EditRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<EditReceipt>();
        }

        var definitions = await sources.Definitions.GetAsync(cancellationToken);
        var values = NewRecordRules.Check(Type, record.Values, definitions, definitions.Zone);
        if (!values.Succeeded)
        {
            return values.As<EditReceipt>();
        }

        var associations = await AssociatedAsync(mirror.Value, record.Associations ?? [], cancellationToken);
        return associations.Succeeded
            ? await QueueNewAsync(actor, mirror.Value, values.Value, associations.Value, cancellationToken)
            : associations.As<EditReceipt>();
    }

    public async Task<Result<EditReceipt>> ArchiveAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.EditRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<EditReceipt>();
        }

        return await RecordReading.ValuesAsync(mirror.Value, Type, id, cancellationToken) is { } kept
            ? await SaveAsync(
                () => sources.Outbox.AddArchiveAsync(
                    actor, mirror.Value.AccountId, Type, kept.Id, () => RecordReading.ValuesAsync(mirror.Value, Type, kept.Id, cancellationToken), cancellationToken),
                kept.Id)
            : new RecordNotFound(Type, id);
    }

    public async Task<Result<EditReceipt>> RecreateAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.EditRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<EditReceipt>();
        }

        if (await RecordReading.ValuesAsync(mirror.Value, Type, id, cancellationToken) is not { Id: var survivor })
        {
            return new RecordNotFound(Type, id);
        }

        // Before the record: an archiving that settles meanwhile is in the mirror before it leaves the outbox.
        var isLeaving = (await sources.Outbox.OfRecordsAsync(mirror.Value.AccountId, Type, [survivor], cancellationToken))[survivor].Any(EditOverlay.Archives);
        var definitions = await sources.Definitions.GetAsync(cancellationToken);
        if (await RecordReading.ReadAsync<T>(mirror.Value, Type, survivor, definitions, (_, _) => null, cancellationToken) is not { } kept)
        {
            return new RecordNotFound(Type, id);
        }

        if (!kept.IsArchived)
        {
            return isLeaving ? new RecordIsBeingArchived(Type, kept.Id) : new RecordIsLive(Type, kept.Id);
        }

        var values = NewRecordRules.Check(
            Type, NewRecordRules.Carried(Type, kept.Values, definitions, definitions.Zone), definitions, definitions.Zone);
        return values.Succeeded
            ? await QueueNewAsync(
                actor, mirror.Value, values.Value, [.. kept.Associations
                    .Where(other => AssociationTypeIds.Knows(Type.Plural(), other.Type.Plural()))
                    .Select(other => new RecordReference(other.Type, other.Id))],
                cancellationToken)
            : values.As<EditReceipt>();
    }

    private Task<Result<EditReceipt>> QueueNewAsync(
        Actor actor, Mirror mirror, IReadOnlyDictionary<string, string> values, IReadOnlyList<RecordReference> associations, CancellationToken cancellationToken) => SaveAsync(
        async () => new EditReceipt(await sources.Outbox.AddNewAsync(actor, mirror.AccountId, Type, values, associations, cancellationToken)), null);

    // HubSpot refuses the whole record for one association that it cannot make.
    private async Task<Result<IReadOnlyList<RecordReference>>> AssociatedAsync(
        Mirror mirror, IReadOnlyList<RecordReference> references, CancellationToken cancellationToken)
    {
        if (references.Count > NewRecordRules.MostAssociations)
        {
            return new InvalidInput("Associations", $"at most {NewRecordRules.MostAssociations} records at once.");
        }

        var found = new List<RecordReference>();
        foreach (var reference in references)
        {
            if (!AssociationTypeIds.Knows(Type.Plural(), reference.Type.Plural()))
            {
                return new InvalidInput("Associations", $"a {Type.Singular()} cannot be made with one to a {reference.Type.Singular()}.");
            }

            if (await RecordReading.ValuesAsync(mirror, reference.Type, reference.Id, cancellationToken) is not { } kept)
            {
                return new RecordNotFound(reference.Type, reference.Id);
            }

            if (kept.IsArchived)
            {
                return new RecordIsArchived(reference.Type, kept.Id);
            }

            found.Add(new RecordReference(reference.Type, kept.Id));
        }

        return found.Distinct().ToList();
    }

    /// <param name="id">The record whose screens change at once; null when there is none yet.</param>
    private async Task<Result<EditReceipt>> SaveAsync(Func<Task<Result<EditReceipt>>> add, string? id)
    {
        Result<EditReceipt> receipt;
        try
        {
            receipt = await add();
        }
        catch (Exception exception) when (DiskFull.IsCauseOf(exception))
        {
            return new DiskFull();
        }

        if (receipt is { Succeeded: true, Value.EditId: { } edit })
        {
            sources.Feed.Publish(new RecordsChanged(Type, [id ?? OutboxStore.NewId + edit]));
            sources.Signal.Set();
        }

        return receipt;
    }

    // A record on its way into the recycle bin has left the lists, though HubSpot and the mirror still hold it.
    private async Task<Result<RecordQuery>> ShownAsync(Actor actor, Mirror mirror, RecordQuery query, AccountDefinitions definitions, CancellationToken cancellationToken)
    {
        var own = OwnFilters.Of(actor, Type, query, definitions);
        return own.Succeeded ? own.Value with { Without = await sources.Outbox.ArchivingAsync(mirror.AccountId, Type, cancellationToken) } : own;
    }

    private Result<Mirror> Open(Actor actor, Policy policy) =>
        actor.Check(policy) is { } refused ? refused : sources.Mirrors.Current is { } mirror ? mirror : sources.Mirrors.Absence;

    private T Lay(T record, IEnumerable<Edit> edits, AccountDefinitions definitions)
    {
        foreach (var edit in edits.Where(EditOverlay.IsOnItsWay))
        {
            record = MarkPending(With(record, new ValueOverlay(edit.New.ToDictionary(value => value.Key, value => (string?)value.Value), edit.Base, definitions)));
        }

        return record;
    }

    private async Task<IReadOnlyList<T>> WithPropertiesAsync(
        Mirror mirror, IReadOnlyList<T> records, IReadOnlyList<string> names, ILookup<string, Edit> edits, CancellationToken cancellationToken)
    {
        var kept = await RecordReading.ValuesAsync(mirror, Type, [.. records.Select(IdOf)], cancellationToken);
        return
        [
            .. records.Select((record, at) =>
            {
                var values = EditOverlay.Present(kept[at]?.Values ?? new Dictionary<string, string?>(), edits[IdOf(record)]);
                return WithProperties(record, names.Distinct().ToDictionary(name => name, values.GetValueOrDefault));
            }),
        ];
    }
}
