using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>What a search for changes brought.</summary>
/// <param name="Gap">Why some may have been missed; null when none were.</param>
internal readonly record struct ModifiedFound(string? Gap);

/// <summary>Takes the records of one page of a search.</summary>
internal delegate Task<Result<Done>> TakeChanged(IReadOnlyList<WireRecord> changed, CancellationToken cancellationToken);

/// <summary>
/// Finds every record modified since a time, over HubSpot's limit of 10,000 results a search: then the next search begins inclusively at the
/// time the last one reached; a single millisecond with more records than that is walked by id.
/// </summary>
internal sealed class ModifiedSearch(HubSpotClient client, ObjectType type)
{
    private const string IdProperty = "hs_object_id";
    private const string Short = "HubSpot's search returned fewer records than it counted.";
    private const string Disordered = "HubSpot's search returned records out of their order.";

    // So many pages of one millisecond in a row, out of those of one search, and HubSpot is asked how many more there are.
    private const int CrowdShare = 10;

    private readonly string _plural = type.Plural();
    private readonly string _modified = type.ModifiedProperty();

    /// <param name="from">UTC milliseconds, inclusive.</param>
    /// <param name="to">UTC milliseconds, exclusive; null for no end. A record that changed again since may be shown nevertheless.</param>
    public async Task<Result<ModifiedFound>> FindAsync(long from, long? to, TakeChanged take, CancellationToken cancellationToken)
    {
        var gap = (string?)null;
        while (!(from >= to))
        {
            var walk = await WalkAsync(new Stretch(from, to), take, cancellationToken);
            if (!walk.Succeeded)
            {
                return walk.Failure;
            }

            if (walk.Value.IsComplete)
            {
                break;
            }

            // What stands at a place beyond the end tells nothing of how far this search came.
            gap ??= walk.Value.IsDisordered || walk.Value.Resume >= to ? Disordered : null;
            if (walk.Value.Crowd is null && walk.Value.Resume > from)
            {
                from = walk.Value.Resume;
                continue;
            }

            var moment = walk.Value.Crowd ?? from;
            var apart = await AroundAsync(Math.Max(from, walk.Value.Resume), moment, take, cancellationToken);
            if (!apart.Succeeded)
            {
                return apart;
            }

            gap ??= apart.Value.Gap;
            from = moment + 1;
        }

        return new ModifiedFound(gap);
    }

    /// <param name="To">Exclusive; null for no end.</param>
    private readonly record struct Stretch(long From, long? To);

    /// <param name="Resume">From where the next search must begin for nothing to be left out.</param>
    /// <param name="IsDisordered">Records stood at places that are not theirs any more.</param>
    /// <param name="Crowd">A millisecond with more records than this search can reach; then <paramref name="Resume"/> lies before it.</param>
    private readonly record struct Walked(bool IsComplete, long Resume, bool IsDisordered, string? LastId, int Count, long? Total, long? Crowd = null);

    // A crowd may have been seen at places before its own, among records that are still to come: what is before it is searched to its end.
    private async Task<Result<ModifiedFound>> AroundAsync(long from, long moment, TakeChanged take, CancellationToken cancellationToken)
    {
        var before = await FindAsync(from, moment, take, cancellationToken);
        var crowd = before.Succeeded ? await DrainAsync(moment, take, cancellationToken) : before;
        return crowd.Succeeded ? new ModifiedFound(before.Value.Gap ?? crowd.Value.Gap) : crowd;
    }

    // Every record of one millisecond. The id goes back exactly as HubSpot gave it: adding one is wrong where it sorts ids as text.
    private async Task<Result<ModifiedFound>> DrainAsync(long moment, TakeChanged take, CancellationToken cancellationToken)
    {
        var (count, lastId) = (0L, (string?)null);
        long? total = null;
        while (true)
        {
            SearchFilter[] filters = lastId is null ? [At(moment)] : [At(moment), new SearchFilter(IdProperty, "GT", lastId)];
            var walk = await WalkAsync(filters, IdProperty, null, take, cancellationToken);
            if (!walk.Succeeded)
            {
                return walk.Failure;
            }

            count += walk.Value.Count;
            total ??= walk.Value.Total;
            if (walk.Value.IsComplete || walk.Value.LastId is null || walk.Value.LastId == lastId)
            {
                return new ModifiedFound(count < total ? Short : null);
            }

            lastId = walk.Value.LastId;
        }
    }

    private Task<Result<Walked>> WalkAsync(Stretch stretch, TakeChanged take, CancellationToken cancellationToken)
    {
        var filter = stretch.To is { } end
            ? new SearchFilter(_modified, "BETWEEN", Text(stretch.From), Text(end - 1))
            : new SearchFilter(_modified, "GTE", Text(stretch.From));
        return WalkAsync([filter], _modified, stretch, take, cancellationToken);
    }

    // Pages of one search up to HubSpot's limit. Only a stretch of time is looked through for a crowd.
    private async Task<Result<Walked>> WalkAsync(
        IReadOnlyList<SearchFilter> filters, string sort, Stretch? stretch, TakeChanged take, CancellationToken cancellationToken)
    {
        var (count, lastId) = (0, (string?)null);
        var order = new SearchOrder(_modified);
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
                return new Walked(true, order.Resume, order.IsDisordered, lastId, count, total);
            }

            if (!cursors.Add(after))
            {
                return new CursorRepeated(after);
            }

            if (int.TryParse(after, CultureInfo.InvariantCulture, out var offset) && offset + client.Searches.Page > client.Searches.Window)
            {
                return new Walked(false, order.Resume, order.IsDisordered, lastId, count, total);
            }

            if (stretch is { } within && total > client.Searches.Window && IsCrowd(order, within))
            {
                var room = client.Searches.Window - count + order.Same;
                var crowd = await CountAsync(order.Last, cancellationToken);
                if (!crowd.Succeeded)
                {
                    return crowd.Failure;
                }

                if (crowd.Value > room)
                {
                    return new Walked(false, order.BeforeSame ?? within.From, order.IsDisordered, lastId, count, total, order.Last);
                }
            }
        }
    }

    // Once for each of them.
    private bool IsCrowd(SearchOrder order, Stretch within) =>
        order.SamePages == Math.Max(1, client.Searches.Window / client.Searches.Page / CrowdShare) && order.Last >= within.From && !(order.Last >= within.To);

    private async Task<Result<long>> CountAsync(long moment, CancellationToken cancellationToken)
    {
        var page = await client.SearchAsync(_plural, new SearchRequest([At(moment)], Properties: [_modified], Limit: 1), cancellationToken);
        return page.Succeeded ? page.Value.Total ?? 0 : page.Failure;
    }

    private SearchFilter At(long moment) => new(_modified, "EQ", Text(moment));

    private static string Text(long milliseconds) => milliseconds.ToString(CultureInfo.InvariantCulture);
}
