using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>One slip in words from five letters on, two in words from nine. What was typed stands nowhere, so only forgiving finds it.</summary>
internal static class TypoCases
{
    private const int OneSlip = 5;
    private const int TwoSlips = 9;

    private static readonly Func<string, string>[] Slips =
    [
        word => Edits.Drop(word, word.Length / 2),
        word => Edits.Repeat(word, word.Length / 2),
        word => Edits.Slip(word, word.Length / 2),
        word => Edits.Swap(word, word.Length / 2),
        word => Edits.Slip(word, 0),
        word => Edits.Slip(word, word.Length - 1),
        word => Edits.Swap(word, 1),
        word => Edits.Drop(word, 1),
    ];

    private static readonly Func<string, string>[] Pairs =
    [
        word => Edits.Drop(Edits.Slip(word, word.Length - 2), 2),
        word => Edits.Swap(Edits.Repeat(word, word.Length - 2), 1),
        word => Edits.Slip(Edits.Slip(word, 2), word.Length - 2),
    ];

    public static IEnumerable<RelevanceCase> Of(RelevanceAccount account) =>
        [.. InFullNames(account), .. TwiceInFullNames(account), .. InBothNames(account), .. InLastNamesAlone(account), .. InCompanies(account), .. InDeals(account), .. InCampaigns(account)];

    private static IEnumerable<RelevanceCase> InFullNames(RelevanceAccount account) =>
        Chosen(account.PlainContacts, contact => contact.Last, OneSlip, Slips, account)
            .Select(one => RelevanceCase.Finds(RelevanceClass.Typos, one.Subject, $"{one.Subject.First} {one.Mistyped}"));

    private static IEnumerable<RelevanceCase> TwiceInFullNames(RelevanceAccount account) =>
        Chosen(account.PlainContacts, contact => contact.Last, TwoSlips, Pairs, account)
            .Select(one => RelevanceCase.Finds(RelevanceClass.Typos, one.Subject, $"{one.Subject.First} {one.Mistyped}"));

    private static IEnumerable<RelevanceCase> InBothNames(RelevanceAccount account)
    {
        var subjects = account.PlainContacts.Where(contact => contact.First.Length >= OneSlip && StandsNowhere(account, ObjectType.Contact, Edits.Swap(contact.First, 2)));
        return Chosen(subjects, contact => contact.Last, OneSlip, Slips[..2], account)
            .Select(one => RelevanceCase.Finds(RelevanceClass.Typos, one.Subject, $"{Edits.Swap(one.Subject.First, 2)} {one.Mistyped}"));
    }

    // No other word is near, so everybody whose name it is may come, and nobody else.
    private static IEnumerable<RelevanceCase> InLastNamesAlone(RelevanceAccount account) =>
        Chosen(account.PlainContacts.DistinctBy(contact => contact.Last), contact => contact.Last, TwoSlips, Slips[..4], account, IsAlone(account))
            .Select(one => RelevanceCase.FindsOnly(
                RelevanceClass.Typos, ObjectType.Contact, one.Mistyped,
                account.Contacts.Where(contact => contact.Last == one.Subject.Last), account.Contacts.Where(contact => contact.Contains(one.Subject.Last))));

    private static IEnumerable<RelevanceCase> InCompanies(RelevanceAccount account) =>
        Chosen(account.PlainCompanies, company => company.NameWords[0], OneSlip, Slips[..4], account)
            .Select(one => RelevanceCase.Finds(RelevanceClass.Typos, one.Subject, $"{one.Mistyped} {one.Subject.NameWords[1]}"));

    private static IEnumerable<RelevanceCase> InDeals(RelevanceAccount account) =>
        Chosen(account.PlainDeals, deal => deal.NameWords[^1], OneSlip, Slips[..3], account)
            .Select(one => RelevanceCase.Finds(RelevanceClass.Typos, one.Subject, $"{one.Subject.NameWords[0]} {one.Subject.NameWords[1]} {one.Mistyped}"));

    private static IEnumerable<RelevanceCase> InCampaigns(RelevanceAccount account) =>
        Chosen(account.Campaigns.Where(HasPlainBeginning), campaign => campaign.NameWords[0], OneSlip, Slips[..2], account)
            .Select(one => RelevanceCase.Finds(RelevanceClass.Typos, one.Subject, one.Subject.Name.Replace(one.Subject.NameWords[0], one.Mistyped, StringComparison.Ordinal)));

    /// <summary>For each slip a subject whose word it makes into one that stands nowhere.</summary>
    private static IEnumerable<(Subject Subject, string Mistyped)> Chosen(
        IEnumerable<Subject> from, Func<Subject, string> word, int shortest, Func<string, string>[] slips, RelevanceAccount account, Func<string, string, bool>? also = null)
    {
        var subjects = from.Where(subject => word(subject).Length >= shortest
            && slips.All(slip => StandsNowhere(account, subject.Type, slip(word(subject))) && also?.Invoke(word(subject), slip(word(subject))) != false));
        return RelevanceAccount.Spread(subjects, slips.Length).Select((subject, place) => (subject, slips[place](word(subject)).ToLowerInvariant()));
    }

    private static bool HasPlainBeginning(Subject campaign) => Subject.IsPlain(campaign.Name.Split(' ')[0]);

    private static bool StandsNowhere(RelevanceAccount account, ObjectType type, string word) => !account.HasWordWith(type, word.ToLowerInvariant());

    private static Func<string, string, bool> IsAlone(RelevanceAccount account) => (word, mistyped) => account.WordsOf(ObjectType.Contact)
        .Where(other => Edits.IsNear(mistyped.ToLowerInvariant(), other)).All(other => other.Contains(word, StringComparison.OrdinalIgnoreCase));
}
