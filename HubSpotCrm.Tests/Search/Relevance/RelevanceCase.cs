using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>What a case of the relevance suite is about.</summary>
public enum RelevanceClass
{
    Typos,
    Folding,
    Orders,
    Phones,
    MidWords,
    Synonyms,
    RelatedNames,
    IdsAndEmails,
    Nothing,
}

/// <summary>One text as somebody types it, and the rows that must come.</summary>
/// <param name="Expected">Ids of the records that a rule over the account's data names; empty: no row may come.</param>
/// <param name="Within">How many of the first rows count.</param>
/// <param name="Only">Whether each of these rows must be there and an expected one; else one expected row among them is enough.</param>
internal sealed record RelevanceCase(RelevanceClass Class, ObjectType Type, string Text, IReadOnlySet<string> Expected, int Within, bool Only)
{
    /// <summary>Nobody looks further than this.</summary>
    public const int FirstRows = 10;

    /// <summary>The subject must be among the first rows.</summary>
    public static RelevanceCase Finds(RelevanceClass of, Subject subject, string text, int within = FirstRows) =>
        new(of, subject.Type, text, new HashSet<string> { subject.Id }, within, Only: false);

    /// <summary>The first rows must all be ones that may come, and be as many as there are that must.</summary>
    /// <param name="must">Whom the text means.</param>
    /// <param name="may">Whom it also fits: a text that stands in another property, or in a related record's name.</param>
    public static RelevanceCase FindsOnly(RelevanceClass of, ObjectType type, string text, IEnumerable<Subject> must, IEnumerable<Subject>? may = null)
    {
        var ids = must.Select(subject => subject.Id).ToHashSet();
        var within = Math.Min(FirstRows, ids.Count);
        within.Should().BePositive($"\"{text}\" must mean somebody");
        return new(of, type, text, ids.Union((may ?? []).Select(subject => subject.Id)).ToHashSet(), within, Only: true);
    }

    /// <summary>Nothing in the account is meant.</summary>
    public static RelevanceCase FindsNothing(ObjectType type, string text) =>
        new(RelevanceClass.Nothing, type, text, new HashSet<string>(), FirstRows, Only: true);

    /// <summary>Whether the rows that came, best first, are what the case asks for.</summary>
    public bool IsMetBy(IReadOnlyList<string> rows) =>
        Expected.Count == 0 ? rows.Count == 0
        : Only ? rows.Count >= Within && rows.Take(Within).All(Expected.Contains)
        : rows.Take(Within).Any(Expected.Contains);

    public bool IsSameAs(RelevanceCase other) => this with { Expected = other.Expected } == other && Expected.SetEquals(other.Expected);
}
