namespace HubSpotCrm.Sandbox.Data;

internal sealed class CompanyMaker(BaseData data, BaseLinks links)
{
    public void Fill(int index, long created, long modified, RecordFiller company)
    {
        var identity = CompanyIdentity.Of(data, index);
        var region = identity.Region;
        var random = new Mix(data.Bits(ObjectKind.Company, index, 10));

        company["name"] = identity.Name;
        company["domain"] = random.Chance(95) ? identity.Domain : null;
        company["website"] = random.Chance(80) ? $"https://www.{identity.Domain}" : null;
        company["phone"] = random.Chance(70) ? $"{region.Phone} {1_000_000 + random.Next(8_999_999)}" : null;
        company["industry"] = random.Chance(85) ? random.Pick(CompanySchema.Industries).Value : null;
        company["country"] = random.Chance(92) ? region.Country : null;
        company["city"] = random.Chance(88) ? random.Pick(region.Cities) : null;
        company["zip"] = random.Chance(70) ? Stamp.Text(10_000 + random.Next(89_000)) : null;
        company["address"] = random.Chance(65) ? $"{random.Pick(region.StreetNames)} {1 + random.Next(180)}" : null;
        company["timezone"] = region.Zone.Replace('/', '_').ToLowerInvariant();
        company["numberofemployees"] = random.Chance(75) ? Stamp.Text(1 << random.Next(15)) : null;
        company["annualrevenue"] = random.Chance(60) ? Stamp.Text((1 + random.Next(900)) * 100_000L) : null;
        company["description"] = random.Chance(40) ? $"{identity.Name} works in {region.Country} and beyond." : null;
        company["type"] = random.Chance(70) ? random.Pick(CompanySchema.Types).Value : null;
        company["founded_year"] = random.Chance(50) ? Stamp.Text(1850 + random.Next(170)) : null;
        company["linkedin_company_page"] = random.Chance(30) ? $"https://social.example/company/{identity.Domain}" : null;
        company["is_public"] = random.Chance(50) ? (random.Chance(10) ? "true" : "false") : null;
        company["lifecyclestage"] = ContactSchema.Lifecycle[random.Next(6)].Value;
        company["hs_lead_status"] = random.Chance(50) ? random.Pick(ContactSchema.LeadStatus).Value : null;
        company["hs_pipeline"] = "companies-lifecycle-pipeline";
        company["hs_analytics_source"] = random.Pick(ContactSchema.Sources).Value;
        company["hubspot_owner_id"] = random.Chance(85) ? Stamp.Text(Reference.Owners[random.Chance(6) ? 7 + random.Next(2) : random.Next(7)].Id) : null;
        if (random.Chance(80))
        {
            var activity = created + (long)(random.NextFraction() * (modified - created));
            company.Time("notes_last_updated", activity);
            company["notes_last_contacted"] = random.Chance(70) ? Stamp.Iso(activity) : null;
        }

        company["account_tier"] = random.Chance(60) ? random.Pick(["gold", "silver", "bronze"]) : null;
        company["support_channels"] = random.Chance(35)
            ? string.Join(';', CompanySchema.Channels.Skip(random.Next(2)).Take(1 + random.Next(3)).Select(channel => channel.Value))
            : null;
        company["contract_end"] = random.Chance(25) ? $"2027-0{1 + random.Next(9)}-{10 + random.Next(19)}" : null;
        company["annual_budget"] = random.Chance(3) ? "N/A" : random.Chance(30) ? Stamp.Text((1 + random.Next(400)) * 1000L) : null;
        company["is_partner"] = random.Chance(12) ? "true" : null;
        company["num_associated_contacts"] = Stamp.Text(links.PrimaryContactsOf(index).Count);
        company["num_associated_deals"] = Stamp.Text(links.DealsOfCompany(index).Count);
    }
}
