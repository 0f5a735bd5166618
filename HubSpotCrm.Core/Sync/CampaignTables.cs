using System.Text.Json;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>What HubSpot reports of one campaign; null for a part that was not told or not allowed, which then keeps what is here.</summary>
internal sealed record CampaignFigures(
    long Key, WireCampaignMetrics? Metrics, WireCampaignRevenue? Revenue, WireCampaignMoney? Money, IReadOnlyList<WireCampaignAssets>? Assets);

/// <summary>The rows of <c>campaign</c>, its money and its assets within one transaction. Properties and reports come apart and leave each other alone.</summary>
/// <param name="accountCurrency">Of the money of a campaign that has no currency of its own.</param>
internal sealed class CampaignTables(SqliteConnection connection, SqliteTransaction transaction, string accountCurrency)
{
    // Sums that the properties do not tell stay as the report told them, unless the money has another currency now.
    private const string IsSameMoney =
        "(excluded.money_currency IS money_currency OR (excluded.budget IS NULL AND excluded.spend IS NULL AND excluded.currency IS currency))";

    private const string PropertiesSql = $"""
        INSERT INTO campaign (key, hub_spot_id, name, status, start_at, end_at, owner_id, currency, budget, spend, created_at, modified_at, money_currency)
        VALUES ($p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7, $p8, $p9, $p10, $p11, COALESCE($p7, $p12))
        ON CONFLICT (key) DO UPDATE SET hub_spot_id = excluded.hub_spot_id, name = excluded.name, status = excluded.status, start_at = excluded.start_at,
            end_at = excluded.end_at, owner_id = excluded.owner_id, currency = excluded.currency, created_at = excluded.created_at, modified_at = excluded.modified_at,
            money_currency = CASE WHEN {IsSameMoney} THEN money_currency ELSE excluded.money_currency END,
            budget = COALESCE(excluded.budget, CASE WHEN {IsSameMoney} THEN budget END),
            spend = COALESCE(excluded.spend, CASE WHEN {IsSameMoney} THEN spend END)
        """;

    // features.md part 4: a rate whose divisor is not above zero is no number. Nor is one of money in two currencies.
    private const string RatesSql = """
        UPDATE campaign SET
            roi = CASE WHEN spend > 0 AND revenue_currency = COALESCE(money_currency, $p1) THEN CAST(ROUND((revenue - spend) * 1000000.0 / spend) AS INTEGER) END,
            conversion_rate = CASE WHEN sessions > 0 THEN CAST(ROUND(new_contacts_first_touch * 1000000.0 / sessions) AS INTEGER) END
        WHERE key = $p0
        """;

    private const string EmailRatesSql = """
        UPDATE campaign SET email_open_rate = rate.opens, email_click_rate = rate.clicks
        FROM (SELECT c.key,
                CASE WHEN SUM(e.delivered) > 0 THEN CAST(ROUND(SUM(e.opens) * 1000000.0 / SUM(e.delivered)) AS INTEGER) END AS opens,
                CASE WHEN SUM(e.delivered) > 0 THEN CAST(ROUND(SUM(e.clicks) * 1000000.0 / SUM(e.delivered)) AS INTEGER) END AS clicks
            FROM campaign c LEFT JOIN marketing_email e ON e.campaign_id = c.hub_spot_id GROUP BY c.key) AS rate
        WHERE rate.key = campaign.key AND (email_open_rate IS NOT rate.opens OR email_click_rate IS NOT rate.clicks)
        """;

    public void Write(IReadOnlyList<CampaignRow> rows)
    {
        using var upsert = new Statement(connection, transaction, PropertiesSql, 13);
        using var rates = new Statement(connection, transaction, RatesSql, 2);
        foreach (var row in rows)
        {
            upsert.Run(
                row.Key, row.HubSpotId, row.Name, row.Status, row.StartAt, row.EndAt, row.OwnerId, row.Currency, row.Budget, row.Spend, row.CreatedAt, row.ModifiedAt,
                accountCurrency);
            rates.Run(row.Key, accountCurrency);
        }

        RateEmails();
    }

    /// <summary>Takes what HubSpot reports and says whether anything of it is new; a campaign that left meanwhile is passed over.</summary>
    public bool Write(CampaignFigures figures, long now)
    {
        var before = State(figures.Key);
        if (before is null)
        {
            return false;
        }

        if (figures.Metrics is { } metrics)
        {
            Run("UPDATE campaign SET sessions = $p1, new_contacts_first_touch = $p2, new_contacts_last_touch = $p3, influenced_contacts = $p4 WHERE key = $p0",
                figures.Key, metrics.Sessions, metrics.NewContactsFirstTouch, metrics.NewContactsLastTouch, metrics.InfluencedContacts);
        }

        if (figures.Revenue is { } revenue)
        {
            Run("UPDATE campaign SET revenue = $p1, deal_amount = $p2, deals = $p3, revenue_currency = $p4 WHERE key = $p0",
                figures.Key, Amount(revenue.Revenue), Amount(revenue.DealAmount), revenue.Deals, revenue.Currency);
        }

        if (figures.Money is { } money)
        {
            WriteMoney(figures.Key, money);
        }

        if (figures.Assets is { } assets)
        {
            WriteAssets(figures.Key, assets);
        }

        Run(RatesSql, figures.Key, accountCurrency);
        var changed = State(figures.Key) != before;
        Run("UPDATE campaign SET reported_at = $p1 WHERE key = $p0", figures.Key, now);
        return changed;
    }

    /// <summary>The campaigns' open and click rates over their marketing e-mails.</summary>
    public void RateEmails() => Run(EmailRatesSql);

    public void Remove(IReadOnlyCollection<long> keys)
    {
        var list = JsonSerializer.Serialize(keys);
        Run("DELETE FROM campaign_money WHERE campaign_key IN (SELECT value FROM json_each($p0))", list);
        Run("DELETE FROM campaign_asset WHERE campaign_key IN (SELECT value FROM json_each($p0))", list);
    }

    /// <summary>The rows as the search index needs them.</summary>
    public List<CampaignRow> Find(IReadOnlyCollection<long> keys)
    {
        var rows = new List<CampaignRow>();
        using var statement = new Statement(connection, transaction,
            "SELECT c.key, c.hub_spot_id, c.name, c.status, c.asset_kinds, c.modified_at FROM json_each($p0) asked CROSS JOIN campaign c ON c.key = asked.value", 1);
        using var reader = statement.Read(JsonSerializer.Serialize(keys));
        while (reader.Read())
        {
            rows.Add(new CampaignRow
            {
                Key = reader.GetInt64(0),
                HubSpotId = reader.GetString(1),
                Name = reader.IsDBNull(2) ? null : reader.GetString(2),
                Status = reader.IsDBNull(3) ? null : reader.GetString(3),
                AssetKinds = reader.IsDBNull(4) ? null : reader.GetString(4),
                ModifiedAt = reader.IsDBNull(5) ? null : reader.GetInt64(5),
            });
        }

        return rows;
    }

    // All that a page shows of it, as one text.
    private string? State(long key)
    {
        using var statement = new Statement(connection, transaction, """
            SELECT json_array(name, currency, money_currency, revenue_currency, budget, spend, sessions, new_contacts_first_touch, new_contacts_last_touch, influenced_contacts, revenue, deal_amount,
                deals, asset_kinds, email_open_rate, email_click_rate,
                (SELECT json_group_array(json_array(id, is_spend, name, amount, currency, description, place)) FROM campaign_money WHERE campaign_key = key),
                (SELECT json_group_array(json_array(kind, id, name)) FROM campaign_asset WHERE campaign_key = key))
            FROM campaign WHERE key = $p0
            """, 1);
        using var reader = statement.Read(key);
        return reader.Read() ? reader.GetString(0) : null;
    }

    private static long? Amount(string? text) => PropertyValues.Thousandths(text, out _);

    private void WriteMoney(long key, WireCampaignMoney money)
    {
        Run("UPDATE campaign SET budget = $p1, spend = $p2, money_currency = COALESCE($p3, currency, $p4) WHERE key = $p0",
            key, Amount(money.Budget), Amount(money.Spend), money.Currency, accountCurrency);
        Run("DELETE FROM campaign_money WHERE campaign_key = $p0", key);
        foreach (var (item, isSpend) in money.BudgetItems.Select(item => (item, false)).Concat(money.SpendItems.Select(item => (item, true))))
        {
            Run("""
                INSERT INTO campaign_money (campaign_key, id, is_spend, name, amount, description, place, updated_at, currency)
                SELECT $p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7, money_currency FROM campaign WHERE key = $p0
                ON CONFLICT DO NOTHING
                """,
                key, item.Id, isSpend, item.Name ?? "", Amount(item.Amount) ?? 0, item.Description, item.Order, item.UpdatedAt);
        }
    }

    private void WriteAssets(long key, IReadOnlyList<WireCampaignAssets> assets)
    {
        Run("DELETE FROM campaign_asset WHERE campaign_key = $p0", key);
        foreach (var (kind, asset) in assets.SelectMany(page => page.Results.Select(asset => (page.Kind, asset))))
        {
            Run("INSERT INTO campaign_asset (campaign_key, kind, id, name) VALUES ($p0, $p1, $p2, $p3) ON CONFLICT DO NOTHING", key, kind, asset.Id, asset.Name);
        }

        var kinds = assets.Where(page => page.Results.Count > 0).Select(page => page.Kind).Distinct().Order(StringComparer.Ordinal).ToList();
        Run("UPDATE campaign SET asset_kinds = $p1 WHERE key = $p0", key, kinds.Count == 0 ? null : $";{string.Join(';', kinds)};");
    }

    private void Run(string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = new Statement(connection, transaction, sql, values.Length);
        statement.Run(values);
    }
}
