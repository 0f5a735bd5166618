using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Reads whole records: all properties, the history of the tracked ones, and all associations.
/// A list page with history holds fifty records; a page without history and two batch reads for it would need half as many calls again.
/// </summary>
internal sealed class RecordReader(HubSpotClient client, ObjectType type, AccountDefinitions definitions)
{
    // "%2C" between names in the URL.
    private const int Separator = 3;

    private readonly string _plural = type.Plural();
    private readonly IReadOnlyList<string> _targets = [.. AssociationKinds.TargetsOf(type).Select(target => target.Plural())];

    /// <summary>What is asked for: every property in use; before the definitions were read, those that have a column.</summary>
    private readonly IReadOnlyList<string> _properties = PropertiesOf(type, definitions);

    /// <summary>A page of the list, live or archived. Its records are whole, except that records of an archived page carry no associations.</summary>
    public async Task<Result<WirePage>> PageAsync(string? after, bool archived, CancellationToken cancellationToken)
    {
        var fits = _properties.Sum(name => name.Length + Separator) <= HubSpotLimits.NamesInUrl;
        var request = fits
            ? new ListRequest(_properties, TrackedProperties.Of(type), archived ? null : _targets, after, HubSpotLimits.ListPageWithHistory, archived)
            : new ListRequest([type.ModifiedProperty()], null, archived ? null : _targets, after, HubSpotLimits.ListPage, archived);
        var page = await client.ListAsync(_plural, request, cancellationToken);
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

            var associations = records.ToDictionary(record => record.Id, record => record.Associations);
            records = [.. whole.Value.Select(record => record with { Associations = associations.GetValueOrDefault(record.Id) })];
        }

        var complete = await CompleteAsync(records, cancellationToken);
        return complete.Succeeded ? page.Value with { Results = complete.Value } : complete.As<WirePage>();
    }

    /// <summary>
    /// The records with these ids and their associations. A merged id is answered by the survivor, under its own id; an id that HubSpot no longer has is missing.
    /// </summary>
    public async Task<Result<IReadOnlyList<WireRecord>>> RecordsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var values = await ValuesAsync(ids, archived: false, cancellationToken);
        if (!values.Succeeded || values.Value.Count == 0)
        {
            return values;
        }

        var records = values.Value.ToDictionary(record => record.Id);
        var sets = records.Keys.ToDictionary(id => id, _ => (Dictionary<string, WireAssociations>?)[]);
        foreach (var to in AssociationKinds.TargetsOf(type))
        {
            var read = await AssociationsAsync(to, [.. records.Keys], cancellationToken);
            if (!read.Succeeded)
            {
                return read.As<IReadOnlyList<WireRecord>>();
            }

            foreach (var id in records.Keys)
            {
                if (read.Value.TryGetValue(id, out var set))
                {
                    sets[id]?.Add(to.Plural(), set);
                }
                else
                {
                    // Not read is not empty: the record keeps the associations it has.
                    sets[id] = null;
                }
            }
        }

        return records.Values.Select(record => record with { Associations = sets[record.Id] }).ToList();
    }

    private async Task<Result<IReadOnlyList<WireRecord>>> ValuesAsync(IReadOnlyList<string> ids, bool archived, CancellationToken cancellationToken)
    {
        var records = new List<WireRecord>(ids.Count);
        var seen = new HashSet<string>(ids.Count);
        foreach (var chunk in ids.Chunk(HubSpotLimits.BatchWithHistory))
        {
            var batch = await client.BatchReadAsync(_plural, new BatchReadRequest(chunk, _properties, TrackedProperties.Of(type), Archived: archived), cancellationToken);
            if (!batch.Succeeded)
            {
                return batch.As<IReadOnlyList<WireRecord>>();
            }

            records.AddRange(batch.Value.Results.Where(record => seen.Add(record.Id)));
        }

        return records;
    }

    // Lists carry the first associations of a record only. The rest comes from another API with cursors of its own: those sets are read again whole.
    private async Task<Result<IReadOnlyList<WireRecord>>> CompleteAsync(IReadOnlyList<WireRecord> records, CancellationToken cancellationToken)
    {
        var complete = records.ToList();
        foreach (var to in AssociationKinds.TargetsOf(type))
        {
            var plural = to.Plural();
            var open = complete.Where(record => record.Associations?.GetValueOrDefault(plural)?.After is not null).Select(record => record.Id).ToList();
            if (open.Count == 0)
            {
                continue;
            }

            var read = await AssociationsAsync(to, open, cancellationToken);
            if (!read.Succeeded)
            {
                return read.As<IReadOnlyList<WireRecord>>();
            }

            for (var at = 0; at < complete.Count; at++)
            {
                if (complete[at].Associations is { } present && read.Value.TryGetValue(complete[at].Id, out var set) && present.ContainsKey(plural))
                {
                    complete[at] = complete[at] with { Associations = new Dictionary<string, WireAssociations>(present) { [plural] = set } };
                }
            }
        }

        return complete;
    }

    // Ids whose read failed are missing from the answer; ids without associations have an empty set.
    private async Task<Result<Dictionary<string, WireAssociations>>> AssociationsAsync(ObjectType to, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, List<WireAssociation>>();
        var failed = new HashSet<string>();
        var open = new Queue<(string Id, string? After)>(ids.Select(id => (id, (string?)null)));
        var cursors = new HashSet<(string, string)>();
        while (open.Count > 0)
        {
            var inputs = new List<(string Id, string? After)>();
            while (inputs.Count < HubSpotLimits.AssociationBatch && open.TryDequeue(out var input))
            {
                inputs.Add(input);
            }

            var batch = await client.AssociationsAsync(_plural, to.Plural(), inputs, cancellationToken);
            if (!batch.Succeeded)
            {
                return batch.As<Dictionary<string, WireAssociations>>();
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

                associations.AddRange(set.To.SelectMany(target => target.Types.Select(kind => new WireAssociation(target.ToId, AssociationKinds.NameOf(type, to, kind)))));
                if (set.After is { } after)
                {
                    if (!cursors.Add((set.FromId, after)))
                    {
                        return new CursorRepeated(after);
                    }

                    open.Enqueue((set.FromId, after));
                }
            }

            failed.UnionWith(batch.Value.Errors.Where(error => !SaysNone(error)).SelectMany(error => error.Context.Values.SelectMany(ids => ids)));
            if (batch.Value.Errors.Any(error => !SaysNone(error) && error.Context.Count == 0))
            {
                // An error that names nobody may concern any id without an answer.
                failed.UnionWith(inputs.Select(input => input.Id).Except(batch.Value.Results.Select(set => set.FromId)));
            }
        }

        return found.Where(pair => !failed.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => new WireAssociations(pair.Value, null));
    }

    // HubSpot reports "has no associations" as an error of the batch.
    private static bool SaysNone(WireBatchError error) => error.Category is "OBJECT_NOT_FOUND" or "NO_ASSOCIATIONS_FOUND";

    private static List<string> PropertiesOf(ObjectType type, AccountDefinitions definitions)
    {
        var defined = definitions.Properties.Where(property => property.ObjectType == type && !property.IsArchived).Select(property => property.Name).ToList();
        return defined.Count > 0
            ? defined
            : [.. Search.FieldCatalog.Of(type).Select(field => field.Property).OfType<string>().Union(TrackedProperties.Of(type)).Union(["firstname", "lastname", "mobilephone"])];
    }
}
