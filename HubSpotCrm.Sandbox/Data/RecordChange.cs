using System.Collections.Immutable;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>What a write makes of a record: the values given, and those HubSpot works out from them.</summary>
internal static class RecordChange
{
    public static CrmRecord Apply(CrmRecord record, JournalEntry entry)
    {
        var schema = record.Schema;
        var values = (string?[])record.Values.Clone();
        foreach (var (name, value) in entry.Values!)
        {
            if (schema.Find(name) is { } property)
            {
                values[property.Slot] = value;
            }
        }

        var filler = new RecordFiller(schema, values);
        Derive(record, filler, entry);
        var modified = record.Values[schema.Modified] is null ? entry.At : Math.Max(entry.At, record.ModifiedMs + 1);
        values[schema.Modified] = Stamp.Iso(modified);
        return record with
        {
            Values = values,
            ModifiedMs = modified,
            WrittenMs = entry.At,
            Written = Versions(record, values, modified, entry),
        };
    }

    private static void Derive(CrmRecord before, RecordFiller values, JournalEntry entry)
    {
        switch (before.Kind)
        {
            case ObjectKind.Deal:
                if (values["dealstage"] != before["dealstage"])
                {
                    values.Time("hs_v2_date_entered_current_stage", entry.At);
                }

                values["pipeline"] ??= Reference.PipelineOf(values["dealstage"])?.Id ?? "default";
                values["deal_currency_code"] ??= Reference.HomeCurrency;
                DealSums.Apply(values);
                break;
            case ObjectKind.Contact:
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

                break;
            default:
                values["hs_pipeline"] ??= "companies-lifecycle-pipeline";
                break;
        }
    }

    private static ImmutableDictionary<int, ImmutableList<PropertyVersion>> Versions(CrmRecord before, string?[] values, long at, JournalEntry entry)
    {
        var written = before.Written.ToBuilder();
        for (var slot = 0; slot < values.Length; slot++)
        {
            if (values[slot] == before.Values[slot] && !(entry.Op == "create" && values[slot] is not null))
            {
                continue;
            }

            var given = entry.Values!.ContainsKey(before.Schema.Properties[slot].Name);
            var version = given
                ? new PropertyVersion(values[slot], at, entry.Source ?? "INTEGRATION", entry.SourceId, entry.User)
                : new PropertyVersion(values[slot], at, "CALCULATED");
            written[slot] = (written.GetValueOrDefault(slot) ?? []).Insert(0, version);
        }

        return written.ToImmutable();
    }
}
