using System.Text.Json;
using HubSpotCrm.Core.Crm;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// The number of contacts and of open deals that each company's row keeps, so that lists sort and filter by them. A page counts the companies
/// that it could change anew, within its transaction: a difference added to what is there would keep every mistake for ever.
/// </summary>
internal sealed class CompanyCounts(SqliteConnection connection, SqliteTransaction transaction)
{
    /// <summary>The number of contacts of the company <c>c</c>: live ones, each once.</summary>
    public const string Contacts = """
        (SELECT count(DISTINCT a.to_key) FROM association a JOIN contact o ON o.key = a.to_key WHERE a.from_key = c.key AND a.to_type = 1)
        """;

    /// <summary>The number of open deals of the company <c>c</c>, of every pipeline.</summary>
    public const string OpenDeals = """
        (SELECT count(DISTINCT a.to_key) FROM association a JOIN deal d ON d.key = a.to_key
            LEFT JOIN stage s ON s.pipeline_id = d.pipeline AND s.id = d.stage
            WHERE a.from_key = c.key AND a.to_type = 3 AND coalesce(d.is_closed, s.is_closed, 0) = 0)
        """;

    private const string RefreshSql = $"""
        UPDATE company SET contacts = counted.contacts, open_deals = counted.open_deals
        FROM (SELECT c.key AS key, {Contacts} AS contacts, {OpenDeals} AS open_deals
            FROM json_each($p0) asked CROSS JOIN company c ON c.key = asked.value) AS counted
        WHERE company.key = counted.key AND (company.contacts <> counted.contacts OR company.open_deals <> counted.open_deals)
        RETURNING hub_spot_id
        """;

    /// <summary>Counts anew, and returns HubSpot's ids of the companies that another number came out for.</summary>
    public List<string> Refresh(IReadOnlyCollection<long> companies)
    {
        var changed = new List<string>();
        if (companies.Count == 0)
        {
            return changed;
        }

        using var statement = new Statement(connection, transaction, RefreshSql, 1);
        using var reader = statement.Read(JsonSerializer.Serialize(companies));
        while (reader.Read())
        {
            changed.Add(reader.GetString(0));
        }

        return changed;
    }

    /// <summary>The companies of contacts or deals. HubSpot lists every association from both sides, and so does the mirror.</summary>
    public HashSet<long> CompaniesOf(IReadOnlyCollection<long> records)
    {
        var companies = new HashSet<long>();
        if (records.Count == 0)
        {
            return companies;
        }

        using var statement = new Statement(connection, transaction,
            "SELECT DISTINCT a.to_key FROM json_each($p0) asked CROSS JOIN association a ON a.from_key = asked.value AND a.to_type = $p1", 2);
        using var reader = statement.Read(JsonSerializer.Serialize(records), (int)ObjectType.Company);
        while (reader.Read())
        {
            companies.Add(reader.GetInt64(0));
        }

        return companies;
    }
}
