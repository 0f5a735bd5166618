using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>What a search for changes brought.</summary>
/// <param name="Gap">Why some may have been missed; null when none were.</param>
internal readonly record struct ModifiedFound(int Created, int Updated, string? Gap);

/// <summary>Takes the records of one page of a search.</summary>
internal delegate Task<Result<(int Created, int Updated)>> TakeChanged(IReadOnlyList<WireRecord> changed, CancellationToken cancellationToken);

/// <summary>
/// Finds every record modified since a time, over HubSpot's limit of 10,000 results a search: then the next search begins inclusively at the
/// time the last one reached; a single millisecond with more records than that is walked by id.
/// </summary>
internal sealed class ModifiedSearch(HubSpotClient client, ObjectType type)
{
    private const string IdProperty = "hs_object_id";
    private const string Short = "HubSpot's search returned fewer records than it counted.";
    private const string Disordered = "HubSpot's search returned records out of their order.";

    private readonly string _plural = type.Plural();
    private readonly string _modified = type.ModifiedProperty();

    /// <param name="from">UTC milliseconds, inclusive.</param>
    /// <param name="to">UTC milliseconds, exclusive; null for no end. A record that changed again since may be shown nevertheless.</param>
    public async Task<Result<ModifiedFound>> FindAsync(long from, long? to, TakeChanged take, CancellationToken cancellationToken)
    {
        var (created, updated, gap) = (0, 0, (string?)null);
        while (true)
        {
            if (from >= to)
            {
                return new ModifiedFound(created, updated, gap);
            }

            var filter = to is { } end ? new SearchFilter(_modified, "BETWEEN", Text(from), Text(end - 1)) : new SearchFilter(_modified, "GTE", Text(from));
            var walk = await WalkAsync(filter, null, _modified, take, cancellationToken);
            if (!walk.Succeeded)
            {
                return walk.Failure;
            }

            created += walk.Value.Created;
            updated += walk.Value.Updated;
            if (walk.Value.IsComplete)
            {
                return new ModifiedFound(created, updated, gap);
            }

            gap ??= walk.Value.IsDisordered ? Disordered : null;
            if (walk.Value.Resume > from)
            {
                from = walk.Value.Resume;
                continue;
            }

            var drained = await DrainAsync(from, take, cancellationToken);
            if (!drained.Succeeded)
            {
                return drained.Failure;
            }

            created += drained.Value.Created;
            updated += drained.Value.Updated;
            gap ??= drained.Value.Gap;
            from++;
        }
    }

    /// <param name="Resume">From where the next search must begin for nothing to be left out.</param>
    /// <param name="IsDisordered">Records stood at places that are not theirs any more.</param>
    private readonly record struct Walked(int Created, int Updated, bool IsComplete, long Resume, bool IsDisordered, string? LastId, int Count, long? Total);

    // Every record of one millisecond. The id goes back exactly as HubSpot gave it: adding one is wrong where it sorts ids as text.
    private async Task<Result<ModifiedFound>> DrainAsync(long moment, TakeChanged take, CancellationToken cancellationToken)
    {
        var (created, updated, count, lastId) = (0, 0, 0L, (string?)null);
        long? total = null;
        while (true)
        {
            var walk = await WalkAsync(new SearchFilter(_modified, "EQ", Text(moment)), lastId, IdProperty, take, cancellationToken);
            if (!walk.Succeeded)
            {
                return walk.Failure;
            }

            created += walk.Value.Created;
            updated += walk.Value.Updated;
            count += walk.Value.Count;
            total ??= walk.Value.Total;
            if (walk.Value.IsComplete || walk.Value.LastId is null || walk.Value.LastId == lastId)
            {
                return new ModifiedFound(created, updated, count < total ? Short : null);
            }

            lastId = walk.Value.LastId;
        }
    }

    // Pages of one search up to HubSpot's limit.
    private async Task<Result<Walked>> WalkAsync(SearchFilter filter, string? afterId, string sort, TakeChanged take, CancellationToken cancellationToken)
    {
        var (created, updated, count, lastId) = (0, 0, 0, (string?)null);
        var order = new SearchOrder(_modified);
        var filters = afterId is null ? new[] { filter } : [filter, new SearchFilter(IdProperty, "GT", afterId)];
        string? after = null;
        long? total = null;
        var cursors = new HashSet<string>();
        while (true)
        {
            var page = await client.SearchAsync(_plural, new SearchRequest(filters, new SearchSort(sort), [_modified], after, client.Searches.Page), cancellationToken);
            if (!page.Succeeded)
            {
                return page.Failure;
            }

            var taken = await take(page.Value.Results, cancellationToken);
            if (!taken.Succeeded)
            {
                return taken.Failure;
            }

            created += taken.Value.Created;
            updated += taken.Value.Updated;
            count += page.Value.Results.Count;
            total ??= page.Value.Total;
            if (page.Value.Results.Count > 0)
            {
                order.Read(page.Value.Results);
                lastId = page.Value.Results[^1].Id;
            }

            after = page.Value.After;
            if (after is null)
            {
                return new Walked(created, updated, true, order.Resume, order.IsDisordered, lastId, count, total);
            }

            if (!cursors.Add(after))
            {
                return new CursorRepeated(after);
            }

            if (int.TryParse(after, CultureInfo.InvariantCulture, out var offset) && offset + client.Searches.Page > client.Searches.Window)
            {
                return new Walked(created, updated, false, order.Resume, order.IsDisordered, lastId, count, total);
            }
        }
    }

    private static string Text(long milliseconds) => milliseconds.ToString(CultureInfo.InvariantCulture);
}
