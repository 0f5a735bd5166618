using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>A piece from within a word. No word begins with it, so only looking inside words finds it.</summary>
internal static class MidWordCases
{
    private const int Shortest = 6;

    private static readonly Func<string, string>[] Pieces = [word => word[1..^1], word => word[2..], word => word[1..5]];

    public static IEnumerable<RelevanceCase> Of(RelevanceAccount account) =>
    [
        .. Alone(account, account.PlainContacts, contact => contact.Last, 6),
        .. Alone(account, account.PlainCompanies, company => company.NameWords[0], 3),
        .. Alone(account, account.PlainDeals, deal => deal.NameWords[^1], 2),
        .. Alone(account, account.Campaigns.Where(campaign => Subject.IsPlain(campaign.Name.Split(' ')[0])), campaign => campaign.NameWords[0], 2),
        .. Chosen(account, account.PlainContacts, contact => contact.Last, 3)
            .Select(one => Finds(one.Subject, $"{one.Subject.First} {one.Piece}")),
        .. Chosen(account, account.PlainCompanies, company => company.NameWords[1], 2)
            .Select(one => Finds(one.Subject, $"{one.Subject.NameWords[0]} {one.Piece}")),
        .. Chosen(account, account.PlainDeals, deal => deal.NameWords[^1], 2)
            .Select(one => Finds(one.Subject, $"{one.Piece} {one.Subject.NameWords[0]} {one.Subject.NameWords[1]}")),
    ];

    // The name must have it; that it stands elsewhere in a record is as good.
    private static IEnumerable<RelevanceCase> Alone(RelevanceAccount account, IEnumerable<Subject> from, Func<Subject, string> word, int count) =>
        Chosen(account, from.DistinctBy(word), word, count).Select(one => RelevanceCase.FindsOnly(
            RelevanceClass.MidWords, one.Subject.Type, one.Piece,
            account.Of(one.Subject.Type).Where(subject => subject.Name.Contains(one.Piece, StringComparison.OrdinalIgnoreCase)),
            account.Of(one.Subject.Type).Where(subject => subject.Contains(one.Piece))));

    private static IEnumerable<(Subject Subject, string Piece)> Chosen(RelevanceAccount account, IEnumerable<Subject> from, Func<Subject, string> word, int count) =>
        RelevanceAccount.Spread(
                from.Where(subject => word(subject).Length >= Shortest
                    && Pieces.All(piece => !account.HasWordFrom(subject.Type, piece(word(subject)).ToLowerInvariant()))), count)
            .Select((subject, place) => (subject, Pieces[place % Pieces.Length](word(subject)).ToLowerInvariant()));

    private static RelevanceCase Finds(Subject subject, string text) => RelevanceCase.Finds(RelevanceClass.MidWords, subject, text);
}
