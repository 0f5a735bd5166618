using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>Campaigns. Their ids are GUIDs; they have no search, no history and no recycle bin.</summary>
internal sealed partial class HubSpotClient
{
    private const string AssetsPage = "100";
    private const string ContactsPage = "100";

    public Task<Result<WirePage>> CampaignsAsync(CampaignListRequest request, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(HttpMethod.Get, "campaigns list", channel.Address(_paths.Campaigns + Query(
            ("limit", request.Limit.ToString(CultureInfo.InvariantCulture)),
            ("after", Decoded(request.After)),
            ("sort", request.Sort),
            ("name", request.Name),
            ("properties", Joined(request.Properties))))),
        RecordReader.Page,
        cancellationToken);

    /// <summary>The campaign with the first of its assets of each kind.</summary>
    public Task<Result<WireCampaign>> CampaignAsync(string id, IReadOnlyList<string> properties, CancellationToken cancellationToken) => Addressed(
        id,
        $"{Campaign(id)}{Query(("properties", Joined(properties)))}",
        "campaigns read",
        MarketingReader.Campaign,
        cancellationToken);

    public Task<Result<WireRecord>> CreateCampaignAsync(IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(HttpMethod.Post, "campaigns create", channel.Address(_paths.Campaigns), Bodies.Properties(properties), Replayable: false),
        RecordReader.Record,
        cancellationToken);

    /// <summary>PATCH. <see cref="OutcomeUnknown"/> when it was sent and no answer came.</summary>
    public Task<Result<WireRecord>> UpdateCampaignAsync(string id, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => Unaddressable(id)
        ?? SendAsync(
            new HubSpotCall(HttpMethod.Patch, "campaigns update", channel.Address(Campaign(id)), Bodies.Properties(properties), Replayable: false),
            RecordReader.Record,
            cancellationToken);

    /// <summary>For good. HubSpot reports success for a campaign that is not there as well.</summary>
    public Task<Result<Done>> DeleteCampaignAsync(string id, CancellationToken cancellationToken) => IsAddressable(id)
        ? DoAsync(new HubSpotCall(HttpMethod.Delete, "campaigns delete", channel.Address(Campaign(id)), Replayable: false), cancellationToken)
        : Task.FromResult<Result<Done>>(new HubSpotRecordNotFound());

    /// <param name="kind">HubSpot's name: <c>MARKETING_EMAIL</c>.</param>
    public Task<Result<WireCampaignAssets>> CampaignAssetsAsync(string id, string kind, string? after, CancellationToken cancellationToken) => Addressed(
        id,
        $"{Campaign(id)}/assets/{Segment(kind)}{Query(("limit", AssetsPage), ("after", Decoded(after)))}",
        "campaigns assets",
        body => MarketingReader.Assets(body, kind),
        cancellationToken);

    /// <summary>Over all time, as HubSpot counts without dates.</summary>
    public Task<Result<WireCampaignMetrics>> CampaignMetricsAsync(string id, CancellationToken cancellationToken) => Addressed(
        id, $"{Campaign(id)}/reports/metrics", "campaigns metrics", MarketingReader.Metrics, cancellationToken);

    /// <summary>By HubSpot's linear attribution. Needs a scope of its own.</summary>
    public Task<Result<WireCampaignRevenue>> CampaignRevenueAsync(string id, CancellationToken cancellationToken) => Addressed(
        id, $"{Campaign(id)}/reports/revenue?attributionModel=LINEAR", "campaigns revenue", MarketingReader.Revenue, cancellationToken);

    /// <summary>A page of the ids of contacts.</summary>
    /// <param name="touch">One of <see cref="CampaignTouch"/>.</param>
    public Task<Result<WireIds>> CampaignContactsAsync(string id, string touch, string? after, CancellationToken cancellationToken) => Addressed(
        id,
        $"{Campaign(id)}/reports/contacts/{Segment(touch)}{Query(("limit", ContactsPage), ("after", Decoded(after)))}",
        "campaigns contacts",
        MarketingReader.Ids,
        cancellationToken);

    public Task<Result<WireCampaignMoney>> CampaignMoneyAsync(string id, CancellationToken cancellationToken) => Addressed(
        id, $"{Campaign(id)}/budget/totals", "campaigns budget", MarketingReader.Money, cancellationToken);

    // HubSpot gives these cursors escaped for a URL already: "Mg%3D%3D".
    private static string? Decoded(string? cursor) => cursor is null ? null : Uri.UnescapeDataString(cursor);

    private string Campaign(string id) => $"{_paths.Campaigns}/{Segment(id)}";

    private Task<Result<T>> Addressed<T>(string id, string address, string operation, ReadBody<T> read, CancellationToken cancellationToken) => IsAddressable(id)
        ? SendAsync(new HubSpotCall(HttpMethod.Get, operation, channel.Address(address)), read, cancellationToken)
        : Task.FromResult<Result<T>>(new HubSpotRecordNotFound());
}
