using System.Globalization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>
/// Texts that nothing in the account is meant by: no live record has, for each typed word, that word within one of its own or
/// one at most two slips away. A search that forgives too much, or leaves out what it cannot find, shows here.
/// </summary>
internal static class NothingCases
{
    private static readonly ObjectType[] Types = [ObjectType.Contact, ObjectType.Company, ObjectType.Deal, ObjectType.Campaign];

    private static readonly (ObjectType Type, string Sign)[] Foreign = [(ObjectType.Contact, ""), (ObjectType.Contact, "+"), (ObjectType.Company, "00")];

    public static IEnumerable<RelevanceCase> Of(RelevanceAccount account) =>
        [.. OddWords(account), .. NamesThatDoNotMeet(account), .. NamesWithAnOddWord(account), .. Phones(account), .. Ids(account), .. Archived(account), .. Emails(account)];

    private static IEnumerable<RelevanceCase> OddWords(RelevanceAccount account) =>
        Enumerable.Range(0, 6).Select(place => RelevanceCase.FindsNothing(Types[place % Types.Length], Until(place * 1_000, account, Types[place % Types.Length], OddWord)));

    // The first name of one and the last name of another, whom nobody is called, not nearly.
    private static IEnumerable<RelevanceCase> NamesThatDoNotMeet(RelevanceAccount account)
    {
        var (firsts, lasts) = (Long(account, contact => contact.First), Long(account, contact => contact.Last));
        return Enumerable.Range(0, 4).Select(place => RelevanceCase.FindsNothing(
            ObjectType.Contact, Until(place * 1_000, account, ObjectType.Contact, at => $"{firsts[at % firsts.Count]} {lasts[at * 7 % lasts.Count]}")));
    }

    private static IEnumerable<RelevanceCase> NamesWithAnOddWord(RelevanceAccount account) =>
        RelevanceAccount.Spread(account.PlainContacts, 2).Concat(RelevanceAccount.Spread(account.PlainCompanies, 1)).Concat(RelevanceAccount.Spread(account.PlainDeals, 1))
            .Select((subject, place) => RelevanceCase.FindsNothing(
                subject.Type, Until(place, account, subject.Type, at => $"{subject.NameWords[0]} {subject.NameWords[1]} {OddWord((100 * place) + at + 50_000)}")));

    // Not even without the first digits, which could be a country's code.
    private static IEnumerable<RelevanceCase> Phones(RelevanceAccount account) =>
        Foreign.Select((one, place) => RelevanceCase.FindsNothing(
            one.Type, one.Sign + Until(place * 1_000, account, one.Type, Digits, digits => !account.HasWordWith(one.Type, digits[^6..]))));

    // A short one is also the beginning of phone numbers, which a number sign does not ask for.
    private static IEnumerable<RelevanceCase> Ids(RelevanceAccount account)
    {
        var taken = account.Contacts.Concat(account.Archived(ObjectType.Contact)).Select(contact => contact.Id).ToHashSet();
        var free = account.Contacts.Where(contact => !taken.Contains(Next(contact.Id))).ToList();
        return RelevanceAccount.Spread(free.Where(contact => contact.Id.Length < 4), 1).Concat(RelevanceAccount.Spread(free, 2))
            .Select(contact => RelevanceCase.FindsNothing(ObjectType.Contact, $"#{Next(contact.Id)}"));
    }

    // What is archived is on no list.
    private static IEnumerable<RelevanceCase> Archived(RelevanceAccount account) =>
    [
        .. Types[..3].Select(type => RelevanceCase.FindsNothing(type, $"#{account.Archived(type)[^1].Id}")),
        .. account.Archived(ObjectType.Contact).Where(contact => contact.Email.Length > 0 && IsFarFromAll(account, ObjectType.Contact, contact.Email)).Take(2)
            .Select(contact => RelevanceCase.FindsNothing(ObjectType.Contact, contact.Email)),
    ];

    private static IEnumerable<RelevanceCase> Emails(RelevanceAccount account)
    {
        var emails = account.Contacts.Where(contact => contact.Email.Contains('.', StringComparison.Ordinal)).Select(contact => contact.Email.Split('@')).ToList();
        return
        [
            RelevanceCase.FindsNothing(ObjectType.Contact, $"{Until(200, account, ObjectType.Contact, OddWord)}@{emails[0][1]}"),
            .. Enumerable.Range(1, 2).Select(place => RelevanceCase.FindsNothing(
                ObjectType.Contact, Until(place * 500, account, ObjectType.Contact, at => $"{emails[at % emails.Count][0]}@{emails[at * 11 % emails.Count][1]}"))),
        ];
    }

    /// <summary>The first text of a row of them that is far from all there is.</summary>
    private static string Until(int from, RelevanceAccount account, ObjectType type, Func<int, string> text, Func<string, bool>? also = null) =>
        Enumerable.Range(from, 200).Select(text).First(one => IsFarFromAll(account, type, one) && also?.Invoke(one) != false);

    private static bool IsFarFromAll(RelevanceAccount account, ObjectType type, string text)
    {
        var near = Array.ConvertAll(
            text.ToLowerInvariant().Split([' ', '@', '.', '-', '_'], StringSplitOptions.RemoveEmptyEntries),
            word => account.WordsOf(type).Where(other => Edits.IsNear(word, other)).ToHashSet());
        return !account.Of(type).Any(subject => near.All(words => words.Overlaps(subject.Words)));
    }

    private static List<string> Long(RelevanceAccount account, Func<Subject, string> name) =>
        [.. account.PlainContacts.Select(name).Where(one => one.Length >= 6).Distinct()];

    private static string OddWord(int at) => Text(at, "qxzvjwkghfbd");

    private static string Digits(int at) => Text(at, "123456789");

    private static string Text(int at, string letters)
    {
        var random = new Mix((ulong)at);
        return string.Concat(Enumerable.Range(0, 9).Select(_ => letters[random.Next(letters.Length)]));
    }

    private static string Next(string id) => (long.Parse(id, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
}
