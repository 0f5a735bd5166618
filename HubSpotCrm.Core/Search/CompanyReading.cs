using HubSpotCrm.Core.Crm;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>Makes companies of the rows of a page, and derives the stage that HubSpot does not keep on a company.</summary>
internal static class CompanyReading
{
    public const string Columns = """
        c.key, c.hub_spot_id, c.name, c.domain, c.industry, c.size, c.country, c.city, c.region, c.annual_revenue,
        c.owner_id, c.lifecycle_stage, c.phone, c.last_activity_at, c.created_at, c.modified_at, c.contacts, c.open_deals
        """;

    // The first row of a company is its stage: open before closed, the most advanced open one, the last closed one.
    private const string StagesSql = """
        SELECT a.from_key, d.stage
        FROM association a
        JOIN deal d ON d.key = a.to_key
        LEFT JOIN stage s ON s.pipeline_id = d.pipeline AND s.id = d.stage
        WHERE a.from_key IN (SELECT value FROM json_each($keys)) AND a.to_type = 3 AND d.stage IS NOT NULL
        ORDER BY a.from_key, coalesce(d.is_closed, s.is_closed, 0),
            CASE WHEN coalesce(d.is_closed, s.is_closed, 0) THEN d.close_at ELSE s.probability END DESC, s.display_order DESC, d.key DESC
        """;

    // Summed outside: SQLite's sum of large amounts would overflow.
    private const string OpenDealsSql = """
        SELECT a.from_key, d.amount, d.currency
        FROM (SELECT DISTINCT from_key, to_key FROM association WHERE from_key IN (SELECT value FROM json_each($keys)) AND to_type = 3) a
        JOIN deal d ON d.key = a.to_key
        LEFT JOIN stage s ON s.pipeline_id = d.pipeline AND s.id = d.stage
        WHERE d.amount IS NOT NULL AND coalesce(d.is_closed, s.is_closed, 0) = 0
        """;

    /// <summary>The page of a query that is not ranked.</summary>
    public static List<Company> Read(SqliteConnection connection, RecordSql sql, AccountDefinitions definitions) =>
        Read(connection, sql.Page(connection, Columns), definitions);

    public static List<Company> Read(SqliteConnection connection, SqliteCommand page, AccountDefinitions definitions)
    {
        var companies = RowReading.ReadAll(page, row => new Company
        {
            Key = row.GetInt64(0),
            Id = row.GetString(1),
            Name = row.Text(2),
            Domain = row.Text(3),
            Industry = row.Text(4),
            Size = row.Number(5),
            Country = row.Text(6),
            City = row.Text(7),
            Region = row.Text(8),
            AnnualRevenue = row.Number(9),
            OwnerId = row.Text(10),
            Owner = definitions.FindOwner(row.Text(10))?.DisplayName ?? row.Text(10),
            LifecycleStage = row.Text(11),
            Phone = row.Text(12),
            LastActivityDate = row.Instant(13),
            CreatedDate = row.Instant(14),
            ModifiedDate = row.Instant(15),
            Contacts = row.GetInt32(16),
            OpenDealCount = row.GetInt32(17),
        });
        var stages = new Dictionary<long, string>();
        foreach (var (key, stage) in RowReading.ReadAll(
            RowReading.ForKeys(connection, StagesSql, companies.Select(company => company.Key)), row => (row.GetInt64(0), row.GetString(1))))
        {
            stages.TryAdd(key, stage);
        }

        var deals = RowReading.ReadAll(
            RowReading.ForKeys(connection, OpenDealsSql, companies.Select(company => company.Key)),
            row => (Key: row.GetInt64(0), Amount: row.Number(1) ?? 0, Currency: row.Text(2) ?? definitions.Currency))
            .ToLookup(row => row.Key);
        return companies.ConvertAll(company => company with
        {
            DealStage = stages.GetValueOrDefault(company.Key),
            OpenDeals =
            [
                .. deals[company.Key].GroupBy(deal => deal.Currency)
                    .Select(group => new CurrencySum(group.Sum(deal => deal.Amount), group.Key))
                    .OrderByDescending(sum => sum.Amount).ThenBy(sum => sum.Currency, StringComparer.Ordinal),
            ],
        });
    }
}
