using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>Words that people have for an industry, a country or a role, where the record says it in another word.</summary>
internal static class SynonymCases
{
    private static readonly (string Typed, string Industry)[] Industries =
    [
        ("hospital", "HOSPITAL_HEALTH_CARE"),
        ("clinic", "HOSPITAL_HEALTH_CARE"),
        ("hotel", "HOSPITALITY"),
        ("shipping", "LOGISTICS_AND_SUPPLY_CHAIN"),
        ("freight", "LOGISTICS_AND_SUPPLY_CHAIN"),
        ("car dealer", "AUTOMOTIVE"),
        ("app developer", "COMPUTER_SOFTWARE"),
        ("lawyer", "LEGAL_SERVICES"),
        ("university", "EDUCATION_MANAGEMENT"),
        ("drugs", "PHARMACEUTICALS"),
        ("supermarket", "RETAIL"),
        ("realtor", "REAL_ESTATE"),
        ("phone company", "TELECOMMUNICATIONS"),
        ("ad agency", "MARKETING_AND_ADVERTISING"),
        ("gym", "HEALTH_WELLNESS_AND_FITNESS"),
        ("builder", "CONSTRUCTION"),
        ("electricity", "UTILITIES"),
    ];

    // Words that stand in no name. What else they could mean may come too.
    private static readonly (string Typed, string Industry, string[] Kin)[] Alone =
    [
        ("clinic", "HOSPITAL_HEALTH_CARE", ["HEALTH_WELLNESS_AND_FITNESS", "MEDICAL_DEVICES"]),
        ("lawyer", "LEGAL_SERVICES", []),
        ("car dealer", "AUTOMOTIVE", ["RETAIL"]),
        ("app developer", "COMPUTER_SOFTWARE", ["INFORMATION_TECHNOLOGY_AND_SERVICES", "INTERNET"]),
        ("shipping", "LOGISTICS_AND_SUPPLY_CHAIN", ["TRANSPORTATION_TRUCKING_RAILROAD"]),
    ];

    private static readonly (string Typed, string Country)[] Countries = [("USA", "United States"), ("Deutschland", "Germany"), ("Britain", "United Kingdom")];

    private static readonly (string Typed, string Title, string Kin)[] Roles =
        [("CFO", "Chief Financial Officer", "Chief Financial Officer"), ("CEO", "Managing Director", "Geschäftsführer")];

    public static IEnumerable<RelevanceCase> Of(RelevanceAccount account) =>
        [.. WithAName(account), .. ByThemselves(account), .. OfCountries(account), .. OfRoles(account), OfCharity(account)];

    // With the first word of a name, which few have, so that the subject is among the first rows whatever else the word means.
    private static IEnumerable<RelevanceCase> WithAName(RelevanceAccount account) => Industries.Select(one =>
    {
        var subject = account.PlainCompanies.First(company => company["industry"] == one.Industry && !NameSays(company, one.Typed));
        return RelevanceCase.Finds(RelevanceClass.Synonyms, subject, $"{one.Typed} {subject.NameWords[0]}");
    });

    private static IEnumerable<RelevanceCase> ByThemselves(RelevanceAccount account) => Alone.Select(one => RelevanceCase.FindsOnly(
        RelevanceClass.Synonyms, ObjectType.Company, one.Typed,
        account.Companies.Where(company => company["industry"] == one.Industry),
        account.Companies.Where(company => one.Kin.Contains(company["industry"]) || company.HasWordsFrom(one.Typed.Split(' ')))));

    private static IEnumerable<RelevanceCase> OfCountries(RelevanceAccount account) => Countries.Select(one =>
    {
        var subject = account.PlainCompanies.First(company => company["country"] == one.Country);
        return RelevanceCase.Finds(RelevanceClass.Synonyms, subject, $"{subject.NameWords[0]} {subject.NameWords[1]} {one.Typed}");
    });

    private static IEnumerable<RelevanceCase> OfRoles(RelevanceAccount account) => Roles.Select(one => RelevanceCase.FindsOnly(
        RelevanceClass.Synonyms, ObjectType.Contact, one.Typed,
        account.Contacts.Where(contact => contact["jobtitle"] == one.Title),
        account.Contacts.Where(contact => contact["jobtitle"] == one.Kin || contact.HasWordsFrom(one.Typed))));

    // Its name must not have the word; of a hospital the industry's own name has it.
    private static bool NameSays(Subject company, string typed) => Array.Exists(typed.Split(' '), word => company.Name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static RelevanceCase OfCharity(RelevanceAccount account) =>
        RelevanceCase.Finds(RelevanceClass.Synonyms, account.Companies.Single(company => company.Name == Guests.Charity), "charity");
}
