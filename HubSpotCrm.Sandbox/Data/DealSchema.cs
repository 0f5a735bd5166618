using static HubSpotCrm.Sandbox.Data.Define;

namespace HubSpotCrm.Sandbox.Data;

internal static class DealSchema
{
    public static readonly PropertyOption[] Rivals = Options("incumbent|Incumbent", "inhouse|In-house", "lowcost|Low-cost offer", "none|None");

    private static readonly string[] Needed = ["dealname", "dealstage"];

    public static CrmType Create() => new(
        ObjectKind.Deal, "deals", "deal", "0-3")
    {
        Defaults = ["amount", "closedate", "createdate", "dealname", "dealstage", "hs_lastmodifieddate", "hs_object_id", "pipeline"],
        Searched = ["dealname", "pipeline", "dealstage", "description", "dealtype"],
        Count = options => options.DealCount,
        FirstLongId = 9_960_000_000,
        BeginsLongAgo = true,
        Pipelines = Reference.Pipelines,
        ReadScopes = ["crm.objects.deals.read"],
        WriteScopes = ["crm.objects.deals.write"],
        SchemaScopeOf = "deals",
        Lacking = lacks => [.. Needed.Where(lacks)],
        Maker = (data, links) => new DealMaker(data, links).Fill,
        Derive = Derive,
        Properties =
        [
            Text("dealname", "Deal Name"),
            Choice("dealstage", "Deal Stage"),
            Choice("pipeline", "Pipeline"),
            Number("amount", "Amount"),
            Time("closedate", "Close Date"),
            Time("createdate", "Create Date"),
            Time("hs_lastmodifieddate", "Last Modified Date").ReadOnly(),
            Number("hs_object_id", "Record ID").ReadOnly(),
            Choice("deal_currency_code", "Currency"),
            Number("amount_in_home_currency", "Amount in company currency").Calculated(),
            Number("hs_exchange_rate", "Exchange rate").ReadOnly(),
            Number("hs_deal_stage_probability", "Deal probability").Calculated(),
            Bool("hs_is_closed", "Is Deal Closed?").Calculated(),
            Bool("hs_is_closed_won", "Is Closed Won").Calculated(),
            Owner(),
            Radio("dealtype", "Deal Type", Options("newbusiness|New Business", "existingbusiness|Existing Business")),
            Area("description", "Deal Description"),
            Choice("hs_priority", "Priority", Options("low|Low", "medium|Medium", "high|High")),
            Time("notes_last_updated", "Last Activity Date").ReadOnly(),
            Time("notes_last_contacted", "Last Contacted").ReadOnly(),
            Number("num_associated_contacts", "Number of Associated Contacts").Calculated(),
            Number("hs_closed_amount", "Closed Deal Amount").Calculated(),
            Number("hs_projected_amount", "Weighted amount").Calculated(),
            Number("days_to_close", "Days to close").Calculated(),
            Text("closed_lost_reason", "Closed Lost Reason"),
            Text("closed_won_reason", "Closed Won Reason"),
            Choice("hs_manual_forecast_category", "Forecast category", Options("OMIT|Not forecasted", "PIPELINE|Pipeline", "BEST_CASE|Best case", "COMMIT|Commit", "CLOSED|Closed won")),
            Number("hs_arr", "Annual recurring revenue").Calculated(),
            Number("hs_mrr", "Monthly recurring revenue").Calculated(),
            Number("hs_tcv", "Total contract value").Calculated(),
            Text("hs_next_step", "Next step"),
            Choice("hs_analytics_source", "Original Traffic Source", ContactSchema.Sources).ReadOnly(),
            Time("hs_v2_date_entered_current_stage", "Date entered current stage").Calculated(),
            Text("hs_merged_object_ids", "Merged record IDs").ReadOnly(),
            Date("contract_start", "Contract start").Custom(),
            Number("discount_percent", "Discount in percent").Custom(),
            Checks("competitors", "Competitors", Rivals).Custom(),
            Radio("risk", "Risk", Options("low|Low", "some|Some", "high|High")).Custom(),
            Bool("legal_review", "Legal review").Custom(),
        ],
    };

    private static void Derive(CrmRecord before, RecordFiller values, JournalEntry entry, Currencies currencies)
    {
        if (values["dealstage"] != before["dealstage"])
        {
            values.Time("hs_v2_date_entered_current_stage", entry.At);
        }

        values["pipeline"] ??= Reference.PipelineOf(values["dealstage"])?.Id ?? "default";
        values["deal_currency_code"] ??= currencies.Home;
        DealSums.Apply(values, currencies);
    }
}
