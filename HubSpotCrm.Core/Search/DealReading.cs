using HubSpotCrm.Core.Crm;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>Makes deals of the rows of a page, with the names of their company and contact.</summary>
internal static class DealReading
{
    public const string Columns = """
        c.key, c.hub_spot_id, c.name, c.amount, c.currency, c.stage, c.pipeline, c.close_at, c.probability,
        c.owner_id, c.last_activity_at, c.created_at, c.modified_at
        """;

    // The first row of a deal is the one to show: the primary company before others.
    private const string CompaniesSql = """
        SELECT a.from_key, coalesce(o.name, o.domain)
        FROM association a
        JOIN company o ON o.key = a.to_key
        WHERE a.from_key IN (SELECT value FROM json_each($keys)) AND a.to_type = 2 AND coalesce(o.name, o.domain) IS NOT NULL
        ORDER BY a.from_key, a.kind <> 'deal_to_company', a.to_key
        """;

    private const string ContactsSql = """
        SELECT a.from_key, coalesce(nullif(trim(coalesce(o.first_name, '') || ' ' || coalesce(o.last_name, '')), ''), o.email)
        FROM association a
        JOIN contact o ON o.key = a.to_key
        WHERE a.from_key IN (SELECT value FROM json_each($keys)) AND a.to_type = 1
            AND coalesce(o.first_name, o.last_name, o.email) IS NOT NULL
        ORDER BY a.from_key, a.to_key
        """;

    /// <summary>The page of a query that is not ranked.</summary>
    public static List<Deal> Read(SqliteConnection connection, RecordSql sql, AccountDefinitions definitions) =>
        Read(connection, sql.Page(connection, Columns), definitions);

    public static List<Deal> Read(SqliteConnection connection, SqliteCommand page, AccountDefinitions definitions)
    {
        var deals = RowReading.ReadAll(page, row => new Deal
        {
            Key = row.GetInt64(0),
            Id = row.GetString(1),
            Name = row.Text(2),
            Amount = row.Number(3),
            Currency = row.Text(4) ?? definitions.Currency,
            Stage = row.Text(5),
            Pipeline = row.Text(6),
            CloseDate = row.Instant(7),
            Probability = row.Number(8) ?? definitions.FindStage(row.Text(6), row.Text(5))?.Probability,
            OwnerId = row.Text(9),
            Owner = definitions.FindOwner(row.Text(9))?.DisplayName ?? row.Text(9),
            LastActivityDate = row.Instant(10),
            CreatedDate = row.Instant(11),
            ModifiedDate = row.Instant(12),
        });
        var companies = Names(connection, CompaniesSql, deals);
        var contacts = Names(connection, ContactsSql, deals);
        return deals.ConvertAll(deal => deal with
        {
            Company = companies.GetValueOrDefault(deal.Key),
            Contact = contacts.GetValueOrDefault(deal.Key),
        });
    }

    private static Dictionary<long, string> Names(SqliteConnection connection, string sql, List<Deal> deals)
    {
        var names = new Dictionary<long, string>();
        foreach (var (key, name) in RowReading.ReadAll(
            RowReading.ForKeys(connection, sql, deals.Select(deal => deal.Key)), row => (row.GetInt64(0), row.Text(1))))
        {
            if (name is not null)
            {
                names.TryAdd(key, name);
            }
        }

        return names;
    }
}
