using HubSpotCrm.Core.Crm;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>Makes campaigns of the rows of a page.</summary>
internal static class CampaignReading
{
    public const string Columns = """
        c.key, c.hub_spot_id, c.name, c.asset_kinds, c.status, c.start_at, c.end_at, c.owner_id, c.currency, c.budget, c.spend,
        c.sessions, c.new_contacts_first_touch, c.new_contacts_last_touch, c.influenced_contacts, c.revenue, c.deal_amount, c.deals,
        c.roi, c.conversion_rate, c.email_open_rate, c.email_click_rate, c.created_at, c.modified_at, c.money_currency, c.revenue_currency
        """;

    private const decimal Million = 1_000_000m;

    /// <summary>The page of a query that is not ranked.</summary>
    public static List<Campaign> Read(SqliteConnection connection, RecordSql sql, AccountDefinitions definitions) =>
        Read(sql.Page(connection, Columns), definitions);

    public static List<Campaign> Read(SqliteCommand page, AccountDefinitions definitions) => RowReading.ReadAll(page, row => new Campaign
    {
        Key = row.GetInt64(0),
        Id = row.GetString(1),
        Name = row.Text(2),
        AssetKinds = row.Text(3)?.Trim(';'),
        Status = row.Text(4),
        StartDate = Day(row, 5),
        EndDate = Day(row, 6),
        OwnerId = row.Text(7),
        Owner = definitions.FindOwner(row.Text(7))?.DisplayName ?? row.Text(7),
        Currency = row.Text(8) ?? definitions.Currency,
        Budget = row.Number(9),
        Spend = row.Number(10),
        Sessions = Count(row, 11),
        NewContactsFirstTouch = Count(row, 12),
        NewContactsLastTouch = Count(row, 13),
        InfluencedContacts = Count(row, 14),
        Revenue = row.Number(15),
        DealAmount = row.Number(16),
        Deals = Count(row, 17),
        Roi = Rate(row, 18),
        ConversionRate = Rate(row, 19),
        EmailOpenRate = Rate(row, 20),
        EmailClickRate = Rate(row, 21),
        CreatedDate = row.Instant(22),
        ModifiedDate = row.Instant(23),
        MoneyCurrency = row.Text(24) ?? row.Text(8) ?? definitions.Currency,
        RevenueCurrency = row.Text(25),
    });

    private static long? Count(SqliteDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt64(at);

    private static decimal? Rate(SqliteDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt64(at) / Million;

    private static DateOnly? Day(SqliteDataReader row, int at) => row.Instant(at) is { } instant ? DateOnly.FromDateTime(instant.UtcDateTime) : null;
}
