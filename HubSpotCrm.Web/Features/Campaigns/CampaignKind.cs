using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Campaigns;

/// <summary>Campaigns. HubSpot has no recycle bin for them: they are deleted.</summary>
internal sealed class CampaignKind : RecordKind<Campaign>
{
    public override ObjectType Type => ObjectType.Campaign;

    public override string Icon => Glyphs.Campaign;

    public override string OwnOrder => "Last changed";

    public override string SearchedInWords => "name, type or status";

    public override string ArchiveWord => "Delete";

    public override string ArchivedWord => "deleted";

    public override bool CanBeMadeAgain => false;

    public override IReadOnlyList<string> KeyProperties { get; } =
        ["hs_campaign_status", "hs_owner", "hs_start_date", "hs_end_date", "hs_currency_code", "hs_utm", "hs_audience", "hs_goal"];

    public override IReadOnlyList<NewField> NewFields { get; } =
    [
        new("hs_name", IsRequired: true), new("hs_campaign_status"), new("hs_start_date"), new("hs_end_date"),
        new("hs_owner"), new("hs_currency_code"), new("hs_utm"), new("hs_goal"), new("hs_audience"), new("hs_notes"),
    ];

    protected override IReadOnlyList<RecordColumn> Columns { get; } =
    [
        new("name", "Name", 244, Slot: CardSlot.Title),
        new("type", "Type", 136, Room: ColumnRoom.Full),
        new("status", "Status", 112, Slot: CardSlot.Tag),
        new("start", "Runs", 180, Slot: CardSlot.Second, Room: ColumnRoom.Medium),
        new("budget", "Budget", 96, IsNumber: true, Room: ColumnRoom.Wide),
        new("spend", "Spend", 96, IsNumber: true, Room: ColumnRoom.Medium),
        new("revenue", "Revenue", 104, IsNumber: true, Room: ColumnRoom.Small),
        new("roi", "ROI", 96, IsNumber: true, Slot: CardSlot.Corner),
        new("contacts", "Influenced", 88, IsNumber: true, Room: ColumnRoom.Wide),
        new("owner", "Owner", 124, Room: ColumnRoom.Full),
    ];

    protected override IReadOnlyList<RecordColumn> SearchedColumns { get; } =
    [
        new("name", "Name", 216, Slot: CardSlot.Title),
        new("status", "Status", 120, Slot: CardSlot.Tag, Room: ColumnRoom.Small),
        new("start", "Runs", 180, Slot: CardSlot.Second, Room: ColumnRoom.Wide),
        new("revenue", "Revenue", 100, IsNumber: true, Room: ColumnRoom.Medium),
        new("roi", "ROI", 92, IsNumber: true, Slot: CardSlot.Corner),
        new(Why, "Why it matched", null, Slot: CardSlot.Note),
    ];

    public override string IdOf(Campaign row) => row.Id;

    public override string NameOf(Campaign row) => row.DisplayName;

    public override string? SubtitleOf(Campaign row, AccountDefinitions definitions) =>
        Line(row.Status is { Length: > 0 } status ? CampaignWords.Status(status, definitions).Text : null, CampaignWords.Run(row));

    public override bool IsPending(Campaign row) => row.HasPendingEdit;

    public override string? CurrencyOf(Campaign row) => row.Currency;

    public override IReadOnlyList<SearchedField> SearchedFields(Campaign row) =>
        [new("Name", row.DisplayName), new("Type", CampaignWords.Kinds(row.AssetKinds)), new("Status", row.Status)];

    protected override string? HintOf(Campaign row, CellContext context) => SubtitleOf(row, context.Definitions);

    public override CellValue CellOf(Campaign row, string field, CellContext context) => field switch
    {
        "type" => new CellValue.Plain(CampaignWords.Kinds(row.AssetKinds)),
        "status" => row.Status is { Length: > 0 } status ? CampaignWords.Status(status, context.Definitions) : new CellValue.Plain(null),
        "start" => new CellValue.Plain(CampaignWords.Run(row)),
        "budget" => Amount(row.Budget, row.MoneyCurrency),
        "spend" => Amount(row.Spend, row.MoneyCurrency),
        "revenue" => Amount(row.Revenue, row.RevenueCurrency),
        "roi" => new CellValue.Quantity(CampaignWords.Roi(row.Roi)),
        "contacts" => new CellValue.Quantity(Formats.Number(row.InfluencedContacts)),
        "owner" => new CellValue.Plain(row.Owner),
        _ => new CellValue.Plain(null),
    };

    public override object? ValueOf(Campaign row, string field) => field switch
    {
        "name" => row.DisplayName,
        "type" => row.AssetKinds,
        "status" => row.Status,
        "start" => At(row.StartDate),
        "end" => At(row.EndDate),
        "owner" => row.OwnerId,
        "budget" => row.Budget,
        "spend" => row.Spend,
        "revenue" => row.Revenue,
        "roi" => row.Roi,
        "conversion" => row.ConversionRate,
        "contacts" => (decimal?)row.InfluencedContacts,
        "sessions" => (decimal?)row.Sessions,
        "openrate" => row.EmailOpenRate,
        "clickrate" => row.EmailClickRate,
        "created" => row.CreatedDate,
        "modified" => row.ModifiedDate,
        _ => null,
    };

    public override RenderFragment? SummaryOf(RecordDetails<Campaign> details, CellContext context) => builder =>
    {
        builder.OpenComponent<CampaignSummary>(0);
        builder.AddComponentParameter(1, nameof(CampaignSummary.Campaign), details.Record);
        builder.AddComponentParameter(2, nameof(CampaignSummary.Report), details.Report);
        builder.CloseComponent();
    };

    // Of thousands a column shows no cents; they are in its title.
    private static CellValue.Quantity Amount(decimal? amount, string? currency) =>
        new(Formats.Money(amount is >= 1000 or <= -1000 ? Math.Round(amount.Value) : amount, currency), Formats.Money(amount, currency));

    private static DateTimeOffset? At(DateOnly? day) => day is { } known ? new DateTimeOffset(known, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
