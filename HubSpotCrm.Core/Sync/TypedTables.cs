using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>The rows of the typed tables within one transaction; campaigns have <see cref="CampaignTables"/>. Statements are made when first needed.</summary>
internal sealed class TypedTables(SqliteConnection connection, SqliteTransaction transaction) : IDisposable
{
    private static readonly string ContactSql = Upsert("contact",
        "key", "hub_spot_id", "name", "first_name", "last_name", "email", "company", "phone", "mobile_phone", "job_title", "lifecycle_stage", "lead_status",
        "lead_score", "owner_id", "industry", "country", "region", "city", "last_activity_at", "created_at", "modified_at");

    private static readonly string CompanySql = Upsert("company",
        "key", "hub_spot_id", "name", "domain", "industry", "size", "country", "region", "city", "annual_revenue", "lifecycle_stage", "phone",
        "owner_id", "last_activity_at", "created_at", "modified_at");

    private static readonly string DealSql = Upsert("deal",
        "key", "hub_spot_id", "name", "amount", "amount_home", "currency", "stage", "pipeline", "close_at", "probability", "is_closed", "is_won",
        "forecast_category", "owner_id", "last_activity_at", "created_at", "modified_at");

    private static readonly string EmailSql = Upsert("marketing_email",
        "key", "hub_spot_id", "name", "subject", "state", "campaign_id", "published_at", "sent", "delivered", "opens", "clicks", "replies", "bounces",
        "unsubscribed", "spam_reports", "created_at", "modified_at");

    private static readonly string EngagementSql = Upsert("engagement",
        "key", "hub_spot_id", "type", "at", "owner_id", "title", "body", "status", "direction", "duration", "created_at", "modified_at");

    private readonly Dictionary<string, Statement> _statements = [];

    public void Write(ContactRow row) => Get(ContactSql, 21).Run(
        row.Key, row.HubSpotId, row.Name, row.FirstName, row.LastName, row.Email, row.Company, row.Phone, row.MobilePhone, row.JobTitle,
        row.LifecycleStage, row.LeadStatus, row.LeadScore, row.OwnerId, row.Industry, row.Country, row.Region, row.City,
        row.LastActivityAt, row.CreatedAt, row.ModifiedAt);

    public void Write(CompanyRow row) => Get(CompanySql, 16).Run(
        row.Key, row.HubSpotId, row.Name, row.Domain, row.Industry, row.Size, row.Country, row.Region, row.City, row.AnnualRevenue,
        row.LifecycleStage, row.Phone, row.OwnerId, row.LastActivityAt, row.CreatedAt, row.ModifiedAt);

    public void Write(DealRow row) => Get(DealSql, 17).Run(
        row.Key, row.HubSpotId, row.Name, row.Amount, row.AmountHome, row.Currency, row.Stage, row.Pipeline, row.CloseAt, row.Probability,
        row.IsClosed, row.IsWon, row.ForecastCategory, row.OwnerId, row.LastActivityAt, row.CreatedAt, row.ModifiedAt);

    public void Write(MarketingEmailRow row) => Get(EmailSql, 17).Run(
        row.Key, row.HubSpotId, row.Name, row.Subject, row.State, row.CampaignId, row.PublishedAt, row.Sent, row.Delivered, row.Opens, row.Clicks,
        row.Replies, row.Bounces, row.Unsubscribed, row.SpamReports, row.CreatedAt, row.ModifiedAt);

    public void Write(EngagementRow row) => Get(EngagementSql, 12).Run(
        row.Key, row.HubSpotId, row.Type, row.At, row.OwnerId, row.Title, row.Body, row.Status, row.Direction, row.Duration, row.CreatedAt, row.ModifiedAt);

    /// <summary>Takes a record off the lists; its row in <c>record</c> stays.</summary>
    public void Remove(ObjectType type, long key) => Get($"DELETE FROM {SyncKinds.Of(type).Table} WHERE key = $p0", 1).Run(key);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
    }

    private Statement Get(string sql, int parameters)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = new Statement(connection, transaction, sql, parameters);
        }

        return statement;
    }

    private static string Upsert(string table, params string[] columns) =>
        $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, at) => $"$p{at}"))}) "
        + $"ON CONFLICT (key) DO UPDATE SET {string.Join(", ", columns.Skip(1).Select(column => $"{column} = excluded.{column}"))}";
}
