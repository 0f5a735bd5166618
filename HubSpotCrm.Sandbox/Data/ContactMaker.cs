using System.Globalization;

namespace HubSpotCrm.Sandbox.Data;

internal sealed class ContactMaker(BaseData data, BaseLinks links)
{
    private const int FirstNumber = 100_000;
    private const string Long = "Wolfeschlegelsteinhausenbergerdorff-Hohenzollern-Sigmaringen-Altenburg-Waldburg-Zeil-Trauchburg-Fürstenberg-Donaueschingen";

    public void Fill(int index, long created, long modified, RecordFiller contact)
    {
        var company = links.CompanyOfContact(index);
        var identity = company < 0 ? null : CompanyIdentity.Of(data, company);
        var person = PersonOf(index, identity);
        var region = person.Region;
        var random = new Mix(data.Bits(ObjectKind.Contact, index, 10));

        contact["email"] = Email(index, identity, person);
        contact["firstname"] = person.First;
        contact["lastname"] = person.Last;
        Phones(contact, person, ref random);
        contact["company"] = identity is null ? (random.Chance(30) ? "Self-employed" : null) : (random.Chance(85) ? identity.Name : null);
        contact["jobtitle"] = random.Chance(80) ? random.Pick(People.Jobs) : null;
        contact["country"] = random.Chance(90) ? region.Country : null;
        contact["city"] = random.Chance(85) ? random.Pick(region.Cities) : null;
        contact["zip"] = random.Chance(70) ? Stamp.Text(10_000 + random.Next(89_000)) : null;
        contact["address"] = random.Chance(60) ? $"{random.Pick(region.StreetNames)} {1 + random.Next(180)}" : null;
        contact["website"] = identity is null ? null : $"https://www.{identity.Domain}";
        contact["industry"] = random.Chance(40) ? random.Pick(CompanySchema.Industries).Label : null;
        contact["hs_language"] = region.Language;
        contact["salutation"] = random.Chance(20) ? "Dr." : null;
        contact["date_of_birth"] = random.Chance(5) ? $"{1950 + random.Next(50)}-0{1 + random.Next(9)}-1{random.Next(10)}" : null;
        contact["hs_analytics_source"] = random.Pick(ContactSchema.Sources).Value;
        contact["hs_email_optout"] = random.Chance(4) ? "true" : null;
        contact["hs_marketable_status"] = random.Chance(70) ? "true" : "false";
        contact["hs_additional_emails"] = random.Chance(2) ? $"private{index}@mail.example" : null;
        contact["twitterhandle"] = random.Chance(3) ? $"user{index}" : null;
        contact["message"] = random.Chance(4) ? "Please send me the price list.\nThank you! 🙂" : null;
        contact["hs_pipeline"] = "contacts-lifecycle-pipeline";
        Sales(index, created, modified, contact, ref random);
        Own(index, contact, ref random);
        if (company >= 0)
        {
            contact["associatedcompanyid"] = Stamp.Text(data.IdOf(ObjectKind.Company, company));
        }
    }

    public string? EmailOf(int index)
    {
        var company = links.CompanyOfContact(index);
        var identity = company < 0 ? null : CompanyIdentity.Of(data, company);
        return Email(index, identity, PersonOf(index, identity));
    }

    private static void Phones(RecordFiller contact, Person person, ref Mix random)
    {
        var number = person.Number;
        contact["phone"] = random.Chance(75)
            ? random.Next(4) switch
            {
                0 => $"{person.Region.Phone}{number}",
                1 => $"({number / 1000 % 900 + 100}) {number % 1000:000}-{number / 7 % 10_000:0000}",
                2 => $"{person.Region.Phone} {number / 100_000} {number % 100_000:00000}",
                _ => $"0{number / 10_000} / {number % 10_000:0000} ext. {number % 90 + 10}",
            }
            : null;
        contact["mobilephone"] = random.Chance(35) ? $"{person.Region.Phone} 1{70 + (number % 10)} {number}" : null;
        contact["fax"] = random.Chance(3) ? $"{person.Region.Phone} {number + 1}" : null;
    }

    private static void Sales(int index, long created, long modified, RecordFiller contact, ref Mix random)
    {
        var stage = random.Next(100) switch { < 14 => 0, < 44 => 1, < 60 => 2, < 72 => 3, < 83 => 4, < 96 => 5, < 98 => 6, _ => 7 };
        contact["lifecyclestage"] = ContactSchema.Lifecycle[stage].Value;
        contact["hs_lead_status"] = random.Chance(70) ? random.Pick(ContactSchema.LeadStatus).Value : null;
        if (stage is >= 1 and <= 6)
        {
            // HubSpot writes this one as a number of milliseconds, unlike its neighbours.
            contact["hs_lifecyclestage_lead_date"] = Stamp.Text(History.StepMs(created, modified, 1, stage));
        }

        if (stage is 5 or 6)
        {
            contact.Time("hs_lifecyclestage_customer_date", History.StepMs(created, modified, 5, stage));
        }

        contact["hubspotscore"] = random.Chance(80) ? Stamp.Text(random.Next(101)) : null;
        contact["hs_predictivecontactscore_v2"] = random.Chance(60) ? $"{random.Next(100)}.{random.Next(9) + 1}" : null;
        if (random.Chance(82))
        {
            var activity = created + (long)(random.NextFraction() * (modified - created));
            contact.Time("notes_last_updated", activity);
            contact["notes_last_contacted"] = random.Chance(70) ? Stamp.Iso(activity) : null;
            contact["num_notes"] = Stamp.Text(1 + random.Next(30));
        }

        if (random.Chance(88))
        {
            // A few still point to people who have left.
            contact["hubspot_owner_id"] = Stamp.Text(Reference.Owners[random.Chance(6) ? 7 + random.Next(2) : random.Next(7)].Id);
            contact.Time("hubspot_owner_assigneddate", created);
        }

        contact["hs_is_unworked"] = stage < 2 ? "true" : "false";
    }

    private static void Own(int index, RecordFiller contact, ref Mix random)
    {
        contact["customer_number"] = random.Chance(50) ? NumberOf(index) : null;
        contact["customer_value"] = random.Chance(2) ? "N/A" : random.Chance(40) ? $"{random.Next(90_000)}.{random.Next(90) + 10}" : null;
        contact["newsletter_topics"] = random.Chance(30)
            ? string.Join(';', ContactSchema.Topics.Skip(random.Next(3)).Take(1 + random.Next(3)).Select(topic => topic.Value))
            : null;
        contact["renewal_date"] = random.Chance(15) ? $"2027-0{1 + random.Next(9)}-{10 + random.Next(19)}" : null;
        contact["vip"] = random.Chance(6) ? "true" : random.Chance(20) ? "false" : null;
        contact["preferred_channel"] = random.Chance(25) ? random.Pick(["email", "phone", "visit"]) : null;
        contact["internal_notes"] = random.Chance(3) ? string.Concat(Enumerable.Repeat("Called twice, will call back. ", 5)) : null;
    }

    public static string NumberOf(int index) => $"C-{FirstNumber + index}";

    /// <summary>Whose customer number it would be; -1 for what is none.</summary>
    public static int IndexOfNumber(string value) =>
        value.StartsWith("C-", StringComparison.OrdinalIgnoreCase) && int.TryParse(value.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Max(-1, number - FirstNumber)
            : -1;

    /// <summary>How others would address the contact.</summary>
    public string NameOf(int index)
    {
        var company = links.CompanyOfContact(index);
        var person = PersonOf(index, company < 0 ? null : CompanyIdentity.Of(data, company));
        return person.First ?? person.Last ?? person.FirstLatin;
    }

    private Person PersonOf(int index, CompanyIdentity? company)
    {
        // The same person entered twice, with another address.
        var companies = data.Count(ObjectKind.Company);
        var source = index % 89 == 17 && companies > 0 && index >= companies ? index - companies : index;
        var bits = data.Bits(ObjectKind.Contact, source, 11);
        var region = company is null || bits % 100 < 4 ? People.RegionFor(bits >> 3) : company.Region;
        var random = new Mix(bits);
        var (first, last) = (random.Pick(region.FirstNames), random.Pick(region.LastNames));
        var second = random.Pick(region.LastNames);
        var latin = second.Text == second.Latin || last.Text.Length > 3;
        var (firstText, lastText, lastLatin) = ((string?)first.Text, (string?)last.Text, last.Latin);
        if (random.Chance(7) && latin && second != last)
        {
            (lastText, lastLatin) = ($"{last.Text}-{second.Text}", $"{last.Latin}-{second.Latin}");
        }

        switch (source % 400)
        {
            case 41:
                firstText = $"{first.Text} 🌻";
                break;
            case 142:
                lastText = Long;
                break;
            case 243:
                (firstText, lastText) = (null, null);
                break;
            case 244:
                firstText = null;
                break;
            case 344:
                lastText = null;
                break;
        }

        return new Person(firstText, lastText, first.Latin, lastLatin, region, 1_000_000 + random.Next(8_999_999));
    }

    /// <summary>An address nobody else has: within a company by the person's rank, without one by the index.</summary>
    private string? Email(int index, CompanyIdentity? company, Person person)
    {
        if (index % 50 == 23)
        {
            return null;
        }

        if (company is null)
        {
            return $"{person.FirstLatin}.{person.LastLatin}{index}@mail.example";
        }

        var rank = links.RankInCompany(index) + (links.CompanyOfContact(index) % 97 == 13 ? 6 : 0);
        var local = rank switch
        {
            0 => $"{person.FirstLatin}.{person.LastLatin}",
            1 => $"{person.FirstLatin[0]}.{person.LastLatin}",
            2 => person.FirstLatin,
            3 => $"{person.LastLatin}.{person.FirstLatin}",
            4 => $"{person.FirstLatin}_{person.LastLatin}",
            5 => $"{person.FirstLatin}-{person.LastLatin[0]}",
            _ => $"{person.FirstLatin}.{person.LastLatin}{rank + 1}",
        };
        return $"{local}@{company.Domain}";
    }

    private sealed record Person(string? First, string? Last, string FirstLatin, string LastLatin, Region Region, int Number);
}
