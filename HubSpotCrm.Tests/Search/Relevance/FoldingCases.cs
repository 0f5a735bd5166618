using System.Text;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>Names in letters that a keyboard has not, typed in those it has, and the other way round. The plain forms are the generator's own, as in its e-mail addresses.</summary>
internal static class FoldingCases
{
    private const string Letters = "ßłıİöüäåéèëïçñşğśążźńóíá";

    public static IEnumerable<RelevanceCase> Of(RelevanceAccount account) =>
        [.. ByPlainLetters(account), .. OfGuests(account), .. ByOtherForms(account), .. OfOtherScripts(account), .. OfOtherTypes(account)];

    // For each letter the first contact that has it and was not chosen for another one.
    private static List<RelevanceCase> ByPlainLetters(RelevanceAccount account)
    {
        var (cases, taken) = (new List<RelevanceCase>(), new HashSet<string>());
        foreach (var letter in Letters)
        {
            var subject = account.RareContacts.FirstOrDefault(contact =>
                contact.Name.Contains(letter, StringComparison.OrdinalIgnoreCase) && People.Latin(contact.First).Length > 1 && People.Latin(contact.Last).Length > 1 && taken.Add(contact.Name));
            subject.Should().NotBeNull($"somebody's name must have {letter}");
            cases.Add(Finds(subject!, $"{People.Latin(subject!.First)} {People.Latin(subject.Last)}"));
        }

        return cases;
    }

    private static IEnumerable<RelevanceCase> OfGuests(RelevanceAccount account) =>
        Guests.People.Select(guest => Finds(account.Contacts.Single(contact => contact.First == guest.First && contact.Last == guest.Last), guest.Typed));

    private static IEnumerable<RelevanceCase> ByOtherForms(RelevanceAccount account)
    {
        var accented = RelevanceAccount.Spread(account.RareContacts.Where(contact => contact.First.Any(IsAccented) && contact.Last.Any(IsAccented)), 4).ToList();
        var plain = RelevanceAccount.Spread(account.PlainContacts.Where(contact => contact.Last.Contains('e', StringComparison.Ordinal)), 2).ToList();
        yield return Finds(accented[0], accented[0].Name.ToUpperInvariant());
        yield return Finds(accented[1], accented[1].Name.Normalize(NormalizationForm.FormD));
        yield return Finds(accented[2], $"{People.Latin(accented[2].First)} {accented[2].Last}");
        yield return Finds(accented[3], accented[3].Name);
        yield return Finds(plain[0], plain[0].Name.Replace('e', 'é'));

        // As an East Asian keyboard in its wide mode types.
        yield return Finds(plain[1], string.Concat(plain[1].Name.Select(letter => letter == ' ' ? '\u3000' : (char)(letter + 0xFEE0))));
        var apostrophe = account.RareContacts.First(contact => contact.Last.Contains('\'', StringComparison.Ordinal));
        yield return Finds(apostrophe, apostrophe.Name.Replace('\'', '’'));
    }

    private static IEnumerable<RelevanceCase> OfOtherScripts(RelevanceAccount account)
    {
        var cyrillic = account.RareContacts.First(contact => contact.Last.Any(letter => letter is >= 'а' and <= 'я'));
        yield return Finds(cyrillic, cyrillic.Name.ToUpperInvariant());

        // Capitals have neither the accent nor a sigma of their own for the end of a word.
        var greek = account.RareContacts.First(contact => contact.Last.EndsWith('ς') && contact.First.Length > 1);
        yield return Finds(greek, WithoutMarks(greek.Name).ToUpperInvariant());
    }

    private static IEnumerable<RelevanceCase> OfOtherTypes(RelevanceAccount account)
    {
        var café = account.Companies.First(company => company.Name.EndsWith("Café", StringComparison.Ordinal));
        yield return Finds(café, "sunny side up cafe");
        var transport = account.Companies.First(company => company.Name.Contains("öffentlichen", StringComparison.Ordinal));
        yield return Finds(transport, "FORDERUNG offentlichen");
        var campaign = account.Campaigns.First(one => one.Name.StartsWith("Frühjahrsmüdigkeit", StringComparison.Ordinal));
        yield return Finds(campaign, "fruhjahrsmudigkeit");
        var deal = account.PlainDeals.First(one => one.NameWords[0].Contains('e', StringComparison.Ordinal));
        yield return Finds(deal, $"{deal.NameWords[0]} {deal.NameWords[1]} {deal.NameWords[^1]}".Replace('e', 'è'));
    }

    private static RelevanceCase Finds(Subject subject, string text) => RelevanceCase.Finds(RelevanceClass.Folding, subject, text);

    private static bool IsAccented(char letter) => letter > '\u007F' && char.IsLetter(letter) && People.Latin(letter.ToString()).Length > 0;

    private static string WithoutMarks(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormD).Where(letter => char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.NonSpacingMark));
}
