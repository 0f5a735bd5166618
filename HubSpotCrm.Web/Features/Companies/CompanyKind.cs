using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Companies;

/// <summary>Companies.</summary>
internal sealed class CompanyKind : RecordKind<Company>
{
    public override ObjectType Type => ObjectType.Company;

    public override string Icon => Glyphs.Company;

    public override string SearchedInWords => "name, domain, industry, city, country or phone";

    public override IReadOnlyList<string> KeyProperties { get; } =
        ["lifecyclestage", "industry", "hubspot_owner_id", "domain", "phone", "numberofemployees", "annualrevenue", "city", "country"];

    public override IReadOnlyList<NewField> NewFields { get; } =
    [
        new("name", Group: "name"), new("domain", Group: "name"),
        new("industry"), new("phone"), new("city"), new("country"), new("lifecyclestage"), new("hubspot_owner_id"), new("numberofemployees"), new("annualrevenue"),
    ];

    protected override IReadOnlyList<RecordColumn> Columns { get; } =
    [
        new("name", "Name", 200, Slot: CardSlot.Title),
        new("domain", "Domain", 196, Slot: CardSlot.Second, Room: ColumnRoom.Small),
        new("industry", "Industry", 144, Slot: CardSlot.Tag, Room: ColumnRoom.Medium),
        new("contacts", "Contacts", 76, IsNumber: true, Room: ColumnRoom.Medium),
        new("open", "Open deals", 128, IsNumber: true, Slot: CardSlot.Corner),
        new("city", "City", 152, Room: ColumnRoom.Medium),
        new("owner", "Owner", 124, Room: ColumnRoom.Full),
        new("active", "Last activity", 120, Slot: CardSlot.Note, Room: ColumnRoom.Wide),
    ];

    protected override IReadOnlyList<RecordColumn> SearchedColumns { get; } =
    [
        new("name", "Name", 196, Slot: CardSlot.Title),
        new("domain", "Domain", 184, Slot: CardSlot.Second, Room: ColumnRoom.Small),
        new("industry", "Industry", 144, Slot: CardSlot.Tag, Room: ColumnRoom.Medium),
        new("open", "Open deals", 136, IsNumber: true, Slot: CardSlot.Corner),
        new("city", "City", 168, Room: ColumnRoom.Wide),
        new(Why, "Why it matched", null, Slot: CardSlot.Note),
    ];

    public override string IdOf(Company row) => row.Id;

    public override string NameOf(Company row) => row.DisplayName;

    public override string? SubtitleOf(Company row, AccountDefinitions definitions) => Line(row.Domain, row.City, row.Country);

    public override bool IsPending(Company row) => row.HasPendingEdit;

    public override IReadOnlyList<SearchedField> SearchedFields(Company row) =>
    [
        new("Name", row.DisplayName), new("Domain", row.Domain), new("Industry", Readable(row.Industry)),
        new("City", row.City), new("Country", row.Country), new("Phone", row.Phone),
    ];

    protected override string? HintOf(Company row, CellContext context) => Line(row.City, row.Country) ?? Line(row.Domain);

    protected override string? AsideOf(Company row, CellContext context) => row.OpenDeals.Count > 0 ? $"{string.Join(" + ", row.OpenDeals.Select(sum => Formats.Money(sum.Amount, sum.Currency)))} open" : null;

    public override CellValue CellOf(Company row, string field, CellContext context) => field switch
    {
        "domain" => new CellValue.Site(row.Domain),
        "industry" => new CellValue.Tag(row.Industry is { Length: > 0 } industry ? context.Definitions.LabelOf(Type, "industry", industry) : null),
        "contacts" => new CellValue.Quantity(Formats.Number((long?)row.Contacts)),
        "open" => new CellValue.Quantity(OpenDeals(row)),
        "city" => new CellValue.Plain(Line(row.City, row.Country)),
        "owner" => new CellValue.Plain(row.Owner),
        "active" => new CellValue.Moment(row.LastActivityDate),
        _ => new CellValue.Plain(null),
    };

    public override object? ValueOf(Company row, string field) => field switch
    {
        "name" => row.DisplayName,
        "domain" => row.Domain,
        "industry" => row.Industry,
        "size" => row.Size,
        "country" => row.Country,
        "region" => row.Region,
        "city" => row.City,
        "revenue" => row.AnnualRevenue,
        "contacts" => (decimal?)row.Contacts,
        "open" => (decimal?)row.OpenDealCount,
        "stage" => row.LifecycleStage,
        "owner" => row.OwnerId,
        "active" => row.LastActivityDate,
        "created" => row.CreatedDate,
        "modified" => row.ModifiedDate,
        _ => null,
    };

    public override RenderFragment? SummaryOf(RecordDetails<Company> details, CellContext context) => RecordFacts.Of(
    [
        new("Open deals", OpenDeals(details.Record), "calculated"),
        new("Contacts", Formats.Number((long?)details.Record.Contacts), null),
        new("Furthest deal", details.Record.DealStage is { } stage ? context.Definitions.LabelOf(ObjectType.Deal, "dealstage", stage) : Formats.None, "calculated"),
    ]);

    // HubSpot's own industries are named so inside: COMPUTER_SOFTWARE.
    private static string? Readable(string? industry) =>
        industry is not null && industry.Contains('_', StringComparison.Ordinal) && !industry.Any(char.IsLower) ? Words.Capital(industry.Replace('_', ' ').ToLowerInvariant()) : industry;

    // How many, by which lists sort and filter, and what they are worth. Currencies are never added up.
    private static string OpenDeals(Company row) => (row.OpenDealCount, row.OpenDeals.Count) switch
    {
        (0, _) => Formats.None,
        (var count, 0) => Formats.Number((long?)count),
        var (count, _) => $"{Formats.Number((long?)count)} · {string.Join(" + ", row.OpenDeals.Select(sum => Formats.Money(sum.Amount, sum.Currency)))}",
    };
}
