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
        [],
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
        ],
        "EUR",
        "Europe/Berlin");

    public AccountDefinitions Definitions { get; set; } = Account;

    public static PropertyDefinition Find(string name) => Account.FindProperty(ObjectType.Contact, name)!;

    public ValueTask<AccountDefinitions> GetAsync(CancellationToken cancellationToken) => new(Definitions);

    private static PropertyDefinition Property(string name, string label, PropertyType type = PropertyType.Text, string fieldType = "text") =>
        new(ObjectType.Contact, name, label, type, fieldType, "contactinformation", null, [], false, false, false, false, false, false);

    private static PropertyDefinition Choice(string name, string label, string fieldType, params (string Value, string Label)[] options) =>
        Property(name, label, PropertyType.Enumeration, fieldType) with
        {
            Options = [.. options.Select((option, order) => new PropertyOption(option.Value, option.Label, order, false))],
        };
}
