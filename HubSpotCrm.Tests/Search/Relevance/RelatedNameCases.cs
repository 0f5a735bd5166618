using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>Records by the names of those they belong to, where their own name does not say it.</summary>
internal static class RelatedNameCases
{
    private const int MostDeals = 5;

    public static IEnumerable<RelevanceCase> Of(RelevanceAccount account) =>
    [
        .. DealsByContact(account, deal => deal.Contacts.Count == 1, 4),
        .. DealsByContact(account, deal => deal.Contacts.Count > 1, 5),
        .. DealsByContactAndCompany(account),
        .. DealsByCompany(account),
        .. ContactsByCompany(account),
        .. ContactsOfACompany(account),
        .. ContactsBySecondCompany(account),
    ];

    // Of several contacts the last: each is as good a way to the deal.
    private static IEnumerable<RelevanceCase> DealsByContact(RelevanceAccount account, Func<Subject, bool> which, int count) =>
        RelevanceAccount.Spread(account.Deals.Where(deal => which(deal) && IsRare(account, deal.Contacts[^1])), count)
            .Select(deal => Finds(deal, deal.Contacts[^1].Name));

    private static IEnumerable<RelevanceCase> DealsByContactAndCompany(RelevanceAccount account) =>
        RelevanceAccount.Spread(account.PlainDeals.Where(deal => deal.Contacts.Count > 1 && IsRare(account, deal.Contacts[^1])), 3)
            .Select(deal => Finds(deal, $"{deal.Contacts[^1].Last} {deal.Companies[0].NameWords[0]}"));

    private static IEnumerable<RelevanceCase> DealsByCompany(RelevanceAccount account) =>
        account.Deals.Where(deal => deal.Companies.Count > 0 && !deal.Name.Contains(deal.Companies[0].NameWords.FirstOrDefault() ?? deal.Companies[0].Name, StringComparison.OrdinalIgnoreCase))
            .Select(deal => Finds(deal, deal.Companies[0].Name));

    private static IEnumerable<RelevanceCase> ContactsByCompany(RelevanceAccount account) =>
        RelevanceAccount.Spread(account.PlainContacts.Where(contact => contact["company"] is null && HasPlainCompany(account, contact, 0)), 4)
            .Select(contact => Finds(contact, $"{contact.First} {CompanyName(contact, 0)}"));

    private static IEnumerable<RelevanceCase> ContactsOfACompany(RelevanceAccount account) =>
        RelevanceAccount.Spread(account.PlainContacts.Where(contact => contact["company"] is null && HasPlainCompany(account, contact, 0)), 3)
            .Select(contact => RelevanceCase.FindsOnly(
                RelevanceClass.RelatedNames, ObjectType.Contact, CompanyName(contact, 0),
                account.Contacts.Where(other => other.Companies.Count > 0 && other.Companies[0] == contact.Companies[0]),
                account.Contacts.Where(other => other.HasWordsFrom(contact.Companies[0].NameWords[0], contact.Companies[0].NameWords[1]))));

    private static IEnumerable<RelevanceCase> ContactsBySecondCompany(RelevanceAccount account) =>
        RelevanceAccount.Spread(account.PlainContacts.Where(contact => contact.Companies.Count > 1 && HasPlainCompany(account, contact, 1)), 4)
            .Select(contact => Finds(contact, $"{contact.First} {CompanyName(contact, 1)}"));

    private static bool HasPlainCompany(RelevanceAccount account, Subject contact, int place) =>
        contact.Companies.Count > place && account.PlainCompanies.Contains(contact.Companies[place]);

    private static string CompanyName(Subject contact, int place) => string.Join(' ', contact.Companies[place].NameWords[..2]);

    private static bool IsRare(RelevanceAccount account, Subject contact) =>
        account.PlainContacts.Contains(contact) && account.Deals.Count(deal => deal.Contacts.Exists(other => other.Name == contact.Name)) <= MostDeals;

    private static RelevanceCase Finds(Subject subject, string text) => RelevanceCase.Finds(RelevanceClass.RelatedNames, subject, text);
}
