using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Support;

/// <summary>The definitions of a small account: one property of every kind, two owners in service and one who left.</summary>
internal sealed class FakeDefinitionService : IDefinitionService
{
    public static AccountDefinitions Account { get; } = new(
        [
            new Owner("11", "k.lindqvist@portal.example", "Katharina", "Lindqvist", false, false),
            new Owner("12", "j.weidmann@portal.example", "Jonas", "Weidmann", false, false),
            new Owner("13", null, "Gone", "Person", false, true),
        ],
        [
            new Pipeline("default", "Sales", 0, false,
            [
                new Stage("qualified", "Qualified", 0, 0.2m, false, false), new Stage("contract", "Contract sent", 1, 0.9m, false, false),
                new Stage("won", "Closed won", 2, 1, true, false), new Stage("lost", "Closed lost", 3, 0, true, false),
            ]),
            new Pipeline("service", "Service", 1, false, [new Stage("offer", "Offer", 0, 0.5m, false, false), new Stage("old", "Old", 1, 0.5m, false, true)]),
        ],
        [
            Property("firstname", "First name"),
            Property("lastname", "Last name"),
            Property("email", "Email"),
            Property("phone", "Phone", PropertyType.Text, "phonenumber"),
            Property("jobtitle", "Job title"),
            Property("company", "Company"),
            Choice("lifecyclestage", "Lifecycle stage", "select", ("lead", "Lead"), ("opportunity", "Opportunity"), ("customer", "Customer")),
            Choice("hs_lead_status", "Lead status", "radio", ("NEW", "New"), ("IN_PROGRESS", "In progress")),
            Choice("interests", "Interests", "checkbox", ("gas", "Gas"), ("liquid", "Liquid"), ("solid", "Solid")),
            Property("hubspotscore", "Lead score", PropertyType.Number, "calculation_score") with { IsReadOnly = true, IsCalculated = true },
            Property("budget", "Budget", PropertyType.Number, "number"),
            Property("birthday", "Birthday", PropertyType.Date, "date"),
            Property("next_call", "Next call", PropertyType.DateTime, "date"),
            Property("newsletter", "Newsletter", PropertyType.Boolean, "booleancheckbox"),
            Property("notes", "Notes", PropertyType.Text, "textarea"),
            Property("hubspot_owner_id", "Contact owner", PropertyType.Enumeration, "select") with { RefersToOwner = true },
            Property("createdate", "Create date", PropertyType.DateTime, "date") with { IsReadOnly = true },
            Property("nickname", "Nickname"),
            Of(ObjectType.Company, Property("name", "Company name")),
            Of(ObjectType.Company, Property("domain", "Domain")),
            Of(ObjectType.Company, Choice("industry", "Industry", "select", ("BIOTECH", "Biotechnology"), ("WATER", "Water"))),
            Of(ObjectType.Company, Property("annualrevenue", "Annual revenue", PropertyType.Number, "number")),
            Of(ObjectType.Deal, Property("dealname", "Deal name")),
            Of(ObjectType.Deal, Property("amount", "Amount", PropertyType.Number, "number")),
            Of(ObjectType.Deal, Choice("pipeline", "Pipeline", "select")),
            Of(ObjectType.Deal, Choice("dealstage", "Deal stage", "radio")),
            Of(ObjectType.Deal, Property("closedate", "Close date", PropertyType.DateTime, "date")),
            Of(ObjectType.Campaign, Property("hs_name", "Campaign name")),
            Of(ObjectType.Campaign, Choice("hs_campaign_status", "Status", "select", ("planned", "Planned"), ("active", "Active"))),
            Of(ObjectType.Campaign, Property("hs_start_date", "Start date", PropertyType.Date, "date")),
        ],
        "EUR",
        "Europe/Berlin");

    public AccountDefinitions Definitions { get; set; } = Account;

    public static PropertyDefinition Find(string name) => Account.FindProperty(ObjectType.Contact, name)!;

    public ValueTask<AccountDefinitions> GetAsync(CancellationToken cancellationToken) => new(Definitions);

    private static PropertyDefinition Of(ObjectType type, PropertyDefinition definition) => definition with { ObjectType = type };

    private static PropertyDefinition Property(string name, string label, PropertyType type = PropertyType.Text, string fieldType = "text") =>
        new(ObjectType.Contact, name, label, type, fieldType, "contactinformation", null, [], false, false, false, false, false, false);

    private static PropertyDefinition Choice(string name, string label, string fieldType, params (string Value, string Label)[] options) =>
        Property(name, label, PropertyType.Enumeration, fieldType) with
        {
            Options = [.. options.Select((option, order) => new PropertyOption(option.Value, option.Label, order, false))],
        };
}
