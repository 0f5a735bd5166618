using static HubSpotCrm.Sandbox.Data.Define;

namespace HubSpotCrm.Sandbox.Data;

internal static class CompanySchema
{
    public static readonly PropertyOption[] Industries = Options(
        "ACCOUNTING", "AIRLINES_AVIATION", "AUTOMOTIVE", "BANKING", "BIOTECHNOLOGY", "COMPUTER_SOFTWARE", "CONSTRUCTION", "CONSUMER_GOODS",
        "EDUCATION_MANAGEMENT", "ENTERTAINMENT", "FINANCIAL_SERVICES", "FOOD_BEVERAGES", "GOVERNMENT_ADMINISTRATION",
        "HEALTH_WELLNESS_AND_FITNESS", "HOSPITAL_HEALTH_CARE", "HOSPITALITY", "INFORMATION_TECHNOLOGY_AND_SERVICES", "INSURANCE", "INTERNET",
        "LEGAL_SERVICES", "LOGISTICS_AND_SUPPLY_CHAIN", "MACHINERY", "MANAGEMENT_CONSULTING", "MARKETING_AND_ADVERTISING", "MEDICAL_DEVICES",
        "OIL_ENERGY", "PHARMACEUTICALS", "REAL_ESTATE", "RETAIL", "TELECOMMUNICATIONS", "TRANSPORTATION_TRUCKING_RAILROAD", "UTILITIES", "WHOLESALE")
        .Select(option => option with { Label = Title(option.Value) }).ToArray();

    public static readonly PropertyOption[] Types = Options("PROSPECT|Prospect", "PARTNER|Partner", "RESELLER|Reseller", "VENDOR|Vendor", "OTHER|Other");

    public static readonly PropertyOption[] Channels = Options("mail|Mail", "phone|Phone", "chat|Chat", "onsite|On site");

    public static CrmType Create() => new(
        ObjectKind.Company, "companies", "company", "0-2")
    {
        Defaults = ["createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"],
        Searched = ["website", "phone", "name", "domain"],
        Count = options => options.CompanyCount,
        FirstLongId = 7_900_000_000,
        ReadScopes = ["crm.objects.companies.read"],
        WriteScopes = ["crm.objects.companies.write"],
        SchemaScopeOf = "companies",
        Lacking = lacks => lacks("name") && lacks("domain") ? ["name"] : [],
        Maker = (data, links) => new CompanyMaker(data, links).Fill,
        Derive = (_, values, _, _) => values["hs_pipeline"] ??= "companies-lifecycle-pipeline",
        Properties =
        [
            Text("name", "Company name"),
            Text("domain", "Company Domain Name"),
            Time("createdate", "Create Date").ReadOnly(),
            Time("hs_lastmodifieddate", "Last Modified Date").ReadOnly(),
            Number("hs_object_id", "Record ID").ReadOnly(),
            Phone("phone", "Phone Number"),
            Radio("lifecyclestage", "Lifecycle Stage", ContactSchema.Lifecycle),
            Radio("hs_lead_status", "Lead Status", ContactSchema.LeadStatus),
            Time("notes_last_updated", "Last Activity Date").ReadOnly(),
            Time("notes_last_contacted", "Last Contacted").ReadOnly(),
            Owner(),
            Choice("industry", "Industry", Industries),
            Text("country", "Country/Region"),
            Text("city", "City"),
            Text("state", "State/Region"),
            Text("zip", "Postal Code"),
            Text("address", "Street Address"),
            Text("website", "Website URL"),
            Number("numberofemployees", "Number of Employees"),
            Number("annualrevenue", "Annual Revenue"),
            Area("description", "Description"),
            Choice("type", "Type", Types),
            Text("founded_year", "Year Founded"),
            Number("hs_num_open_deals", "Number of Open Deals").Calculated(),
            Number("num_associated_contacts", "Number of Associated Contacts").Calculated(),
            Number("num_associated_deals", "Number of Associated Deals").Calculated(),
            Text("timezone", "Time Zone"),
            Text("linkedin_company_page", "LinkedIn Company Page"),
            Text("twitterhandle", "Twitter Handle"),
            Bool("is_public", "Is Public"),
            Text("hs_pipeline", "Pipeline"),
            Choice("hs_analytics_source", "Original Traffic Source", ContactSchema.Sources).ReadOnly(),
            Text("hs_merged_object_ids", "Merged record IDs").ReadOnly(),
            Radio("account_tier", "Account tier", Options("gold|Gold", "silver|Silver", "bronze|Bronze")).Custom(),
            Checks("support_channels", "Support channels", Channels).Custom(),
            Date("contract_end", "Contract end").Custom(),
            Number("annual_budget", "Annual budget").Custom(),
            Bool("is_partner", "Partner").Custom(),
        ],
    };

    private static string Title(string code) =>
        string.Join(' ', code.Split('_').Select(word => word == "AND" ? "and" : word[0] + word[1..].ToLowerInvariant()));
}
