using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Deals;

/// <summary>Deals.</summary>
internal sealed class DealKind : RecordKind<Deal>
{
    public override ObjectType Type => ObjectType.Deal;

    public override string Icon => Glyphs.Deal;

    public override string SearchedInWords => "name, company or contact";

    public override IReadOnlyList<string> KeyProperties { get; } =
        ["amount", "deal_currency_code", "dealstage", "pipeline", "closedate", "hubspot_owner_id", "dealtype", "hs_next_step"];

    public override IReadOnlyList<NewField> NewFields { get; } =
    [
        new("dealname", IsRequired: true), new("pipeline", IsRequired: true), new("dealstage", IsRequired: true),
        new("amount"), new("deal_currency_code"), new("closedate"), new("hubspot_owner_id"), new("dealtype"),
    ];

    public override IReadOnlyList<ObjectType> NewLinks => [ObjectType.Company, ObjectType.Contact];

    protected override IReadOnlyList<RecordColumn> Columns { get; } =
    [
        new("name", "Name", 216, Slot: CardSlot.Title),
        new("amount", "Amount", 104, IsNumber: true, Slot: CardSlot.Corner),
        new("dealstage", "Stage", 172, Slot: CardSlot.Tag, Room: ColumnRoom.Small),
        new("pipeline", "Pipeline", 124, Room: ColumnRoom.Full),
        new("company", "Company", 176, Slot: CardSlot.Second, Room: ColumnRoom.Medium),
        new("close", "Close date", 144, Slot: CardSlot.Note),
        new("probability", "Probability", 84, IsNumber: true, Room: ColumnRoom.Medium),
        new("owner", "Owner", 120, Room: ColumnRoom.Wide),
    ];

    protected override IReadOnlyList<RecordColumn> SearchedColumns { get; } =
    [
        new("name", "Name", 232, Slot: CardSlot.Title),
        new("amount", "Amount", 104, IsNumber: true, Slot: CardSlot.Corner),
        new("dealstage", "Stage", 144, Slot: CardSlot.Tag, Room: ColumnRoom.Medium),
        new("company", "Company", 168, Slot: CardSlot.Second, Room: ColumnRoom.Medium),
        new("close", "Close date", 128, Room: ColumnRoom.Wide),
        new(Why, "Why it matched", null, Slot: CardSlot.Note),
    ];

    public override string IdOf(Deal row) => row.Id;

    public override string NameOf(Deal row) => row.DisplayName;

    public override string? SubtitleOf(Deal row, AccountDefinitions definitions) =>
        Line(row.Amount is null ? null : Formats.Money(row.Amount, row.Currency), row.Company);

    public override bool IsPending(Deal row) => row.HasPendingEdit;

    public override string? CurrencyOf(Deal row) => row.Currency;

    public override IReadOnlyList<SearchedField> SearchedFields(Deal row) =>
        [new("Name", row.DisplayName), new("Company", row.Company), new("Contact", row.Contact)];

    protected override string? HintOf(Deal row, CellContext context) =>
        Line(row.Stage is { Length: > 0 } stage ? context.Definitions.LabelOf(Type, "dealstage", stage) : null, row.Company);

    protected override string? AsideOf(Deal row, CellContext context) => row.Amount is { } amount ? Formats.Money(amount, row.Currency) : null;

    public override CellValue CellOf(Deal row, string field, CellContext context) => field switch
    {
        "amount" => new CellValue.Quantity(Formats.Money(row.Amount, row.Currency)),
        "dealstage" => StageOf(row, context),
        "pipeline" => new CellValue.Plain(row.Pipeline is { Length: > 0 } pipeline ? context.Definitions.LabelOf(Type, "pipeline", pipeline) : null),
        "company" => new CellValue.Plain(row.Company),
        "close" => CloseOf(row, context),
        "probability" => Share(row.Probability),
        "owner" => new CellValue.Plain(row.Owner),
        _ => new CellValue.Plain(null),
    };

    public override object? ValueOf(Deal row, string field) => field switch
    {
        "name" => row.DisplayName,
        "amount" => row.Amount,
        "dealstage" => row.Stage,
        "pipeline" => row.Pipeline,
        "close" => row.CloseDate,
        "probability" => row.Probability,
        "owner" => row.OwnerId,
        "active" => row.LastActivityDate,
        "created" => row.CreatedDate,
        "modified" => row.ModifiedDate,
        _ => null,
    };

    public override RenderFragment? SummaryOf(RecordDetails<Deal> details, CellContext context) => RecordFacts.Of(
    [
        new("Amount", Formats.Money(details.Record.Amount, details.Record.Currency), null),
        new("Probability", Share(details.Record.Probability).Text, null),
        new("Weighted", Formats.Money(details.Record.Amount * details.Record.Probability, details.Record.Currency), "amount × probability"),
    ]);

    private CellValue StageOf(Deal row, CellContext context)
    {
        if (row.Stage is not { Length: > 0 } id)
        {
            return new CellValue.Tag(null);
        }

        var label = context.Definitions.LabelOf(Type, "dealstage", id);
        return context.Definitions.FindStage(row.Pipeline, id) switch
        {
            { IsClosed: true, Probability: > 0 } => new CellValue.Status("ok", Glyphs.Check, label),
            { IsClosed: true } => new CellValue.Status("t2", Glyphs.Close, label),
            _ => new CellValue.Tag(label),
        };
    }

    // A closed deal is never late.
    private static CellValue CloseOf(Deal row, CellContext context)
    {
        if (row.CloseDate is not { } at)
        {
            return new CellValue.Plain(null);
        }

        var day = context.DayOf(at);
        var isOpen = context.Definitions.FindStage(row.Pipeline, row.Stage) is not { IsClosed: true };
        return isOpen && day < context.Today
            ? new CellValue.Status("bad", Glyphs.Warning, $"Due {Formats.Date(day)}")
            : new CellValue.Plain(Formats.Date(day));
    }
}
