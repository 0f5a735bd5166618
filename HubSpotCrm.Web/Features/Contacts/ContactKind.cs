using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Contacts;

/// <summary>Contacts.</summary>
internal sealed class ContactKind : RecordKind<Contact>
{
    public override ObjectType Type => ObjectType.Contact;

    public override string Icon => Glyphs.Person;

    public override string SearchedInWords => "name, email, company or phone";

    public override IReadOnlyList<string> KeyProperties { get; } =
        ["lifecyclestage", "hs_lead_status", "hubspotscore", "hubspot_owner_id", "email", "phone", "jobtitle", "company"];

    public override IReadOnlyList<NewField> NewFields { get; } =
    [
        new("email", Group: "name"), new("firstname", Group: "name"), new("lastname", Group: "name"),
        new("phone"), new("jobtitle"), new("lifecyclestage"), new("hs_lead_status"), new("hubspot_owner_id"), new("country"),
    ];

    public override IReadOnlyList<ObjectType> NewLinks => [ObjectType.Company];

    protected override IReadOnlyList<RecordColumn> Columns { get; } =
    [
        new("name", "Name", 152, Slot: CardSlot.Title),
        new("email", "Email", 172, Room: ColumnRoom.Medium),
        new("company", "Company", 180, Slot: CardSlot.Second),
        new("stage", "Lifecycle stage", 180, Slot: CardSlot.Tag, Room: ColumnRoom.Small),
        new("score", "Score", 92, IsNumber: true, Slot: CardSlot.Corner),
        new("owner", "Owner", 120, Room: ColumnRoom.Wide),
        new("active", "Last activity", 120, Slot: CardSlot.Note, Room: ColumnRoom.Wide),
    ];

    protected override IReadOnlyList<RecordColumn> SearchedColumns { get; } =
    [
        new("name", "Name", 176, Slot: CardSlot.Title),
        new("email", "Email", 196, Room: ColumnRoom.Medium),
        new("company", "Company", 168, Slot: CardSlot.Second, Room: ColumnRoom.Small),
        new("stage", "Lifecycle stage", 180, Slot: CardSlot.Tag, Room: ColumnRoom.Wide),
        new("score", "Score", 100, IsNumber: true, Slot: CardSlot.Corner),
        new(Why, "Why it matched", null, Slot: CardSlot.Note),
    ];

    public override string IdOf(Contact row) => row.Id;

    public override string NameOf(Contact row) => row.DisplayName;

    public override string? SubtitleOf(Contact row, AccountDefinitions definitions) => Line(row.JobTitle, row.Company);

    public override bool IsPending(Contact row) => row.HasPendingEdit;

    public override IReadOnlyList<SearchedField> SearchedFields(Contact row) =>
        [new("Name", row.DisplayName), new("Company", row.Company), new("Email", row.Email), new("Phone", row.Phone)];

    protected override string? HintOf(Contact row, CellContext context) => Line(row.Company) ?? Line(row.Email);

    protected override string? AsideOf(Contact row, CellContext context) => row.LeadScore is { } score ? $"Score {Formats.Number(score)}" : null;

    public override CellValue CellOf(Contact row, string field, CellContext context) => field switch
    {
        "email" => new CellValue.Plain(row.Email),
        "company" => new CellValue.Plain(row.Company),
        "stage" => new CellValue.Tag(row.LifecycleStage is { Length: > 0 } stage ? context.Definitions.LabelOf(Type, "lifecyclestage", stage) : null),
        "score" => new CellValue.Score(row.LeadScore),
        "owner" => new CellValue.Plain(row.Owner),
        "active" => new CellValue.Moment(row.LastActivityDate),
        _ => new CellValue.Plain(null),
    };

    public override object? ValueOf(Contact row, string field) => field switch
    {
        "name" => row.DisplayName,
        "email" => row.Email,
        "company" => row.Company,
        "phone" => row.Phone,
        "title" => row.JobTitle,
        "stage" => row.LifecycleStage,
        "status" => row.LeadStatus,
        "score" => row.LeadScore,
        "owner" => row.OwnerId,
        "industry" => row.Industry,
        "country" => row.Country,
        "region" => row.Region,
        "city" => row.City,
        "active" => row.LastActivityDate,
        "created" => row.CreatedDate,
        "modified" => row.ModifiedDate,
        _ => null,
    };
}
