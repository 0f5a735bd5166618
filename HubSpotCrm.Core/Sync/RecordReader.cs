using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Reads whole records: all properties, the history of the tracked ones, and all associations.
/// A list page with history holds fifty records; a page without history and two batch reads for it would need half as many calls again.
/// </summary>
internal sealed class RecordReader(SyncTarget target, ObjectType type, AccountDefinitions definitions)
{
    // "%2C" between names in the URL.
    private const int Separator = 3;
    private const int Attempts = 2;

    private readonly HubSpotClient _client = target.Client;
    private readonly string _plural = type.Plural();

    /// <summary>The types whose associations come with the records: those that the granted scopes cover.</summary>
    public IReadOnlyList<ObjectType> Targets => target.Scopes.TargetsOf(type);

    /// <summary>What is asked for: every property in use; before the definitions were read, those that have a column.</summary>
    private readonly IReadOnlyList<string> _properties = PropertiesOf(type, definitions);

    /// <summary>A page of the list, live or archived. Its records are whole, except that records of an archived page carry no associations.</summary>
    public async Task<Result<WirePage>> PageAsync(string? after, bool archived, CancellationToken cancellationToken)
    {
        var fits = _properties.Sum(name => name.Length + Separator) <= HubSpotLimits.NamesInUrl;
        var page = await ListAsync(fits, after, archived, cancellationToken);
        if (!page.Succeeded)
        {
            return page;
        }

        var records = page.Value.Results;
        if (!fits)
        {
            var whole = await ValuesAsync([.. records.Select(record => record.Id)], archived, cancellationToken);
            if (!whole.Succeeded)
            {
                return whole.As<WirePage>();
            }

            if (whole.Value.Incomplete is { } incomplete)
            {
                return incomplete;
            }

            var associations = records.ToDictionary(record => record.Id, record => record.Associations);
            records = [.. whole.Value.Records.Select(record => record with { Associations = associations.GetValueOrDefault(record.Id) })];
        }

        var complete = await CompleteAsync(records, cancellationToken);
        return complete.Succeeded ? page.Value with { Results = complete.Value } : complete.As<WirePage>();
    }

    /// <summary>
    /// The records with these ids and their associations. A merged id is answered by the survivor, under its own id; an id that HubSpot no longer has is missing.
    /// </summary>
    public async Task<Result<RecordsRead>> RecordsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var values = await ValuesAsync(ids, archived: false, cancellationToken);
        if (!values.Succeeded || values.Value.Records.Count == 0)
        {
            return values;
        }

        var records = values.Value.Records.ToDictionary(record => record.Id);
        var sets = records.Keys.ToDictionary(id => id, _ => (Dictionary<string, WireAssociations>?)[]);
        var unread = new Dictionary<string, string>(values.Value.Unread);
        foreach (var to in Targets)
        {
            var read = await AssociationsAsync(to, [.. records.Keys], cancellationToken);
            if (read.Failure is MissingScopes missing)
            {
                target.Scopes.Drop(type, to, missing.Message);
                continue;
            }

            if (!read.Succeeded)
            {
                return read.As<RecordsRead>();
            }

            foreach (var id in records.Keys)
            {
                if (read.Value.Sets.TryGetValue(id, out var set))
                {
                    sets[id]?.Add(to.Plural(), set);
                }
                else
                {
                    // Not read is not empty: the record keeps the associations it has.
                    sets[id] = null;
                }
            }

            foreach (var (id, reason) in read.Value.Unread)
            {
                unread[id] = reason;
            }
        }

        return new RecordsRead([.. records.Values.Select(record => record with { Associations = sets[record.Id] })], unread);
    }

    /// <summary>The live records with these ids, without associations.</summary>
    public Task<Result<RecordsRead>> ValuesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => ValuesAsync(ids, archived: false, cancellationToken);

    /// <summary>The archived records with these ids, without associations. An id that is not archived is missing.</summary>
    public Task<Result<RecordsRead>> ArchivedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => ValuesAsync(ids, archived: true, cancellationToken);

    /// <summary>The associations of these records, and nothing else of them; a record whose associations could not be read is missing.</summary>
    public async Task<Result<AssociationsOfRecords>> AssociationsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var sets = ids.ToDictionary(id => id, _ => new Dictionary<string, WireAssociations>());
        foreach (var to in Targets)
        {
            var read = await AssociationsAsync(to, ids, cancellationToken);
            if (read.Failure is MissingScopes missing)
            {
                target.Scopes.Drop(type, to, missing.Message);
                continue;
            }

            if (!read.Succeeded)
            {
                return read.Failure;
            }

            foreach (var id in ids)
            {
                if (read.Value.Sets.TryGetValue(id, out var set))
                {
                    sets.GetValueOrDefault(id)?.Add(to.Plural(), set);
                }
                else
                {
                    sets.Remove(id);
                }
            }
        }

        return new AssociationsOfRecords(sets.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, WireAssociations>)pair.Value));
    }

    private async Task<Result<WirePage>> ListAsync(bool fits, string? after, bool archived, CancellationToken cancellationToken)
    {
        while (true)
        {
            var targets = Targets;
            IReadOnlyList<string>? associations = archived ? null : [.. targets.Select(to => to.Plural())];
            var tracked = TrackedProperties.Of(type);
            var request = fits
                ? new ListRequest(
                    _properties, tracked, associations, after, tracked.Count > 0 ? HubSpotLimits.ListPageWithHistory : HubSpotLimits.ListPage, archived)
                : new ListRequest([type.ModifiedProperty()], null, associations, after, HubSpotLimits.ListPage, archived);
            var page = await _client.ListAsync(_plural, request, cancellationToken);
            switch (page.Failure)
            {
                case MissingScopes missing when !archived && target.Scopes.Drop(type, missing):
                    continue;

                // Only an answer of HubSpot's own is about the cursor; a proxy's page is about the way there.
                case RequestRefused { Status: 400, Category: not null } refused when after is not null:
                    return new CursorRefused(after, refused.Text);

                default:
                    return page;
            }
        }
    }

    // An id that HubSpot says it has not is gone. Of any other that it does not answer for nothing is known, and it is asked again. One that is
    // left out a second time without a word is taken as gone: not every version of the API names what it has not.
    private async Task<Result<RecordsRead>> ValuesAsync(IReadOnlyList<string> ids, bool archived, CancellationToken cancellationToken)
    {
        var records = new List<WireRecord>(ids.Count);
        var seen = new HashSet<string>(ids.Count);
        var unread = new Dictionary<string, string>();
        foreach (var chunk in ids.Chunk(HubSpotLimits.BatchWithHistory))
        {
            var asked = chunk;
            for (var attempt = 1; asked.Length > 0; attempt++)
            {
                var batch = await _client.BatchReadAsync(_plural, new BatchReadRequest(asked, _properties, TrackedProperties.Of(type), Archived: archived), cancellationToken);
                if (!batch.Succeeded)
                {
                    return batch.As<RecordsRead>();
                }

                records.AddRange(batch.Value.Results.Where(record => seen.Add(record.Id)));
                var answered = batch.Value.Results.Select(record => record.Id).ToHashSet();
                var failed = BatchGaps.Of(asked, answered, batch.Value.Errors);
                var unnamed = BatchGaps.Unnamed(asked, answered, batch.Value.Errors);
                if (failed.Count + unnamed.Count == 0 || attempt == Attempts)
                {
                    foreach (var (id, reason) in failed)
                    {
                        unread[id] = reason;
                    }

                    break;
                }

                asked = [.. failed.Keys.Union(unnamed)];
            }
        }

        return new RecordsRead(records, unread);
    }

    // Lists carry the first associations of a record only, and no labels. The rest comes from another API with cursors of its own: those sets are read again whole.
    private async Task<Result<IReadOnlyList<WireRecord>>> CompleteAsync(IReadOnlyList<WireRecord> records, CancellationToken cancellationToken)
    {
        var complete = records.ToList();
        foreach (var to in Targets)
        {
            var plural = to.Plural();
            var open = complete
                .Where(record => record.Associations?.GetValueOrDefault(plural) is { } set && (set.After is not null || !set.Results.All(entry => AssociationKinds.IsKnown(type, entry.Kind))))
                .Select(record => record.Id).ToList();
            if (open.Count == 0)
            {
                continue;
            }

            var read = await AssociationsAsync(to, open, cancellationToken);
            if (read.Failure is MissingScopes missing)
            {
                target.Scopes.Drop(type, to, missing.Message);
                continue;
            }

            if (!read.Succeeded)
            {
                return read.As<IReadOnlyList<WireRecord>>();
            }

            if (read.Value.Unread.Count > 0)
            {
                return new ReadIncomplete(read.Value.Unread.Count, read.Value.Unread.Values.First());
            }

            for (var at = 0; at < complete.Count; at++)
            {
                if (complete[at].Associations is { } present && read.Value.Sets.TryGetValue(complete[at].Id, out var set) && present.ContainsKey(plural))
                {
                    complete[at] = complete[at] with { Associations = new Dictionary<string, WireAssociations>(present) { [plural] = set } };
                }
            }
        }

        return complete;
    }

    // Ids whose read failed are asked for once more from their start, and else are unread; ids without associations have an empty set.
    private async Task<Result<AssociationsRead>> AssociationsAsync(ObjectType to, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var sets = new Dictionary<string, WireAssociations>();
        var asked = ids;
        for (var attempt = 1; ; attempt++)
        {
            var pass = await AssociationPassAsync(to, asked, cancellationToken);
            if (!pass.Succeeded)
            {
                return pass;
            }

            foreach (var (id, set) in pass.Value.Sets)
            {
                sets[id] = set;
            }

            if (pass.Value.Unread.Count == 0 || attempt == Attempts)
            {
                return new AssociationsRead(sets, pass.Value.Unread);
            }

            asked = [.. pass.Value.Unread.Keys];
        }
    }

    private async Task<Result<AssociationsRead>> AssociationPassAsync(ObjectType to, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, List<WireAssociation>>();
        var failed = new Dictionary<string, string>();
        var open = new Queue<(string Id, string? After)>(ids.Select(id => (id, (string?)null)));
        var cursors = new HashSet<(string, string)>();
        while (open.Count > 0)
        {
            var inputs = new List<(string Id, string? After)>();
            while (inputs.Count < HubSpotLimits.AssociationBatch && open.TryDequeue(out var input))
            {
                inputs.Add(input);
            }

            var batch = await _client.AssociationsAsync(_plural, to.Plural(), inputs, cancellationToken);
            if (!batch.Succeeded)
            {
                return batch.As<AssociationsRead>();
            }

            foreach (var (id, _) in inputs)
            {
                found.TryAdd(id, []);
            }

            foreach (var set in batch.Value.Results)
            {
                if (!found.TryGetValue(set.FromId, out var associations))
                {
                    continue;
                }

                associations.AddRange(set.To.SelectMany(other => other.Types.Select(kind => AssociationKinds.Of(type, to, other.ToId, kind))));
                if (set.After is { } after)
                {
                    if (!cursors.Add((set.FromId, after)))
                    {
                        return new CursorRepeated(after);
                    }

                    open.Enqueue((set.FromId, after));
                }
            }

            foreach (var (id, reason) in BatchGaps.Of([.. inputs.Select(input => input.Id)], batch.Value.Results.Select(set => set.FromId), batch.Value.Errors))
            {
                failed[id] = reason;
            }
        }

        return new AssociationsRead(
            found.Where(pair => !failed.ContainsKey(pair.Key)).ToDictionary(pair => pair.Key, pair => new WireAssociations(pair.Value, null)), failed);
    }

    private static List<string> PropertiesOf(ObjectType type, AccountDefinitions definitions)
    {
        var defined = definitions.Properties.Where(property => property.ObjectType == type && !property.IsArchived).Select(property => property.Name).ToList();
        return defined.Count > 0
            ? defined
            : [.. Search.FieldCatalog.Of(type).Select(field => field.Property).OfType<string>().Union(TrackedProperties.Of(type)).Union(SyncKinds.Of(type).Typed)];
    }
}
