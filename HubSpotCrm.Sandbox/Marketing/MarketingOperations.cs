using HubSpotCrm.Sandbox.Api;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>The calls about campaigns and marketing e-mails.</summary>
internal static class MarketingOperations
{
    private const string Read = "marketing.campaigns.read";
    private const string Write = "marketing.campaigns.write";
    private const string Revenue = "marketing.campaigns.revenue.read";
    private const string Emails = "marketing.email.read|content";

    public static readonly Operation[] All =
    [
        Campaign("GET", "", Read, CampaignEndpoints.List),
        Campaign("POST", "", Write, CampaignEndpoints.Create),
        Campaign("GET", "/{guid}", Read, CampaignEndpoints.One),
        Campaign("PATCH", "/{guid}", Write, CampaignEndpoints.Update),
        Campaign("DELETE", "/{guid}", Write, CampaignEndpoints.Delete),
        Campaign("POST", "/batch/read", Read, CampaignBatchEndpoints.Read),
        Campaign("POST", "/batch/create", Write, CampaignBatchEndpoints.Create),
        Campaign("POST", "/batch/update", Write, CampaignBatchEndpoints.Update),
        Campaign("POST", "/batch/archive", Write, CampaignBatchEndpoints.Archive),

        Campaign("GET", "/{guid}/assets/{assetType}", Read, CampaignAssetEndpoints.List),
        Campaign("PUT", "/{guid}/assets/{assetType}/{assetId}", Write, CampaignAssetEndpoints.Put),
        Campaign("DELETE", "/{guid}/assets/{assetType}/{assetId}", Write, CampaignAssetEndpoints.Remove),
        Campaign("GET", "/{guid}/reports/metrics", Read, CampaignReportEndpoints.Metrics),
        Campaign("GET", "/{guid}/reports/revenue", Revenue, CampaignReportEndpoints.Revenue),
        Campaign("GET", "/{guid}/reports/contacts/{kind}", Read, CampaignReportEndpoints.Contacts),

        Campaign("GET", "/{guid}/budget/totals", Read, CampaignMoneyEndpoints.Totals),
        .. Items("budget", spend: false),
        .. Items("spend", spend: true),

        new("GET", version => version.Emails, "", Meter.TenSecondly, Emails, EmailEndpoints.List),
        new("GET", version => version.Emails, "/{emailId}", Meter.TenSecondly, Emails, EmailEndpoints.One),
        new("GET", version => version.Emails, "/statistics/list", Meter.TenSecondly, Emails, EmailStatisticsEndpoints.List),
        new("GET", version => version.Emails, "/statistics/histogram", Meter.TenSecondly, Emails, EmailStatisticsEndpoints.Histogram),
    ];

    private static Operation Campaign(string method, string path, string scope, Func<Call, Task> handle) =>
        new(method, version => version.Campaigns, path, Meter.TenSecondly, scope, handle);

    private static Operation[] Items(string kind, bool spend) =>
    [
        Campaign("POST", $"/{{guid}}/{kind}", Write, CampaignMoneyEndpoints.Create(spend)),
        Campaign("GET", $"/{{guid}}/{kind}/{{itemId}}", Read, CampaignMoneyEndpoints.One(spend)),
        Campaign("PUT", $"/{{guid}}/{kind}/{{itemId}}", Write, CampaignMoneyEndpoints.Change(spend)),
        Campaign("DELETE", $"/{{guid}}/{kind}/{{itemId}}", Write, CampaignMoneyEndpoints.Remove(spend)),
    ];
}
