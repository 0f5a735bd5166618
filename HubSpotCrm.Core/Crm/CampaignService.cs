using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Crm;

/// <inheritdoc cref="ICampaignService"/>
internal sealed class CampaignService(RecordSources sources) : RecordService<Campaign>(sources), ICampaignService
{
    protected override ObjectType Type => ObjectType.Campaign;

    public override async Task<Result<RecordDetails<Campaign>>> GetAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        var details = await base.GetAsync(actor, id, cancellationToken);
        return details.Succeeded ? details.Value with { Report = await ReportAsync(details.Value.Record, cancellationToken) } : details;
    }

    public async Task<Result<CampaignReport>> ReportAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        var details = await GetAsync(actor, id, cancellationToken);
        return details.Succeeded ? details.Value.Report! : details.As<CampaignReport>();
    }

    protected override Task<Result<Page<Campaign>>> SearchAsync(
        RecordSearch search, Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        search.CampaignsAsync(mirror, query, definitions, zone, cancellationToken);

    protected override List<Campaign> ReadRows(SqliteConnection connection, RecordSql sql, AccountDefinitions definitions) =>
        CampaignReading.Read(connection, sql, definitions);

    protected override Campaign Blank(long key, string id) => new() { Key = key, Id = id };

    protected override string IdOf(Campaign record) => record.Id;

    protected override Campaign MarkPending(Campaign record) => record with { HasPendingEdit = true };

    protected override Campaign WithProperties(Campaign record, IReadOnlyDictionary<string, string?> values) => record with { Properties = values };

    protected override Campaign With(Campaign record, ValueOverlay values) => record with
    {
        Name = values.Text("hs_name", record.Name),
        Status = values.Text("hs_campaign_status", record.Status),
        StartDate = values.Day("hs_start_date", record.StartDate),
        EndDate = values.Day("hs_end_date", record.EndDate),
        OwnerId = values.Text("hs_owner", record.OwnerId),
        Owner = values.OwnerName(record.Owner, "hs_owner"),
        Currency = values.Text("hs_currency_code", record.Currency) ?? values.Definitions.Currency,
    };

    private async Task<Result<CampaignReport>> ReportAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (Sources.Mirrors.Current is not { } mirror)
        {
            return Sources.Mirrors.Absence;
        }

        await using var database = mirror.CreateContext();
        var money = await database.CampaignMoney.AsNoTracking()
            .Where(row => row.CampaignKey == campaign.Key)
            .OrderBy(row => row.Place).ThenBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var assets = await database.CampaignAssets.AsNoTracking()
            .Where(row => row.CampaignKey == campaign.Key)
            .OrderBy(row => row.Kind).ThenBy(row => row.Name).ThenBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var emails = await database.MarketingEmails.AsNoTracking()
            .Where(row => row.CampaignId == campaign.Id)
            .OrderByDescending(row => row.PublishedAt).ThenByDescending(row => row.Key)
            .ToListAsync(cancellationToken);
        var readAt = await database.Campaigns.AsNoTracking()
            .Where(row => row.Key == campaign.Key)
            .Select(row => row.ReportedAt)
            .SingleOrDefaultAsync(cancellationToken);
        return new CampaignReport(
            campaign,
            [.. money.Where(row => !row.IsSpend).Select(Money)],
            [.. money.Where(row => row.IsSpend).Select(Money)],
            assets.ConvertAll(row => new CampaignAsset(row.Kind, row.Id, row.Name)),
            emails.ConvertAll(Email),
            Time(readAt));
    }

    private static CampaignMoney Money(CampaignMoneyRow row) => new(row.Id, row.Name, row.Amount / 1000m, row.Currency, row.Description, row.Place, Time(row.UpdatedAt));

    private static MarketingEmail Email(MarketingEmailRow row) => new()
    {
        Id = row.HubSpotId,
        Name = row.Name,
        Subject = row.Subject,
        State = row.State,
        CampaignId = row.CampaignId,
        PublishedAt = Time(row.PublishedAt),
        Sent = row.Sent,
        Delivered = row.Delivered,
        Opens = row.Opens,
        Clicks = row.Clicks,
        Replies = row.Replies,
        Bounces = row.Bounces,
        Unsubscribed = row.Unsubscribed,
        SpamReports = row.SpamReports,
        UpdatedDate = Time(row.ModifiedAt),
    };

    private static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is { } at && at >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;
}
