namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>Names in either order and words in any: every word is typed right and whole.</summary>
internal static class OrderCases
{
    private static readonly Func<Subject, string>[] OfPeople =
    [
        contact => $"{contact.Last} {contact.First}",
        contact => $"{contact.Last}, {contact.First}",
        contact => $"{contact.Last.ToUpperInvariant()} {contact.First.ToLowerInvariant()}",
        contact => $"{contact.First} {contact.Last}",
        contact => $"{contact.Companies[0].NameWords[0]} {contact.Last} {contact.First}",
        contact => $"{contact.Last} {contact.Companies[0].NameWords[1]} {contact.First}",
        contact => $"{contact.First} {contact.Companies[0].NameWords[0]} {contact.Last} {contact.Companies[0].NameWords[1]}",
        contact => $"{contact.Companies[0].NameWords[1]} {contact.Companies[0].NameWords[0]} {contact.First}",
    ];

    public static IEnumerable<RelevanceCase> Of(RelevanceAccount account)
    {
        var employed = account.PlainContacts.Where(contact => contact.Companies.Count > 0 && account.PlainCompanies.Contains(contact.Companies[0]));
        foreach (var (subject, text) in RelevanceAccount.Spread(employed, OfPeople.Length).Zip(OfPeople))
        {
            yield return RelevanceCase.Finds(RelevanceClass.Orders, subject, text(subject));
        }

        foreach (var subject in RelevanceAccount.Spread(account.PlainCompanies, 4)
            .Concat(RelevanceAccount.Spread(account.PlainDeals, 5))
            .Concat(RelevanceAccount.Spread(account.Campaigns.Where(campaign => campaign.NameWords.Length > 1), 3)))
        {
            yield return RelevanceCase.Finds(RelevanceClass.Orders, subject, string.Join(' ', subject.Name.Split([' ', ':', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Reverse()));
        }
    }
}
