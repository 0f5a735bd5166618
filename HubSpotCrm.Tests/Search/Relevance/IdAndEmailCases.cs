using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>A record's id behind a number sign, and e-mail addresses: whole, up to the sign, from the sign on, and begun.</summary>
internal static class IdAndEmailCases
{
    public static IEnumerable<RelevanceCase> Of(RelevanceAccount account) => [.. Ids(account), .. Emails(account), .. Locals(account), .. Domains(account), .. DomainsOfCompanies(account)];

    // Short ids are the old ones; they are also the beginnings of phone numbers.
    private static IEnumerable<RelevanceCase> Ids(RelevanceAccount account) =>
        RelevanceAccount.Spread(account.Contacts.Where(contact => contact.Id.Length < 6), 3)
            .Concat(RelevanceAccount.Spread(account.Contacts.Where(contact => contact.Id.Length > 6), 3))
            .Concat(RelevanceAccount.Spread(account.Companies, 2))
            .Concat(RelevanceAccount.Spread(account.Deals, 2))
            .Select(subject => RelevanceCase.Finds(RelevanceClass.IdsAndEmails, subject, $"#{subject.Id}", within: 1));

    private static IEnumerable<RelevanceCase> Emails(RelevanceAccount account) =>
        RelevanceAccount.Spread(account.Contacts.Where(contact => contact.Email.Length > 0), 7)
            .Select((contact, place) => RelevanceCase.Finds(
                RelevanceClass.IdsAndEmails, contact, place == 6 ? contact.Email.ToUpperInvariant() : contact.Email, within: 1));

    private static IEnumerable<RelevanceCase> Locals(RelevanceAccount account)
    {
        var locals = account.RareContacts.Where(contact => Local(contact).Contains('.', StringComparison.Ordinal) && Local(contact).Length > 6);
        foreach (var contact in RelevanceAccount.Spread(locals.Where(contact => account.Contacts.Count(other => other.Email.StartsWith(Local(contact), StringComparison.Ordinal)) <= 5), 5))
        {
            yield return RelevanceCase.Finds(RelevanceClass.IdsAndEmails, contact, Local(contact));
            yield return RelevanceCase.Finds(RelevanceClass.IdsAndEmails, contact, contact.Email[..(Local(contact).Length + 5)]);
        }
    }

    // Who has the domain in another property, or its words in the company's name, may come as well.
    private static IEnumerable<RelevanceCase> Domains(RelevanceAccount account) =>
        RelevanceAccount.Spread(account.Contacts.Where(contact => contact.Companies.Count > 0 && contact.Email.EndsWith('@' + contact.Companies[0]["domain"], StringComparison.Ordinal)), 4)
            .Select((contact, place) => (Domain: contact.Companies[0]["domain"]!, Sign: place % 2 == 0 ? "" : "@"))
            .Select(one => RelevanceCase.FindsOnly(
                RelevanceClass.IdsAndEmails, ObjectType.Contact, one.Sign + one.Domain,
                account.Contacts.Where(contact => contact.Email.EndsWith('@' + one.Domain, StringComparison.Ordinal)),
                account.Contacts.Where(contact => contact.Contains(one.Domain) || contact.HasWordsFrom(one.Domain.Split('-', '.')))));

    private static IEnumerable<RelevanceCase> DomainsOfCompanies(RelevanceAccount account) =>
        RelevanceAccount.Spread(account.Companies.Where(company => company["domain"] is not null), 3)
            .Select(company => RelevanceCase.FindsOnly(
                RelevanceClass.IdsAndEmails, ObjectType.Company, company["domain"]!,
                account.Companies.Where(other => other["domain"] == company["domain"]), account.Companies.Where(other => other.Contains(company["domain"]!))));

    private static string Local(Subject contact) => contact.Email.Split('@')[0];
}
