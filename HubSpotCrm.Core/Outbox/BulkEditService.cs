using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Outbox;

/// <inheritdoc cref="IBulkEditService"/>
internal sealed class BulkEditService(
    BulkEditStore store, OutboxStore outbox, MirrorHost mirrors, RecordSearch search, IDefinitionService definitionService, OutboxSignal signal) : IBulkEditService
{
    private const int MostRows = 200;
    private const int LongestId = 64;

    // Every entry holds its values: a long text for very many records would fill the disk.
    private const long MostCharacters = 200_000_000;

    private static readonly ObjectType[] Types = [ObjectType.Contact, ObjectType.Company, ObjectType.Deal, ObjectType.Campaign];

    public async Task<Result<BulkPreview>> PreviewAsync(Actor actor, BulkEdit edit, int offset, int limit, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(actor, edit, cancellationToken);
        if (!plan.Succeeded)
        {
            return plan.As<BulkPreview>();
        }

        if (offset < 0 || limit is < 1 or > MostRows)
        {
            return new InvalidInput("Page", $"between 1 and {MostRows} rows, from the first on.");
        }

        var (mirror, ids, values) = plan.Value;
        var rules = new BulkRules(edit.Type, await definitionService.GetAsync(cancellationToken));
        var seen = new HashSet<string>();
        var shown = new List<(int Rank, BulkPreviewRow Row)>();
        var reasons = new Dictionary<string, int>();
        var (changing, same) = (0, 0);
        foreach (var part in ids.Chunk(BulkPreparation.Together))
        {
            var survivors = (await RecordReading.ValuesAsync(mirror, edit.Type, part, cancellationToken)).Select((kept, at) => kept?.Id ?? part[at]).ToList();
            var open = await outbox.OfRecordsAsync(mirror.AccountId, edit.Type, survivors, cancellationToken);

            // After the entries: the value of one that is settled by now is in the mirror already.
            var records = await RecordReading.ValuesAsync(mirror, edit.Type, part, cancellationToken);
            for (var at = 0; at < part.Length; at++)
            {
                var kept = records[at];
                var id = kept?.Id ?? part[at];
                if (!seen.Add(id))
                {
                    continue;
                }

                var line = rules.Edit(kept, [.. open[id].Select(entry => entry.Row)], values);
                var rank = line.Refused is not null ? 1 : line.Changes.Count > 0 ? 0 : 2;
                changing += rank == 0 ? 1 : 0;
                same += rank == 2 ? 1 : 0;
                if (line.Refused is { } reason)
                {
                    reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
                }

                // Of each kind no more are kept than the window can reach.
                if (shown.Count(other => other.Rank == rank) < offset + limit)
                {
                    shown.Add((rank, new BulkPreviewRow(id, RecordNames.Of(edit.Type, id, kept?.Values ?? new Dictionary<string, string?>()), line.Base, line.Changes, line.Refused)));
                }
            }
        }

        return new BulkPreview(
            seen.Count, changing, same, seen.Count - changing - same,
            [.. reasons.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => (reason.Key, reason.Value))],
            Window(shown, changing, seen.Count - changing - same, offset, limit));
    }

    public async Task<Result<BulkEditStatus>> StartAsync(Actor actor, BulkEdit edit, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(actor, edit, cancellationToken);
        return plan.Succeeded
            ? await AddAsync(actor, plan.Value.Mirror, edit.Type, plan.Value.Values, plan.Value.Ids, undoOf: null, cancellationToken)
            : plan.As<BulkEditStatus>();
    }

    public async Task<Result<IReadOnlyList<BulkEditStatus>>> OpenAsync(Actor actor, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.ViewRecords);
        return mirror.Succeeded ? await store.OpenAsync(mirror.Value.AccountId, cancellationToken) : mirror.As<IReadOnlyList<BulkEditStatus>>();
    }

    public async Task<Result<BulkEditStatus>> FindAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.ViewRecords);
        return !mirror.Succeeded ? mirror.As<BulkEditStatus>()
            : await store.FindAsync(mirror.Value.AccountId, bulkEditId, cancellationToken) is { } found ? found
            : new BulkEditNotFound();
    }

    public async Task<Result<Page<EditStatus>>> RowsAsync(Actor actor, string bulkEditId, BulkRows which, int offset, int limit, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.ViewRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<Page<EditStatus>>();
        }

        if (offset < 0 || limit is < 1 or > MostRows)
        {
            return new InvalidInput("Page", $"between 1 and {MostRows} rows, from the first on.");
        }

        if (await store.FindAsync(mirror.Value.AccountId, bulkEditId, cancellationToken) is null)
        {
            return new BulkEditNotFound();
        }

        var (rows, count) = await store.RowsAsync(mirror.Value.AccountId, bulkEditId, which, offset, limit, cancellationToken);
        return new Page<EditStatus>(rows.ConvertAll(edit => EditStatuses.Of(edit, null)), new Total(count, IsExact: true));
    }

    public async Task<Result<BulkEditStatus>> UndoAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.EditRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<BulkEditStatus>();
        }

        if (await store.FindAsync(mirror.Value.AccountId, bulkEditId, cancellationToken) is not { } bulk)
        {
            return new BulkEditNotFound();
        }

        var confirmed = await store.ConfirmedAsync(mirror.Value.AccountId, bulkEditId, cancellationToken);
        return confirmed.Count == 0
            ? new NothingToDo("Nothing of this bulk edit is at HubSpot, so there is nothing to undo.")
            : await AddAsync(actor, mirror.Value, bulk.Type, bulk.Changes, confirmed, bulk.Id, cancellationToken);
    }

    public Task<Result<int>> RetryAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken) =>
        DecideAsync(actor, accountId => store.RetryAsync(actor, accountId, bulkEditId, cancellationToken));

    public Task<Result<int>> DiscardAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken) =>
        DecideAsync(actor, accountId => store.DiscardAsync(actor, accountId, bulkEditId, cancellationToken));

    public Task<Result<int>> CancelAsync(Actor actor, string bulkEditId, CancellationToken cancellationToken) =>
        DecideAsync(actor, accountId => store.CancelAsync(actor, accountId, bulkEditId, cancellationToken));

    private static List<BulkPreviewRow> Window(List<(int Rank, BulkPreviewRow Row)> shown, int changing, int leftOut, int offset, int limit)
    {
        // Where each kind begins among all records, though only its first rows are kept.
        int[] begins = [0, changing, changing + leftOut];
        return [.. shown.GroupBy(line => line.Rank)
            .SelectMany(kind => kind.Select((line, at) => (At: begins[kind.Key] + at, line.Row)))
            .Where(line => line.At >= offset && line.At < offset + limit)
            .OrderBy(line => line.At)
            .Select(line => line.Row)];
    }

    private async Task<Result<BulkEditStatus>> AddAsync(
        Actor actor, Mirror mirror, ObjectType type, IReadOnlyDictionary<string, string> changes, IReadOnlyList<string> chosen, string? undoOf, CancellationToken cancellationToken)
    {
        string id;
        try
        {
            id = await store.AddAsync(actor, mirror.AccountId, type, changes, chosen, undoOf, cancellationToken);
        }
        catch (Exception exception) when (DiskFull.IsCauseOf(exception))
        {
            return new DiskFull();
        }

        signal.Set();
        return await store.FindAsync(mirror.AccountId, id, cancellationToken) is { } started ? started : new BulkEditNotFound();
    }

    private async Task<Result<int>> DecideAsync(Actor actor, Func<string, Task<Result<int>>> decide)
    {
        var mirror = Open(actor, Policy.EditRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<int>();
        }

        var count = await decide(mirror.Value.AccountId);
        signal.Set();
        return count;
    }

    private async Task<Result<(Mirror Mirror, IReadOnlyList<string> Ids, IReadOnlyDictionary<string, string> Values)>> PlanAsync(
        Actor actor, BulkEdit edit, CancellationToken cancellationToken)
    {
        var mirror = Open(actor, Policy.EditRecords);
        if (!mirror.Succeeded)
        {
            return mirror.As<(Mirror, IReadOnlyList<string>, IReadOnlyDictionary<string, string>)>();
        }

        if (!Types.Contains(edit.Type))
        {
            return new InvalidInput("Records", $"{edit.Type.Plural()} cannot be edited here.");
        }

        var ids = await IdsAsync(actor, mirror.Value, edit, cancellationToken);
        if (!ids.Succeeded)
        {
            return ids.As<(Mirror, IReadOnlyList<string>, IReadOnlyDictionary<string, string>)>();
        }

        var values = BulkRules.Check(edit.Type, await definitionService.GetAsync(cancellationToken), actor.Zone, edit.Values, several: ids.Value.Count > 1);
        if (!values.Succeeded)
        {
            return values.As<(Mirror, IReadOnlyList<string>, IReadOnlyDictionary<string, string>)>();
        }

        return values.Value.Sum(value => (long)value.Value.Length) * ids.Value.Count > MostCharacters
            ? new InvalidInput("Values", $"they are too long for {ids.Value.Count:N0} records at once. Choose fewer records or a shorter text.")
            : (mirror.Value, ids.Value, values.Value);
    }

    private async Task<Result<IReadOnlyList<string>>> IdsAsync(Actor actor, Mirror mirror, BulkEdit edit, CancellationToken cancellationToken)
    {
        List<string> ids;
        if (edit.Records is MatchingRecords matching)
        {
            var definitions = await definitionService.GetAsync(cancellationToken);
            var own = OwnFilters.Of(actor, edit.Type, matching.Query, definitions);
            if (!own.Succeeded)
            {
                return own.As<IReadOnlyList<string>>();
            }

            var query = own.Value with { Without = await outbox.ArchivingAsync(mirror.AccountId, edit.Type, cancellationToken) };
            var found = await search.IdsAsync(mirror, edit.Type, query, definitions, definitions.Zone, BulkSelection.Most + 1, cancellationToken);
            if (!found.Succeeded)
            {
                return found;
            }

            ids = [.. found.Value];
        }
        else
        {
            ids = [.. ((ChosenRecords)edit.Records).Ids.Distinct()];
            if (ids.Any(id => string.IsNullOrWhiteSpace(id) || id.Length > LongestId))
            {
                return new InvalidInput("Records", "one of the ids is no id of HubSpot's.");
            }
        }

        return ids.Count switch
        {
            0 => new InvalidInput("Records", "choose at least one."),
            > BulkSelection.Most => new InvalidInput("Records", $"at most {BulkSelection.Most:N0} can be edited at once. Narrow the list down and do it in parts."),
            _ => ids,
        };
    }

    private Result<Mirror> Open(Actor actor, Policy policy) =>
        actor.Check(policy) is { } refused ? refused : mirrors.Current is { } mirror ? mirror : new NotConnected();
}
