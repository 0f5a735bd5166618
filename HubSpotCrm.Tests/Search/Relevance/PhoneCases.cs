using System.Text.RegularExpressions;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>Each way the account's numbers are written, typed in other ways: with and without the country's code, parted, joined, bracketed, in part.</summary>
internal static partial class PhoneCases
{
    private const int MostBearers = 3;
    private const int PartLength = 5;

    private static readonly string[] Properties = ["phone", "mobilephone", "fax"];

    // N is the number without the country's code: seven digits, or ten where they are written so.
    private static readonly (string Property, Regex Written, Func<Number, string> Typed)[] OfContacts =
    [
        ("phone", Joined(), n => n.N),
        ("phone", Joined(), n => $"+{n.Code} {n.N[..3]} {n.N[3..]}"),
        ("phone", Joined(), n => $"00{n.Code}{n.N}"),
        ("phone", Joined(), n => $"0{n.N}"),
        ("phone", Joined(), n => $"({n.N[..3]}) {n.N[3..5]}-{n.N[5..]}"),
        ("phone", Joined(), n => n.N[1..]),
        ("phone", Joined(), n => n.N[1..6]),
        ("phone", Bracketed(), n => n.N),
        ("phone", Bracketed(), n => $"{n.N[..3]}.{n.N[3..6]}.{n.N[6..]}"),
        ("phone", Bracketed(), n => $"+1 {n.N[..3]} {n.N[3..6]} {n.N[6..]}"),
        ("phone", Bracketed(), n => n.N[3..]),
        ("phone", Bracketed(), n => n.N[4..9]),
        ("phone", Parted(), n => n.N),
        ("phone", Parted(), n => $"+{n.Code}{n.N}"),
        ("phone", Parted(), n => $"({n.N[..2]}) {n.N[2..4]} {n.N[4..]}"),
        ("phone", Parted(), n => $"0{n.N[..2]}/{n.N[2..]}"),
        ("phone", Extended(), n => $"0{n.N[..3]} {n.N[3..]}"),
        ("phone", Extended(), n => $"0{n.N}"),
        ("phone", Extended(), n => $"{n.N[..3]}-{n.N[3..]}"),
        ("mobilephone", Mobile(), n => $"0{n.N[..3]} {n.N[3..]}"),
        ("mobilephone", Mobile(), n => n.N),
        ("mobilephone", Mobile(), n => $"+{n.Code}{n.N[..3]} {n.N[3..6]} {n.N[6..]}"),
    ];

    private static readonly Func<Number, string>[] OfCompanies = [n => $"+{n.Code}{n.N}", n => $"{n.N[..3]} {n.N[3..]}"];

    public static IEnumerable<RelevanceCase> Of(RelevanceAccount account)
    {
        foreach (var way in OfContacts.GroupBy(one => (one.Property, Pattern: one.Written.ToString())))
        {
            foreach (var found in Cases(account.Contacts, way.Key.Property, way.First().Written, [.. way.Select(one => one.Typed)]))
            {
                yield return found;
            }
        }

        foreach (var found in Cases(account.Companies, "phone", Spaced(), OfCompanies))
        {
            yield return found;
        }
    }

    private static IEnumerable<RelevanceCase> Cases(IReadOnlyList<Subject> from, string property, Regex written, Func<Number, string>[] typed)
    {
        var bearers = Bearers(from);
        var subjects = from.Where(subject => Read(subject[property], written) is { } number && bearers[Middle(number.N)] <= MostBearers);
        return RelevanceAccount.Spread(subjects, typed.Length)
            .Select((subject, place) => RelevanceCase.Finds(RelevanceClass.Phones, subject, typed[place](Read(subject[property], written)!)));
    }

    // The middle of a number is the least that is typed of it: few may have it anywhere in theirs.
    private static Dictionary<string, int> Bearers(IReadOnlyList<Subject> from) => from
        .SelectMany(subject => Properties.Select(property => Subject.DigitsOf(subject[property] ?? "")).SelectMany(Parts).Distinct())
        .GroupBy(part => part).ToDictionary(group => group.Key, group => group.Count());

    private static IEnumerable<string> Parts(string digits) =>
        Enumerable.Range(0, Math.Max(0, digits.Length - PartLength + 1)).Select(at => digits.Substring(at, PartLength));

    private static string Middle(string number) => number.Substring(1, PartLength);

    private static Number? Read(string? value, Regex written) => value is not null && written.Match(value) is { Success: true } match
        ? new Number(match.Groups["code"].Value, Subject.DigitsOf(match.Groups["n"].Value))
        : null;

    private sealed record Number(string Code, string N);

    [GeneratedRegex(@"^\+(?<code>\d{1,3})(?<n>\d{7})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Joined();

    [GeneratedRegex(@"^(?<n>\(\d{3}\) \d{3}-\d{4})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"^\+(?<code>\d+) (?<n>\d{2} \d{5})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Parted();

    [GeneratedRegex(@"^0(?<n>\d{3} / \d{4}) ext", RegexOptions.ExplicitCapture)]
    private static partial Regex Extended();

    [GeneratedRegex(@"^\+(?<code>\d+) (?<n>\d{3} \d{7})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Mobile();

    [GeneratedRegex(@"^\+(?<code>\d+) (?<n>\d{7})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Spaced();
}
