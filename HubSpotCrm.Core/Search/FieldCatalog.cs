using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search;

public enum FieldKind
{
    Text,

    /// <summary>A closed list whose labels come from the property's definition, the owners or the stages.</summary>
    Choice,
    Number,
    Money,
    Instant,

    /// <summary>A share of one: 0.25 is a quarter. May be above 1 or below 0.</summary>
    Percent,
}

/// <summary>A field of the seed's models that lists show, sort and filter by.</summary>
/// <param name="Name">The key in URLs: <c>country</c>.</param>
/// <param name="Label">As a column head says it.</param>
/// <param name="Property">HubSpot's property behind it; null for a derived field.</param>
/// <param name="Column">The typed column in the mirror.</param>
public sealed record FieldDefinition(string Name, string Label, FieldKind Kind, string? Property, string Column, bool IsFilter = false)
{
    /// <summary>How many of the column's units make one.</summary>
    public decimal Scale { get; init; } = Kind == FieldKind.Percent ? 1_000_000 : 1000;

    /// <summary>An instant that stands for a day, kept as midnight UTC and the same day in every zone.</summary>
    public bool IsDay { get; init; }

    /// <summary>The column holds several values, each between semicolons.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>Filtered from and to.</summary>
    public bool IsRange => Kind is not (FieldKind.Text or FieldKind.Choice);
}

/// <summary>The fields of each kind of record.</summary>
public static class FieldCatalog
{
    private static readonly FieldDefinition[] Contacts =
    [
        new("name", "Name", FieldKind.Text, null, "name"),
        new("email", "Email", FieldKind.Text, "email", "email"),
        new("company", "Company", FieldKind.Text, "company", "company", IsFilter: true),
        new("phone", "Phone", FieldKind.Text, "phone", "phone"),
        new("title", "Job title", FieldKind.Text, "jobtitle", "job_title"),
        new("stage", "Stage", FieldKind.Choice, "lifecyclestage", "lifecycle_stage", IsFilter: true),
        new("status", "Lead status", FieldKind.Choice, "hs_lead_status", "lead_status", IsFilter: true),
        new("score", "Score", FieldKind.Number, "hubspotscore", "lead_score", IsFilter: true),
        new("owner", "Owner", FieldKind.Choice, "hubspot_owner_id", "owner_id", IsFilter: true),
        new("industry", "Industry", FieldKind.Text, "industry", "industry", IsFilter: true),
        new("country", "Country", FieldKind.Text, "country", "country", IsFilter: true),
        new("region", "Region", FieldKind.Text, "state", "region", IsFilter: true),
        new("city", "City", FieldKind.Text, "city", "city", IsFilter: true),
        new("active", "Last activity", FieldKind.Instant, "notes_last_updated", "last_activity_at", IsFilter: true),
        new("created", "Created", FieldKind.Instant, "createdate", "created_at", IsFilter: true),
        new("modified", "Modified", FieldKind.Instant, "lastmodifieddate", "modified_at", IsFilter: true),
    ];

    private static readonly FieldDefinition[] Companies =
    [
        new("name", "Name", FieldKind.Text, "name", "name"),
        new("domain", "Domain", FieldKind.Text, "domain", "domain"),
        new("phone", "Phone", FieldKind.Text, "phone", "phone"),
        new("industry", "Industry", FieldKind.Choice, "industry", "industry", IsFilter: true),
        new("size", "Employees", FieldKind.Number, "numberofemployees", "size", IsFilter: true),
        new("country", "Country", FieldKind.Text, "country", "country", IsFilter: true),
        new("region", "Region", FieldKind.Text, "state", "region", IsFilter: true),
        new("city", "City", FieldKind.Text, "city", "city", IsFilter: true),
        new("revenue", "Annual revenue", FieldKind.Money, "annualrevenue", "annual_revenue", IsFilter: true),
        new("contacts", "Contacts", FieldKind.Number, null, "contacts", IsFilter: true) { Scale = 1 },
        new("open", "Open deals", FieldKind.Number, null, "open_deals", IsFilter: true) { Scale = 1 },
        new("stage", "Stage", FieldKind.Choice, "lifecyclestage", "lifecycle_stage", IsFilter: true),
        new("owner", "Owner", FieldKind.Choice, "hubspot_owner_id", "owner_id", IsFilter: true),
        new("active", "Last activity", FieldKind.Instant, "notes_last_updated", "last_activity_at", IsFilter: true),
        new("created", "Created", FieldKind.Instant, "createdate", "created_at", IsFilter: true),
        new("modified", "Modified", FieldKind.Instant, "hs_lastmodifieddate", "modified_at", IsFilter: true),
    ];

    private static readonly FieldDefinition[] Deals =
    [
        new("name", "Name", FieldKind.Text, "dealname", "name"),
        new("amount", "Amount", FieldKind.Money, "amount", "amount", IsFilter: true),
        new("dealstage", "Stage", FieldKind.Choice, "dealstage", "stage", IsFilter: true),
        new("pipeline", "Pipeline", FieldKind.Choice, "pipeline", "pipeline", IsFilter: true),
        new("close", "Close date", FieldKind.Instant, "closedate", "close_at", IsFilter: true),
        new("probability", "Probability", FieldKind.Number, "hs_deal_stage_probability", "probability", IsFilter: true),
        new("currency", "Currency", FieldKind.Text, "deal_currency_code", "currency", IsFilter: true),
        new("forecast", "Forecast category", FieldKind.Choice, "hs_manual_forecast_category", "forecast_category", IsFilter: true),
        new("owner", "Owner", FieldKind.Choice, "hubspot_owner_id", "owner_id", IsFilter: true),
        new("active", "Last activity", FieldKind.Instant, "notes_last_updated", "last_activity_at", IsFilter: true),
        new("created", "Created", FieldKind.Instant, "createdate", "created_at", IsFilter: true),
        new("modified", "Modified", FieldKind.Instant, "hs_lastmodifieddate", "modified_at", IsFilter: true),
    ];

    private static readonly FieldDefinition[] Campaigns =
    [
        new("name", "Name", FieldKind.Text, "hs_name", "name"),
        new("type", "Type", FieldKind.Choice, CampaignProperties.AssetKinds, "asset_kinds", IsFilter: true) { IsMultiple = true },
        new("status", "Status", FieldKind.Choice, "hs_campaign_status", "status", IsFilter: true),
        new("owner", "Owner", FieldKind.Choice, "hs_owner", "owner_id", IsFilter: true),
        new("start", "Start", FieldKind.Instant, "hs_start_date", "start_at", IsFilter: true) { IsDay = true },
        new("end", "End", FieldKind.Instant, "hs_end_date", "end_at", IsFilter: true) { IsDay = true },
        new("budget", "Budget", FieldKind.Money, "hs_budget_items_sum_amount", "budget", IsFilter: true),
        new("spend", "Spend", FieldKind.Money, "hs_spend_items_sum_amount", "spend", IsFilter: true),
        new("revenue", "Revenue", FieldKind.Money, null, "revenue", IsFilter: true),
        new("roi", "ROI", FieldKind.Percent, null, "roi", IsFilter: true),
        new("sessions", "Sessions", FieldKind.Number, null, "sessions", IsFilter: true) { Scale = 1 },
        new("conversion", "Conversion rate", FieldKind.Percent, null, "conversion_rate", IsFilter: true),
        new("contacts", "Influenced contacts", FieldKind.Number, null, "influenced_contacts", IsFilter: true) { Scale = 1 },
        new("openrate", "Email open rate", FieldKind.Percent, null, "email_open_rate", IsFilter: true),
        new("clickrate", "Email click rate", FieldKind.Percent, null, "email_click_rate", IsFilter: true),
        new("created", "Created", FieldKind.Instant, null, "created_at", IsFilter: true),
        new("modified", "Modified", FieldKind.Instant, null, "modified_at", IsFilter: true),
    ];

    /// <summary>The fields of a kind of record, in the order a list offers them; empty for kinds without a list.</summary>
    public static IReadOnlyList<FieldDefinition> Of(ObjectType type) => type switch
    {
        ObjectType.Contact => Contacts,
        ObjectType.Company => Companies,
        ObjectType.Deal => Deals,
        ObjectType.Campaign => Campaigns,
        _ => [],
    };

    /// <summary>Null when the kind of record has no such field.</summary>
    public static FieldDefinition? Find(ObjectType type, string name) =>
        Of(type).FirstOrDefault(field => field.Name == name);
}
