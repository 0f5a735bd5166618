using HubSpotCrm.Core.Crm;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>Makes contacts of the rows of a page.</summary>
internal static class ContactReading
{
    public const string Columns = """
        c.key, c.hub_spot_id, c.first_name, c.last_name, c.email, c.company, c.phone, c.job_title, c.lifecycle_stage, c.lead_status,
        c.lead_score, c.owner_id, c.industry, c.country, c.region, c.city, c.last_activity_at, c.created_at, c.modified_at
        """;

    /// <summary>The page of a query that is not ranked.</summary>
    public static List<Contact> Read(SqliteConnection connection, RecordSql sql, AccountDefinitions definitions) =>
        Read(sql.Page(connection, Columns), definitions);

    public static List<Contact> Read(SqliteCommand page, AccountDefinitions definitions) =>
        RowReading.ReadAll(page, row => new Contact
        {
            Key = row.GetInt64(0),
            Id = row.GetString(1),
            FirstName = row.Text(2),
            LastName = row.Text(3),
            Email = row.Text(4),
            Company = row.Text(5),
            Phone = row.Text(6),
            JobTitle = row.Text(7),
            LifecycleStage = row.Text(8),
            LeadStatus = row.Text(9),
            LeadScore = row.Number(10),
            OwnerId = row.Text(11),
            Owner = definitions.FindOwner(row.Text(11))?.DisplayName ?? row.Text(11),
            Industry = row.Text(12),
            Country = row.Text(13),
            Region = row.Text(14),
            City = row.Text(15),
            LastActivityDate = row.Instant(16),
            CreatedDate = row.Instant(17),
            ModifiedDate = row.Instant(18),
        });
}
