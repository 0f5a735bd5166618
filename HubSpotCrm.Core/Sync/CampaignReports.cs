using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Reads what HubSpot reports of each campaign: some calls for each, in the background's line. Campaigns that changed since they were asked
/// for go first, then those asked for longest ago. A part that the granted scopes do not cover is left out.
/// </summary>
internal sealed class CampaignReports(SearchIndexWriter index, IDefinitionService definitions, ChangeFeed feed)
{
    /// <summary>After the first complete reading, at most so many in a round; the next go on.</summary>
    public const int MostInRound = 300;

    private const int AtOnce = 4;

    /// <param name="roundBegan">What was read since then, by HubSpot's clock, belongs to this round already.</param>
    public async Task<Result<Done>> RunAsync(SyncTarget target, long roundBegan, LaneProgress progress, CancellationToken cancellationToken)
    {
        var missing = new ScopeNotes();
        foreach (var some in Due(target.Mirror, roundBegan).Chunk(AtOnce))
        {
            var read = await Task.WhenAll(some.Select(campaign => ReadAsync(target.Client, campaign.Key, campaign.Id, missing, cancellationToken)));
            if (read.FirstOrDefault(figures => !figures.Succeeded) is { } failed)
            {
                return failed.Failure!;
            }

            await WriteAsync(target, some, [.. read.Select(figures => figures.Value)], roundBegan, cancellationToken);
        }

        progress.Note(missing.Text);
        return new Done();
    }

    private static List<(long Key, string Id)> Due(Mirror mirror, long roundBegan)
    {
        var due = new List<(long, string)>();
        using var connection = mirror.OpenRead();

        // Those never asked for count without limit: the first sync is complete only with them.
        using var statement = new Statement(connection, null, """
            SELECT c.key, c.hub_spot_id FROM campaign c WHERE c.reported_at IS NULL
            UNION ALL
            SELECT * FROM (
                SELECT c.key, c.hub_spot_id FROM campaign c WHERE c.reported_at < $p0
                ORDER BY c.modified_at > c.reported_at DESC, c.reported_at, c.key LIMIT $p1)
            """, 2);
        using var reader = statement.Read(roundBegan, MostInRound);
        while (reader.Read())
        {
            due.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return due;
    }

    private static async Task<Result<CampaignFigures>> ReadAsync(HubSpotClient client, long key, string id, ScopeNotes missing, CancellationToken cancellationToken)
    {
        var metrics = await client.CampaignMetricsAsync(id, cancellationToken);
        if (Blocks(metrics.Failure, missing))
        {
            return metrics.Failure!;
        }

        var revenue = await client.CampaignRevenueAsync(id, cancellationToken);
        if (Blocks(revenue.Failure, missing))
        {
            return revenue.Failure!;
        }

        var money = await client.CampaignMoneyAsync(id, cancellationToken);
        if (Blocks(money.Failure, missing))
        {
            return money.Failure!;
        }

        var assets = await AssetsAsync(client, id, cancellationToken);
        return Blocks(assets.Failure, missing)
            ? assets.Failure!
            : new CampaignFigures(key, Or(metrics), Or(revenue), Or(money), Or(assets));
    }

    private static async Task<Result<IReadOnlyList<WireCampaignAssets>>> AssetsAsync(HubSpotClient client, string id, CancellationToken cancellationToken)
    {
        var campaign = await client.CampaignAsync(id, [], cancellationToken);
        if (!campaign.Succeeded)
        {
            return campaign.Failure;
        }

        var assets = new List<WireCampaignAssets>();
        foreach (var first in campaign.Value.Assets ?? [])
        {
            var (all, after) = (first.Results.ToList(), first.After);
            var cursors = new HashSet<string>();
            while (after is not null)
            {
                if (!cursors.Add(after))
                {
                    return new CursorRepeated(after);
                }

                var page = await client.CampaignAssetsAsync(id, first.Kind, after, cancellationToken);
                if (!page.Succeeded)
                {
                    return page.Failure;
                }

                all.AddRange(page.Value.Results);
                after = page.Value.After;
            }

            assets.Add(new WireCampaignAssets(first.Kind, all, null));
        }

        return assets;
    }

    // A campaign deleted since the list was read has no reports, and leaves in the next round.
    private static bool Blocks(Failure? failure, ScopeNotes missing)
    {
        if (failure is MissingScopes refused)
        {
            missing.Add(refused.Message);
            return false;
        }

        return failure is not (null or HubSpotRecordNotFound);
    }

    private static T? Or<T>(Result<T> read)
        where T : class => read.Succeeded ? read.Value : null;

    private async Task WriteAsync(
        SyncTarget target, (long Key, string Id)[] campaigns, IReadOnlyList<CampaignFigures> figures, long roundBegan, CancellationToken cancellationToken)
    {
        // HubSpot's clock is known to the second, and may seem to go back within one.
        var (now, snapshot) = (Math.Max(target.Client.Now, roundBegan), await definitions.GetAsync(cancellationToken));
        var changed = await target.Mirror.WriteAsync(
            (connection, transaction) =>
            {
                var tables = new CampaignTables(connection, transaction, snapshot.Currency);
                var changed = figures.Where(entry => tables.Write(entry, now)).Select(entry => entry.Key).ToHashSet();
                new SearchableRows(connection, transaction, snapshot, index).Index(tables.Find(changed));
                return changed;
            },
            cancellationToken);
        if (campaigns.Where(campaign => changed.Contains(campaign.Key)).Select(campaign => campaign.Id).ToList() is { Count: > 0 } ids)
        {
            feed.Publish(new RecordsChanged(ObjectType.Campaign, ids));
        }
    }

    /// <summary>What was left out for want of a scope; told once each.</summary>
    private sealed class ScopeNotes
    {
        private readonly Lock _lock = new();
        private readonly SortedSet<string> _messages = new(StringComparer.Ordinal);

        public string? Text => _messages.Count == 0 ? null : string.Join(" ", _messages);

        public void Add(string message)
        {
            lock (_lock)
            {
                _messages.Add(message);
            }
        }
    }
}
