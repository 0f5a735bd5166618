using static HubSpotCrm.Sandbox.Data.Define;

namespace HubSpotCrm.Sandbox.Data;

internal static class ContactSchema
{
    public static readonly PropertyOption[] Lifecycle = Options(
        "subscriber|Subscriber", "lead|Lead", "marketingqualifiedlead|Marketing Qualified Lead", "salesqualifiedlead|Sales Qualified Lead",
        "opportunity|Opportunity", "customer|Customer", "evangelist|Evangelist", "other|Other");

    public static readonly PropertyOption[] LeadStatus = Options(
        "NEW|New", "OPEN|Open", "IN_PROGRESS|In Progress", "OPEN_DEAL|Open Deal", "UNQUALIFIED|Unqualified",
        "ATTEMPTED_TO_CONTACT|Attempted to Contact", "CONNECTED|Connected", "BAD_TIMING|Bad Timing");

    public static readonly PropertyOption[] Sources = Options(
        "ORGANIC_SEARCH|Organic Search", "PAID_SEARCH|Paid Search", "EMAIL_MARKETING|Email Marketing", "SOCIAL_MEDIA|Organic Social",
        "REFERRALS|Referrals", "DIRECT_TRAFFIC|Direct Traffic", "OFFLINE|Offline Sources");

    public static readonly PropertyOption[] Languages = Options(
        "en|English", "de|German", "fr|French", "es|Spanish", "pl|Polish", "tr|Turkish", "ar|Arabic", "he|Hebrew", "ja|Japanese",
        "zh|Chinese", "ko|Korean", "uk|Ukrainian", "el|Greek", "hi|Hindi", "sv|Swedish");

    public static readonly PropertyOption[] Topics = Options("product|Product news", "events|Events", "pricing|Pricing", "research|Research", "jobs|Jobs");

    public static CrmType Create() => new(
        ObjectKind.Contact, "contacts", "contact", "0-1")
    {
        Modified = "lastmodifieddate",
        Defaults = ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"],
        Searched = ["firstname", "lastname", "email", "phone", "hs_additional_emails", "fax", "mobilephone", "company"],
        Count = options => options.Contacts,
        FirstLongId = 9_500_000_000,
        CanBeErased = true,
        ReadScopes = ["crm.objects.contacts.read"],
        WriteScopes = ["crm.objects.contacts.write"],
        SchemaScopeOf = "contacts",
        Lacking = lacks => lacks("email") && lacks("firstname") && lacks("lastname") ? ["email"] : [],
        Maker = (data, links) => new ContactMaker(data, links).Fill,
        Derive = Derive,
        Properties =
        [
            Text("email", "Email") with { Unique = true },
            Text("firstname", "First Name"),
            Text("lastname", "Last Name"),
            Time("createdate", "Create Date").ReadOnly(),
            Time("lastmodifieddate", "Last Modified Date").ReadOnly(),
            Number("hs_object_id", "Record ID").ReadOnly(),
            Phone("phone", "Phone Number"),
            Phone("mobilephone", "Mobile Phone Number"),
            Text("company", "Company Name"),
            Text("jobtitle", "Job Title"),
            Radio("lifecyclestage", "Lifecycle Stage", Lifecycle),
            Radio("hs_lead_status", "Lead Status", LeadStatus),
            Number("hubspotscore", "HubSpot Score").Calculated(),
            Number("hs_predictivecontactscore_v2", "Likelihood to close").Calculated(),
            Time("notes_last_updated", "Last Activity Date").ReadOnly(),
            Time("notes_last_contacted", "Last Contacted").ReadOnly(),
            Number("num_notes", "Number of Sales Activities").ReadOnly(),
            Owner(),
            Time("hubspot_owner_assigneddate", "Owner Assigned Date").ReadOnly(),
            Text("industry", "Industry"),
            Text("country", "Country/Region"),
            Text("city", "City"),
            Text("state", "State/Region"),
            Text("zip", "Postal Code"),
            Text("address", "Street Address"),
            Text("website", "Website URL"),
            Phone("fax", "Fax Number"),
            Choice("hs_language", "Preferred language", Languages),
            Text("salutation", "Salutation"),
            Text("date_of_birth", "Date of birth"),
            Choice("hs_analytics_source", "Original Traffic Source", Sources).ReadOnly(),
            Bool("hs_email_optout", "Unsubscribed from all email").ReadOnly(),
            Number("num_associated_deals", "Number of Associated Deals").Calculated(),
            Text("hs_pipeline", "Pipeline"),
            Time("hs_lifecyclestage_lead_date", "Became a Lead Date").ReadOnly(),
            Time("hs_lifecyclestage_customer_date", "Became a Customer Date").ReadOnly(),
            Bool("hs_marketable_status", "Marketing contact status").ReadOnly(),
            Text("hs_additional_emails", "Additional email addresses"),
            Text("twitterhandle", "Twitter Username"),
            Number("associatedcompanyid", "Primary Associated Company ID").ReadOnly(),
            Bool("hs_is_unworked", "Contact unworked").Calculated(),
            Text("hs_merged_object_ids", "Merged record IDs").ReadOnly(),
            Area("message", "Message"),
            Number("customer_value", "Customer value").Custom(),
            Text("customer_number", "Customer number").Custom() with { Unique = true },
            Checks("newsletter_topics", "Newsletter topics", Topics).Custom(),
            Date("renewal_date", "Renewal date").Custom(),
            Bool("vip", "VIP").Custom(),
            Radio("preferred_channel", "Preferred channel", Options("email|Email", "phone|Phone", "visit|Visit")).Custom(),
            Area("internal_notes", "Internal notes").Custom(),
            Text("hs_calculated_merged_vids", "Merged contact IDs with timestamps").ReadOnly(),
        ],
    };

    private static void Derive(CrmRecord before, RecordFiller values, JournalEntry entry, Currencies currencies)
    {
        values["lifecyclestage"] ??= entry.Op == "create" ? "lead" : null;
        values["hs_pipeline"] ??= "contacts-lifecycle-pipeline";
        if (values["lifecyclestage"] != before["lifecyclestage"])
        {
            values["hs_lifecyclestage_lead_date"] = values["lifecyclestage"] == "lead" ? Stamp.Text(entry.At) : values["hs_lifecyclestage_lead_date"];
            values["hs_lifecyclestage_customer_date"] = values["lifecyclestage"] == "customer" ? Stamp.Iso(entry.At) : values["hs_lifecyclestage_customer_date"];
        }

        if (values["hubspot_owner_id"] != before["hubspot_owner_id"])
        {
            values.Time("hubspot_owner_assigneddate", entry.At);
        }
    }
}
